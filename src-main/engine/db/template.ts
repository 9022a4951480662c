import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { OwnerConnection } from './database.js';
import { migrate, readMigrations } from './migrate.js';
import { openPglite } from './pglite-database.js';
import { emptyFoldersFile } from './tenant-directory.js';

/** Makes the pre-migrated data directory that a first start copies. Bound to the PGlite version that made it. */
export async function buildTemplate(options: { out: string; migrations: string }): Promise<void> {
  rmSync(options.out, { recursive: true, force: true });
  const database = await openPglite({ dataDir: options.out });
  await migrate(database.owner, await readMigrations(options.migrations));
  await dropOtherDatabases(database.owner);
  await database.owner.script('vacuum analyze');
  await database.owner.script('checkpoint');
  await database.close();
  writeFileSync(join(options.out, emptyFoldersFile), JSON.stringify(emptyFolders(options.out, options.out)));
}

/**
 * A tenant has one database and never makes another. The two that PostgreSQL would copy for that are more than half of
 * the files, which every first start and every backup would carry.
 */
async function dropOtherDatabases(owner: OwnerConnection): Promise<void> {
  await owner.script(
    "update pg_database set datistemplate = false where datname in ('template0', 'template1')",
  );
  await owner.script('drop database template0');
  await owner.script('drop database template1');
}

function emptyFolders(root: string, directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      return readdirSync(path).length === 0 ? [relative(root, path)] : emptyFolders(root, path);
    });
}
