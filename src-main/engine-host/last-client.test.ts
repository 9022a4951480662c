import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepLastClient, readLastClient } from './last-client.js';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'aios-last-client-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('the client that was open last', () => {
  it('is opened again', () => {
    mkdirSync(join(home, 'tenants', 'springdale'), { recursive: true });
    keepLastClient(home, 'springdale');
    expect(readLastClient(home)).toBe('springdale');
  });

  it('is none at first, when its folder is gone, and when the file is damaged or names a path', () => {
    expect(readLastClient(home)).toBeNull();
    keepLastClient(home, 'gone');
    expect(readLastClient(home)).toBeNull();
    for (const text of ['', '{"tenant":7}', '{"tenant":"../tenants"}']) {
      writeFileSync(join(home, 'last-client.json'), text);
      expect(readLastClient(home)).toBeNull();
    }
  });

  it('does not stop anything where the home cannot be written', () => {
    expect(() => keepLastClient(join(home, 'absent'), 'springdale')).not.toThrow();
  });
});
