import { Badge, Button } from '@mantine/core';
import type { DataPortal, Department, GovernanceDoc, Leader } from '@shared/contract/organisation-profile.js';
import { IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { desktop } from '../../app/engine.js';
import { type Column, DataTable, NoRows } from '../../ui/data-table.js';
import { FilterField } from '../../ui/filter-field.js';
import { matchesFilter } from '../../ui/filter-rows.js';
import { sentence, shortUrl } from '../../ui/format.js';
import { Panel } from '../../ui/layout.js';
import { ConfidenceTag } from '../../ui/tags.js';
import { EvidenceButton } from '../evidence/evidence-panel.js';
import { showEvidence } from '../evidence/evidence-store.js';

const evidenceWidth = '105px';
const confidenceWidth = '112px';

export function DepartmentTable(props: {
  departments: readonly Department[];
  onOpen: (department: Department) => void;
}) {
  const nameOf = new Map(props.departments.map((department) => [department.id, department.name]));
  return (
    <FilteredTable
      label="Departments"
      rows={props.departments}
      fields={(row) => [
        row.name,
        row.kind,
        row.head?.name,
        row.head?.title,
        row.url,
        ...row.contacts.map((c) => c.value),
      ]}
      rowId={(row) => row.id}
      onOpen={props.onOpen}
      columns={[
        { id: 'name', header: 'Department', cell: (row) => row.name, sortBy: (row) => row.name },
        {
          id: 'kind',
          header: 'Kind',
          width: '130px',
          cell: (row) => (
            <>
              {row.kind}
              {row.parentId !== undefined && (
                <div className="dimmed">of {nameOf.get(row.parentId) ?? row.parentId}</div>
              )}
            </>
          ),
          sortBy: (row) => row.kind,
        },
        {
          id: 'head',
          header: 'Head',
          width: '22%',
          cell: (row) =>
            row.head === undefined ? (
              <span className="dimmed">not found</span>
            ) : (
              <>
                {row.head.name}
                <div className="dimmed">{row.head.title}</div>
              </>
            ),
          sortBy: (row) => row.head?.name ?? null,
        },
        {
          id: 'contact',
          secondary: true,
          header: 'Contact',
          width: '19%',
          cell: (row) => row.contacts[0]?.value ?? <span className="dimmed">not found</span>,
        },
        {
          id: 'confidence',
          header: 'Confidence',
          width: confidenceWidth,
          cell: (row) => <ConfidenceTag confidence={row.confidence} />,
          sortBy: (row) => row.confidence,
        },
        {
          id: 'evidence',
          header: 'Evidence',
          width: evidenceWidth,
          cell: (row) => (
            <EvidenceButton subject={row.name} claim={`is a ${row.kind}`} evidence={row.evidence} />
          ),
          sortBy: (row) => row.evidence.length,
        },
      ]}
    />
  );
}

export function LeadershipTable({ leadership }: { leadership: readonly Leader[] }) {
  return (
    <FilteredTable
      label="Leadership"
      rows={leadership}
      fields={(row) => [row.name, row.title, row.department]}
      rowId={(row) => `${row.name} ${row.title}`}
      onOpen={(row) => showEvidence({ subject: row.name, claim: `is ${row.title}`, evidence: row.evidence })}
      columns={[
        { id: 'name', header: 'Name', cell: (row) => row.name, sortBy: (row) => row.name },
        { id: 'title', header: 'Title', width: '30%', cell: (row) => row.title, sortBy: (row) => row.title },
        {
          id: 'department',
          header: 'Department',
          width: '26%',
          cell: (row) => row.department ?? <span className="dimmed">whole organisation</span>,
          sortBy: (row) => row.department ?? null,
        },
        {
          id: 'confidence',
          header: 'Confidence',
          width: confidenceWidth,
          cell: (row) => <ConfidenceTag confidence={row.confidence} />,
          sortBy: (row) => row.confidence,
        },
        {
          id: 'evidence',
          header: 'Evidence',
          width: evidenceWidth,
          cell: (row) => (
            <EvidenceButton subject={row.name} claim={`is ${row.title}`} evidence={row.evidence} />
          ),
        },
      ]}
    />
  );
}

export function PortalTable({ portals }: { portals: readonly DataPortal[] }) {
  return (
    <FilteredTable
      label="Data portals"
      rows={portals}
      fields={(row) => [row.url, row.title, row.type]}
      rowId={(row) => row.url}
      onOpen={(row) =>
        showEvidence({ subject: row.title ?? row.url, claim: 'is a data portal', evidence: row.evidence })
      }
      columns={[
        {
          id: 'title',
          header: 'Portal',
          cell: (row) => row.title ?? shortUrl(row.url),
          sortBy: (row) => row.title ?? row.url,
        },
        {
          id: 'type',
          header: 'Software',
          width: '120px',
          cell: (row) => row.type,
          sortBy: (row) => row.type,
        },
        { id: 'url', header: 'Address', width: '30%', cell: (row) => <ExternalUrl url={row.url} /> },
        {
          id: 'confidence',
          header: 'Confidence',
          width: confidenceWidth,
          cell: (row) => <ConfidenceTag confidence={row.confidence} />,
        },
        {
          id: 'evidence',
          header: 'Evidence',
          width: evidenceWidth,
          cell: (row) => (
            <EvidenceButton subject={row.title ?? row.url} claim="is a data portal" evidence={row.evidence} />
          ),
        },
      ]}
    />
  );
}

export function GovernanceTable({ documents }: { documents: readonly GovernanceDoc[] }) {
  return (
    <FilteredTable
      label="Governance documents"
      rows={documents}
      fields={(row) => [row.title, row.type, row.url]}
      rowId={(row) => `${row.url} ${row.title}`}
      onOpen={(row) =>
        showEvidence({
          subject: row.title,
          claim: `is a ${sentence(row.type)} document`,
          evidence: row.evidence,
        })
      }
      columns={[
        { id: 'title', header: 'Document', cell: (row) => row.title, sortBy: (row) => row.title },
        {
          id: 'type',
          header: 'Type',
          width: '135px',
          cell: (row) => <Badge color="gray">{sentence(row.type)}</Badge>,
          sortBy: (row) => row.type,
        },
        { id: 'url', header: 'Address', width: '32%', cell: (row) => <ExternalUrl url={row.url} /> },
        {
          id: 'confidence',
          header: 'Confidence',
          width: confidenceWidth,
          cell: (row) => <ConfidenceTag confidence={row.confidence} />,
        },
        {
          id: 'evidence',
          header: 'Evidence',
          width: evidenceWidth,
          cell: (row) => (
            <EvidenceButton
              subject={row.title}
              claim={`is a ${sentence(row.type)} document`}
              evidence={row.evidence}
            />
          ),
        },
      ]}
    />
  );
}

/** An address that opens in the browser after the desktop has asked; plain text when it is not https. */
export function ExternalUrl({ url }: { url: string }) {
  if (!url.startsWith('https:')) return <span className="breakable">{shortUrl(url)}</span>;
  return (
    <Button
      variant="transparent"
      size="compact-xs"
      px={0}
      h="auto"
      justify="flex-start"
      rightSection={<IconExternalLink size={12} aria-hidden />}
      styles={{ label: { whiteSpace: 'normal', textAlign: 'start', overflowWrap: 'anywhere' } }}
      onClick={() => void desktop.openExternal(url)}
    >
      {shortUrl(url)}
    </Button>
  );
}

interface FilteredTableProps<T> {
  label: string;
  rows: readonly T[];
  fields: (row: T) => readonly (string | undefined | null)[];
  rowId: (row: T) => string;
  columns: readonly Column<T>[];
  onOpen?: (row: T) => void;
}

/** A table with its filter above it. */
export function FilteredTable<T>({ label, rows, fields, rowId, columns, onOpen }: FilteredTableProps<T>) {
  const [filter, setFilter] = useState('');
  const shown = rows.filter((row) => matchesFilter(filter, fields(row)));
  return (
    <>
      <FilterField
        label={`Filter ${label.toLowerCase()}`}
        value={filter}
        onChange={setFilter}
        count={shown.length === rows.length ? `${rows.length}` : `${shown.length} of ${rows.length}`}
      />
      <Panel flush>
        <DataTable
          label={label}
          rows={shown}
          rowId={rowId}
          columns={columns}
          {...(onOpen === undefined ? {} : { onOpen })}
          empty={<NoRows filtered={filter !== ''} text="Nothing of this kind was found." />}
        />
      </Panel>
    </>
  );
}
