import {
  type AuditProblem,
  type AuditVerification,
  auditRecordSchema,
} from '@shared/contract/audit-record.js';
import { type ChainPosition, checkHead, checkRecord, detailsTextHash } from '@shared/evidence/record-hash.js';
import type { Database } from '../db/index.js';
import { sha256Hex } from './append-record.js';
import { readHeads, readRecords, type StoredRow } from './audit-rows.js';

const batchSize = 2_000;
/** More problems than this are not listed one by one: the first ones tell what was touched. */
const listedProblems = 200;

interface Found {
  problems: AuditProblem[];
  remarks: AuditProblem[];
}

/** Checks one stored row against the record before it; nothing that stands in the row is trusted. */
function checkRow(row: StoredRow, previous: ChainPosition | null, found: Found): ChainPosition {
  const parsed = auditRecordSchema.safeParse(row.record);
  const { sequence } = row.record;
  if (!parsed.success) {
    const text = `Record ${sequence} has a field that no record can have (${parsed.error.issues[0]?.path.join('.')}).`;
    found.problems.push({ sequence, kind: 'unreadable', text });
    return { sequence, time: row.record.time, storedHash: row.hash, computedHash: row.hash };
  }
  const check = checkRecord({ record: parsed.data, hash: row.hash, details: null }, previous, sha256Hex);
  found.problems.push(...check.problems);
  found.remarks.push(...check.remarks);
  // The stored characters are hashed, not what they parse to: a blank more is a change too.
  if (
    row.details !== null &&
    detailsTextHash(row.salt ?? '', row.details, sha256Hex) !== parsed.data.detailsHash
  ) {
    found.problems.push({
      sequence,
      kind: 'details-mismatch',
      text: `The details of record ${sequence} were changed.`,
    });
  }
  return check.position;
}

/** Recomputes every hash of every log of the tenant from the stored fields, and follows the chain from 1 to the end. */
export async function verifyLog(database: Database, tenant: string): Promise<AuditVerification> {
  const started = performance.now();
  const found: Found = { problems: [], remarks: [] };
  let records = 0;
  let withDetails = 0;
  let last: ChainPosition | null = null;
  const heads = await database.asTenant(tenant, readHeads);
  for (const head of heads) {
    let position: ChainPosition | null = null;
    for (let after = 0; ; ) {
      const from = after;
      const rows = await database.asTenant(tenant, (tx) => readRecords(tx, head.device, from, batchSize));
      for (const row of rows) {
        position = checkRow(row, position, found);
        records += 1;
        if (row.details !== null) withDetails += 1;
      }
      if (rows.length < batchSize) break;
      after = rows.at(-1)?.record.sequence ?? after;
    }
    const end = checkHead(position, head);
    if (end) found.problems.push(end);
    last = position;
  }
  return {
    verified: found.problems.length === 0,
    records,
    firstSequence: records > 0 ? 1 : null,
    lastSequence: last?.sequence ?? null,
    headHash: last?.computedHash ?? null,
    problems: found.problems.slice(0, listedProblems),
    remarks: found.remarks.slice(0, listedProblems),
    checked: [
      `Recomputed the SHA-256 of ${records} records from all their stored fields (canonical JSON, RFC 8785).`,
      `Compared each record's link with the hash of the record before it, from record 1 to the remembered end of ${heads.length === 1 ? 'the log' : `${heads.length} logs`}.`,
      `Recomputed the salted hash of the details of ${withDetails} records.`,
      'Not checked here: whether somebody who controls this computer replaced the whole log; that needs a copy of its end kept elsewhere.',
    ],
    durationMs: Math.round(performance.now() - started),
  };
}
