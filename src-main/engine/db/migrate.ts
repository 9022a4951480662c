import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AiosError } from '@shared/kernel/errors.js';
import { z } from 'zod';
import type { OwnerConnection } from './database.js';
import { sql } from './sql.js';

export interface Migration {
  number: number;
  name: string;
  text: string;
  sha256: string;
}

/** Reads `0001_name.sql` … in order; a gap or a double number is an error of the build. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name, index) => {
      const number = Number(name.slice(0, 4));
      if (number !== index + 1) throw new Error(`migration ${name} should be number ${index + 1}`);
      const text = await readFile(join(directory, name), 'utf8');
      return { number, name, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/** What of `migrations` the store does not have yet. Refuses a store that is newer, or whose past was edited. */
export async function pendingMigrations(
  owner: OwnerConnection,
  migrations: readonly Migration[],
): Promise<Migration[]> {
  const applied = await appliedMigrations(owner);
  for (const row of applied) {
    const known = migrations.find((migration) => migration.number === row.number);
    if (!known) {
      throw new AiosError(
        'data_newer',
        `The data was written by a newer version (it has step ${row.number}).`,
        {
          details: { step: row.number },
        },
      );
    }
    if (known.sha256 !== row.sha256) {
      throw new AiosError(
        'data_damaged',
        `Step ${row.number} of the stored data is not the one that this version knows.`,
        {
          details: { step: row.number },
        },
      );
    }
  }
  return migrations.filter((migration) => !applied.some((row) => row.number === migration.number));
}

/** Applies each pending migration in its own transaction, under a lock that a second server waits for. */
export async function migrate(owner: OwnerConnection, migrations: readonly Migration[]): Promise<number> {
  const pending = await pendingMigrations(owner, migrations);
  for (const migration of pending) {
    await owner.transaction(async (connection) => {
      await connection.query(sql`select pg_advisory_xact_lock(727274)`);
      const again = await pendingMigrations(connection, migrations);
      if (!again.some((other) => other.number === migration.number)) return;
      await connection.script(migration.text);
      await connection.query(
        sql`insert into aios_migrations (number, name, sha256) values (${migration.number}, ${migration.name}, ${migration.sha256})`,
      );
    });
  }
  return pending.length;
}

const appliedRow = z.object({ number: z.number().int(), sha256: z.string() });

async function appliedMigrations(owner: OwnerConnection) {
  await owner.script(
    'create table if not exists aios_migrations (number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())',
  );
  return z
    .array(appliedRow)
    .parse(await owner.query(sql`select number, sha256 from aios_migrations order by number`));
}
