import { type Deployment, stepNames } from '@shared/contract/deployment-record.js';
import { AiosError } from '@shared/kernel/errors.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterEvent,
  type DeploymentEvent,
  nextStep,
  planSteps,
  rollback,
  rollbackTarget,
} from './deployment-machine.js';
import { estimateDuration, referenceTimes } from './estimate-duration.js';

const at = '2026-01-02T00:00:00.000Z';
const size = { agents: 3, documents: 7, rules: 2, files: 20, bytes: 10_000 };

function fresh(sequence = 1): Deployment {
  return {
    id: `d-${sequence}`,
    sequence,
    organisation: 'Town of Riverton',
    state: 'running',
    author: 'ada',
    approver: 'grace',
    previewHash: 'h',
    startedAt: at,
    finishedAt: null,
    agents: 3,
    documents: 7,
    folder: null,
    bundle: null,
    steps: planSteps(size),
    failure: null,
  };
}

/** Does all that is left, as the engine does. */
function finish(deployment: Deployment): Deployment {
  let now = deployment;
  for (let guard = 0; guard < 100; guard += 1) {
    const next = nextStep(now);
    if (next.kind === 'activate') now = afterEvent(now, { kind: 'activated', at });
    else if (next.kind === 'run') {
      now = afterEvent(now, { kind: 'step-started', step: next.step, at });
      now = afterEvent(now, { kind: 'step-done', step: next.step, detail: 'ok', at });
    } else return now;
  }
  throw new Error('does not end');
}

describe('the states of a deployment', () => {
  test('all steps run in their order, then it becomes active', () => {
    const done = finish(fresh());
    expect(done.state).toBe('active');
    expect(done.steps.map((step) => step.name)).toEqual([...stepNames]);
    expect(done.steps.every((step) => step.state === 'done' && step.done === step.total)).toBe(true);
  });

  test('any prefix of steps, then a kill or a failure at any point, then resume, ends in the same state', () => {
    const stop = fc.record({
      after: fc.nat(stepNames.length),
      how: fc.constantFrom('killed-before', 'killed-within', 'killed-in-progress', 'failed'),
    });
    const expected = finish(fresh());
    fc.assert(
      fc.property(fc.array(stop, { maxLength: 5 }), (stops) => {
        let now = fresh();
        for (const { after, how } of stops) {
          for (let done = 0; done < after; done += 1) {
            const next = nextStep(now);
            if (next.kind !== 'run') break;
            now = afterEvent(now, { kind: 'step-started', step: next.step, at });
            now = afterEvent(now, { kind: 'step-done', step: next.step, detail: 'ok', at });
          }
          const next = nextStep(now);
          if (next.kind === 'run' && how !== 'killed-before') {
            now = afterEvent(now, { kind: 'step-started', step: next.step, at });
            if (how === 'killed-in-progress') {
              now = afterEvent(now, {
                kind: 'step-progressed',
                step: next.step,
                done: 1,
                total: 9,
                detail: 'half',
              });
            }
            if (how === 'failed') {
              now = afterEvent(now, { kind: 'step-failed', step: next.step, failure: 'disk', at });
              expect(nextStep(now)).toEqual({ kind: 'stopped' });
            }
          }
          now = afterEvent(now, { kind: 'resumed' });
        }
        const ended = finish(now);
        const shape = ({ state, failure, steps }: Deployment) => ({
          state,
          failure,
          steps: steps.map(({ name, state: each, detail }) => ({ name, each, detail })),
        });
        expect(shape(ended)).toEqual(shape(expected));
      }),
      { numRuns: 2000 },
    );
  });

  test('an event either is possible and leaves a sound deployment, or is a conflict', () => {
    const step = fc.constantFrom(...stepNames);
    const event: fc.Arbitrary<DeploymentEvent> = fc.oneof(
      fc.record({ kind: fc.constant('step-started' as const), step, at: fc.constant(at) }),
      fc.record({
        kind: fc.constant('step-progressed' as const),
        step,
        done: fc.nat(),
        total: fc.nat(),
        detail: fc.string(),
      }),
      fc.record({ kind: fc.constant('step-done' as const), step, detail: fc.string(), at: fc.constant(at) }),
      fc.record({
        kind: fc.constant('step-failed' as const),
        step,
        failure: fc.string(),
        at: fc.constant(at),
      }),
      fc.record({ kind: fc.constantFrom('resumed' as const, 'superseded' as const) }),
      fc.record({
        kind: fc.constantFrom('activated' as const, 'rolled-back' as const, 'reactivated' as const),
        at: fc.constant(at),
      }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let now = fresh();
        for (const each of events) {
          const before = JSON.stringify(now);
          try {
            now = afterEvent(now, each);
          } catch (error) {
            expect(error).toBeInstanceOf(AiosError);
            expect(JSON.stringify(now)).toBe(before);
          }
          const states = now.steps.map((each_) => each_.state);
          const firstOpen = states.findIndex((state) => state !== 'done');
          if (firstOpen !== -1)
            expect(states.slice(firstOpen + 1).every((state) => state === 'waiting')).toBe(true);
          if (now.state === 'active') expect(firstOpen).toBe(-1);
          expect(now.state === 'failed').toBe(now.failure !== null);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('a rollback makes the one before it active again, and never two', () => {
    const [first, second, third] = [finish(fresh(1)), finish(fresh(2)), finish(fresh(3))];
    const all = [
      afterEvent(first, { kind: 'superseded' }),
      afterEvent(second, { kind: 'superseded' }),
      third,
    ];
    const target = rollbackTarget(all);
    expect(target?.sequence).toBe(2);
    const { rolledBack, reactivated } = rollback(third, target ?? first, at);
    expect([rolledBack.state, reactivated.state]).toEqual(['rolled-back', 'active']);
    expect(rollbackTarget([all[0] ?? first, reactivated, rolledBack])?.sequence).toBe(1);
    expect(rollbackTarget([first])).toBeUndefined();
    expect(() => rollback(first, third, at)).toThrow(AiosError);
  });
});

describe('estimateDuration', () => {
  test('uses the reference until there are measurements', () => {
    expect(estimateDuration([], referenceTimes, referenceTimes.size)).toEqual({
      ms: Object.values(referenceTimes.ms).reduce((sum, ms) => sum + ms, 0),
      basis: 'reference',
    });
  });

  test('is the median of the recent ones, so that one slow day does not count', () => {
    const took = (ms: number) => ({ size, ms: Object.fromEntries(stepNames.map((name) => [name, ms])) });
    const history = [took(10), took(12), took(5000), took(11), took(9), took(100_000)];
    expect(estimateDuration(history, referenceTimes, size)).toEqual({ ms: 88, basis: 'measured' });
  });

  test('grows with the size and is never zero or infinite', () => {
    const amount = fc.nat(10_000);
    const anySize = fc.record({
      agents: amount,
      documents: amount,
      rules: amount,
      files: amount,
      bytes: amount,
    });
    fc.assert(
      fc.property(anySize, (small) => {
        const large = {
          ...small,
          agents: small.agents + 100,
          files: small.files + 1000,
          documents: small.documents + 1000,
        };
        const little = estimateDuration([], referenceTimes, small).ms;
        expect(Number.isSafeInteger(little) && little > 0).toBe(true);
        expect(estimateDuration([], referenceTimes, large).ms).toBeGreaterThan(little);
      }),
    );
  });
});
