import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { migrate, readMigrations } from './migrate.js';
import { openPglite } from './pglite-database.js';
import { emptyFoldersFile } from './tenant-directory.js';

/** Makes the pre-migrated data directory that a first start copies. Bound to the PGlite version that made it. */
export async function buildTemplate(options: { out: string; migrations: string }): Promise<void> {
  rmSync(options.out, { recursive: true, force: true });
  const database = await openPglite({ dataDir: options.out });
  await migrate(database.owner, await readMigrations(options.migrations));
  await database.owner.script('vacuum analyze');
  await database.owner.script('checkpoint');
  await database.close();
  writeFileSync(join(options.out, emptyFoldersFile), JSON.stringify(emptyFolders(options.out, options.out)));
}

function emptyFolders(root: string, directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      return readdirSync(path).length === 0 ? [relative(root, path)] : emptyFolders(root, path);
    });
}
