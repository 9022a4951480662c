import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSamePerson, stepDurationMs, stepPercent, workedMs } from './step-progress.js';

describe('step progress', () => {
  it('counts the work of a deployment and not the time in which it waited to be resumed', () => {
    const step = (startedAt: string | null, finishedAt: string | null) => ({ startedAt, finishedAt });
    expect(
      workedMs([
        step('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:02.000Z'),
        step('2026-01-01T08:00:00.000Z', '2026-01-01T08:00:01.000Z'),
        step('2026-01-01T08:00:01.000Z', null),
        step(null, null),
      ]),
    ).toBe(3000);
  });

  it('is full exactly when the step is done', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('waiting' as const, 'running' as const, 'done' as const),
        fc.nat(),
        fc.nat(),
        (state, done, total) => {
          const percent = stepPercent({ state, done, total });
          expect(percent).toBeGreaterThanOrEqual(0);
          expect(percent).toBeLessThanOrEqual(100);
          if (state === 'running') expect(percent).toBeLessThan(100);
          if (state === 'done') expect(percent).toBe(100);
        },
      ),
    );
  });

  it('never shows a negative duration', () => {
    const startedAt = '2026-01-01T00:00:10Z';
    expect(stepDurationMs({ startedAt: null, finishedAt: null }, 0)).toBeNull();
    expect(stepDurationMs({ startedAt, finishedAt: '2026-01-01T00:00:12.500Z' }, 0)).toBe(2500);
    expect(stepDurationMs({ startedAt, finishedAt: '2026-01-01T00:00:05Z' }, 0)).toBe(0);
  });
});

describe('isSamePerson', () => {
  const user = { id: 'kim', name: 'Kim Ortiz' };
  it('sees through spaces and case, and does not see what is not there', () => {
    expect(isSamePerson('  kim   ORTIZ ', user)).toBe(true);
    expect(isSamePerson('kim', user)).toBe(true);
    expect(isSamePerson('Kim Ortega', user)).toBe(false);
    expect(isSamePerson('', { id: '', name: '' })).toBe(false);
  });
});
