import {
  type AuditRecord,
  type StoredAuditRecord,
  storedAuditRecordSchema,
} from '@shared/contract/audit-record.js';
import { z } from 'zod';
import { emptySql, json, type Sql, sql, type Tx } from '../db/index.js';

const headRow = z.object({ sequence: z.number(), hash: z.string() });
export type AuditHead = z.infer<typeof headRow>;

/** Where the log of this device ends, locked until the transaction ends so that records get consecutive numbers. */
export async function lockHead(tx: Tx, device: string): Promise<AuditHead | null> {
  const rows = await tx.rows(
    sql`select sequence, hash from audit_heads where device_id = ${device} for update`,
    headRow,
  );
  return rows[0] ?? null;
}

export async function readHeads(tx: Tx): Promise<(AuditHead & { device: string })[]> {
  return tx.rows(
    sql`select device_id as device, sequence, hash from audit_heads order by device_id`,
    headRow.extend({ device: z.string() }),
  );
}

export interface RecordToStore {
  record: AuditRecord;
  hash: string;
  salt: string;
  details: string;
}

/** Stores the record, its details and the new end of the log in one round trip. */
export async function insertRecord(tx: Tx, { record, hash, salt, details }: RecordToStore): Promise<void> {
  const row = {
    tenant_id: record.tenant,
    device_id: record.device,
    sequence: record.sequence,
    time: record.time,
    actor_kind: record.actor.kind,
    actor_id: record.actor.id,
    actor_role: record.actor.role,
    action: record.action,
    resource_kind: record.resource.kind,
    resource_id: record.resource.id,
    resource_version: record.resource.version,
    outcome: record.outcome,
    reason: record.reason,
    trace_id: record.traceId,
    policy_version: record.policy.version,
    policy_hash: record.policy.hash,
    details_hash: record.detailsHash,
    previous_hash: record.previousHash,
    hash,
  };
  await tx.execute(sql`select aios_append_record(${json(row)}::jsonb, ${salt}, ${details})`);
}

const recordRow = z
  .object({
    tenant_id: z.string(),
    device_id: z.string(),
    sequence: z.number(),
    time: z.string(),
    actor_kind: z.string(),
    actor_id: z.string(),
    actor_role: z.string(),
    action: z.string(),
    resource_kind: z.string(),
    resource_id: z.string(),
    resource_version: z.string().nullable(),
    outcome: z.string(),
    reason: z.string(),
    trace_id: z.string(),
    policy_version: z.string(),
    policy_hash: z.string(),
    details_hash: z.string(),
    previous_hash: z.string(),
    hash: z.string(),
    salt: z.string().nullable(),
    details: z.string().nullable(),
  })
  .transform((row) => ({
    record: {
      schema: 'aios.audit-record/1',
      sequence: row.sequence,
      time: row.time,
      tenant: row.tenant_id,
      device: row.device_id,
      actor: { kind: row.actor_kind, id: row.actor_id, role: row.actor_role },
      action: row.action,
      resource: { kind: row.resource_kind, id: row.resource_id, version: row.resource_version },
      outcome: row.outcome,
      reason: row.reason,
      traceId: row.trace_id,
      policy: { version: row.policy_version, hash: row.policy_hash },
      detailsHash: row.details_hash,
      previousHash: row.previous_hash,
    },
    hash: row.hash,
    salt: row.salt,
    details: row.details,
  }));

/** A record as it stands in the store, before anybody has checked that it is what it should be. */
export type StoredRow = z.infer<typeof recordRow>;

const columns = sql`r.*, d.salt, d.details from audit_records r left join audit_details d using (tenant_id, device_id, sequence)`;

const recordRows = z.array(recordRow);

/**
 * The next `limit` records of a device's log after `after`, in order. They travel as one JSON text: an embedded
 * database's driver needs twice as long for two million separate values as for everything else in a verification.
 */
export async function readRecords(
  tx: Tx,
  device: string,
  after: number,
  limit: number,
): Promise<StoredRow[]> {
  const [answer] = await tx.rows(
    sql`select coalesce(json_agg(log), '[]')::text as log
        from (select ${columns} where r.device_id = ${device} and r.sequence > ${after}
              order by r.sequence limit ${limit}) as log`,
    z.object({ log: z.string() }),
  );
  return recordRows.parse(JSON.parse(answer?.log ?? '[]'));
}

export interface RecordFilter {
  action?: string | undefined;
  actor?: string | undefined;
  search?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  before?: number | undefined;
  limit: number;
}

/** Newest records first, and how many match in all. */
export async function findRecords(
  tx: Tx,
  filter: RecordFilter,
): Promise<{ items: StoredAuditRecord[]; total: number }> {
  const matches = conditions(filter);
  const older = filter.before === undefined ? emptySql : sql`and r.sequence < ${filter.before}`;
  const rows = await tx.rows(
    sql`select ${columns} where true ${matches} ${older} order by r.sequence desc limit ${filter.limit}`,
    recordRow,
  );
  const total = await tx.rows(
    sql`select count(*)::int as count from audit_records r left join audit_details d using (tenant_id, device_id, sequence) where true ${matches}`,
    z.object({ count: z.number() }),
  );
  return {
    items: rows.map((row) =>
      storedAuditRecordSchema.parse({
        ...row.record,
        hash: row.hash,
        details: row.details === null ? null : JSON.parse(row.details),
      }),
    ),
    total: total[0]?.count ?? 0,
  };
}

function conditions(filter: RecordFilter): Sql {
  const like = filter.search === undefined ? '' : `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
  const parts = [
    filter.action === undefined ? emptySql : sql`and r.action = ${filter.action}`,
    filter.actor === undefined ? emptySql : sql`and r.actor_id = ${filter.actor}`,
    filter.from === undefined ? emptySql : sql`and r.time >= ${filter.from}`,
    filter.to === undefined ? emptySql : sql`and r.time <= ${filter.to}`,
    filter.search === undefined
      ? emptySql
      : sql`and (r.action ilike ${like} or r.resource_id ilike ${like} or r.resource_kind ilike ${like}
            or r.reason ilike ${like} or r.actor_id ilike ${like} or d.details ilike ${like})`,
  ];
  return parts.reduce((all, part) => sql`${all} ${part}`, emptySql);
}

export async function countRecords(tx: Tx): Promise<number> {
  const rows = await tx.rows(
    sql`select count(*)::int as count from audit_records`,
    z.object({ count: z.number() }),
  );
  return rows[0]?.count ?? 0;
}
