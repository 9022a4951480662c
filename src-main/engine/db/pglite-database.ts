import { statfsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { AiosError } from '@shared/kernel/errors.js';
import type { z } from 'zod';
import { bindTenant } from './bind-tenant.js';
import type { Database, OwnerConnection, Tx } from './database.js';
import { type BackendState, BackendStopped, guardBackend } from './guard-backend.js';
import type { Sql } from './sql.js';

/** An embedded PostgreSQL that this process owns. */
export interface EmbeddedDatabase extends Database {
  readonly owner: OwnerConnection;
  /** The whole data directory as a gzip-compressed tar, taken between two transactions. */
  dump(): Promise<Uint8Array>;
}

/** A database that has not opened after this time does not open. A first start without a template takes some 10 s. */
const openWithinMs = 180_000;
/** PostgreSQL's log grows by 16 MB at once; below this it stops, and calls it many other names than a full disk. */
const leastFreeBytes = 24 * 1024 * 1024;

interface Live {
  pglite: PGlite;
  backend: BackendState;
}

/**
 * Opens PGlite on a directory, or in memory when there is none. The caller holds the directory's lock. A backend that
 * stopped (a full disk) fails the call that it was in, undone, and is started again by the next one.
 */
export async function openPglite(options: { dataDir?: string; template?: Blob }): Promise<EmbeddedDatabase> {
  const { dataDir } = options;
  let starting = start(options);
  const version = await (await starting).pglite.query<{ version: string }>('select version()');
  const current = async (): Promise<PGlite> => {
    let live = await starting;
    if (live.backend.stopped && dataDir !== undefined) {
      // Set before it is waited for: two openers of one directory would lose each other's rows.
      const stopped = starting;
      starting = start({ dataDir }).catch(async (error: unknown) => {
        starting = stopped;
        throw error;
      });
      live = await starting;
    }
    return live.pglite;
  };
  const using = async <T>(work: (pglite: PGlite) => Promise<T>): Promise<T> => {
    try {
      return await work(await current());
    } catch (error) {
      throw backendError(error, dataDir);
    }
  };
  return {
    version: version.rows[0]?.version ?? 'unknown',
    owner: ownerConnection(using),
    asTenant: (tenant, work) =>
      using((pglite) =>
        pglite.transaction(async (transaction) => {
          const bind = bindTenant(tenant);
          await transaction.query(bind.text, [...bind.values]);
          return work(tenantTx(transaction));
        }),
      ),
    dump: () =>
      using(async (pglite) => new Uint8Array(await (await pglite.dumpDataDir('gzip')).arrayBuffer())),
    async close() {
      const live = await starting.catch(() => null);
      if (!live || live.backend.stopped) return;
      // PostgreSQL's last checkpoint on a full disk never ends. Left as it is, the data is what a kill would leave,
      // from which the next opening recovers everything that was acknowledged.
      if (dataDir !== undefined && freeBytes(dataDir) < leastFreeBytes) return;
      await live.pglite.close();
    },
  };
}

/**
 * Lets V8 optimise only what is really hot: with the budget of older versions it spends a third of the opening's
 * processor time on functions that run a few times. Newer versions have about this budget by themselves.
 */
const tieringBudget = '--wasm-tiering-budget=20000000';

async function start(options: { dataDir?: string; template?: Blob }): Promise<Live> {
  const { dataDir, template } = options;
  setFlagsFromString(tieringBudget);
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database did not open in time')), openWithinMs);
  });
  try {
    const opening = PGlite.create({
      ...(dataDir === undefined ? {} : { dataDir }),
      ...(template === undefined ? {} : { loadDataDir: template }),
    });
    const pglite = await Promise.race([opening, tooLong]);
    return { pglite, backend: guardBackend(pglite) };
  } catch (error) {
    throw diskFull(dataDir, error) ?? error;
  } finally {
    clearTimeout(timer);
  }
}

/** What stopped the backend, in words; errors of single statements pass unchanged. */
function backendError(error: unknown, dataDir: string | undefined): unknown {
  const stopped =
    error instanceof BackendStopped || (error instanceof Error && severityOf(error) === 'PANIC');
  if (!stopped) return error;
  return (
    diskFull(dataDir, error) ??
    new AiosError('engine_stopped', 'The database stopped in the middle of this and starts again.', {
      cause: error,
    })
  );
}

/** A full disk makes the backend abort, mostly without saying why: what the file system says is sure. */
function diskFull(dataDir: string | undefined, cause: unknown): AiosError | undefined {
  if (dataDir === undefined || freeBytes(dataDir) >= leastFreeBytes) return undefined;
  return new AiosError('disk_full', `The disk that holds ${dataDir} is full.`, {
    details: { path: dataDir },
    cause,
  });
}

function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function severityOf(error: Error): unknown {
  return 'severity' in error ? error.severity : undefined;
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

type Using = <T>(work: (pglite: PGlite) => Promise<T>) => Promise<T>;

function ownerConnection(using: Using): OwnerConnection {
  return {
    script: (text) => using(async (pglite) => void (await pglite.exec(text))),
    query: (query) => using((pglite) => ownerQuery(pglite, query)),
    transaction: (work) =>
      using((pglite) => pglite.transaction((transaction) => work(ownerTransaction(transaction)))),
  };
}

function ownerTransaction(transaction: Transaction): OwnerConnection {
  const connection: OwnerConnection = {
    script: async (text) => void (await transaction.exec(text)),
    query: (query) => ownerQuery(transaction, query),
    transaction: (work) => work(connection),
  };
  return connection;
}

async function ownerQuery(on: PGlite | Transaction, query: Sql): Promise<Record<string, unknown>[]> {
  return (await on.query<Record<string, unknown>>(query.text, [...query.values])).rows;
}
