import type { AgentProposal, PolicyRule } from '@shared/contract/agent-manifest.js';
import type { Operation, RecordedOperation } from '@shared/contract/customisation.js';
import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { AiosError } from '@shared/kernel/errors.js';
import type { AgentTemplate } from '../agents/index.js';
import { applyToAgents, rulesOf } from './apply-to-agents.js';
import { applyToProfile, type CustomisedProfile } from './apply-to-profile.js';
import { baseOf, type Discovered, type OperationBase, readBase } from './base.js';
import { subjectOf } from './merge-discovery.js';
import { validOperation } from './validate-operation.js';

/** What people see: discovery with their corrections. */
export interface OverlayView {
  profile: OrganisationProfile;
  agents: AgentProposal[];
  rules: PolicyRule[];
  /** For knowledge: departments that were renamed or merged. */
  former: CustomisedProfile['former'];
}

/** Lays the operations over a discovered profile; `propose` makes the agents of the corrected profile. */
export function applyOverlay(
  profile: OrganisationProfile,
  operations: readonly RecordedOperation[],
  propose: (profile: OrganisationProfile, former: CustomisedProfile['former']) => readonly AgentProposal[],
  templates: readonly AgentTemplate[],
): OverlayView {
  const customised = applyToProfile(profile, operations);
  const proposals = propose(customised.profile, customised.former);
  return {
    profile: customised.profile,
    agents: applyToAgents(proposals, operations, templates, customised.former).agents,
    rules: rulesOf(operations, customised.former),
    former: customised.former,
  };
}

/** What new operations are checked against and recorded with. */
export interface Recording {
  discovered: Discovered;
  operations: readonly RecordedOperation[];
  templates: readonly AgentTemplate[];
  constitution: readonly PolicyRule[];
  author: string;
  reason: string;
  at: string;
  nextId: () => string;
}

/**
 * Checks operations one after the other, each against the state that the earlier ones leave, and gives them as they are
 * to be recorded. All or nothing: throws at the first that cannot be applied, naming its place.
 */
export function recordOperations(added: readonly Operation[], recording: Recording): RecordedOperation[] {
  const { discovered, templates, constitution, author, reason, at, nextId } = recording;
  const all = [...recording.operations];
  let sequence = Math.max(0, ...all.map((each) => each.sequence));
  return added.map((given, place) => {
    const { profile, former } = applyToProfile(discovered.profile, all);
    const rules = [...constitution, ...rulesOf(all, former)];
    const operation = placed(place, added.length, () => validOperation(given, { profile, rules, templates }));
    sequence += 1;
    const base = baseOf(operation, discovered.profile, discovered.proposals);
    const recorded: RecordedOperation = {
      id: nextId(),
      sequence,
      operation,
      author,
      reason,
      at,
      base,
      state: 'active',
    };
    all.push(recorded);
    return recorded;
  });
}

/** Says which of many operations was refused. */
function placed<T>(place: number, of: number, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof AiosError) || of === 1) throw cause;
    throw new AiosError(cause.code, `Change ${place + 1} of ${of}: ${cause.message}`, {
      details: { ...cause.details, change: place + 1 },
      cause,
    });
  }
}

/**
 * The operations with this one undone. Throws `not_found`, or `conflict` when it is undone already or a later operation
 * rests on it (a department that was added and then corrected): that one is undone first.
 */
export function undoOperation(
  profile: OrganisationProfile,
  operations: readonly RecordedOperation[],
  id: string,
): RecordedOperation[] {
  const target = operationById(operations, id);
  if (target.state === 'undone') {
    throw new AiosError('conflict', 'This change is undone already.', { details: { operation: id } });
  }
  const undone = withState(operations, id, 'undone');
  const before = resting(profile, operations);
  const after = resting(profile, undone);
  const orphans = undone.filter((each) => each.id !== id && before.has(each.id) && !after.has(each.id));
  if (orphans.length === 0) return undone;
  const subjects = orphans.map((each) => `${each.operation.op} ${subjectOf(each.operation)}`).join(', ');
  throw new AiosError('conflict', `Later changes rest on this one; undo them first: ${subjects}.`, {
    details: { operation: id, dependents: orphans.map((each) => each.id) },
  });
}

/** The ids of the operations in force whose departments, agents or rules are there. */
function resting(profile: OrganisationProfile, operations: readonly RecordedOperation[]): Set<string> {
  const { applied, profile: customised, former } = applyToProfile(profile, operations);
  const ids = new Set(applied);
  const departments = new Set([
    ...customised.departments.map((each) => each.id),
    ...former.map((each) => each.department.id),
  ]);
  const added = new Set<string>();
  for (const { id, operation, state } of operations) {
    if (state !== 'active') continue;
    if (operation.op === 'add-rule') added.add(operation.id);
    if (operation.op === 'remove-rule' && added.has(operation.rule)) ids.add(id);
    const owner = ownerOf(operation);
    if (owner !== null && departments.has(owner)) ids.add(id);
  }
  return ids;
}

/** The department that an operation on an agent or a rule rests on. */
function ownerOf(operation: Operation): string | null {
  const suffix = '-assistant';
  const agent =
    'agent' in operation
      ? operation.agent
      : operation.op === 'add-rule' && operation.tier === 'agent'
        ? (operation.scope ?? '')
        : '';
  if (agent.endsWith(suffix)) return agent.slice(0, -suffix.length);
  return operation.op === 'add-rule' && operation.tier === 'department' ? (operation.scope ?? null) : null;
}

/**
 * The operations after a person has decided on a conflict. `keep`: the human's word stands against what discovery says
 * now, which becomes what the human saw. `take`: it gives way to discovery.
 */
export function resolveConflict(
  operations: readonly RecordedOperation[],
  id: string,
  decision: 'keep' | 'take',
  discovered: Discovered,
): RecordedOperation[] {
  const target = operationById(operations, id);
  if (decision === 'take') return withState(operations, id, 'undone');
  const now = baseOf(target.operation, discovered.profile, discovered.proposals);
  return operations.map((each) => (each.id === id ? { ...each, base: keptBase(each.base, now) } : each));
}

/** What is gone keeps the shape and the address in which it was last seen. */
function keptBase(recorded: unknown, now: OperationBase): OperationBase {
  const before = readBase(recorded);
  const snapshot = now.snapshot ?? before?.snapshot;
  const addresses = now.addresses ?? before?.addresses;
  return { ...now, ...(snapshot ? { snapshot } : {}), ...(addresses ? { addresses } : {}) };
}

function operationById(operations: readonly RecordedOperation[], id: string): RecordedOperation {
  const target = operations.find((each) => each.id === id);
  if (target) return target;
  throw new AiosError('not_found', `There is no change ${id}.`, { details: { operation: id } });
}

function withState(
  operations: readonly RecordedOperation[],
  id: string,
  state: RecordedOperation['state'],
): RecordedOperation[] {
  return operations.map((each) => (each.id === id ? { ...each, state } : each));
}
