import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { AiosError } from '@shared/kernel/errors.js';
import { lockDirectory } from './directory-lock.js';
import { type Migration, migrate, pendingMigrations } from './migrate.js';
import { type EmbeddedDatabase, openPglite } from './pglite-database.js';
import { finishRestore, hadData, type SnapshotReason, takeSnapshot } from './snapshots.js';
import { storageError } from './storage-error.js';

/** Where a tenant's things stand inside its directory. */
export function tenantPaths(directory: string) {
  return {
    directory,
    data: join(directory, 'data'),
    snapshots: join(directory, 'snapshots'),
    keys: join(directory, 'keys'),
    deployments: join(directory, 'deployments'),
    bundles: join(directory, 'bundles'),
  };
}
export type TenantPaths = ReturnType<typeof tenantPaths>;

export interface TenantStoreOptions {
  directory: string;
  migrations: readonly Migration[];
  /** A pre-migrated data directory made by the build, to copy at first start; without it one is made, which takes longer. */
  template?: string;
}

/** A tenant's open database, the lock on its directory, and what opening it did. */
export interface TenantStore {
  database: EmbeddedDatabase;
  paths: TenantPaths;
  /** Closes the database, then gives the lock back. */
  close(): Promise<void>;
}

/**
 * Opens a tenant's database: lock, first-start restore of the template, snapshot before pending migrations, migrations.
 * Throws `home_in_use`, `home_not_writable`, `disk_full`, `data_damaged` or `data_newer`; on each of them the data
 * directory is as it was.
 */
export async function openTenantStore(options: TenantStoreOptions): Promise<TenantStore> {
  const paths = tenantPaths(options.directory);
  const unlock = lockDirectory(options.directory);
  try {
    finishRestore(options.directory);
    if (!existsSync(paths.data) || readdirSync(paths.data).length === 0) await createData(paths, options);
    else refuseDamaged(paths.data);
    const database = await openExisting(paths);
    try {
      if ((await pendingMigrations(database.owner, options.migrations)).length > 0) {
        await snapshotOpen(database, paths, 'before-migration');
        await migrate(database.owner, options.migrations);
      }
    } catch (error) {
      await database.close();
      throw error;
    }
    return {
      database,
      paths,
      async close() {
        await database.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw storageError(error, options.directory);
  }
}

/** What every data directory has, and how large its control file is: PostgreSQL ends without a reason where it is missing. */
const expectedFolders = ['base', 'global', 'pg_wal', 'pg_xact'];
const controlFileBytes = 8192;

/** Looks at a data directory before PostgreSQL does, so that damage is told at once and in words. */
function refuseDamaged(data: string): void {
  const missing = [
    ...['PG_VERSION', 'global/pg_control'].filter((name) => !isFile(join(data, name))),
    ...expectedFolders.filter((name) => !isFolder(join(data, name))),
  ];
  const damaged =
    missing[0] ??
    (statSync(join(data, 'global', 'pg_control')).size === controlFileBytes
      ? undefined
      : 'global/pg_control');
  if (damaged === undefined) return;
  throw new AiosError('data_damaged', `The database in ${data} is damaged (${damaged}).`, {
    details: { path: data, part: damaged },
  });
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Makes the data directory beside its place and moves it there when it is complete: a kill leaves nothing half-made. */
async function createData(paths: TenantPaths, options: TenantStoreOptions): Promise<void> {
  if (hadData(paths.directory)) {
    throw new AiosError('data_damaged', `The database is no longer in ${paths.data}.`, {
      details: { path: paths.data },
    });
  }
  const making = join(paths.directory, 'data.new');
  rmSync(making, { recursive: true, force: true });
  try {
    if (options.template && existsSync(join(options.template, 'PG_VERSION'))) {
      copyDataDirectory(options.template, making);
    } else {
      mkdirSync(making);
      const database = await openPglite({ dataDir: making });
      await migrate(database.owner, options.migrations);
      await database.close();
    }
    rmSync(paths.data, { recursive: true, force: true });
    renameSync(making, paths.data);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
}

/** Copies a closed data directory, and makes the empty folders that PostgreSQL needs and packagers drop. */
export function copyDataDirectory(from: string, to: string): void {
  copyFiles(from, to);
  for (const name of readEmptyFolders(from)) mkdirSync(join(to, name), { recursive: true });
  rmSync(join(to, emptyFoldersFile), { force: true });
}

/** `cpSync` asks five questions for each file, which doubles the time of a first start. Shares blocks where the file system can. */
function copyFiles(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const target = join(to, entry.name);
    if (entry.isDirectory()) copyFiles(join(from, entry.name), target);
    else copyFileSync(join(from, entry.name), target, constants.COPYFILE_FICLONE);
  }
}

/** Lists, in the template, the folders that are empty in it. */
export const emptyFoldersFile = 'empty-folders.json';

function readEmptyFolders(template: string): string[] {
  const file = join(template, emptyFoldersFile);
  if (!existsSync(file)) return [];
  const names: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
}

async function openExisting(paths: TenantPaths): Promise<EmbeddedDatabase> {
  try {
    statSync(paths.data);
    return await openPglite({ dataDir: paths.data });
  } catch (error) {
    const known = storageError(error, paths.data);
    if (known instanceof AiosError) throw known;
    throw new AiosError('data_damaged', `The database in ${paths.data} does not open.`, {
      details: { path: paths.data },
      cause: error,
    });
  }
}

/** Takes a rolling snapshot of an open database. */
export async function snapshotOpen(database: EmbeddedDatabase, paths: TenantPaths, reason: SnapshotReason) {
  return takeSnapshot(paths.snapshots, reason, database);
}
