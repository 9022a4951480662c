import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SetupError, say } from './progress.mjs';

/**
 * Runs `work` while no other process holds `path`. A lock whose owner is gone is taken over; waiting for a
 * live owner ends with an error after `patienceMs`.
 */
export async function withFileLock(path, work, { what = 'the build', patienceMs = 600_000 } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const deadline = Date.now() + patienceMs;
  let told = false;
  while (!tryLock(path)) {
    if (Date.now() > deadline) {
      throw new SetupError(`another process holds ${path}`, `end that process, or delete ${path}`);
    }
    if (!told) say(`waiting for another process that runs ${what} …`);
    told = true;
    await wait(100);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path) {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    removeWhenStale(path);
    return false;
  }
}

function removeWhenStale(path) {
  let owner = Number.NaN;
  try {
    owner = Number.parseInt(readFileSync(path, 'utf8'), 10);
  } catch {
    return; // released meanwhile
  }
  // An empty file is an owner between its open and its write: not stale.
  if (Number.isNaN(owner) || isAlive(owner)) return;
  const aside = `${path}.stale-${process.pid}`;
  try {
    // Rename first: of two that saw the same dead owner only one succeeds.
    renameSync(path, aside);
    const moved = Number.parseInt(readFileSync(aside, 'utf8'), 10);
    // A live owner slipped in between our look and our rename: give the lock back.
    if (moved !== owner && isAlive(moved)) renameSync(aside, path);
    else rmSync(aside, { force: true });
  } catch {
    // somebody else took it away: the next turn decides
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
