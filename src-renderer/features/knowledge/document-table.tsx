import { Badge } from '@mantine/core';
import type { KnowledgeDocument } from '@shared/contract/knowledge-document.js';
import { go } from '../../app/navigation.js';
import { formatBytes, formatTime, shortUrl } from '../../ui/format.js';
import { SensitivityTag } from '../../ui/tags.js';
import { useDepartmentNames } from '../customisation/use-department-names.js';
import { FilteredTable } from '../discovery/profile-tables.js';

export type DocumentRow = Omit<KnowledgeDocument, 'sections' | 'statements' | 'markdown'>;

export const kindWords: Record<KnowledgeDocument['kind'], string> = {
  page: 'page',
  overview: 'overview',
  contacts: 'contacts',
  services: 'services',
};

/** Documents with where they come from and when they were read. */
export function DocumentTable({ rows }: { rows: readonly DocumentRow[] }) {
  const nameOf = useDepartmentNames();
  return (
    <FilteredTable
      label="Documents"
      rows={rows}
      fields={(row) => [row.title, row.kind, row.sensitivity, ...row.departments.map(nameOf), ...row.sources]}
      rowId={(row) => row.id}
      onOpen={(row) => go({ screen: 'knowledge', id: row.id })}
      columns={[
        { id: 'title', header: 'Document', cell: (row) => row.title, sortBy: (row) => row.title },
        {
          id: 'kind',
          header: 'Kind',
          width: '95px',
          cell: (row) => <Badge color={row.kind === 'page' ? 'gray' : 'civic'}>{kindWords[row.kind]}</Badge>,
          sortBy: (row) => row.kind,
        },
        {
          id: 'departments',
          header: 'Department',
          width: '17%',
          cell: (row) =>
            row.departments.map(nameOf).join(', ') || <span className="dimmed">whole organisation</span>,
          sortBy: (row) => row.departments[0] ?? null,
        },
        {
          id: 'source',
          header: 'Source',
          width: '25%',
          cell: (row) => (
            <span className="breakable">
              {shortUrl(row.sources[0] ?? '')}
              {row.sources.length > 1 && <span className="dimmed"> and {row.sources.length - 1} more</span>}
            </span>
          ),
        },
        {
          id: 'sensitivity',
          secondary: true,
          header: 'Sensitivity',
          width: '105px',
          cell: (row) => <SensitivityTag sensitivity={row.sensitivity} />,
        },
        {
          id: 'retrieved',
          header: 'Read',
          width: '120px',
          cell: (row) => formatTime(row.retrievedAt),
          sortBy: (row) => row.retrievedAt,
        },
        {
          id: 'size',
          secondary: true,
          header: 'Size',
          width: '80px',
          align: 'right',
          cell: (row) => formatBytes(row.bytes),
          sortBy: (row) => row.bytes,
        },
      ]}
    />
  );
}
