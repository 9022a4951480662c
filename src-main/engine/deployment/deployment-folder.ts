import { dirname, join } from 'node:path';
import { nameProblem } from '@shared/evidence/archive-name.js';
import { sameBytes } from '@shared/evidence/read-archive.js';
import { AiosError } from '@shared/kernel/errors.js';
import { storageError } from '../db/index.js';
import type { FolderFiles } from './folder-files.js';

export type FileSet = ReadonlyMap<string, Uint8Array>;

/**
 * Makes `parent/name` hold exactly `files`. It is written beside, put on the disk, and takes the place of the old
 * folder by renaming, which stays until then. Doing it again changes nothing; a kill at any point leaves the old or
 * the new folder, and the next call clears up. Only one may write at a time (the home's lock sees to that).
 * Throws `disk_full` and `home_not_writable`, and then nothing half-written stays.
 */
export async function writeDeploymentFolder(
  disk: FolderFiles,
  target: { parent: string; name: string },
  files: FileSet,
): Promise<string> {
  const { parent, name } = target;
  for (const path of [name, ...files.keys()]) {
    const problem = nameProblem(path);
    if (problem !== undefined) {
      throw new AiosError('invalid_input', `The file name ${JSON.stringify(path)} ${problem}.`, {
        details: { path },
      });
    }
  }
  const folder = join(parent, name);
  try {
    await disk.makeFolder(parent);
    await recoverFolder(disk, target);
    await refuseForeign(disk, folder);
    if (await holdsExactly(disk, folder, files)) return folder;
    await writeBeside(disk, target, files);
    await takePlace(disk, target);
    return folder;
  } catch (error) {
    throw folderError(error, folder);
  }
}

/** The names beside the folder that are in use while it is replaced. Fixed, so that a later run finds them. */
function besides({ parent, name }: { parent: string; name: string }) {
  return {
    fresh: join(parent, `.${name}.new`),
    old: join(parent, `.${name}.old`),
    folder: join(parent, name),
  };
}

/** Undoes or completes what a killed writer left. */
async function recoverFolder(disk: FolderFiles, target: { parent: string; name: string }): Promise<void> {
  const { fresh, old, folder } = besides(target);
  // Killed between the two renames: the old folder is the last complete one that was in its place.
  if ((await disk.kind(old)) !== undefined && (await disk.kind(folder)) === undefined) {
    await disk.rename(old, folder);
  }
  await disk.remove(old);
  await disk.remove(fresh);
}

/** A link in the folder's place could lead the writer anywhere, and a file there is not ours. */
async function refuseForeign(disk: FolderFiles, folder: string): Promise<void> {
  const kind = await disk.kind(folder);
  if (kind === undefined || kind === 'folder') return;
  throw new AiosError('home_not_writable', `${folder} is not a folder; AIOS does not write over it.`, {
    details: { path: folder },
  });
}

async function holdsExactly(disk: FolderFiles, folder: string, files: FileSet): Promise<boolean> {
  if ((await disk.kind(folder)) !== 'folder') return false;
  const present = await listDeep(disk, folder, '');
  if (present === undefined || present.length !== files.size) return false;
  for (const path of present) {
    const wanted = files.get(path);
    if (wanted === undefined || !sameBytes(await disk.read(join(folder, ...path.split('/'))), wanted))
      return false;
  }
  return true;
}

/** All files under a folder by their `/` paths; `undefined` when something else than files and folders is there. */
async function listDeep(disk: FolderFiles, root: string, prefix: string): Promise<string[] | undefined> {
  const paths: string[] = [];
  for (const entry of await disk.list(join(root, ...prefix.split('/')))) {
    const path = `${prefix}${entry}`;
    const kind = await disk.kind(join(root, ...path.split('/')));
    if (kind === 'file') paths.push(path);
    else {
      const below = kind === 'folder' ? await listDeep(disk, root, `${path}/`) : undefined;
      if (below === undefined) return undefined;
      paths.push(...below);
    }
  }
  return paths;
}

async function writeBeside(
  disk: FolderFiles,
  target: { parent: string; name: string },
  files: FileSet,
): Promise<void> {
  const { fresh } = besides(target);
  try {
    const folders = new Set<string>([fresh]);
    await disk.makeFolder(fresh);
    for (const [path, bytes] of files) {
      const file = join(fresh, ...path.split('/'));
      for (let folder = dirname(file); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
      await disk.makeFolder(dirname(file));
      await disk.writeNew(file, bytes);
    }
    for (const folder of folders) await disk.sync(folder);
  } catch (error) {
    await disk.remove(fresh).catch(() => undefined);
    throw error;
  }
}

async function takePlace(disk: FolderFiles, target: { parent: string; name: string }): Promise<void> {
  const { fresh, old, folder } = besides(target);
  const replaces = (await disk.kind(folder)) !== undefined;
  try {
    if (replaces) await disk.rename(folder, old);
    await disk.rename(fresh, folder);
    await disk.sync(target.parent);
  } catch (error) {
    if (replaces && (await disk.kind(folder)) === undefined)
      await disk.rename(old, folder).catch(() => undefined);
    await disk.remove(fresh).catch(() => undefined);
    throw error;
  }
  // The new one stands: a leftover of the old one is only litter, which the next run clears.
  await disk.remove(old).catch(() => undefined);
}

/** Writes a file beside its place and renames it there, so that it is never seen half-written. */
export async function writeFileWhole(
  disk: FolderFiles,
  folder: string,
  name: string,
  bytes: Uint8Array,
): Promise<string> {
  const path = join(folder, name);
  const fresh = join(folder, `.${name}.new`);
  try {
    await disk.makeFolder(folder);
    await disk.remove(fresh);
    await disk.writeNew(fresh, bytes);
    await disk.rename(fresh, path);
    await disk.sync(folder);
    return path;
  } catch (error) {
    await disk.remove(fresh).catch(() => undefined);
    throw folderError(error, path);
  }
}

/** Quotas and memory cards that turned read-only are what users meet besides a plainly full disk. */
function folderError(error: unknown, path: string): unknown {
  if (error instanceof AiosError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EDQUOT' || code === 'EFBIG') {
    return new AiosError('disk_full', `The disk that holds ${path} is full.`, {
      details: { path },
      cause: error,
    });
  }
  if (code === 'EBUSY' || code === 'ENOTDIR' || code === 'EEXIST' || code === 'EIO') {
    return new AiosError('home_not_writable', `${path} cannot be written.`, {
      details: { path },
      cause: error,
    });
  }
  return storageError(error, path);
}
