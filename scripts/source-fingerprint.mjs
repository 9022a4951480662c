import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A hash that changes when any file below the given files and folders is edited, added or removed. */
export function fingerprint(root, paths) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const path of paths) addPath(hash, root, join(root, path));
  return hash.digest('hex');
}

function addPath(hash, root, path) {
  if (!existsSync(path)) return;
  const { size, mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) {
    hash.update(`${relative(root, path).split(sep).join('/')}\0${size}\0${mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(path).sort()) {
    // Tests are no part of a build.
    if (!/\.test\.tsx?$/.test(name)) addPath(hash, root, join(path, name));
  }
}

/** Whether `stampFile` holds `value`, which is what was built last. */
export function isCurrent(stampFile, value) {
  try {
    return readFileSync(stampFile, 'utf8') === value;
  } catch {
    return false;
  }
}
