import { lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { platform } from 'node:process';

/** What an entry of a directory is; `undefined` when there is none. Links are not followed. */
export type EntryKind = 'file' | 'folder' | 'other' | undefined;

/** The file system as the folder writer needs it: small, so that a full disk can be played in tests. */
export interface FolderFiles {
  kind(path: string): Promise<EntryKind>;
  /** Names in a folder. */
  list(path: string): Promise<string[]>;
  read(path: string): Promise<Uint8Array>;
  makeFolder(path: string): Promise<void>;
  /** Writes a file that does not exist yet, on the disk when it returns. */
  writeNew(path: string, bytes: Uint8Array): Promise<void>;
  /** Puts a folder's entries on the disk. */
  sync(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a folder with all in it, and is content when there is none. */
  remove(path: string): Promise<void>;
}

/** The real file system. */
export const diskFiles: FolderFiles = {
  async kind(path) {
    try {
      const entry = await lstat(path);
      return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
    } catch (error) {
      if (
        error instanceof Error &&
        'code' in error &&
        (error.code === 'ENOENT' || error.code === 'ENOTDIR')
      ) {
        return undefined;
      }
      throw error;
    }
  },
  list: (path) => readdir(path),
  read: (path) => readFile(path),
  async makeFolder(path) {
    await mkdir(path, { recursive: true });
  },
  async writeNew(path, bytes) {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  async sync(path) {
    // Windows has no handle on a folder that could be flushed; NTFS journals renames by itself.
    if (platform === 'win32') return;
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path, { recursive: true, force: true, maxRetries: 3 }),
};
