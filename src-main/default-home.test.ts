import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultHome } from './default-home.js';

describe('the default home', () => {
  it('is where each system keeps application data', () => {
    expect(defaultHome('linux', {}, '/home/a')).toBe(join('/home/a', '.local', 'share', 'aios'));
    expect(defaultHome('linux', { XDG_DATA_HOME: '/x' }, '/home/a')).toBe(join('/x', 'aios'));
    expect(defaultHome('darwin', {}, '/Users/a')).toBe(
      join('/Users/a', 'Library', 'Application Support', 'AIOS'),
    );
    expect(defaultHome('win32', { LOCALAPPDATA: 'L' }, 'U')).toBe(join('L', 'AIOS'));
  });
});
