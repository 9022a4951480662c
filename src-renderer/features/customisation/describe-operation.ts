import type { CustomisationView, Operation } from '@shared/contract/customisation.js';

/** What an operation does, as one sentence with names instead of ids where they are known. */
export function describeOperation(operation: Operation, view: CustomisationView): string {
  const department = (id: string) =>
    quoted(view.profile.departments.find((candidate) => candidate.id === id)?.name ?? id);
  const agent = (id: string) => quoted(view.agents.find((candidate) => candidate.id === id)?.name ?? id);
  switch (operation.op) {
    case 'set-organisation': {
      const { name, type, state } = operation;
      const parts = [name && `name ${quoted(name)}`, type && `type ${type}`, state && `state ${state}`];
      return `Organisation: ${parts.filter(Boolean).join(', ')}`;
    }
    case 'add-department':
      return `Add the department ${quoted(operation.name)}`;
    case 'remove-department':
      return `Remove the department ${department(operation.department)}`;
    case 'rename-department':
      return `Rename ${quoted(operation.department)} to ${quoted(operation.name)}`;
    case 'merge-departments':
      return `Merge ${quoted(operation.from)} into ${department(operation.into)}`;
    case 'set-head':
      return operation.head === null
        ? `${department(operation.department)} has no head`
        : `${operation.head.name}, ${operation.head.title}, leads ${department(operation.department)}`;
    case 'set-contact':
      return `${department(operation.department)}: ${operation.contact.kind} ${operation.contact.value}`;
    case 'rename-agent':
      return `Rename the agent ${quoted(operation.agent)} to ${quoted(operation.name)}`;
    case 'set-template':
      return `${agent(operation.agent)} uses the template ${quoted(operation.template)}`;
    case 'set-sensitivity':
      return `${agent(operation.agent)} may read up to ${operation.ceiling}`;
    case 'set-mode-default':
      return `${agent(operation.agent)} works in mode ${operation.mode}`;
    case 'add-rule':
      return `Add the ${operation.tier} rule ${quoted(operation.title)}`;
    case 'remove-rule':
      return `Remove the rule ${quoted(view.rules.find((rule) => rule.id === operation.rule)?.title ?? operation.rule)}`;
    case 'edit-knowledge':
      return `Change what ${agent(operation.agent)} reads`;
  }
}

const quoted = (text: string) => `“${text}”`;
