import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { StoredAuditRecord } from '@shared/contract/audit-record.js';
import { IconHistory, IconShieldCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useCommand } from '../../app/use-engine.js';
import { createViewStore } from '../../app/view-store.js';
import { DataTable, NoRows } from '../../ui/data-table.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { FilterField } from '../../ui/filter-field.js';
import { formatCount, formatDuration, formatTime, plural, shortId } from '../../ui/format.js';
import { EmptyState, PageHeader, Panel } from '../../ui/layout.js';
import { Waiting } from '../../ui/query-view.js';
import { VerificationView } from '../deployment/verification-view.js';
import { actionOptions, actionWords, resourceWords } from './action-words.js';
import { OutcomeTag } from './outcome-tag.js';
import { RecordDrawer } from './record-drawer.js';
import { type ActivityFilter, isFiltered, noFilter } from './record-list.js';
import { useRecords } from './use-records.js';
import { askForVerification, useVerifyRequest } from './verify-request.js';

const useActivityView = createViewStore<ActivityFilter>(noFilter);

/** The audit record: who did what, when and why, and the proof that nothing of it was changed. */
export function ActivityScreen() {
  const filter = useActivityView();
  const [settled] = useDebouncedValue(filter, 200);
  const records = useRecords(settled);
  const [open, setOpen] = useState<number | null>(null);
  const nothingYet = records.items.length === 0 && !records.loading && !isFiltered(settled);
  return (
    <>
      <PageHeader
        title="Activity"
        text="Everything that was done for this client, chained record by record."
        actions={<VerifyButton />}
      />
      <Stack gap="sm">
        <VerifyResult />
        {records.refusal !== null && <ErrorNotice refusal={records.refusal} />}
        <Filters filter={filter} shown={records.items.length} total={records.total} />
        {records.loading ? (
          <Waiting lines={10} />
        ) : nothingYet && records.refusal === null ? (
          <EmptyState
            icon={IconHistory}
            title="Nothing was done yet"
            text="Each command leaves a record here: what it was, who gave it, and how it ended."
          />
        ) : (
          <Panel flush>
            <DataTable
              label="Audit records"
              rows={records.items}
              rowId={(row) => String(row.sequence)}
              selected={open === null ? null : String(open)}
              onOpen={(row) => setOpen(row.sequence)}
              onEnd={records.more}
              height="max(260px, calc(100vh - 240px))"
              empty={<NoRows filtered text="" />}
              columns={[
                { id: 'sequence', header: 'Number', width: '80px', cell: (row) => formatCount(row.sequence) },
                {
                  id: 'time',
                  header: 'Time',
                  width: '165px',
                  cell: (row) => formatTime(row.time, 'seconds'),
                },
                { id: 'actor', header: 'Who', width: '15%', cell: (row) => <Who record={row} /> },
                { id: 'action', header: 'What', width: '20%', cell: (row) => actionWords(row.action) },
                {
                  id: 'resource',
                  header: 'On',
                  cell: (row) => (
                    <>
                      {shortId(row.resource.id)}{' '}
                      <span className="dimmed">{resourceWords(row.resource.kind)}</span>
                    </>
                  ),
                },
                { id: 'reason', secondary: true, header: 'Why', width: '18%', cell: (row) => row.reason },
                {
                  id: 'outcome',
                  header: 'Outcome',
                  width: '105px',
                  cell: (row) => <OutcomeTag outcome={row.outcome} />,
                },
              ]}
            />
          </Panel>
        )}
      </Stack>
      <RecordDrawer
        record={records.items.find((record) => record.sequence === open) ?? null}
        onClose={() => setOpen(null)}
      />
    </>
  );
}

function Who({ record }: { record: StoredAuditRecord }) {
  return (
    <>
      {record.actor.id} <span className="dimmed">{record.actor.role}</span>
    </>
  );
}

function Filters(props: { filter: ActivityFilter; shown: number; total: number | null }) {
  const { filter, shown, total } = props;
  const set = (change: Partial<ActivityFilter>) => useActivityView.setState(change);
  return (
    <Group gap="xs" align="center">
      <FilterField label="Words in the record" value={filter.search} onChange={(search) => set({ search })} />
      <TextInput
        aria-label="Who"
        placeholder="Who"
        value={filter.actor}
        onChange={(event) => set({ actor: event.currentTarget.value })}
        mb="xs"
        w={120}
      />
      <Select
        aria-label="What was done"
        placeholder="What was done"
        data={actionOptions}
        value={filter.action === '' ? null : filter.action}
        onChange={(action) => set({ action: action ?? '' })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Show everything that was done' }}
        comboboxProps={{ width: 300, position: 'bottom-start' }}
        mb="xs"
        w={190}
      />
      <TextInput
        type="date"
        aria-label="From day"
        value={filter.from}
        onChange={(event) => set({ from: event.currentTarget.value })}
        mb="xs"
        w={140}
      />
      <TextInput
        type="date"
        aria-label="To day"
        value={filter.to}
        onChange={(event) => set({ to: event.currentTarget.value })}
        mb="xs"
        w={140}
      />
      <Group gap="xs" mb="xs">
        {isFiltered(filter) && (
          <Button size="compact-sm" variant="subtle" onClick={() => set(noFilter)}>
            Clear
          </Button>
        )}
        <span className="dimmed nowrap" role="status">
          {total === null ? '' : `${formatCount(shown)} of ${plural(total, 'record')}`}
        </span>
      </Group>
    </Group>
  );
}

function VerifyButton() {
  return (
    <Button leftSection={<IconShieldCheck size={16} aria-hidden />} onClick={askForVerification}>
      Verify the record
    </Button>
  );
}

function VerifyResult() {
  const asked = useVerifyRequest((state) => state.asked);
  return asked === 0 ? null : <Verification key={asked} />;
}

function Verification() {
  const verify = useCommand('audit.verify');
  const { run } = verify;
  useEffect(() => {
    void run();
  }, [run]);
  if (verify.state.status === 'refused') return <ErrorNotice refusal={verify.state.refusal} />;
  if (verify.state.status !== 'done') return <Waiting lines={3} />;
  const found = verify.state.data;
  return (
    <VerificationView
      good={found.verified}
      title={
        found.verified
          ? `${plural(found.records, 'record')} verified in ${formatDuration(found.durationMs)}: nothing was changed, left out or put in between`
          : `The record does not verify: ${plural(found.problems.length, 'problem')}`
      }
      checked={found.checked}
      problems={found.problems.map((problem) => `Record ${problem.sequence}: ${problem.text}`)}
      remarks={found.remarks.map((remark) => `Record ${remark.sequence}: ${remark.text}`)}
    />
  );
}
