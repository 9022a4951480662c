import type { Deployment } from '@shared/contract/deployment-record.js';
import type { DiscoveryRun } from '@shared/contract/discovery.js';
import { type OnboardingStep, onboardingSteps } from '../../app/route.js';

export type StepState = 'done' | 'open' | 'locked';

/** What is known of the way so far. */
export interface Progress {
  runs: readonly Pick<DiscoveryRun, 'state'>[];
  hasProfile: boolean;
  deployments: readonly Pick<Deployment, 'state'>[];
}

/** Which steps are done, which can be opened, and which still wait for an earlier one. */
export function stepStates(progress: Progress): Record<OnboardingStep, StepState> {
  const { runs, hasProfile, deployments } = progress;
  const deployed = deployments.some((one) => one.state === 'active' || one.state === 'superseded');
  const begun = runs.length > 0;
  const withProfile = (done: boolean): StepState => (!hasProfile ? 'locked' : done ? 'done' : 'open');
  return {
    source: begun || hasProfile ? 'done' : 'open',
    reading: hasProfile ? 'done' : begun ? 'open' : 'locked',
    profile: withProfile(deployed),
    customise: withProfile(deployed),
    preview: withProfile(deployed),
    deploy: withProfile(deployed),
    result: deployed ? 'open' : 'locked',
  };
}

/** Where onboarding goes on when no step is named: to what waits for a human. */
export function nextStep(progress: Progress): OnboardingStep {
  const { runs, hasProfile, deployments } = progress;
  if (deployments.some((one) => one.state === 'running' || one.state === 'failed')) return 'deploy';
  if (runs.some((run) => run.state === 'reading' || run.state === 'analysing')) return 'reading';
  if (deployments.some((one) => one.state === 'active')) return 'result';
  if (hasProfile) return 'profile';
  return runs.length > 0 ? 'reading' : 'source';
}

/** The step before and after one; null at the ends. */
export function neighbours(step: OnboardingStep): {
  before: OnboardingStep | null;
  after: OnboardingStep | null;
} {
  const at = onboardingSteps.indexOf(step);
  return { before: onboardingSteps[at - 1] ?? null, after: onboardingSteps[at + 1] ?? null };
}
