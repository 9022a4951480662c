import type { z } from 'zod';
import type { Sql } from './sql.js';

/** One open transaction, already bound to a tenant. */
export interface Tx {
  /** Rows of the statement, each parsed once by `schema`. */
  rows<T>(query: Sql, schema: z.ZodType<T>): Promise<T[]>;
  /** Runs the statement and returns how many rows it touched. */
  execute(query: Sql): Promise<number>;
}

/**
 * The port through which everything reaches the store. `asTenant` is the only way in: one transaction as the role
 * `aios_app`, which row-level security binds, with the tenant set for exactly this transaction. A nested call would
 * wait for itself on an embedded database, so it is refused.
 */
export interface Database {
  readonly version: string;
  asTenant<T>(tenant: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A connection of the owner: for migrations and for the catalogue test, never for requests. */
export interface OwnerConnection {
  /** Runs a script of several statements. */
  script(text: string): Promise<void>;
  query(query: Sql): Promise<Record<string, unknown>[]>;
  /** Runs `work` in one transaction. */
  transaction<T>(work: (connection: OwnerConnection) => Promise<T>): Promise<T>;
}
