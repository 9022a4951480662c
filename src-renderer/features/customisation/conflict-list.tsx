import { Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import type { Conflict, CustomisationView } from '@shared/contract/customisation.js';
import { IconCircleCheck } from '@tabler/icons-react';
import { known, useCommand, useQuery } from '../../app/use-engine.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { EmptyState, Panel } from '../../ui/layout.js';
import { describeOperation, knownNames } from './describe-operation.js';

/** Where a later discovery says something else than what the human saw: three values, two answers. */
export function ConflictList({ view }: { view: CustomisationView }) {
  const resolve = useCommand('customisation.resolve');
  const names = knownNames(view, known(useQuery('discovery.profile'))?.profile.departments ?? []);
  const titleOf = (conflict: Conflict) => {
    const made = view.operations.find((each) => each.id === conflict.operationId);
    return made === undefined ? conflict.subject : describeOperation(made.operation, names);
  };
  if (view.conflicts.length === 0) {
    return (
      <EmptyState
        icon={IconCircleCheck}
        title="No conflicts"
        text="Your corrections and the newest discovery agree. When they do not, both are shown here and you decide."
      />
    );
  }
  const decide = (conflict: Conflict, decision: 'keep' | 'take') =>
    void resolve.run({ operation: conflict.operationId, decision });
  return (
    <Stack gap="sm">
      {resolve.state.status === 'refused' && <ErrorNotice refusal={resolve.state.refusal} />}
      {view.conflicts.map((conflict) => (
        <Panel key={conflict.operationId} title={titleOf(conflict)}>
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {conflict.kind === 'target-gone'
                ? 'The newest discovery does not find it any more.'
                : 'The newest discovery says something else than what you saw when you changed it.'}
            </Text>
            <SimpleGrid cols={3}>
              <Value label="Your word (stands now)" value={conflict.human} strong />
              <Value label="What you saw then" value={conflict.before} />
              <Value label="What the pages say now" value={conflict.now} />
            </SimpleGrid>
            <Group gap="xs">
              <Button size="xs" loading={resolve.running} onClick={() => decide(conflict, 'keep')}>
                Keep my word
              </Button>
              <Button
                size="xs"
                variant="default"
                disabled={resolve.running}
                onClick={() => decide(conflict, 'take')}
              >
                Take what the pages say
              </Button>
            </Group>
          </Stack>
        </Panel>
      ))}
    </Stack>
  );
}

function Value({ label, value, strong = false }: { label: string; value: string; strong?: boolean }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" fw={strong ? 600 : 400} className="breakable">
        {value || '(nothing)'}
      </Text>
    </div>
  );
}
