import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, plural, sentence, shortHash, shortId, shortUrl } from './format.js';

describe('format', () => {
  it('writes bytes in the unit that keeps them short', () => {
    expect([0, 999, 1000, 1_449_000, 999_960, 5e9].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.4 MB',
      '1.0 MB',
      '5.0 GB',
    ]);
    fc.assert(
      fc.property(fc.nat({ max: 1e14 }), (bytes) => {
        expect(formatBytes(bytes)).toMatch(/^\d{1,3}(\.\d)? (B|kB|MB|GB|TB)$/);
      }),
    );
  });

  it('writes a duration in at most two units', () => {
    expect([4, 1500, 12_000, 59_600, 185_000, 7_800_000].map(formatDuration)).toEqual([
      '4 ms',
      '1.5 s',
      '12 s',
      '1 min',
      '3 min 5 s',
      '2 h 10 min',
    ]);
  });

  it('shortens what is only to be recognised', () => {
    expect(shortHash(`sha256:${'ab'.repeat(32)}`)).toBe('sha256:abababababab…');
    expect(shortId('f0151e01-a0f0-4905-8231-a89639cf6cf1')).toBe('f0151e01…');
    expect(shortId('city-of-harrowmere')).toBe('city-of-harrowmere');
    expect(shortHash('abc')).toBe('abc');
    expect(shortUrl('https://www.example.gov/water/')).toBe('example.gov/water');
    expect(sentence('set-mode-default')).toBe('Set mode default');
    expect([plural(1, 'agent'), plural(0, 'agent'), plural(2, 'policy', 'policies')]).toEqual([
      '1 agent',
      '0 agents',
      '2 policies',
    ]);
  });
});
