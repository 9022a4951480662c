import '../src-main/node-globals.js';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditRecord } from '@shared/contract/audit-record.js';
import { canonicalJson } from '@shared/evidence/canonical-json.js';
import { detailsHash, firstPreviousHash, recordHash } from '@shared/evidence/record-hash.js';
import { verifyLog } from '../src-main/engine/audit/index.js';
import { runCommand } from '../src-main/engine/auth/index.js';
import {
  json,
  type OwnerConnection,
  openTenantStore,
  readMigrations,
  sql,
} from '../src-main/engine/db/index.js';
import { testCaller, testPorts } from '../test/fixtures/test-command.js';
import { openBenchEngine } from './report/bench-engine.js';
import { printTable, timed } from './report/print-table.js';

/** Audited commands a second, one transaction each, and how long a log of 100,000 records takes to verify. */
const commands = 4_000;
const records = 100_000;
const batch = 5_000;

const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function throughContract(): Promise<number> {
  const bench = await openBenchEngine();
  const write = (from: number, to: number) =>
    timed(async () => {
      for (let index = from; index < to; index += 1)
        await bench.client.tenants.updateSettings({ allowSelfApproval: index % 2 === 0 });
    });
  await write(0, 300);
  const { seconds } = await write(300, 300 + commands);
  await bench.close();
  return commands / seconds;
}

async function openStore(directory: string) {
  return openTenantStore({
    directory,
    migrations: await readMigrations(join(process.cwd(), 'migrations')),
    template: join(process.cwd(), 'out', 'template'),
  });
}

async function throughWrapper(directory: string): Promise<number> {
  const store = await openStore(directory);
  const resource = { kind: 'tenant', id: 'acme' };
  const command = { name: 'bench', permission: 'tenant.manage' as const, resource };
  const write = (from: number, to: number) =>
    timed(async () => {
      for (let index = from; index < to; index += 1) {
        await runCommand(testPorts(store.database), testCaller('acme'), command, async (tx, now) => {
          await tx.execute(sql`
            insert into tenants values ('acme', ${json({ name: index })}::jsonb, ${now})
            on conflict (tenant_id) do update set settings = excluded.settings`);
          return { result: undefined, facts: [{ action: 'bench', resource, details: { index } }] };
        });
      }
    });
  await write(0, 300);
  const { seconds } = await write(300, 300 + commands);
  await store.close();
  return commands / seconds;
}

/** A row of the log as the product would have written it. */
function makeRow(sequence: number, previousHash: string) {
  const salt = createHash('sha256').update(`salt ${sequence}`).digest('hex');
  const details = { index: sequence, text: 'what happened, in a few words' };
  const record: AuditRecord = {
    schema: 'aios.audit-record/1',
    sequence,
    time: new Date(1_700_000_000_000 + sequence).toISOString(),
    tenant: 'acme',
    device: 'device-1',
    actor: { kind: 'person', id: 'bench', role: 'administrator' },
    action: 'bench.fill',
    resource: { kind: 'bench', id: String(sequence), version: null },
    outcome: 'succeeded',
    reason: '',
    traceId: '0'.repeat(32),
    policy: { version: 'test/1', hash: '0'.repeat(64) },
    detailsHash: detailsHash(salt, details, sha256Hex),
    previousHash,
  };
  return { record, salt, details: canonicalJson(details), hash: recordHash(record, sha256Hex) };
}

type Row = ReturnType<typeof makeRow>;

/** Thousands of records in one statement each: filling the log is no part of what is measured. */
async function store(connection: OwnerConnection, rows: readonly Row[]): Promise<void> {
  const records = rows.map(({ record, hash }) => ({
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
    outcome: record.outcome,
    reason: record.reason,
    trace_id: record.traceId,
    policy_version: record.policy.version,
    policy_hash: record.policy.hash,
    details_hash: record.detailsHash,
    previous_hash: record.previousHash,
    hash,
  }));
  const details = rows.map(({ record, salt, details: text }) => ({
    tenant_id: record.tenant,
    device_id: record.device,
    sequence: record.sequence,
    salt,
    details: text,
  }));
  const last = rows.at(-1);
  await connection.query(
    sql`insert into audit_records select * from jsonb_populate_recordset(null::audit_records, ${json(records)}::jsonb)`,
  );
  await connection.query(
    sql`insert into audit_details select * from jsonb_populate_recordset(null::audit_details, ${json(details)}::jsonb)`,
  );
  await connection.query(
    last?.record.sequence === rows.length
      ? sql`insert into audit_heads values ('acme', 'device-1', 1, ${rows[0]?.hash}, pg_current_xact_id())`
      : sql`select 1`,
  );
  await connection.query(
    sql`update audit_heads set sequence = ${last?.record.sequence}, hash = ${last?.hash} where device_id = 'device-1'`,
  );
}

async function verification(directory: string): Promise<number> {
  const opened = await openStore(directory);
  let previousHash = firstPreviousHash;
  for (let done = 0; done < records; done += batch) {
    const rows = Array.from({ length: batch }, (_, index) => {
      const row = makeRow(done + index + 1, previousHash);
      previousHash = row.hash;
      return row;
    });
    await opened.database.owner.transaction((connection) => store(connection, rows));
  }
  const { result, seconds } = await timed(() => verifyLog(opened.database, 'acme'));
  if (!result.verified || result.records !== records) throw new Error(JSON.stringify(result.problems[0]));
  await opened.close();
  return seconds;
}

async function main(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'aios-bench-'));
  const contract = await throughContract();
  const wrapper = await throughWrapper(join(root, 'commands'));
  const verify = await verification(join(root, 'verify'));
  rmSync(root, { recursive: true, force: true });
  const size = `${commands} commands, data directory`;
  printTable('audit-log', [
    { what: 'audited commands, through the contract', measured: contract, unit: '/s', least: 400, size },
    { what: 'audited commands, the wrapper alone', measured: wrapper, unit: '/s', least: 400, size },
    {
      what: 'audit verify',
      measured: verify,
      unit: 's',
      most: 3,
      size: `${records.toLocaleString('en')} records`,
    },
  ]);
}

void main();
