import { Alert, Badge, Button, Group, Stack, Tabs } from '@mantine/core';
import type { CustomisationView } from '@shared/contract/customisation.js';
import { IconArrowRight, IconGitMerge, IconUsersGroup } from '@tabler/icons-react';
import { go } from '../../app/navigation.js';
import { useQuery } from '../../app/use-engine.js';
import { createViewStore } from '../../app/view-store.js';
import { plural } from '../../ui/format.js';
import { EmptyState, PageHeader } from '../../ui/layout.js';
import { QueryView } from '../../ui/query-view.js';
import { AgentProposals } from './agent-proposals.js';
import { ChangeDialog } from './change-dialog.js';
import { beginChange } from './change-store.js';
import { ConflictList } from './conflict-list.js';
import { DepartmentEditor } from './department-editor.js';
import { OverlayList } from './overlay-list.js';
import { RuleEditor } from './rule-editor.js';

const tabs = ['departments', 'agents', 'rules', 'changes', 'conflicts'] as const;
type Tab = (typeof tabs)[number];
const useCustomiseView = createViewStore<{ tab: Tab }>({ tab: 'departments' });

/** Fourth step: a human corrects what was found. The human's word is kept over every later discovery. */
export function CustomiseStep() {
  const view = useQuery('customisation.view');
  return (
    <QueryView state={view} name="customisation.view" title="Customise" lines={10}>
      {(data) =>
        data === null ? (
          <EmptyState
            icon={IconUsersGroup}
            title="Nothing to customise yet"
            text="First read a source: its departments and proposed agents are then corrected here."
            action={
              <Button onClick={() => go({ screen: 'onboarding', step: 'source' })}>Choose a source</Button>
            }
          />
        ) : (
          <Customise view={data} />
        )
      }
    </QueryView>
  );
}

function Customise({ view }: { view: CustomisationView }) {
  const tab = useCustomiseView((state) => state.tab);
  const { organisation, departments } = view.profile;
  const active = view.operations.filter((operation) => operation.state === 'active').length;
  return (
    <>
      <PageHeader
        title={`Customise ${organisation.name}`}
        text="Correct what was found. Every change keeps its author and reason, can be undone, and is never overwritten by a later discovery."
        actions={
          <>
            <Button
              variant="default"
              onClick={() =>
                beginChange({
                  op: 'set-organisation',
                  name: organisation.name,
                  type: organisation.type,
                  state: organisation.state ?? '',
                })
              }
            >
              Edit organisation
            </Button>
            <Button
              rightSection={<IconArrowRight size={16} aria-hidden />}
              onClick={() => go({ screen: 'onboarding', step: 'preview' })}
            >
              Preview
            </Button>
          </>
        }
      />
      <Stack gap="md">
        {view.conflicts.length > 0 && tab !== 'conflicts' && (
          <Alert color="orange" icon={<IconGitMerge size={18} aria-hidden />} p="sm">
            <Group justify="space-between" gap="sm">
              <span>
                {plural(view.conflicts.length, 'correction')} of yours and the newest discovery disagree. Your
                word stands until you decide.
              </span>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => useCustomiseView.setState({ tab: 'conflicts' })}
              >
                Decide
              </Button>
            </Group>
          </Alert>
        )}
        <Tabs
          value={tab}
          onChange={(next) =>
            useCustomiseView.setState({ tab: tabs.find((one) => one === next) ?? 'departments' })
          }
        >
          <Tabs.List aria-label="What to customise" mb="sm">
            <CountedTab value="departments" label="Departments" count={departments.length} />
            <CountedTab value="agents" label="Agents" count={view.agents.length} />
            <CountedTab value="rules" label="Governance rules" count={view.rules.length} />
            <CountedTab value="changes" label="Changes" count={active} />
            <CountedTab value="conflicts" label="Conflicts" count={view.conflicts.length} alarming />
          </Tabs.List>
          <Tabs.Panel value="departments">
            <DepartmentEditor view={view} />
          </Tabs.Panel>
          <Tabs.Panel value="agents">
            <AgentProposals view={view} />
          </Tabs.Panel>
          <Tabs.Panel value="rules">
            <RuleEditor view={view} />
          </Tabs.Panel>
          <Tabs.Panel value="changes">
            <OverlayList view={view} />
          </Tabs.Panel>
          <Tabs.Panel value="conflicts">
            <ConflictList view={view} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
      <ChangeDialog view={view} />
    </>
  );
}

function CountedTab(props: { value: Tab; label: string; count: number; alarming?: boolean }) {
  return (
    <Tabs.Tab
      value={props.value}
      rightSection={
        <Badge size="sm" color={props.alarming === true && props.count > 0 ? 'orange' : 'gray'}>
          {props.count}
        </Badge>
      }
    >
      {props.label}
    </Tabs.Tab>
  );
}
