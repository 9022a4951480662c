import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AiosError } from '@shared/kernel/errors.js';
import { z } from 'zod';
import { lockDirectory } from './directory-lock.js';
import { makeFolder } from './make-folder.js';
import { type EmbeddedDatabase, openPglite } from './pglite-database.js';
import { sql } from './sql.js';
import { storageError } from './storage-error.js';

const snapshotReasons = ['before-migration', 'before-deployment', 'before-restore', 'manual'] as const;
export type SnapshotReason = (typeof snapshotReasons)[number];

export interface SnapshotInfo {
  id: string;
  takenAt: string;
  reason: SnapshotReason;
  bytes: number;
  /** Audit records in it: what a restore would go back to. */
  records: number;
}

/** How many rolling snapshots are kept; a manual one counts like the others. */
export const keptSnapshots = 5;

const countRow = z.object({ count: z.number() });
const namePattern = /^(\d{8}T\d{9}Z)_([a-z-]+)_(\d+)\.tgz$/;

/** Writes a snapshot whole or not at all, then drops the oldest beyond the five kept. */
export async function takeSnapshot(
  directory: string,
  reason: SnapshotReason,
  database: EmbeddedDatabase,
  now = new Date(),
): Promise<SnapshotInfo> {
  const present = await database.owner.query(sql`select to_regclass('audit_records') is not null as there`);
  const records =
    present[0]?.there === true
      ? countRow.parse((await database.owner.query(sql`select count(*)::int as count from audit_records`))[0])
          .count
      : 0;
  const content = await database.dump();
  const stamp = now.toISOString().replaceAll(/[-:.]/g, '');
  const name = `${stamp}_${reason}_${records}.tgz`;
  try {
    makeFolder(directory);
    writeDurably(join(directory, name), content);
  } catch (error) {
    rmSync(join(directory, `${name}.part`), { force: true });
    throw storageError(error, directory);
  }
  for (const old of listSnapshots(directory).slice(keptSnapshots))
    rmSync(join(directory, `${old.id}.tgz`), { force: true });
  return {
    id: name.replace(/\.tgz$/, ''),
    takenAt: now.toISOString(),
    reason,
    bytes: content.byteLength,
    records,
  };
}

/** The snapshots there are, newest first. */
export function listSnapshots(directory: string): SnapshotInfo[] {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch {
    return [];
  }
  return names
    .flatMap((name) => {
      const parts = namePattern.exec(name);
      const reason = snapshotReasons.find((known) => known === parts?.[2]);
      if (!parts?.[1] || !reason) return [];
      return [
        {
          id: name.replace(/\.tgz$/, ''),
          takenAt: isoOfStamp(parts[1]),
          reason,
          bytes: statSync(join(directory, name)).size,
          records: Number(parts[3]),
        },
      ];
    })
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

/**
 * Puts a snapshot in the place of a closed data directory. What was there is kept beside it as `data.replaced-…`, so
 * that a restore can itself be undone by hand. The snapshot is opened once before anything is moved; a kill leaves the
 * old or the restored data in place, or `finishRestore` puts it there at the next opening.
 */
export async function restoreSnapshot(directory: string, id: string): Promise<SnapshotInfo> {
  const snapshots = join(directory, 'snapshots');
  const info = listSnapshots(snapshots).find((snapshot) => snapshot.id === id);
  if (!info) throw new AiosError('not_found', `There is no snapshot ${id}.`, { details: { snapshot: id } });
  const unlock = lockDirectory(directory);
  try {
    await unpackSnapshot(directory, join(snapshots, `${id}.tgz`), id);
    renameSync(join(directory, unpacking), join(directory, unpacked));
    const data = join(directory, 'data');
    const replaced = join(directory, `data.replaced-${Date.now()}`);
    if (existsSync(data)) renameSync(data, replaced);
    renameSync(join(directory, unpacked), data);
    dropOldReplaced(directory, replaced);
    return info;
  } catch (error) {
    throw storageError(error, directory);
  } finally {
    unlock();
  }
}

const unpacking = 'data.unpacking';
const unpacked = 'data.restored';

/**
 * Completes or drops what a killed restore left: a restored directory without data in its place is moved there, one
 * beside the data was never reported as restored. The caller holds the lock.
 */
export function finishRestore(directory: string): void {
  const data = join(directory, 'data');
  rmSync(join(directory, unpacking), { recursive: true, force: true });
  if (!existsSync(join(directory, unpacked))) return;
  if (existsSync(data)) rmSync(join(directory, unpacked), { recursive: true, force: true });
  else renameSync(join(directory, unpacked), data);
}

/** Whether there was data here before: then its absence is a loss, and not a first start. */
export function hadData(directory: string): boolean {
  return (
    listSnapshots(join(directory, 'snapshots')).length > 0 ||
    readdirSync(directory).some((name) => name.startsWith('data.replaced-'))
  );
}

async function unpackSnapshot(directory: string, file: string, id: string): Promise<void> {
  const making = join(directory, unpacking);
  rmSync(making, { recursive: true, force: true });
  rmSync(join(directory, unpacked), { recursive: true, force: true });
  try {
    // Unpacked here: PGlite's own stream ends the whole process when the file was cut off.
    const template = new Blob([gunzipSync(readFileSync(file))]);
    const database = await openPglite({ dataDir: making, template });
    await database.owner.query(sql`select count(*) from audit_records`);
    await database.close();
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    const known = storageError(error, directory);
    if (known instanceof AiosError && known.code !== 'data_damaged') throw known;
    throw new AiosError('data_damaged', `Snapshot ${id} does not open.`, {
      details: { snapshot: id },
      cause: error,
    });
  }
}

/** Of the directories that restores replaced only the newest is kept: each is as large as the database. */
function dropOldReplaced(directory: string, keep: string): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (name.startsWith('data.replaced-') && path !== keep) rmSync(path, { recursive: true, force: true });
  }
}

function writeDurably(path: string, content: Uint8Array): void {
  const part = `${path}.part`;
  const descriptor = openSync(part, 'w', 0o600);
  try {
    writeSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(part, path);
}

function isoOfStamp(stamp: string): string {
  return stamp.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z$/, '$1-$2-$3T$4:$5:$6.$7Z');
}
