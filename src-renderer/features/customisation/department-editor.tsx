import { Badge, Button } from '@mantine/core';
import type { CustomisationView } from '@shared/contract/customisation.js';
import type { Department } from '@shared/contract/organisation-profile.js';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { DataTable, NoRows } from '../../ui/data-table.js';
import { FilterField } from '../../ui/filter-field.js';
import { matchesFilter } from '../../ui/filter-rows.js';
import { Panel } from '../../ui/layout.js';
import { EvidenceButton } from '../evidence/evidence-panel.js';
import { departmentName } from './change-fields.js';
import type { ChangeForm } from './change-form.js';
import { beginChange } from './change-store.js';
import { RowMenu } from './row-menu.js';

/** Departments as they will be deployed, with every change that can be made to one. */
export function DepartmentEditor({ view }: { view: CustomisationView }) {
  const [filter, setFilter] = useState('');
  const { departments } = view.profile;
  const shown = departments.filter((row) =>
    matchesFilter(filter, [row.name, row.kind, row.head?.name, row.id]),
  );
  const changed = changedDepartments(view);
  return (
    <>
      <FilterField
        label="Filter departments"
        value={filter}
        onChange={setFilter}
        count={`${shown.length} of ${departments.length}`}
      >
        <Button
          variant="light"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => beginChange({ op: 'add-department', name: '', url: '', parentId: '' })}
        >
          Add department
        </Button>
      </FilterField>
      <Panel flush>
        <DataTable
          label="Departments to deploy"
          rows={shown}
          rowId={(row) => row.id}
          onOpen={(row) => beginChange({ op: 'rename-department', department: row.id, name: row.name })}
          empty={
            <NoRows filtered={filter !== ''} text="There are no departments. Add one, or read more pages." />
          }
          columns={[
            {
              id: 'name',
              header: 'Department',
              cell: (row) => row.name,
              sortBy: (row) => row.name,
            },
            {
              id: 'changed',
              header: 'State',
              width: '100px',
              cell: (row) =>
                changed.has(row.id) ? (
                  <Badge color="violet">changed</Badge>
                ) : (
                  <Badge color="gray">as found</Badge>
                ),
              sortBy: (row) => (changed.has(row.id) ? 0 : 1),
            },
            {
              id: 'part-of',
              secondary: true,
              header: 'Part of',
              width: '16%',
              cell: (row) =>
                row.parentId === undefined ? (
                  <span className="dimmed">the organisation</span>
                ) : (
                  departmentName(view, row.parentId)
                ),
            },
            {
              id: 'head',
              header: 'Head',
              width: '20%',
              cell: (row) =>
                row.head === undefined ? (
                  <span className="dimmed">none</span>
                ) : (
                  <>
                    {row.head.name}
                    <div className="dimmed">{row.head.title}</div>
                  </>
                ),
            },
            {
              id: 'contact',
              header: 'Contact',
              width: '18%',
              cell: (row) => row.contacts[0]?.value ?? <span className="dimmed">none</span>,
            },
            {
              id: 'evidence',
              header: 'Evidence',
              width: '100px',
              cell: (row) => (
                <EvidenceButton subject={row.name} claim={`is a ${row.kind}`} evidence={row.evidence} />
              ),
            },
            {
              id: 'actions',
              header: '',
              width: '52px',
              cell: (row) => <RowMenu subject={row.name} actions={actionsOf(row)} />,
            },
          ]}
        />
      </Panel>
    </>
  );
}

function actionsOf(row: Department): { label: string; form: ChangeForm; danger?: boolean }[] {
  return [
    { label: 'Rename', form: { op: 'rename-department', department: row.id, name: row.name } },
    {
      label: 'Set head',
      form: {
        op: 'set-head',
        department: row.id,
        name: row.head?.name ?? '',
        title: row.head?.title ?? '',
        vacant: false,
      },
    },
    {
      label: 'Set contact',
      form: {
        op: 'set-contact',
        department: row.id,
        kind: row.contacts[0]?.kind ?? 'phone',
        value: row.contacts[0]?.value ?? '',
      },
    },
    { label: 'Merge into …', form: { op: 'merge-departments', from: row.id, into: '' } },
    { label: 'Remove', form: { op: 'remove-department', department: row.id }, danger: true },
  ];
}

function changedDepartments(view: CustomisationView): Set<string> {
  const changed = new Set<string>();
  for (const { operation, state } of view.operations) {
    if (state !== 'active') continue;
    if (operation.op === 'add-department') changed.add(operation.id);
    else if (operation.op === 'merge-departments') changed.add(operation.into);
    else if ('department' in operation) changed.add(operation.department);
  }
  return changed;
}
