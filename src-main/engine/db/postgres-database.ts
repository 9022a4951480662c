import { AiosError } from '@shared/kernel/errors.js';
import { Pool, type PoolClient, types } from 'pg';
import type { z } from 'zod';
import { bindTenant } from './bind-tenant.js';
import type { Database, OwnerConnection, Tx } from './database.js';
import type { Sql } from './sql.js';

/** int8 as a number, as PGlite gives it: no value of ours goes beyond 2^53. */
const parsers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === 20 ? Number : types.getTypeParser(oid, format),
};

/** A pool that outlives a connection which the server ends: the next query opens another, and reports if it cannot. */
function newPool(options: { connectionString: string; max?: number }): Pool {
  const pool = new Pool({ ...options, types: parsers });
  pool.on('error', () => {});
  // An idle connection's error comes from the pool, one that is closing has nobody else to tell.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/**
 * Opens a pool on a PostgreSQL server, for the shared server and for running the database tests on both engines.
 * Refuses a login that row-level security would not bind.
 */
export async function openPostgres(connectionString: string): Promise<Database> {
  const pool = newPool({ connectionString });
  const role = await pool.query<{ unbound: boolean; version: string }>(
    'select (rolsuper or rolbypassrls) as unbound, version() as version from pg_roles where rolname = current_user',
  );
  if (role.rows[0]?.unbound !== false) {
    await pool.end();
    throw new AiosError('not_allowed', 'The database login may bypass row-level security; use a plain role.');
  }
  return {
    version: role.rows[0].version,
    asTenant: async (tenant, work) =>
      inTransaction(pool, async (client) => {
        const bind = bindTenant(tenant);
        await client.query(bind.text, [...bind.values]);
        return work(tenantTx(client));
      }),
    close: () => pool.end(),
  };
}

/** Opens the owner's connection to a server, for migrations. */
export function openPostgresOwner(connectionString: string): OwnerConnection & { close(): Promise<void> } {
  const pool = newPool({ connectionString, max: 2 });
  return { ...ownerConnection(pool, (work) => inTransaction(pool, work)), close: () => pool.end() };
}

function ownerConnection(
  runner: Pool | PoolClient,
  transaction: <T>(work: (client: PoolClient) => Promise<T>) => Promise<T>,
): OwnerConnection {
  return {
    script: async (text) => {
      await runner.query(text);
    },
    query: async (query) => (await runner.query<Record<string, unknown>>(query.text, [...query.values])).rows,
    transaction: (work) => transaction((client) => work(ownerConnection(client, (nested) => nested(client)))),
  };
}

function tenantTx(client: PoolClient): Tx {
  return {
    async rows<T>(query: Sql, schema: z.ZodType<T>): Promise<T[]> {
      const result = await client.query(query.text, [...query.values]);
      return result.rows.map((row) => schema.parse(row));
    },
    async execute(query) {
      const result = await client.query(query.text, [...query.values]);
      return result.rowCount ?? 0;
    },
  };
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
