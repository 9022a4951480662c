import type { AgentProposal, PolicyRule } from '@shared/contract/agent-manifest.js';
import type { Operation, RecordedOperation } from '@shared/contract/customisation.js';
import { type AgentTemplate, withTemplate } from '../agents/index.js';
import { inForce } from './human-evidence.js';

/** The departments that were merged away, and the ids that stand for them. */
export type Former = readonly { department: { id: string }; into: string }[];

/** The proposals with the human's word, and the ids of the operations that took effect. */
export interface CustomisedAgents {
  agents: AgentProposal[];
  applied: string[];
}

/**
 * Lays the human's decisions over the proposals, which are made from the corrected profile. Templates come first:
 * a template chosen later must not overwrite a mode or ceiling that a person set before.
 */
export function applyToAgents(
  proposals: readonly AgentProposal[],
  operations: readonly RecordedOperation[],
  templates: readonly AgentTemplate[],
  former: Former = [],
): CustomisedAgents {
  const active = inForce(operations);
  const ordered = [
    ...active.filter((each) => each.operation.op === 'set-template'),
    ...active.filter((each) => each.operation.op !== 'set-template'),
  ];
  const agents = [...proposals];
  const applied: string[] = [];
  for (const { id, operation } of ordered) {
    if (!('agent' in operation)) continue;
    const place = agents.findIndex((each) => each.id === operation.agent);
    const agent = agents[place];
    if (!agent) continue;
    agents[place] = changed(agent, operation, templates, former);
    applied.push(id);
  }
  return { agents, applied };
}

type AgentOperation = Extract<Operation, { agent: string }>;

function changed(
  agent: AgentProposal,
  operation: AgentOperation,
  templates: readonly AgentTemplate[],
  former: Former,
): AgentProposal {
  switch (operation.op) {
    case 'rename-agent':
      return { ...agent, name: operation.name };
    case 'set-template':
      // A template that an update no longer ships: the proposal's own stands, and the choice stays recorded.
      return templates.some((each) => each.id === operation.template)
        ? withTemplate(agent, operation.template, templates)
        : agent;
    case 'set-sensitivity':
      return { ...agent, sensitivityCeiling: operation.ceiling };
    case 'set-mode-default':
      return { ...agent, modes: { ...agent.modes, default: operation.mode } };
    case 'edit-knowledge':
      return { ...agent, knowledgeProfile: editedKnowledge(agent, operation, former) };
  }
}

function editedKnowledge(
  agent: AgentProposal,
  operation: Extract<Operation, { op: 'edit-knowledge' }>,
  former: Former,
): AgentProposal['knowledgeProfile'] {
  const known = agent.knowledgeProfile;
  const now = (ids: readonly string[]) => ids.map((id) => currentId(id, former));
  const removed = new Set(now(operation.removeDepartments ?? []).filter((id) => id !== agent.departmentId));
  const departments = [...known.departments, ...now(operation.addDepartments ?? [])].filter(
    (id) => !removed.has(id),
  );
  return {
    departments: [...new Set(departments)],
    organisationWide: operation.organisationWide ?? known.organisationWide,
    includeUrls: [...new Set([...known.includeUrls, ...(operation.includeUrls ?? [])])],
    excludeDocuments: [...new Set([...known.excludeDocuments, ...(operation.excludeDocuments ?? [])])],
  };
}

/** The id that stands for a department now. */
function currentId(id: string, former: Former): string {
  return former.find((each) => each.department.id === id && each.into !== id)?.into ?? id;
}

/** The governance rules that people added and did not remove, in the order in which they were added. */
export function rulesOf(operations: readonly RecordedOperation[], former: Former = []): PolicyRule[] {
  const rules = new Map<string, PolicyRule>();
  for (const { operation } of inForce(operations)) {
    if (operation.op === 'remove-rule') rules.delete(operation.rule);
    if (operation.op !== 'add-rule') continue;
    const { id, tier, scope, title, text, modeFloor } = operation;
    rules.set(id, {
      id,
      tier,
      title,
      text,
      ...(scope === undefined ? {} : { scope: tier === 'department' ? currentId(scope, former) : scope }),
      ...(modeFloor === undefined ? {} : { modeFloor }),
    });
  }
  return [...rules.values()];
}
