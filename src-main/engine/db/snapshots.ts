import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { AiosError } from '@shared/kernel/errors.js';
import { z } from 'zod';
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
    mkdirSync(directory, { recursive: true });
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
 * that a restore can itself be undone by hand. The snapshot is opened once before anything is moved.
 */
export async function restoreSnapshot(directory: string, id: string): Promise<SnapshotInfo> {
  const snapshots = join(directory, 'snapshots');
  const info = listSnapshots(snapshots).find((snapshot) => snapshot.id === id);
  if (!info) throw new AiosError('not_found', `There is no snapshot ${id}.`, { details: { snapshot: id } });
  const making = join(directory, 'data.new');
  rmSync(making, { recursive: true, force: true });
  try {
    const database = await openPglite({
      dataDir: making,
      template: new Blob([readFileSync(join(snapshots, `${id}.tgz`))]),
    });
    await database.owner.query(sql`select count(*) from audit_records`);
    await database.close();
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw new AiosError('data_damaged', `Snapshot ${id} does not open.`, {
      details: { snapshot: id },
      cause: error,
    });
  }
  const data = join(directory, 'data');
  const replaced = join(directory, `data.replaced-${Date.now()}`);
  renameSync(data, replaced);
  renameSync(making, data);
  dropOldReplaced(directory, replaced);
  return info;
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
