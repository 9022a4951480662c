import type { StoredAuditRecord } from '@shared/contract/audit-record.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFiltered, mergeRecords, noFilter, toAuditFilter } from './record-list.js';

const record = (sequence: number): StoredAuditRecord => ({
  schema: 'aios.audit-record/1',
  sequence,
  time: '2026-01-01T00:00:00.000Z',
  tenant: 't',
  device: 'd',
  actor: { kind: 'person', id: 'p', role: 'consultant' },
  action: 'discovery.start',
  resource: { kind: 'run', id: 'r', version: null },
  outcome: 'succeeded',
  reason: '',
  traceId: 'x',
  policy: { version: '1', hash: 'h' },
  detailsHash: 'd',
  previousHash: 'p',
  hash: 'h',
  details: null,
});

describe('toAuditFilter', () => {
  it('sends only what was typed, and whole days', () => {
    expect(toAuditFilter(noFilter)).toEqual({});
    expect(isFiltered({ ...noFilter, search: ' ' })).toBe(false);
    const sent = toAuditFilter({ ...noFilter, search: ' deploy ', from: '2026-03-01', to: '2026-03-01' });
    expect(sent.search).toBe('deploy');
    const from = Date.parse(sent.from ?? '');
    const to = Date.parse(sent.to ?? '');
    expect(to - from).toBe(24 * 3600 * 1000 - 1);
    expect(new Date(from).getHours()).toBe(0);
  });

  it('never throws at what was typed', () => {
    fc.assert(
      fc.property(fc.string(), (day) => {
        expect(toAuditFilter({ ...noFilter, from: day, to: day })).toBeTypeOf('object');
      }),
    );
  });
});

describe('mergeRecords', () => {
  it('keeps every record once, newest first, in whatever order they come', () => {
    const sequences = fc.array(fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(sequences, sequences, (shown, read) => {
        const merged = mergeRecords(shown.map(record), read.map(record)).map((one) => one.sequence);
        const expected = [...new Set([...shown, ...read])].sort((a, b) => b - a);
        expect(merged).toEqual(expected);
      }),
    );
  });
});
