import { Button } from '@mantine/core';
import type { AgentSummary } from '@shared/contract/agents.js';
import { IconRobot } from '@tabler/icons-react';
import { go } from '../../app/navigation.js';
import { useQuery } from '../../app/use-engine.js';
import { formatCount, formatTime } from '../../ui/format.js';
import { EmptyState, PageHeader } from '../../ui/layout.js';
import { QueryView } from '../../ui/query-view.js';
import { ModeTag, SensitivityTag } from '../../ui/tags.js';
import { useDepartmentNames } from '../customisation/use-department-names.js';
import { FilteredTable } from '../discovery/profile-tables.js';
import { AgentDetailView } from './agent-detail.js';

/** The deployed agents, or one of them. */
export function AgentsScreen({ id }: { id: string | null }) {
  return id === null ? <AgentList /> : <AgentDetailView key={id} id={id} />;
}

function AgentList() {
  const agents = useQuery('agents.list');
  return (
    <>
      <PageHeader title="Agents" text="The agents that are deployed for this client, as they are now." />
      <QueryView state={agents} name="agents.list">
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState
              icon={IconRobot}
              title="No agents yet"
              text="Agents appear here when a deployment has been approved."
              action={
                <Button onClick={() => go({ screen: 'onboarding', step: null })}>Go to onboarding</Button>
              }
            />
          ) : (
            <AgentTable rows={rows} />
          )
        }
      </QueryView>
    </>
  );
}

function AgentTable({ rows }: { rows: readonly AgentSummary[] }) {
  const nameOf = useDepartmentNames();
  const departmentOf = (row: AgentSummary) => (row.department === null ? null : nameOf(row.department));
  return (
    <FilteredTable
      label="Agents"
      rows={rows}
      fields={(row) => [row.name, departmentOf(row), row.mode, row.sensitivityCeiling, row.kind]}
      rowId={(row) => row.id}
      onOpen={(row) => go({ screen: 'agents', id: row.id })}
      columns={[
        { id: 'name', header: 'Agent', cell: (row) => row.name, sortBy: (row) => row.name },
        {
          id: 'department',
          header: 'Department',
          width: '22%',
          cell: (row) => departmentOf(row) ?? <span className="dimmed">concierge: routes only</span>,
          sortBy: departmentOf,
        },
        {
          id: 'mode',
          header: 'Mode',
          width: '95px',
          cell: (row) => <ModeTag mode={row.mode} />,
          sortBy: (row) => row.mode,
        },
        {
          id: 'ceiling',
          header: 'Reads up to',
          width: '115px',
          cell: (row) => <SensitivityTag sensitivity={row.sensitivityCeiling} />,
          sortBy: (row) => row.sensitivityCeiling,
        },
        {
          id: 'documents',
          header: 'Documents',
          width: '100px',
          align: 'right',
          cell: (row) => (
            <>
              {formatCount(row.documents)}
              <div className="dimmed">{formatCount(row.ownDocuments)} own</div>
            </>
          ),
          sortBy: (row) => row.documents,
        },
        {
          id: 'version',
          secondary: true,
          header: 'Version',
          width: '80px',
          align: 'right',
          cell: (row) => formatCount(row.version),
          sortBy: (row) => row.version,
        },
        {
          id: 'deployed',
          header: 'Deployed',
          width: '160px',
          cell: (row) => formatTime(row.deployedAt),
          sortBy: (row) => row.deployedAt,
        },
      ]}
    />
  );
}
