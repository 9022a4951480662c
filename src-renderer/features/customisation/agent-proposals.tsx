import { Tooltip } from '@mantine/core';
import type { AgentProposal } from '@shared/contract/agent-manifest.js';
import type { CustomisationView } from '@shared/contract/customisation.js';
import { useState } from 'react';
import { DataTable, NoRows } from '../../ui/data-table.js';
import { FilterField } from '../../ui/filter-field.js';
import { matchesFilter } from '../../ui/filter-rows.js';
import { formatShare, plural } from '../../ui/format.js';
import { Panel } from '../../ui/layout.js';
import { ModeTag, SensitivityTag } from '../../ui/tags.js';
import { agentActions } from './agent-actions.js';
import { departmentName } from './change-fields.js';
import { ProposalDrawer } from './proposal-drawer.js';
import { RowMenu } from './row-menu.js';

/** The proposed agents: which template, why, how sure, how it answers, what it reads. */
export function AgentProposals({ view }: { view: CustomisationView }) {
  const [filter, setFilter] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const shown = view.agents.filter((row) =>
    matchesFilter(filter, [
      row.name,
      row.template.title,
      row.departmentId,
      row.modes.default,
      row.sensitivityCeiling,
    ]),
  );
  return (
    <>
      <FilterField
        label="Filter agents"
        value={filter}
        onChange={setFilter}
        count={`${shown.length} of ${view.agents.length}`}
      />
      <Panel flush>
        <DataTable
          label="Proposed agents"
          rows={shown}
          rowId={(row) => row.id}
          selected={open}
          onOpen={(row) => setOpen(row.id)}
          empty={<NoRows filtered={filter !== ''} text="No agent is proposed: there is no department." />}
          columns={[
            { id: 'name', header: 'Agent', cell: (row) => row.name, sortBy: (row) => row.name },
            {
              id: 'department',
              header: 'Department',
              width: '20%',
              cell: (row) =>
                row.departmentId === null ? (
                  <span className="dimmed">routes only</span>
                ) : (
                  departmentName(view, row.departmentId)
                ),
              sortBy: (row) => (row.departmentId === null ? null : departmentName(view, row.departmentId)),
            },
            {
              id: 'template',
              header: 'Template',
              width: '21%',
              cell: (row) => (
                <Tooltip label={row.template.reasons.join(' ') || 'Chosen by hand.'}>
                  <span>
                    {row.template.title}{' '}
                    <span className="dimmed">{formatShare(row.template.confidence)}</span>
                  </span>
                </Tooltip>
              ),
              sortBy: (row) => row.template.confidence,
            },
            {
              id: 'mode',
              header: 'Mode',
              width: '95px',
              cell: (row) => <ModeTag mode={row.modes.default} />,
              sortBy: (row) => row.modes.default,
            },
            {
              id: 'ceiling',
              header: 'Reads up to',
              width: '115px',
              cell: (row) => <SensitivityTag sensitivity={row.sensitivityCeiling} />,
            },
            { id: 'knowledge', secondary: true, header: 'Knowledge of', width: '150px', cell: readsText },
            {
              id: 'actions',
              header: '',
              width: '52px',
              cell: (row) => <RowMenu subject={row.name} actions={agentActions(row)} />,
            },
          ]}
        />
      </Panel>
      <ProposalDrawer
        view={view}
        proposal={view.agents.find((agent) => agent.id === open) ?? null}
        onClose={() => setOpen(null)}
      />
    </>
  );
}

function readsText(row: AgentProposal): string {
  const { departments, organisationWide } = row.knowledgeProfile;
  if (departments.length === 0) return organisationWide ? 'the whole organisation' : 'nothing';
  return `${plural(departments.length, 'department')}${organisationWide ? ', the whole organisation' : ''}`;
}
