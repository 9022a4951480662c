import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import type { PolicyRule } from '@shared/contract/agent-manifest.js';
import type { CustomisationView } from '@shared/contract/customisation.js';
import { IconLock, IconPlus } from '@tabler/icons-react';
import { Panel } from '../../ui/layout.js';
import { ModeTag } from '../../ui/tags.js';
import { beginChange } from './change-store.js';

const tierOrder = ['constitutional', 'organisation', 'department', 'agent'] as const;
const tierTexts: Record<PolicyRule['tier'], string> = {
  constitutional: 'Constitutional: ships with this program, cannot be changed',
  organisation: 'The whole organisation',
  department: 'One department',
  agent: 'One agent',
};

/** The rules by tier: a lower tier can only restrict. */
export function RuleEditor({ view }: { view: CustomisationView }) {
  const nameOf = (scope: string) =>
    view.profile.departments.find((one) => one.id === scope)?.name ??
    view.agents.find((one) => one.id === scope)?.name ??
    scope;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          Rules of a lower tier can only restrict those above them.
        </Text>
        <Button
          variant="light"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() =>
            beginChange({
              op: 'add-rule',
              tier: 'organisation',
              scope: '',
              title: '',
              text: '',
              modeFloor: '',
            })
          }
        >
          Add rule
        </Button>
      </Group>
      {tierOrder.map((tier) => {
        const rules = view.rules.filter((rule) => rule.tier === tier);
        return rules.length === 0 ? null : (
          <Panel key={tier} title={`${tierTexts[tier]} (${rules.length})`}>
            <RuleList rules={rules} nameOf={nameOf} removable={tier !== 'constitutional'} />
          </Panel>
        );
      })}
    </Stack>
  );
}

interface RuleListProps {
  rules: readonly PolicyRule[];
  nameOf: (scope: string) => string;
  removable?: boolean;
}

/** Rules as they are read by people: title, text, legal basis, and what they restrict. */
export function RuleList({ rules, nameOf, removable = false }: RuleListProps) {
  return (
    <Stack gap="sm">
      {rules.map((rule) => (
        <Group key={rule.id} align="flex-start" justify="space-between" wrap="nowrap" gap="md">
          <div className="breakable">
            <Group gap={6}>
              <Text size="sm" fw={600}>
                {rule.title}
              </Text>
              {rule.scope !== undefined && <Badge color="gray">{nameOf(rule.scope)}</Badge>}
              {rule.modeFloor !== undefined && (
                <>
                  <span className="dimmed">at least</span>
                  <ModeTag mode={rule.modeFloor} />
                </>
              )}
            </Group>
            <Text size="sm">{rule.text}</Text>
            {rule.legalBasis !== undefined && (
              <Text size="xs" c="dimmed">
                Legal basis: {rule.legalBasis}
              </Text>
            )}
          </div>
          {removable ? (
            <Button
              size="compact-xs"
              variant="subtle"
              color="red"
              aria-label={`Remove the rule ${rule.title}`}
              onClick={() => beginChange({ op: 'remove-rule', rule: rule.id })}
            >
              Remove
            </Button>
          ) : (
            rule.tier === 'constitutional' && (
              <IconLock size={15} style={{ flexShrink: 0 }} aria-label="cannot be changed" role="img" />
            )
          )}
        </Group>
      ))}
    </Stack>
  );
}
