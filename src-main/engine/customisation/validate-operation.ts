import type { PolicyRule } from '@shared/contract/agent-manifest.js';
import type { Operation } from '@shared/contract/customisation.js';
import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { assertNever } from '@shared/kernel/assert-never.js';
import { AiosError } from '@shared/kernel/errors.js';
import { type AgentTemplate, agentIdOf, conciergeId, personNamesOf } from '../agents/index.js';
import { meant, type Named, nearMatches } from './near-matches.js';

/** The state that an operation would change: with all earlier operations applied. */
export interface CurrentState {
  profile: OrganisationProfile;
  /** Rules that people added, and the constitution. */
  rules: readonly PolicyRule[];
  templates: readonly AgentTemplate[];
}

/**
 * The operation with its references as ids (a department or agent may be meant by its name), if it can be applied now.
 * Throws `not_found` naming what comes near, `conflict` for what exists already, `invalid_input`, or `not_allowed`.
 */
export function validOperation(operation: Operation, state: CurrentState): Operation {
  const departments = state.profile.departments.map(({ id, name }) => ({ id, name }));
  const department = (reference: string) => found('department', reference, departments);
  const agent = (reference: string) => agentMeant(reference, departments);
  switch (operation.op) {
    case 'set-organisation':
      if (operation.name === undefined && operation.type === undefined && operation.state === undefined) {
        throw new AiosError('invalid_input', 'Nothing about the organisation is given.');
      }
      return operation;
    case 'add-department':
      return validAddition(operation, departments, department);
    case 'remove-department':
    case 'set-head':
      return { ...operation, department: department(operation.department) };
    case 'set-contact':
      if (operation.contact.value.trim() === '')
        throw new AiosError('invalid_input', 'The contact is empty.');
      return { ...operation, department: department(operation.department) };
    case 'rename-department': {
      const id = department(operation.department);
      refuseTakenName(
        operation.name,
        departments.filter((each) => each.id !== id),
      );
      return { ...operation, department: id };
    }
    case 'merge-departments': {
      const [from, into] = [department(operation.from), department(operation.into)];
      if (from !== into) return { ...operation, from, into };
      throw new AiosError('invalid_input', 'A department cannot be merged into itself.', {
        details: { from, into },
      });
    }
    case 'rename-agent':
      refusePersonalName(operation.name, state);
      return { ...operation, agent: agent(operation.agent) };
    case 'set-template':
      return validTemplate({ ...operation, agent: agent(operation.agent) }, state.templates);
    case 'set-sensitivity':
    case 'set-mode-default':
      return { ...operation, agent: agent(operation.agent) };
    case 'edit-knowledge':
      return validKnowledge({ ...operation, agent: agent(operation.agent) }, department);
    case 'add-rule':
      return validRule(operation, state, department, agent);
    case 'remove-rule':
      return validRemoval(operation, state.rules);
    default:
      return assertNever(operation);
  }
}

type Op<K extends Operation['op']> = Extract<Operation, { op: K }>;
type Find = (reference: string) => string;

/** The id that is meant; throws `not_found` with what comes near. */
function found(kind: string, reference: string, things: readonly Named[]): string {
  const id = meant(reference, things);
  if (id !== null) return id;
  const near = nearMatches(reference, things);
  const hint =
    near.length === 0 ? '' : ` Did you mean ${near.map((each) => `${each.id} (${each.name})`).join(' or ')}?`;
  throw new AiosError('not_found', `There is no ${kind} “${reference}”.${hint}`, {
    details: { kind, reference, near: near.map((each) => each.id) },
  });
}

/** An agent is meant by its id, or by the id or name of its department. */
function agentMeant(reference: string, departments: readonly Named[]): string {
  const agents = departments.map(({ id, name }) => ({ id: agentIdOf(id), name }));
  const byDepartment = meant(reference, agents) === null ? meant(reference, departments) : null;
  if (byDepartment !== null) return agentIdOf(byDepartment);
  return found('agent', reference, [{ id: conciergeId, name: 'Concierge' }, ...agents]);
}

function validAddition(
  operation: Op<'add-department'>,
  departments: readonly Named[],
  department: Find,
): Operation {
  if (!/^[\p{Ll}\p{N}][\p{Ll}\p{N}-]{0,99}$/u.test(operation.id)) {
    throw new AiosError(
      'invalid_input',
      'The id of a department is made of lower-case letters, digits and hyphens.',
      {
        details: { id: operation.id },
      },
    );
  }
  if (departments.some((each) => each.id === operation.id)) {
    throw new AiosError('conflict', `There is a department ${operation.id} already.`, {
      details: { id: operation.id },
    });
  }
  refuseTakenName(operation.name, departments);
  return operation.parentId === undefined
    ? operation
    : { ...operation, parentId: department(operation.parentId) };
}

function refuseTakenName(name: string, others: readonly Named[]): void {
  const taken = others.find((each) => each.name.trim().toLowerCase() === name.trim().toLowerCase());
  if (!taken) return;
  throw new AiosError(
    'conflict',
    `Department ${taken.id} is called “${taken.name}” already: merge the two instead.`,
    {
      details: { id: taken.id, name },
    },
  );
}

function refusePersonalName(name: string, { profile, templates }: CurrentState): void {
  if (!personNamesOf(profile, templates).names(name)) return;
  throw new AiosError('invalid_input', 'An agent is named after a role, never after a real person.', {
    details: { name },
  });
}

function validTemplate(operation: Op<'set-template'>, templates: readonly AgentTemplate[]): Operation {
  const kind = operation.agent === conciergeId ? 'concierge' : 'department';
  const fitting = templates
    .filter((each) => each.kind === kind)
    .map(({ id, title }) => ({ id, name: title }));
  return { ...operation, template: found(`${kind} template`, operation.template, fitting) };
}

function validKnowledge(operation: Op<'edit-knowledge'>, department: Find): Operation {
  const { op, agent, addDepartments, removeDepartments, ...rest } = operation;
  const added = addDepartments?.map(department);
  // What is left out may be gone already: only what is added must be there.
  if (removeDepartments?.some((id) => agentIdOf(id) === agent)) {
    throw new AiosError('invalid_input', 'An agent always reads the documents of its own department.', {
      details: { agent },
    });
  }
  return {
    op,
    agent,
    ...rest,
    ...(added === undefined ? {} : { addDepartments: added }),
    ...(removeDepartments === undefined ? {} : { removeDepartments }),
  };
}

function validRule(
  operation: Op<'add-rule'>,
  { rules }: CurrentState,
  department: Find,
  agent: Find,
): Operation {
  const { id, tier, scope } = operation;
  if (rules.some((each) => each.id === id)) {
    throw new AiosError('conflict', `There is a rule ${id} already.`, { details: { id } });
  }
  if (tier === 'organisation') {
    if (scope === undefined) return operation;
    throw new AiosError('invalid_input', 'A rule of the organisation has no scope.', {
      details: { id, scope },
    });
  }
  if (scope === undefined) {
    throw new AiosError('invalid_input', `A rule of tier ${tier} needs a scope: the id of the ${tier}.`, {
      details: { id, tier },
    });
  }
  return { ...operation, scope: tier === 'department' ? department(scope) : agent(scope) };
}

function validRemoval(operation: Op<'remove-rule'>, rules: readonly PolicyRule[]): Operation {
  const id = found(
    'rule',
    operation.rule,
    rules.map((each) => ({ id: each.id, name: each.title })),
  );
  if (rules.find((each) => each.id === id)?.tier === 'constitutional') {
    throw new AiosError('not_allowed', 'A rule of the constitution cannot be removed.', {
      details: { rule: id },
    });
  }
  return { ...operation, rule: id };
}
