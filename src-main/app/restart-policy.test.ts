import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideRestart } from './restart-policy.js';

describe('restarting a dead engine', () => {
  it('happens at once after the first death, then with longer pauses', () => {
    expect(decideRestart([1_000])).toEqual({ kind: 'restart', delayMs: 100, attempt: 1 });
    expect(decideRestart([1_000, 2_000, 3_000])).toEqual({ kind: 'restart', delayMs: 400, attempt: 3 });
  });

  it('is given up after more than five deaths within a minute', () => {
    expect(decideRestart([0, 1, 2, 3, 4]).kind).toBe('restart');
    expect(decideRestart([0, 1, 2, 3, 4, 5]).kind).toBe('give-up');
  });

  it('forgets deaths that are older than a minute', () => {
    expect(decideRestart([0, 1, 2, 3, 4, 60_005])).toEqual({ kind: 'restart', delayMs: 100, attempt: 1 });
  });

  it('always pauses, and never longer than five seconds', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200_000), { minLength: 1 }), (times) => {
        const decision = decideRestart(times.sort((a, b) => a - b));
        expect(decision.kind === 'give-up' || (decision.delayMs >= 100 && decision.delayMs <= 5_000)).toBe(
          true,
        );
      }),
    );
  });
});
