import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditRecord } from '../contract/audit-record.js';
import {
  type ChainPosition,
  checkHead,
  checkRecord,
  detailsHash,
  firstPreviousHash,
  type RecordToCheck,
  recordHash,
} from './record-hash.js';
import type { Sha256 } from './sha256.js';

const nodeSha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function makeChain(length: number): RecordToCheck[] {
  const chain: RecordToCheck[] = [];
  let previousHash = firstPreviousHash;
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const salt = sequence.toString(16).padStart(64, '0');
    const value = { department: `Ward ${sequence}`, before: null, after: ['café', sequence] };
    const record: AuditRecord = {
      schema: 'aios.audit-record/1',
      sequence,
      time: new Date(1_700_000_000_000 + sequence * 1000).toISOString(),
      tenant: 'riverton',
      device: 'laptop-1',
      actor: { kind: 'person', id: 'p-1', role: 'consultant' },
      action: 'customisation.apply',
      resource: { kind: 'profile', id: 'profile', version: String(sequence) },
      outcome: 'succeeded',
      reason: 'the directory is out of date',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      policy: { version: '1', hash: 'a'.repeat(64) },
      detailsHash: detailsHash(salt, value, nodeSha256),
      previousHash,
    };
    previousHash = recordHash(record, nodeSha256);
    chain.push({ record, hash: previousHash, details: { salt, value } });
  }
  return chain;
}

function checkAll(chain: readonly RecordToCheck[]) {
  const problems = [];
  const remarks = [];
  let position: ChainPosition | null = null;
  for (const stored of chain) {
    const check = checkRecord(stored, position, nodeSha256);
    problems.push(...check.problems);
    remarks.push(...check.remarks);
    position = check.position;
  }
  return { problems, remarks, position };
}

const chain = makeChain(40);

/** Every leaf of a record, and of what stands beside it, as a path. */
function leaves(value: unknown, at: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, [...at, key]));
}

function change(value: unknown, [key, ...rest]: readonly string[], by: (leaf: unknown) => unknown): unknown {
  if (key === undefined) return by(value);
  const copy = { ...(value as Record<string, unknown>) };
  copy[key] = change(copy[key], rest, by);
  return Array.isArray(value) ? Object.values(copy) : copy;
}

describe('checkRecord', () => {
  test('finds nothing in an untouched chain, with either SHA-256', () => {
    expect(checkAll(chain)).toMatchObject({ problems: [], remarks: [] });
    expect(recordHash(chain[3]?.record as AuditRecord)).toBe(chain[3]?.hash);
  });

  test('finds every changed bit of every stored field, at its record', () => {
    let changes = 0;
    for (const [index, stored] of chain.entries()) {
      for (const leaf of leaves(stored)) {
        const flipped = change(stored, leaf, (value) => {
          if (typeof value === 'number') return value + 1;
          if (value === null) return 'x';
          const text = String(value);
          const at = (index * 7) % Math.max(1, text.length);
          return `${text.slice(0, at)}${String.fromCharCode(text.charCodeAt(at) ^ 1)}${text.slice(at + 1)}`;
        }) as RecordToCheck;
        const { problems } = checkAll(chain.map((original) => (original === stored ? flipped : original)));
        expect(problems.length, leaf.join('.')).toBeGreaterThan(0);
        // A changed sequence number also shows at its neighbour, which then follows the wrong one.
        const named = problems.map((problem) => problem.sequence);
        expect(
          named.some((sequence) => Math.abs(sequence - (index + 1)) <= 1),
          leaf.join('.'),
        ).toBe(true);
        if (leaf[1] !== 'sequence') expect(new Set(named), leaf.join('.')).toEqual(new Set([index + 1]));
        changes += 1;
      }
    }
    expect(changes).toBeGreaterThan(800);
  });

  test('finds deletion, insertion, duplication and exchange', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('delete', 'duplicate', 'swap', 'foreign'),
        fc.nat(chain.length - 2),
        (edit, at) => {
          const edited = [...chain];
          if (edit === 'delete') edited.splice(at, 1);
          else if (edit === 'duplicate') edited.splice(at, 0, edited[at] as RecordToCheck);
          else if (edit === 'swap')
            edited.splice(at, 2, edited[at + 1] as RecordToCheck, edited[at] as RecordToCheck);
          else {
            const victim = edited[at] as RecordToCheck;
            const record = { ...victim.record, reason: 'another' };
            edited[at] = { ...victim, record, hash: recordHash(record, nodeSha256) };
          }
          const { problems } = checkAll(edited);
          expect(problems.length).toBeGreaterThan(0);
          expect(Math.abs((problems[0]?.sequence ?? -9) - (at + 1))).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('names a consistently replaced record by the link that no longer fits', () => {
    const victim = chain[9] as RecordToCheck;
    const record = { ...victim.record, action: 'nothing.happened' };
    const edited = [...chain];
    edited[9] = { ...victim, record, hash: recordHash(record, nodeSha256) };
    expect(checkAll(edited).problems).toMatchObject([{ sequence: 11, kind: 'chain-broken' }]);
  });

  test('calls a record unreadable instead of throwing', () => {
    const broken = { ...(chain[0] as RecordToCheck) };
    broken.record = { ...broken.record, reason: '\ud800' };
    expect(checkRecord(broken, null).problems).toMatchObject([{ sequence: 1, kind: 'unreadable' }]);
  });

  test('accepts erased details, refuses changed ones', () => {
    const erased = chain.map((stored) => ({ ...stored, details: null }));
    expect(checkAll(erased).problems).toEqual([]);
    const changed = chain.map((stored, index) =>
      index === 4 ? { ...stored, details: { salt: '0'.repeat(64), value: {} } } : stored,
    );
    expect(checkAll(changed).problems).toMatchObject([{ sequence: 5, kind: 'details-mismatch' }]);
  });

  test('remarks on a clock that went back, without failing the chain', () => {
    const [first, second] = makeChain(2) as [RecordToCheck, RecordToCheck];
    const record = { ...second.record, time: '2001-01-01T00:00:00.000Z' };
    const check = checkAll([first, { ...second, record, hash: recordHash(record) }]);
    expect(check.problems).toEqual([]);
    expect(check.remarks).toMatchObject([{ sequence: 2, kind: 'time-backwards' }]);
  });

  test('finds a cut-off tail only against a head that was kept elsewhere', () => {
    const head = { sequence: chain.length, hash: chain.at(-1)?.hash ?? '' };
    for (let kept = 0; kept < chain.length; kept += 1) {
      const { problems, position } = checkAll(chain.slice(0, kept));
      expect(problems).toEqual([]);
      expect(checkHead(position, head)).toMatchObject({ kind: 'head-mismatch', sequence: kept });
    }
    expect(checkHead(checkAll(chain).position, head)).toBeUndefined();
  });
});

describe('detailsHash', () => {
  test('is SHA-256 of the salt and the canonical text', () => {
    const salt = '0123456789abcdef'.repeat(4);
    const expected = createHash('sha256').update(salt).update('{"a":1,"b":2}').digest('hex');
    expect(detailsHash(salt, { b: 2, a: 1 })).toBe(expected);
  });

  test('wants a salt of full length', () => {
    expect(() => detailsHash('abcd', {})).toThrow(/64 lower-case hex/);
  });
});
