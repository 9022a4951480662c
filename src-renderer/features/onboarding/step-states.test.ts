import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neighbours, nextStep, type Progress, stepStates } from './step-states.js';

const progresses: fc.Arbitrary<Progress> = fc.record({
  runs: fc.array(
    fc.record({
      state: fc.constantFrom('reading' as const, 'done' as const, 'failed' as const, 'interrupted' as const),
    }),
  ),
  hasProfile: fc.boolean(),
  deployments: fc.array(
    fc.record({
      state: fc.constantFrom('running' as const, 'active' as const, 'failed' as const, 'superseded' as const),
    }),
  ),
});

describe('onboarding steps', () => {
  it('begin with the source, and lead to what waits', () => {
    expect(nextStep({ runs: [], hasProfile: false, deployments: [] })).toBe('source');
    expect(nextStep({ runs: [{ state: 'reading' }], hasProfile: true, deployments: [] })).toBe('reading');
    expect(nextStep({ runs: [{ state: 'done' }], hasProfile: true, deployments: [] })).toBe('profile');
    expect(nextStep({ runs: [], hasProfile: true, deployments: [{ state: 'failed' }] })).toBe('deploy');
    expect(nextStep({ runs: [], hasProfile: true, deployments: [{ state: 'active' }] })).toBe('result');
  });

  it('never lead to a step that is locked, except to an unfinished deployment', () => {
    fc.assert(
      fc.property(progresses, (progress) => {
        const step = nextStep(progress);
        if (step !== 'deploy') expect(stepStates(progress)[step]).not.toBe('locked');
      }),
    );
  });

  it('have neighbours', () => {
    expect(neighbours('source')).toEqual({ before: null, after: 'reading' });
    expect(neighbours('result')).toEqual({ before: 'deploy', after: null });
  });
});
