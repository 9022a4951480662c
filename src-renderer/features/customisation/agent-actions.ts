import type { AgentProposal } from '@shared/contract/agent-manifest.js';
import type { ChangeForm } from './change-form.js';

/** The changes that can be made to a proposed agent, each with its form filled as the agent is now. */
export function agentActions(row: AgentProposal): { label: string; form: ChangeForm }[] {
  const { departments, organisationWide, includeUrls, excludeDocuments } = row.knowledgeProfile;
  return [
    { label: 'Rename', form: { op: 'rename-agent', agent: row.id, name: row.name } },
    ...(row.kind === 'concierge'
      ? []
      : [
          {
            label: 'Change template',
            form: { op: 'set-template' as const, agent: row.id, template: row.template.id },
          },
        ]),
    { label: 'Set mode', form: { op: 'set-mode-default', agent: row.id, mode: row.modes.default } },
    {
      label: 'Set sensitivity',
      form: { op: 'set-sensitivity', agent: row.id, ceiling: row.sensitivityCeiling },
    },
    {
      label: 'Edit knowledge',
      form: {
        op: 'edit-knowledge',
        agent: row.id,
        organisationWide,
        departments: [...departments],
        includeUrls: [...includeUrls],
        excludeDocuments: [...excludeDocuments],
      },
    },
    {
      label: 'Add a rule for it',
      form: { op: 'add-rule', tier: 'agent', scope: row.id, title: '', text: '', modeFloor: '' },
    },
  ];
}
