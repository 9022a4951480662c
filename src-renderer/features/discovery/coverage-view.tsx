import { Badge, Stack, Text } from '@mantine/core';
import type { Coverage } from '@shared/contract/organisation-profile.js';
import { formatCount, shortUrl } from '../../ui/format.js';
import classes from './discovery.module.css';
import { FilteredTable } from './profile-tables.js';

const parts = [
  { key: 'visited', word: 'read and analysed', colour: 'var(--mantine-color-green-7)' },
  { key: 'known', word: 'known, not read', colour: 'var(--mantine-color-gray-5)' },
  { key: 'blocked', word: 'blocked', colour: 'var(--mantine-color-yellow-6)' },
  { key: 'errors', word: 'failed', colour: 'var(--mantine-color-red-7)' },
] as const;

const stateColours = { known: 'gray', blocked: 'yellow', error: 'red' } as const;

/** What was visited, what is known but was not, what was blocked and why. */
export function CoverageView({ coverage }: { coverage: Coverage }) {
  return (
    <Stack gap="sm">
      <Text size="sm">
        {parts.map((part, at) => (
          <span key={part.key}>
            {at > 0 && ', '}
            <b>{formatCount(coverage[part.key])}</b> {part.word}
          </span>
        ))}
        .
      </Text>
      <div className={classes.coverageBar} aria-hidden="true">
        {parts
          .filter((part) => coverage[part.key] > 0)
          .map((part) => (
            <span
              key={part.key}
              style={{ flexGrow: coverage[part.key], minWidth: 4, background: part.colour }}
            />
          ))}
      </div>
      <FilteredTable
        label="Pages that were not read"
        rows={coverage.items}
        fields={(item) => [item.url, item.state, item.reason]}
        rowId={(item) => `${item.state} ${item.url}`}
        columns={[
          { id: 'url', header: 'Page', cell: (item) => shortUrl(item.url), sortBy: (item) => item.url },
          {
            id: 'state',
            header: 'State',
            width: '110px',
            cell: (item) => <Badge color={stateColours[item.state]}>{item.state}</Badge>,
            sortBy: (item) => item.state,
          },
          {
            id: 'reason',
            header: 'Reason',
            width: '38%',
            cell: (item) => item.reason,
            sortBy: (item) => item.reason,
          },
        ]}
      />
    </Stack>
  );
}
