import type { RecordedOperation } from '@shared/contract/customisation.js';
import type { Evidence } from '@shared/contract/organisation-profile.js';

/** Evidence for what a person entered: it points at the recorded operation, whose author and reason stand there. */
export function humanEvidence(recorded: Pick<RecordedOperation, 'id'>, quote: string): Evidence {
  return {
    source: `urn:aios:operation:${recorded.id}`,
    quote,
    location: 'entered by a person',
    structure: 'human',
  };
}

/** The operations in force, in the order in which they were made, whatever the order in which they are given. */
export function inForce(operations: readonly RecordedOperation[]): RecordedOperation[] {
  return operations
    .filter((each) => each.state === 'active')
    .sort((a, b) => a.sequence - b.sequence || (a.id < b.id ? -1 : 1));
}
