import { createHash, randomBytes } from 'node:crypto';
import type { AuditRecord } from '@shared/contract/audit-record.js';
import { canonicalJson } from '@shared/evidence/canonical-json.js';
import { detailsHash, firstPreviousHash, recordHash } from '@shared/evidence/record-hash.js';
import type { Tx } from '../db/index.js';
import type { Caller } from '../tenancy/index.js';
import type { AuditFact } from './audit-fact.js';
import { insertRecord, lockHead } from './audit-rows.js';

/** What the log adds to a fact. */
export interface LogContext {
  caller: Caller;
  device: string;
  policy: AuditRecord['policy'];
  now: Date;
}

/** The host's SHA-256, several times faster than the portable one. */
export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Appends facts to the log, in the transaction of the change that they tell of. Returns the last sequence number. */
export async function appendRecords(
  tx: Tx,
  facts: readonly AuditFact[],
  context: LogContext,
): Promise<number> {
  const head = await lockHead(tx, context.device);
  let sequence = head?.sequence ?? 0;
  let previousHash = head?.hash ?? firstPreviousHash;
  for (const fact of facts) {
    sequence += 1;
    const salt = randomBytes(32).toString('hex');
    const details = fact.details ?? {};
    const record: AuditRecord = {
      schema: 'aios.audit-record/1',
      sequence,
      time: context.now.toISOString(),
      tenant: context.caller.tenant,
      device: context.device,
      actor: context.caller.actor,
      action: fact.action,
      resource: { kind: fact.resource.kind, id: fact.resource.id, version: fact.resource.version ?? null },
      outcome: fact.outcome ?? 'succeeded',
      reason: fact.reason ?? '',
      traceId: context.caller.traceId,
      policy: context.policy,
      detailsHash: detailsHash(salt, details, sha256Hex),
      previousHash,
    };
    const hash = recordHash(record, sha256Hex);
    await insertRecord(tx, { record, hash, salt, details: canonicalJson(details) });
    previousHash = hash;
  }
  return sequence;
}
