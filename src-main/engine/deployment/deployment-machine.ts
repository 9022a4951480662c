import {
  type Deployment,
  type DeploymentStep,
  type StepName,
  stepNames,
} from '@shared/contract/deployment-record.js';
import { assertNever } from '@shared/kernel/assert-never.js';
import { AiosError, type ErrorCode } from '@shared/kernel/errors.js';
import type { DeploymentSize } from './estimate-duration.js';

/** The eight steps of a new deployment, all waiting, each with how much it has to do. */
export function planSteps(size: DeploymentSize): DeploymentStep[] {
  const totals: Record<StepName, number> = {
    validate: size.files,
    tenant: 1,
    manifests: size.agents,
    knowledge: size.documents,
    agents: size.agents,
    policies: size.rules,
    audit: 1,
    access: size.agents,
  };
  return stepNames.map((name) => waitingStep(name, totals[name]));
}

function waitingStep(name: StepName, total: number): DeploymentStep {
  return { name, state: 'waiting', detail: '', done: 0, total, startedAt: null, finishedAt: null };
}

/** What to do with a deployment now. */
export type NextStep =
  | { kind: 'run'; step: StepName }
  /** All steps are done: it becomes active. */
  | { kind: 'activate' }
  /** A person has to resume it first. */
  | { kind: 'stopped' }
  | { kind: 'ended' };

/** The next thing to do: steps run in their order, and a failed or ended deployment does nothing by itself. */
export function nextStep(deployment: Deployment): NextStep {
  switch (deployment.state) {
    case 'running': {
      const step = deployment.steps.find((candidate) => candidate.state !== 'done');
      if (step === undefined) return { kind: 'activate' };
      return step.state === 'failed' ? { kind: 'stopped' } : { kind: 'run', step: step.name };
    }
    case 'failed':
      return { kind: 'stopped' };
    case 'active':
    case 'superseded':
    case 'rolled-back':
      return { kind: 'ended' };
    default:
      return assertNever(deployment.state);
  }
}

/** What happens to a deployment. Times are ISO 8601 UTC. */
export type DeploymentEvent =
  | { kind: 'step-started'; step: StepName; at: string }
  | { kind: 'step-progressed'; step: StepName; done: number; total: number; detail: string }
  | { kind: 'step-done'; step: StepName; detail: string; at: string }
  | { kind: 'step-failed'; step: StepName; failure: string; failureCode?: ErrorCode; at: string }
  /** Somebody lets a failed one, or one whose engine was killed, go on. */
  | { kind: 'resumed' }
  | { kind: 'activated'; at: string }
  /** A later deployment became active. */
  | { kind: 'superseded' }
  | { kind: 'rolled-back'; at: string }
  /** The one after it was rolled back. */
  | { kind: 'reactivated'; at: string };

/** The deployment after an event. Throws `conflict` for what cannot happen in its present state. */
export function afterEvent(deployment: Deployment, event: DeploymentEvent): Deployment {
  switch (event.kind) {
    case 'step-started':
      requireNext(deployment, event.step, event.kind);
      return withStep(deployment, event.step, { state: 'running', startedAt: event.at, finishedAt: null });
    case 'step-progressed':
      requireRunning(deployment, event.step, event.kind);
      return withStep(deployment, event.step, { done: event.done, total: event.total, detail: event.detail });
    case 'step-done': {
      const { total } = requireRunning(deployment, event.step, event.kind);
      const done = { state: 'done', done: total, detail: event.detail, finishedAt: event.at } as const;
      return withStep(deployment, event.step, done);
    }
    case 'step-failed':
      requireRunning(deployment, event.step, event.kind);
      return {
        ...withStep(deployment, event.step, { state: 'failed', detail: event.failure, finishedAt: event.at }),
        state: 'failed',
        failure: event.failure,
        ...(event.failureCode === undefined ? {} : { failureCode: event.failureCode }),
        finishedAt: event.at,
      };
    case 'resumed':
      return resumed(deployment);
    case 'activated':
      if (nextStep(deployment).kind !== 'activate') throw impossible(deployment, event.kind);
      return { ...deployment, state: 'active', finishedAt: event.at };
    case 'superseded':
      return moved(deployment, 'active', 'superseded', event.kind);
    case 'rolled-back':
      return { ...moved(deployment, 'active', 'rolled-back', event.kind), finishedAt: event.at };
    case 'reactivated':
      return { ...moved(deployment, 'superseded', 'active', event.kind), finishedAt: event.at };
    default:
      return assertNever(event);
  }
}

/** Steps that were done stay done; the one that was interrupted starts again, which its idempotence allows. */
function resumed(deployment: Deployment): Deployment {
  if (deployment.state !== 'running' && deployment.state !== 'failed')
    throw impossible(deployment, 'resumed');
  const { failureCode: _, ...before } = deployment;
  return {
    ...before,
    state: 'running',
    failure: null,
    finishedAt: null,
    steps: deployment.steps.map((step) =>
      step.state === 'done' ? step : waitingStep(step.name, step.total),
    ),
  };
}

/** The two deployments of a rollback after it: who was active is rolled back, and the one before it answers again. */
export function rollback(
  active: Deployment,
  previous: Deployment,
  at: string,
): { rolledBack: Deployment; reactivated: Deployment } {
  if (previous.sequence >= active.sequence) throw impossible(previous, 'reactivated');
  return {
    rolledBack: afterEvent(active, { kind: 'rolled-back', at }),
    reactivated: afterEvent(previous, { kind: 'reactivated', at }),
  };
}

/** The deployment to go back to: the latest one that was active before and was not itself rolled back. */
export function rollbackTarget(deployments: readonly Deployment[]): Deployment | undefined {
  const active = deployments.find((deployment) => deployment.state === 'active');
  if (active === undefined) return undefined;
  return deployments
    .filter((deployment) => deployment.state === 'superseded' && deployment.sequence < active.sequence)
    .sort((one, other) => other.sequence - one.sequence)[0];
}

function moved(
  deployment: Deployment,
  from: Deployment['state'],
  to: Deployment['state'],
  event: DeploymentEvent['kind'],
): Deployment {
  if (deployment.state !== from) throw impossible(deployment, event);
  return { ...deployment, state: to };
}

function withStep(deployment: Deployment, name: StepName, change: Partial<DeploymentStep>): Deployment {
  return {
    ...deployment,
    steps: deployment.steps.map((step) => (step.name === name ? { ...step, ...change } : step)),
  };
}

function requireNext(deployment: Deployment, name: StepName, event: DeploymentEvent['kind']): void {
  const next = nextStep(deployment);
  if (next.kind !== 'run' || next.step !== name) throw impossible(deployment, event);
}

function requireRunning(
  deployment: Deployment,
  name: StepName,
  event: DeploymentEvent['kind'],
): DeploymentStep {
  const step = deployment.steps.find((candidate) => candidate.name === name);
  if (deployment.state !== 'running' || step?.state !== 'running') throw impossible(deployment, event);
  return step;
}

function impossible(deployment: Deployment, event: DeploymentEvent['kind']): AiosError {
  return new AiosError(
    'conflict',
    `Deployment ${deployment.sequence} is ${deployment.state}; it cannot be "${event}" now.`,
    {
      details: { deployment: deployment.id, state: deployment.state, event },
    },
  );
}
