import { PGlite, type Transaction } from '@electric-sql/pglite';
import type { z } from 'zod';
import { bindTenant } from './bind-tenant.js';
import type { Database, OwnerConnection, Tx } from './database.js';
import { type Sql, sql } from './sql.js';

/** An embedded PostgreSQL that this process owns. */
export interface EmbeddedDatabase extends Database {
  readonly owner: OwnerConnection;
  /** The whole data directory as a gzip-compressed tar, taken between two transactions. */
  dump(): Promise<Uint8Array>;
}

/** Opens PGlite on a directory, or in memory when there is none. The caller holds the directory's lock. */
export async function openPglite(options: { dataDir?: string; template?: Blob }): Promise<EmbeddedDatabase> {
  const pglite = await PGlite.create({
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
    ...(options.template === undefined ? {} : { loadDataDir: options.template }),
  });
  const version = await pglite.query<{ version: string }>('select version()');
  return {
    version: version.rows[0]?.version ?? 'unknown',
    owner: ownerConnection(pglite),
    asTenant: (tenant, work) =>
      pglite.transaction(async (transaction) => {
        const bind = bindTenant(tenant);
        await transaction.query(bind.text, [...bind.values]);
        return work(tenantTx(transaction));
      }),
    dump: async () => new Uint8Array(await (await pglite.dumpDataDir('gzip')).arrayBuffer()),
    close: () => pglite.close(),
  };
}

function tenantTx(transaction: Transaction): Tx {
  return {
    async rows<T>(query: Sql, schema: z.ZodType<T>): Promise<T[]> {
      const result = await transaction.query(query.text, [...query.values]);
      return result.rows.map((row) => schema.parse(row));
    },
    async execute(query) {
      const result = await transaction.query(query.text, [...query.values]);
      return result.affectedRows ?? 0;
    },
  };
}

function ownerConnection(pglite: PGlite | Transaction): OwnerConnection {
  return {
    script: async (text) => {
      await pglite.exec(text);
    },
    query: async (query) => (await pglite.query<Record<string, unknown>>(query.text, [...query.values])).rows,
    transaction: (work) =>
      'transaction' in pglite
        ? pglite.transaction((transaction) => work(ownerConnection(transaction)))
        : work(ownerConnection(pglite)),
  };
}

/** Writes what is in memory to the data files, so that a copy of them is complete without replaying the log. */
export async function checkpoint(database: EmbeddedDatabase): Promise<void> {
  await database.owner.query(sql`checkpoint`);
}
