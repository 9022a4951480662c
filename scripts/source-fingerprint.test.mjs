import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from './source-fingerprint.mjs';

describe('the fingerprint of sources', () => {
  let folder = '';
  const now = () => fingerprint(folder, ['src', 'absent']);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aios-fingerprint-'));
    mkdirSync(join(folder, 'src', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'src', 'deep', 'a.ts'), 'one');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('stays the same while nothing changes', () => {
    expect(now()).toBe(now());
  });

  it('changes with a file that is edited, added or removed', () => {
    const before = now();
    writeFileSync(join(folder, 'src', 'deep', 'a.ts'), 'other');
    const edited = now();
    writeFileSync(join(folder, 'src', 'b.ts'), '');
    const added = now();
    rmSync(join(folder, 'src', 'deep', 'a.ts'));
    expect(new Set([before, edited, added, now()]).size).toBe(4);
  });

  it('changes with the time of an edit that keeps the size', () => {
    const before = now();
    utimesSync(join(folder, 'src', 'deep', 'a.ts'), 1, 1);
    expect(now()).not.toBe(before);
  });

  it('does not look at tests', () => {
    const before = now();
    writeFileSync(join(folder, 'src', 'a.test.ts'), '');
    expect(now()).toBe(before);
  });
});
