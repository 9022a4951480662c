import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it, and throws the system's error where that is refused. Not the recursive form of
 * `mkdir`: on a file system that answers ENOENT to every new folder (Linux's /proc) Node's never returns.
 */
export function makeFolder(path: string, mode?: number): void {
  const options = mode === undefined ? {} : { mode };
  const missing: string[] = [];
  for (let at = path; !isFolder(at); at = dirname(at)) {
    missing.unshift(at);
    if (dirname(at) === at) break;
  }
  for (const folder of missing) {
    try {
      mkdirSync(folder, options);
    } catch (error) {
      // Somebody else may have made it in between.
      if (!isFolder(folder)) throw error;
    }
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
