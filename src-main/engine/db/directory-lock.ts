import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AiosError } from '@shared/kernel/errors.js';
import { tryLock } from 'fs-native-extensions';
import { makeFolder } from './make-folder.js';
import { errorCode, storageError } from './storage-error.js';

/**
 * Takes the operating system's lock on a directory and returns the way to give it back. The lock ends with the process,
 * however it ends, so nothing stale remains. PGlite takes none itself, and two openers lose each other's rows.
 */
export function lockDirectory(directory: string): () => void {
  let descriptor: number;
  try {
    makeFolder(directory);
    descriptor = openSync(join(directory, 'lock'), 'a+');
  } catch (error) {
    if (['ENOTDIR', 'EEXIST', 'ENOENT', 'EISDIR'].includes(errorCode(error) ?? '')) {
      throw new AiosError('home_not_writable', `${directory} cannot be a data folder.`, {
        details: { path: directory },
        cause: error,
      });
    }
    throw storageError(error, directory);
  }
  if (!tryLock(descriptor)) {
    closeSync(descriptor);
    throw new AiosError('home_in_use', `Another AIOS${holderOf(directory)} has this client's data open.`, {
      details: { path: directory },
    });
  }
  try {
    // Beside the lock, not in it: on Windows a locked file cannot be read by others.
    writeFileSync(
      holderFile(directory),
      JSON.stringify({ pid: process.pid, since: new Date().toISOString() }),
    );
  } catch (error) {
    closeSync(descriptor);
    throw storageError(error, directory);
  }
  return () => closeSync(descriptor);
}

const holderFile = (directory: string): string => join(directory, 'lock-holder.json');

function holderOf(directory: string): string {
  try {
    const holder: unknown = JSON.parse(readFileSync(holderFile(directory), 'utf8'));
    if (typeof holder === 'object' && holder !== null && 'pid' in holder)
      return ` (process ${String(holder.pid)})`;
  } catch {
    // The name of the holder is a courtesy: without it the refusal stands.
  }
  return '';
}
