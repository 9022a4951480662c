import { Drawer, Stack, Text, Title } from '@mantine/core';
import type { StoredAuditRecord } from '@shared/contract/audit-record.js';
import { formatCount, formatTime } from '../../ui/format.js';
import { Facts } from '../../ui/layout.js';
import { Copyable } from '../../ui/tags.js';
import { actionWords } from './action-words.js';
import { OutcomeTag } from './outcome-tag.js';

/** One record with every field that is hashed, and the details beside it. */
export function RecordDrawer(props: { record: StoredAuditRecord | null; onClose: () => void }) {
  const { record, onClose } = props;
  return (
    <Drawer
      opened={record !== null}
      onClose={onClose}
      position="right"
      size={560}
      title={record === null ? '' : `Record ${formatCount(record.sequence)}: ${actionWords(record.action)}`}
      closeButtonProps={{ 'aria-label': 'Close the record' }}
    >
      {record !== null && <RecordFacts record={record} />}
    </Drawer>
  );
}

function RecordFacts({ record }: { record: StoredAuditRecord }) {
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          ['Action', <Copyable key="action" text={record.action} />],
          ['Outcome', <OutcomeTag key="outcome" outcome={record.outcome} />],
          ['Time', `${formatTime(record.time, 'seconds')} (${record.time})`],
          ['Who', `${record.actor.id}, ${record.actor.role} (${record.actor.kind})`],
          ['On', `${record.resource.kind} ${record.resource.id}`],
          ['Version', record.resource.version ?? 'none'],
          ['Why', record.reason || 'no reason given'],
          ['Client', record.tenant],
          ['Device', record.device],
          ['Trace', <Copyable key="trace" text={record.traceId} />],
          ['Policy in force', record.policy.version],
        ]}
      />
      <div>
        <Title order={3} mb={6}>
          Chain
        </Title>
        <Facts
          facts={[
            ['This record', <Copyable key="hash" text={record.hash} />],
            ['The one before', <Copyable key="previous" text={record.previousHash} />],
            ['Its details', <Copyable key="details" text={record.detailsHash} />],
            ['Policy', <Copyable key="policy" text={record.policy.hash} />],
          ]}
        />
      </div>
      <div>
        <Title order={3} mb={6}>
          Details
        </Title>
        {record.details === null ? (
          <Text size="sm" c="dimmed">
            The details were shredded; the record and its proof stay whole.
          </Text>
        ) : (
          <pre className="json">{JSON.stringify(record.details, null, 2)}</pre>
        )}
      </div>
    </Stack>
  );
}
