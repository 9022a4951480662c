import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testCaller, testPorts } from '../../../test/fixtures/test-command.js';
import { openTestDatabase, type TestDatabase } from '../../../test/fixtures/test-database.js';
import { runCommand } from '../auth/index.js';
import { json, sql } from '../db/index.js';
import { findRecords } from './audit-rows.js';
import { verifyLog } from './verify-log.js';

let db: TestDatabase;
beforeEach(async () => {
  db = await openTestDatabase();
});
afterEach(() => db.close());

const caller = testCaller('acme');

async function writeSettings(name: string, tenant = 'acme'): Promise<void> {
  const by = testCaller(tenant);
  await runCommand(
    testPorts(db.database),
    by,
    { name: 'tenant.update-settings', permission: 'tenant.manage', resource: { kind: 'tenant', id: tenant } },
    async (tx, now) => {
      await tx.execute(sql`
        insert into tenants (tenant_id, settings, created_at) values (${tenant}, ${json({ name })}::jsonb, ${now})
        on conflict (tenant_id) do update set settings = excluded.settings`);
      return {
        result: undefined,
        facts: [
          { action: 'tenant.update-settings', resource: { kind: 'tenant', id: tenant }, details: { name } },
        ],
      };
    },
  );
}

/** As the owner and with the guards off: somebody who edits the files behind the product's back. */
async function tamper(statement: string): Promise<void> {
  await db.owner.script(
    `set session_replication_role = replica; ${statement}; set session_replication_role = origin`,
  );
}

describe('the audit log', () => {
  it('numbers records from 1 without gaps and verifies', async () => {
    for (const name of ['one', 'two', 'three']) await writeSettings(name);
    const verification = await verifyLog(db.database, 'acme');
    expect(verification).toMatchObject({
      verified: true,
      records: 3,
      firstSequence: 1,
      lastSequence: 3,
      problems: [],
    });
  });

  it('verifies an empty log', async () => {
    expect(await verifyLog(db.database, 'acme')).toMatchObject({
      verified: true,
      records: 0,
      lastSequence: null,
    });
  });

  it('keeps each tenant its own log', async () => {
    await writeSettings('a', 'acme');
    await writeSettings('b', 'zenith');
    const { items } = await db.database.asTenant('zenith', (tx) => findRecords(tx, { limit: 10 }));
    expect(items.map((item) => [item.sequence, item.tenant])).toEqual([[1, 'zenith']]);
  });

  const columns = [
    ['time', `'2001-01-01T00:00:00.000Z'`, 'hash-mismatch'],
    ['actor_kind', `'agent'`, 'hash-mismatch'],
    ['actor_id', `'mallory'`, 'hash-mismatch'],
    ['actor_role', `'auditor'`, 'hash-mismatch'],
    ['action', `'nothing.happened'`, 'hash-mismatch'],
    ['resource_kind', `'x'`, 'hash-mismatch'],
    ['resource_id', `'x'`, 'hash-mismatch'],
    ['resource_version', `'x'`, 'hash-mismatch'],
    ['outcome', `'failed'`, 'hash-mismatch'],
    ['reason', `'because'`, 'hash-mismatch'],
    ['trace_id', `'x'`, 'hash-mismatch'],
    ['policy_version', `'x'`, 'hash-mismatch'],
    ['policy_hash', `'x'`, 'hash-mismatch'],
    ['details_hash', `repeat('0', 64)`, 'hash-mismatch'],
    ['previous_hash', `repeat('0', 64)`, 'hash-mismatch'],
    ['hash', `repeat('0', 64)`, 'hash-mismatch'],
  ] as const;
  it('finds a change of any stored field, and names the record', async () => {
    for (const name of ['one', 'two', 'three']) await writeSettings(name);
    for (const [column, value, kind] of columns) {
      await tamper(`create temp table kept as select * from audit_records where sequence = 2;
                    update audit_records set ${column} = ${value} where sequence = 2`);
      const { verified, problems } = await verifyLog(db.database, 'acme');
      expect({ column, verified }).toEqual({ column, verified: false });
      expect(problems.map((problem) => `${column} ${problem.kind} ${problem.sequence}`)).toContain(
        `${column} ${kind} 2`,
      );
      await tamper(
        'delete from audit_records where sequence = 2; insert into audit_records select * from kept; drop table kept',
      );
      expect((await verifyLog(db.database, 'acme')).verified).toBe(true);
    }
  });

  it('finds changed details, also by a blank that no parser sees', async () => {
    await writeSettings('one');
    await tamper(`update audit_details set details = details || ' '`);
    expect((await verifyLog(db.database, 'acme')).problems).toMatchObject([
      { kind: 'details-mismatch', sequence: 1 },
    ]);
  });

  it('finds deleted, cut-off, swapped and inserted records', async () => {
    for (const name of ['one', 'two', 'three', 'four']) await writeSettings(name);
    const attacks: [string, string][] = [
      ['delete from audit_records where sequence = 2', 'gap'],
      ['delete from audit_records where sequence = 4', 'head-mismatch'],
      ['delete from audit_records', 'head-mismatch'],
      ['update audit_records set sequence = 9 where sequence = 4', 'gap'],
      [
        'update audit_records set sequence = 102 where sequence = 2; update audit_records set sequence = 2 where sequence = 3; update audit_records set sequence = 3 where sequence = 102',
        'hash-mismatch',
      ],
    ];
    for (const [attack, kind] of attacks) {
      await tamper(`create temp table kept as select * from audit_records; ${attack}`);
      expect((await verifyLog(db.database, 'acme')).problems.map((problem) => problem.kind)).toContain(kind);
      await tamper(
        'delete from audit_records; insert into audit_records select * from kept; drop table kept',
      );
    }
  });

  it('remarks a clock that went back and still verifies', async () => {
    const ports = testPorts(db.database);
    const append = (now: number) =>
      runCommand(
        { ...ports, clock: { now: () => now } },
        caller,
        { name: 'test', permission: 'tenant.manage', resource: { kind: 'x', id: 'x' } },
        async () => ({ result: undefined, facts: [{ action: 'test', resource: { kind: 'x', id: 'x' } }] }),
      );
    await append(2_000_000);
    await append(1_000_000);
    const verification = await verifyLog(db.database, 'acme');
    expect(verification.verified).toBe(true);
    expect(verification.remarks).toMatchObject([{ kind: 'time-backwards', sequence: 2 }]);
  });

  it('takes any text in facts and details that JSON can carry', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean(), fc.integer())),
        async (reason, details) => {
          fc.pre(!reason.includes('\0') && !JSON.stringify(details).includes('\\u0000'));
          await runCommand(
            testPorts(db.database),
            caller,
            { name: 'test', permission: 'tenant.manage', resource: { kind: 'x', id: 'x' } },
            async () => ({
              result: undefined,
              facts: [{ action: 'test', resource: { kind: 'x', id: 'x' }, reason, details }],
            }),
          );
        },
      ),
      { numRuns: 40 },
    );
    expect((await verifyLog(db.database, 'acme')).verified).toBe(true);
  });
});

describe('the guards of the store', () => {
  it('refuses to change, delete or truncate records, even to the owner', async () => {
    await writeSettings('one');
    for (const statement of [
      `update audit_records set reason = 'x'`,
      'delete from audit_records',
      'truncate audit_records cascade',
      'delete from audit_heads',
      'truncate audit_heads',
      `update audit_details set details = '{}'`,
      'truncate tenants cascade',
    ]) {
      await expect(db.owner.script(statement), statement).rejects.toThrow(/append-only/);
    }
  });

  it('refuses any change of a tenant table without a record in the same transaction', async () => {
    await writeSettings('one');
    const changes = [
      sql`update tenants set settings = '{}'`,
      sql`delete from tenants`,
      sql`insert into artefacts values ('acme', 'x', '')`,
      sql`delete from audit_details`,
    ];
    for (const change of changes) {
      await expect(
        db.database.asTenant('acme', (tx) => tx.execute(change)),
        change.text,
      ).rejects.toThrow(
        change.text.includes('audit_details')
          ? /permission denied|without an audit record/
          : /without an audit record/,
      );
    }
    await expect(db.owner.script(`update tenants set settings = '{}'`)).rejects.toThrow(
      /without an audit record/,
    );
  });

  it('refuses a head that goes back or has no record', async () => {
    await writeSettings('one');
    for (const change of [
      sql`update audit_heads set sequence = 0`,
      sql`update audit_heads set sequence = 5`,
      sql`update audit_heads set sequence = 2, hash = 'x'`,
    ]) {
      await expect(db.database.asTenant('acme', (tx) => tx.execute(change))).rejects.toThrow(
        /audit (log|head)/,
      );
    }
  });

  it('undoes the change when its record cannot be written', async () => {
    await writeSettings('one');
    await expect(
      runCommand(
        testPorts(db.database),
        caller,
        { name: 'test', permission: 'tenant.manage', resource: { kind: 'x', id: 'x' } },
        async (tx) => {
          await tx.execute(sql`update tenants set settings = '{"name":"changed"}'`);
          return {
            result: undefined,
            facts: [{ action: 'test', resource: { kind: 'x', id: 'x' }, reason: '\ud800' }],
          };
        },
      ),
    ).rejects.toThrow();
    const rows = await db.owner.query(sql`select settings ->> 'name' as name from tenants`);
    expect(rows).toEqual([{ name: 'one' }]);
  });

  it('records a refusal, and changes nothing', async () => {
    const auditor = { ...caller, roles: ['auditor'] };
    await expect(
      runCommand(
        testPorts(db.database),
        auditor,
        {
          name: 'tenant.update-settings',
          permission: 'tenant.manage',
          resource: { kind: 'tenant', id: 'acme' },
        },
        async () => {
          throw new Error('must not be reached');
        },
      ),
    ).rejects.toMatchObject({ code: 'not_allowed' });
    const { items } = await db.database.asTenant('acme', (tx) => findRecords(tx, { limit: 10 }));
    expect(items).toMatchObject([
      { action: 'tenant.update-settings', outcome: 'refused', reason: 'not_allowed' },
    ]);
  });
});
