import type { Conflict, Operation, RecordedOperation } from '@shared/contract/customisation.js';
import { type Discovered, discoveredValue, humanValue, readBase } from './base.js';
import { inForce } from './human-evidence.js';

/** Three sides of a merge: what discovery said, what it says now, and what people say. */
export interface Merge {
  base: Discovered;
  next: Discovered;
  operations: readonly RecordedOperation[];
}

/**
 * Where a new discovery disagrees with what a person saw when correcting. No operation is changed or dropped: the human's
 * word stands until a person decides (`keep` or `take`). Where discovery now says the same as the human there is no conflict.
 */
export function mergeDiscovery({ base, next, operations }: Merge): Conflict[] {
  return inForce(operations).flatMap(({ id, operation, base: recorded }) => {
    const before = (readBase(recorded) ?? { value: discoveredValue(operation, base) }).value;
    const now = discoveredValue(operation, next);
    if (before === now || agrees(operation, now, next)) return [];
    return [
      {
        operationId: id,
        kind: now === null ? 'target-gone' : 'changed-underneath',
        subject: subjectOf(operation),
        human: humanValue(operation),
        before: before ?? 'not found',
        now: now ?? 'not found',
      },
    ];
  });
}

/** Whether discovery has come to say what the human says. */
function agrees(operation: Operation, now: string | null, next: Discovered): boolean {
  switch (operation.op) {
    case 'remove-department':
      return now === null;
    case 'merge-departments':
      return now !== null && !next.profile.departments.some((each) => each.id === operation.from);
    case 'remove-rule':
      return true;
    case 'edit-knowledge':
    case 'add-rule':
      return false;
    default:
      return now === humanValue(operation);
  }
}

/** What an operation is about: the id of a department, agent or rule, or the organisation. */
export function subjectOf(operation: Operation): string {
  if ('department' in operation) return operation.department;
  if ('agent' in operation) return operation.agent;
  switch (operation.op) {
    case 'merge-departments':
      return `${operation.from} and ${operation.into}`;
    case 'add-department':
    case 'add-rule':
      return operation.id;
    case 'remove-rule':
      return operation.rule;
    default:
      return 'organisation';
  }
}
