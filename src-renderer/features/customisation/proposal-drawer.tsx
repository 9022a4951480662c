import { Button, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import type { AgentProposal } from '@shared/contract/agent-manifest.js';
import type { CustomisationView } from '@shared/contract/customisation.js';
import { formatShare } from '../../ui/format.js';
import { Facts } from '../../ui/layout.js';
import { ModeTag, SensitivityTag } from '../../ui/tags.js';
import { agentActions } from './agent-actions.js';
import { departmentName } from './change-fields.js';
import { beginChange } from './change-store.js';

interface ProposalDrawerProps {
  view: CustomisationView;
  proposal: AgentProposal | null;
  onClose: () => void;
}

/** One proposed agent in full: why this template, what it may do, whom it hands over to. */
export function ProposalDrawer({ view, proposal, onClose }: ProposalDrawerProps) {
  return (
    <Drawer
      opened={proposal !== null}
      onClose={onClose}
      position="right"
      size={560}
      title={proposal?.name ?? ''}
      closeButtonProps={{ 'aria-label': 'Close the agent' }}
    >
      {proposal !== null && <Proposal view={view} proposal={proposal} />}
    </Drawer>
  );
}

function Proposal({ view, proposal }: { view: CustomisationView; proposal: AgentProposal }) {
  const { template, modes, knowledgeProfile, escalationContact } = proposal;
  return (
    <Stack gap="lg">
      <Text size="sm">{proposal.description}</Text>
      <Group gap={6}>
        {agentActions(proposal).map((action) => (
          <Button
            key={action.label}
            size="compact-sm"
            variant="default"
            onClick={() => beginChange(action.form)}
          >
            {action.label}
          </Button>
        ))}
      </Group>
      <Facts
        facts={[
          [
            'Template',
            `${template.title} (version ${template.version}), fits ${formatShare(template.confidence)}`,
          ],
          ['Why this one', template.reasons.join(' ') || 'Chosen by hand.'],
          [
            'Others that fit',
            template.alternatives.length === 0
              ? 'none'
              : template.alternatives
                  .map((one) => `${one.title} (${formatShare(one.confidence)})`)
                  .join(', '),
          ],
          ['Answers in mode', <ModeTag key="mode" mode={modes.default} />],
          ...modes.rules.map(
            (rule) => [`When ${rule.when}`, <ModeTag key={rule.when} mode={rule.mode} />] as const,
          ),
          ['Reads up to', <SensitivityTag key="ceiling" sensitivity={proposal.sensitivityCeiling} />],
          [
            'Reads documents of',
            [
              ...knowledgeProfile.departments.map((id) => departmentName(view, id)),
              ...(knowledgeProfile.organisationWide ? ['the whole organisation'] : []),
            ].join(', '),
          ],
          [
            'Hands over to',
            `${escalationContact.role}, ${escalationContact.department}: ${escalationContact.channel}`,
          ],
        ]}
      />
      <Sentences title="Can" sentences={proposal.capabilities} />
      <Sentences title="Never" sentences={proposal.guardrails} />
    </Stack>
  );
}

/** A titled list of sentences; nothing when there are none. */
export function Sentences({ title, sentences }: { title: string; sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <div>
      <Title order={3} mb={4}>
        {title}
      </Title>
      <ul className="plain-list">
        {sentences.map((sentence) => (
          <li key={sentence}>
            <Text size="sm">{sentence}</Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
