import type { CustomisationView, Operation } from '@shared/contract/customisation.js';

type Named = readonly { id: string; name: string }[];

/** Where names are looked up. */
export interface KnownNames {
  departments: Named;
  /** Departments as discovery found them or a person added them: what a change took away still has its name. */
  former: Named;
  agents: Named;
  rules: readonly { id: string; title: string }[];
}

/** The names in a view and in the profile that it corrects. */
export function knownNames(view: CustomisationView, discovered: Named): KnownNames {
  const added = view.operations.flatMap(({ operation }) =>
    operation.op === 'add-department' ? [{ id: operation.id, name: operation.name }] : [],
  );
  const { profile, agents, rules } = view;
  return { departments: profile.departments, former: [...discovered, ...added], agents, rules };
}

/** What an operation does, as one sentence with names instead of ids where they are known. */
export function describeOperation(operation: Operation, names: KnownNames): string {
  const nameIn = (list: Named, id: string) => list.find((candidate) => candidate.id === id)?.name;
  const before = (id: string) => quoted(nameIn(names.former, id) ?? id);
  const department = (id: string) => {
    const now = nameIn(names.departments, id);
    return now === undefined ? before(id) : quoted(now);
  };
  const agent = (id: string) => quoted(nameIn(names.agents, id) ?? id);
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
      return `Rename ${before(operation.department)} to ${quoted(operation.name)}`;
    case 'merge-departments':
      return `Merge ${before(operation.from)} into ${department(operation.into)}`;
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
      return `Remove the rule ${quoted(names.rules.find((rule) => rule.id === operation.rule)?.title ?? operation.rule)}`;
    case 'edit-knowledge':
      return `Change what ${agent(operation.agent)} reads`;
  }
}

const quoted = (text: string) => `“${text}”`;
