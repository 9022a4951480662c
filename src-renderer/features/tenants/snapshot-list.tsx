import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { Snapshot } from '@shared/contract/tenants.js';
import { useState } from 'react';
import { queryCache } from '../../app/engine.js';
import { useCommand, useQuery } from '../../app/use-engine.js';
import { resetViewStores } from '../../app/view-store.js';
import { DataTable } from '../../ui/data-table.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { formatBytes, formatCount, formatTime, plural } from '../../ui/format.js';
import { QueryView } from '../../ui/query-view.js';

const reasonWords: Record<Snapshot['reason'], string> = {
  'before-migration': 'before an update of the data',
  'before-deployment': 'before a deployment',
  'before-restore': 'before a restore',
  manual: 'by hand',
};

/** The snapshots, newest first, each with the way back to it. `onRestored` runs after a restore. */
export function SnapshotList({ onRestored }: { onRestored?: () => void }) {
  const snapshots = useQuery('tenants.snapshots');
  const [chosen, setChosen] = useState<Snapshot | null>(null);
  return (
    <QueryView state={snapshots} name="tenants.snapshots" lines={3}>
      {(rows) => (
        <>
          <DataTable
            label="Backups"
            rows={rows.slice().sort((a, b) => b.takenAt.localeCompare(a.takenAt))}
            rowId={(row) => row.id}
            empty="There is no backup yet."
            columns={[
              { id: 'taken', header: 'Made', cell: (row) => formatTime(row.takenAt) },
              { id: 'reason', header: 'Why', width: '34%', cell: (row) => reasonWords[row.reason] },
              {
                id: 'records',
                header: 'Records',
                width: '90px',
                align: 'right',
                cell: (row) => formatCount(row.records),
              },
              {
                id: 'size',
                header: 'Size',
                width: '90px',
                align: 'right',
                cell: (row) => formatBytes(row.bytes),
              },
              {
                id: 'restore',
                header: '',
                width: '110px',
                cell: (row) => (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Restore the backup of ${formatTime(row.takenAt)}`}
                    onClick={() => setChosen(row)}
                  >
                    Restore
                  </Button>
                ),
              },
            ]}
          />
          <Modal
            opened={chosen !== null}
            onClose={() => setChosen(null)}
            title="Go back to this backup?"
            closeButtonProps={{ 'aria-label': 'Close without a change' }}
          >
            {chosen !== null && (
              <RestoreQuestion
                snapshot={chosen}
                onDone={() => {
                  setChosen(null);
                  onRestored?.();
                }}
                onCancel={() => setChosen(null)}
              />
            )}
          </Modal>
        </>
      )}
    </QueryView>
  );
}

interface RestoreQuestionProps {
  snapshot: Snapshot;
  onDone: () => void;
  onCancel: () => void;
}

function RestoreQuestion({ snapshot, onDone, onCancel }: RestoreQuestionProps) {
  const restore = useCommand('tenants.restoreSnapshot');
  return (
    <Stack gap="md">
      <Text size="sm">
        The data of this client becomes what it was on <b>{formatTime(snapshot.takenAt)}</b> (
        {plural(snapshot.records, 'audit record')}). What was done since then is not in it; the present data
        is kept as one more backup first.
      </Text>
      {restore.state.status === 'refused' && <ErrorNotice refusal={restore.state.refusal} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel} data-autofocus>
          Cancel
        </Button>
        <Button
          color="red.9"
          loading={restore.running}
          onClick={async () => {
            if ((await restore.run({ id: snapshot.id })) === undefined) return;
            resetViewStores();
            queryCache.clear();
            onDone();
          }}
        >
          Restore
        </Button>
      </Group>
    </Stack>
  );
}
