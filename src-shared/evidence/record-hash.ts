import type { AuditProblem, AuditRecord } from '../contract/audit-record.js';
import { AiosError } from '../kernel/errors.js';
import { canonicalJson } from './canonical-json.js';
import { portableSha256, type Sha256, sha256OfText } from './sha256.js';

/** What the first record of a log names as its predecessor. */
export const firstPreviousHash = '0'.repeat(64);

/** Hex SHA-256 of the RFC 8785 canonical JSON of all fields of a record. */
export function recordHash(record: AuditRecord, sha256: Sha256 = portableSha256): string {
  return sha256OfText(canonicalJson(record), sha256);
}

/**
 * Hex SHA-256 of the text of `salt` (64 lower-case hex digits, of 32 random bytes) followed by the canonical JSON of
 * `details`. The salt's fixed length keeps the border between the two unambiguous; without the salt the details
 * cannot be guessed from the hash, so deleting both erases them while the record still verifies.
 */
export function detailsHash(salt: string, details: unknown, sha256: Sha256 = portableSha256): string {
  if (!/^[0-9a-f]{64}$/.test(salt)) {
    throw new AiosError('invalid_input', 'The salt of audit details must be 64 lower-case hex digits.');
  }
  return detailsTextHash(salt, canonicalJson(details), sha256);
}

/**
 * The same over details as they are stored, for a verifier that trusts no parser: another blank is another hash.
 * Takes any salt and never throws, since a verifier meets salts that somebody has damaged.
 */
export function detailsTextHash(salt: string, text: string, sha256: Sha256 = portableSha256): string {
  return sha256OfText(salt + text, sha256);
}

/** A record as it is stored: with the hash that was written beside it, and its details unless they were erased. */
export interface RecordToCheck {
  record: AuditRecord;
  hash: string;
  /** null after the details were erased: the record must then still verify. */
  details: { salt: string; value: unknown } | null;
}

/** Where a chain stands after a record. */
export interface ChainPosition {
  sequence: number;
  time: string;
  /** The hash that stands beside the record, and the one that its fields really have. */
  storedHash: string;
  computedHash: string;
}

export interface RecordCheck {
  /** What makes the verification fail. */
  problems: AuditProblem[];
  /** What an auditor should know although the chain is whole. */
  remarks: AuditProblem[];
  position: ChainPosition;
}

/**
 * Checks one stored record against the one before it (`null`: it must be the first of its log). Recomputes every
 * hash from the stored fields and trusts none. Never throws: a record that cannot be hashed is `unreadable`.
 */
export function checkRecord(
  stored: RecordToCheck,
  previous: ChainPosition | null,
  sha256: Sha256 = portableSha256,
): RecordCheck {
  const { record } = stored;
  const computedHash = computeHash(record, sha256);
  const found = (kind: AuditProblem['kind'], text: string): AuditProblem => ({
    sequence: record.sequence,
    kind,
    text,
  });
  const problems: AuditProblem[] = [];
  const remarks: AuditProblem[] = [];
  if (computedHash === null) {
    problems.push(
      found('unreadable', `Record ${record.sequence} holds values that no audit record can hold.`),
    );
  } else if (computedHash !== stored.hash) {
    problems.push(
      found(
        'hash-mismatch',
        `Record ${record.sequence} or the hash beside it was changed: the fields hash to ${computedHash}, ` +
          `stored is ${stored.hash}.`,
      ),
    );
  }
  const link = linkProblem(record, previous);
  if (link !== undefined) problems.push(found(link.kind, link.text));
  const details = detailsProblem(stored, sha256);
  if (details !== undefined) problems.push(found(details.kind, details.text));
  if (previous !== null && Date.parse(record.time) < Date.parse(previous.time)) {
    remarks.push(
      found(
        'time-backwards',
        `The clock went back: ${record.time} follows ${previous.time}. The order is sure.`,
      ),
    );
  }
  return {
    problems,
    remarks,
    position: {
      sequence: record.sequence,
      time: record.time,
      storedHash: stored.hash,
      computedHash: computedHash ?? stored.hash,
    },
  };
}

/**
 * Checks that a log ends where it is known to end (the remembered head, a checkpoint): a chain alone cannot tell
 * that its last records were cut off. `end` is null when the log holds no record.
 */
export function checkHead(
  end: ChainPosition | null,
  head: { sequence: number; hash: string },
): AuditProblem | undefined {
  const sequence = end?.sequence ?? 0;
  const hash = end?.computedHash ?? firstPreviousHash;
  if (sequence === head.sequence && hash === head.hash) return undefined;
  const what =
    sequence < head.sequence
      ? `The log ends with record ${sequence}, but ${head.sequence} were written: the last ones were cut off.`
      : `The log's head should be record ${head.sequence} with hash ${head.hash}; it ends with record ${sequence} ` +
        `and hash ${hash}.`;
  return { sequence, kind: 'head-mismatch', text: what };
}

function computeHash(record: AuditRecord, sha256: Sha256): string | null {
  try {
    return recordHash(record, sha256);
  } catch {
    return null;
  }
}

type Found = Pick<AuditProblem, 'kind' | 'text'>;

function linkProblem(record: AuditRecord, previous: ChainPosition | null): Found | undefined {
  const expected = (previous?.sequence ?? 0) + 1;
  if (record.sequence !== expected) {
    const what =
      record.sequence > expected
        ? `${record.sequence - expected === 1 ? `Record ${expected} is` : `Records ${expected} to ${record.sequence - 1} are`} missing`
        : `Record ${record.sequence} occurs again, or out of its place`;
    return {
      kind: 'gap',
      text: `${what}: record ${expected} was expected, record ${record.sequence} found.`,
    };
  }
  if (previous === null) {
    if (record.previousHash === firstPreviousHash) return undefined;
    return {
      kind: 'chain-broken',
      text: 'The first record names a predecessor: records before it were removed.',
    };
  }
  // Where the previous record fails by itself, either of its hashes may be the one that this record was linked to:
  // the fault is then reported once, at the record that was changed, and not again at its neighbour.
  if (record.previousHash === previous.storedHash || record.previousHash === previous.computedHash)
    return undefined;
  return {
    kind: 'chain-broken',
    text:
      `Record ${record.sequence} does not follow record ${previous.sequence}: one of the two was replaced. It names ` +
      `${record.previousHash} as its predecessor, which has ${previous.computedHash}.`,
  };
}

function detailsProblem(stored: RecordToCheck, sha256: Sha256): Found | undefined {
  if (stored.details === null) return undefined;
  const { sequence } = stored.record;
  try {
    const hash = detailsHash(stored.details.salt, stored.details.value, sha256);
    if (hash === stored.record.detailsHash) return undefined;
    return { kind: 'details-mismatch', text: `The details of record ${sequence} were changed.` };
  } catch {
    return {
      kind: 'details-mismatch',
      text: `The details of record ${sequence} cannot be read as they were written.`,
    };
  }
}
