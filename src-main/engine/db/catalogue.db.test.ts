import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testCaller, testPorts } from '../../../test/fixtures/test-command.js';
import { openTestDatabase, type TestDatabase } from '../../../test/fixtures/test-database.js';
import { runCommand } from '../auth/index.js';
import { json, sql } from './sql.js';

/** Tables that hold no tenant's data, each with its reason. */
const globalTables: Record<string, string> = { aios_migrations: 'which steps of the schema were applied' };

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

async function tables(): Promise<string[]> {
  const rows = await db.owner.query(sql`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'f')`);
  return rows.map((row) => String(row.name)).filter((name) => !(name in globalTables));
}

describe('every tenant table', () => {
  it('has tenant_id as the first column of its primary key', async () => {
    for (const table of await tables()) {
      const rows = await db.owner.query(sql`
        select a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = ${table}::regclass and i.indisprimary`);
      expect({ table, first: rows[0]?.name }).toEqual({ table, first: 'tenant_id' });
    }
  });

  it('has row-level security enabled and forced, with a fail-closed policy for reading and writing', async () => {
    for (const table of await tables()) {
      const [security] = await db.owner.query(
        sql`select relrowsecurity as enabled, relforcerowsecurity as forced from pg_class where oid = ${table}::regclass`,
      );
      expect({ table, ...security }).toEqual({ table, enabled: true, forced: true });
      const policies = await db.owner.query(
        sql`select permissive, cmd, qual, with_check from pg_policies where tablename = ${table}`,
      );
      expect({ table, policies }).toEqual({
        table,
        policies: [
          {
            permissive: 'PERMISSIVE',
            cmd: 'ALL',
            qual: '(tenant_id = aios_current_tenant())',
            with_check: '(tenant_id = aios_current_tenant())',
          },
        ],
      });
    }
  });

  it('cannot be truncated, and cannot change without an audit record', async () => {
    for (const table of await tables()) {
      const triggers = await db.owner.query(
        sql`select tgname as name from pg_trigger where tgrelid = ${table}::regclass and not tgisinternal`,
      );
      const names = triggers.map((trigger) => String(trigger.name));
      expect({ table, names }).toMatchObject({ table, names: expect.arrayContaining(['refuse_truncate']) });
      const guarded =
        names.includes('require_audit_record') || ['audit_records', 'audit_heads'].includes(table);
      expect({ table, guarded }).toEqual({ table, guarded: true });
    }
  });

  it('grants the application role nothing beyond reading and changing rows', async () => {
    const rows = await db.owner.query(sql`
      select table_name as name, privilege_type as privilege from information_schema.role_table_grants
      where grantee in ('aios_app', 'PUBLIC') and table_schema = 'public'`);
    const excess = rows.filter(
      (row) => !['SELECT', 'INSERT', 'UPDATE', 'DELETE'].includes(String(row.privilege)),
    );
    expect(excess).toEqual([]);
    const onLog = rows.filter((row) => row.name === 'audit_records').map((row) => row.privilege);
    expect(onLog.sort()).toEqual(['INSERT', 'SELECT']);
  });
});

describe('the application role', () => {
  it('is bound by row-level security and owns nothing', async () => {
    const [role] = await db.owner.query(
      sql`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles where rolname = 'aios_app'`,
    );
    expect(Object.values(role ?? { missing: true })).toEqual([false, false, false, false, false]);
    const owned = await db.owner.query(sql`
      select count(*)::int as count from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = 'aios_app'`);
    expect(owned).toEqual([{ count: 0 }]);
  });

  it('sees and changes only its tenant, and nothing without one', async () => {
    const put = (tenant: string) =>
      runCommand(
        testPorts(db.database),
        testCaller(tenant),
        { name: 'x', permission: 'tenant.manage', resource: { kind: 'x', id: 'x' } },
        async (tx, now) => {
          await tx.execute(
            sql`insert into tenants values (${tenant}, ${json({ canary: tenant })}::jsonb, ${now})`,
          );
          return { result: undefined, facts: [{ action: 'x', resource: { kind: 'x', id: 'x' } }] };
        },
      );
    await put('one');
    await put('two');
    const idRow = z.object({ tenant_id: z.string() });
    const seen = (tenant: string) =>
      db.database.asTenant(tenant, (tx) => tx.rows(sql`select tenant_id from tenants`, idRow));
    expect(await seen('one')).toEqual([{ tenant_id: 'one' }]);
    expect(await seen('two')).toEqual([{ tenant_id: 'two' }]);
    expect(await seen('')).toEqual([]);
    expect(await seen('none')).toEqual([]);
    const foreign = db.database.asTenant('one', (tx) =>
      tx.execute(sql`insert into tenants values ('two-b', '{}', now())`),
    );
    await expect(foreign).rejects.toThrow(/row-level security/);
    expect(
      await db.database.asTenant('one', (tx) =>
        tx.execute(sql`update tenants set settings = '{}' where tenant_id = 'two'`),
      ),
    ).toBe(0);
  });

  it('leaves neither role nor tenant behind, after success and after failure', async () => {
    await db.database.asTenant('one', async () => undefined);
    await expect(db.database.asTenant('one', (tx) => tx.execute(sql`select 1 / 0`))).rejects.toThrow();
    const [after] = await db.owner.query(
      sql`select current_user = session_user as same, coalesce(current_setting('app.tenant_id', true), '') as tenant`,
    );
    expect(after).toEqual({ same: true, tenant: '' });
  });
});
