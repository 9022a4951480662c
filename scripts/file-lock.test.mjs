import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withFileLock } from './file-lock.mjs';

describe('the lock of the scripts', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aios-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('lets one in at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withFileLock(join(folder, 'lock'), work)));
    expect(most).toBe(1);
  });

  it('is given back after a failure', async () => {
    const path = join(folder, 'lock');
    await expect(withFileLock(path, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(existsSync(path)).toBe(false);
  });

  it('is taken over from an owner that is gone', async () => {
    const path = join(folder, 'lock');
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(path, String(gone));
    await expect(withFileLock(path, async () => 'done')).resolves.toBe('done');
  });

  it('is not taken from a living owner', async () => {
    const path = join(folder, 'lock');
    writeFileSync(path, String(process.pid));
    await expect(withFileLock(path, async () => 'done', { patienceMs: 150 })).rejects.toThrow(/holds/);
  });
});
