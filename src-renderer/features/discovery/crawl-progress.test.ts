import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  overallSpeed,
  pagesPerSecond,
  readingPercent,
  type Sample,
  timeLeftMs,
  withSample,
} from './crawl-progress.js';

const run = (samples: Sample[]) => samples.reduce<Sample[]>((all, sample) => withSample(all, sample), []);

describe('crawl progress', () => {
  it('measures the speed over the last ten seconds, not since the start', () => {
    const samples = run([
      { at: 0, visited: 0 },
      { at: 10_000, visited: 10 },
      { at: 15_000, visited: 60 },
      { at: 20_000, visited: 110 },
    ]);
    expect(pagesPerSecond(samples)).toBe(10);
    expect(timeLeftMs({ visited: 110, queued: 50 }, 10)).toBe(5000);
  });

  it('says nothing before it knows', () => {
    expect(pagesPerSecond([])).toBeNull();
    expect(pagesPerSecond([{ at: 5, visited: 3 }])).toBeNull();
    expect(timeLeftMs({ visited: 3, queued: 5 }, null)).toBeNull();
    expect(timeLeftMs({ visited: 3, queued: 5 }, 0)).toBeNull();
    expect(timeLeftMs({ visited: 0, queued: 0 }, null)).toBeNull();
    expect(timeLeftMs({ visited: 3, queued: 0 }, null)).toBe(0);
  });

  it('tells the speed of a run that has ended, if it was long enough to tell', () => {
    const startedAt = '2026-01-01T00:00:00.000Z';
    expect(overallSpeed({ visited: 60, startedAt, finishedAt: '2026-01-01T00:00:02.000Z' })).toBe(30);
    expect(overallSpeed({ visited: 60, startedAt, finishedAt: null })).toBeNull();
    expect(overallSpeed({ visited: 1, startedAt, finishedAt: startedAt })).toBeNull();
    // A clock that was set back.
    expect(overallSpeed({ visited: 60, startedAt, finishedAt: '2025-01-01T00:00:02.000Z' })).toBeNull();
  });

  it('starts anew when the count falls: the run was started again', () => {
    expect(
      run([
        { at: 0, visited: 50 },
        { at: 9, visited: 2 },
      ]),
    ).toEqual([{ at: 9, visited: 2 }]);
  });

  it('stays between nothing and all', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (visited, queued) => {
        const percent = readingPercent({ visited, queued, state: 'reading' });
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
      }),
    );
    expect(readingPercent({ visited: 1, queued: 9, state: 'analysing' })).toBe(100);
  });
});
