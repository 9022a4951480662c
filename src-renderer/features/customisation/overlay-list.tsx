import { Badge, Button, Stack } from '@mantine/core';
import type { CustomisationView, RecordedOperation } from '@shared/contract/customisation.js';
import { IconArrowBackUp, IconPencil } from '@tabler/icons-react';
import { known, useCommand, useQuery } from '../../app/use-engine.js';
import { DataTable } from '../../ui/data-table.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { formatTime } from '../../ui/format.js';
import { EmptyState, Panel } from '../../ui/layout.js';
import { describeOperation, knownNames } from './describe-operation.js';

/** All changes, newest first, with who, why and when; each can be undone. */
export function OverlayList({ view }: { view: CustomisationView }) {
  const undo = useCommand('customisation.undo');
  const discovered = known(useQuery('discovery.profile'))?.profile.departments ?? [];
  const names = knownNames(view, discovered);
  if (view.operations.length === 0) {
    return (
      <EmptyState
        icon={IconPencil}
        title="No changes yet"
        text="What was found is deployed as it is. Change a department or an agent, and it is listed here with your reason."
      />
    );
  }
  const newest = view.operations.slice().sort((a, b) => b.sequence - a.sequence);
  return (
    <Stack gap="sm">
      {undo.state.status === 'refused' && <ErrorNotice refusal={undo.state.refusal} />}
      <Panel flush>
        <DataTable
          label="Changes"
          rows={newest}
          rowId={(row) => row.id}
          empty="None."
          columns={[
            { id: 'change', header: 'Change', cell: (row) => describeOperation(row.operation, names) },
            {
              id: 'reason',
              header: 'Why',
              width: '30%',
              cell: (row) => row.reason || <span className="dimmed">no reason given</span>,
            },
            {
              id: 'author',
              header: 'Who and when',
              width: '180px',
              cell: (row) => (
                <>
                  {row.author}
                  <div className="dimmed">{formatTime(row.at)}</div>
                </>
              ),
              sortBy: (row) => row.at,
            },
            {
              id: 'undo',
              header: 'State',
              width: '110px',
              cell: (row) => (
                <UndoCell
                  row={row}
                  running={undo.running}
                  onUndo={() => void undo.run({ operation: row.id })}
                />
              ),
            },
          ]}
        />
      </Panel>
    </Stack>
  );
}

function UndoCell(props: { row: RecordedOperation; running: boolean; onUndo: () => void }) {
  if (props.row.state === 'undone') return <Badge color="gray">undone</Badge>;
  return (
    <Button
      size="compact-xs"
      variant="light"
      leftSection={<IconArrowBackUp size={13} aria-hidden />}
      disabled={props.running}
      onClick={props.onUndo}
    >
      Undo
    </Button>
  );
}
