import { type Preview, type StepName, stepNames } from '@shared/contract/deployment-record.js';

/** How much there is to deploy. */
export interface DeploymentSize {
  agents: number;
  documents: number;
  rules: number;
  files: number;
  bytes: number;
}

/** How long the steps of a finished deployment of that size took. */
export interface StepTimes {
  size: DeploymentSize;
  /** Milliseconds by step; a step that was not measured is left out. */
  ms: Partial<Record<StepName, number>>;
}

/** Only the last few count: the machine and the program change. */
const recent = 5;

/** What a step's time grows with, besides a fixed part as large as that of one typical unit batch. */
const work: Record<StepName, (size: DeploymentSize) => number> = {
  validate: (size) => 20 + size.files + size.bytes / 50_000,
  tenant: () => 1,
  manifests: (size) => 5 + size.agents,
  knowledge: (size) => 20 + size.documents + size.bytes / 50_000,
  agents: (size) => 5 + size.agents,
  policies: (size) => 10 + size.rules,
  audit: (size) => 20 + size.files + size.bytes / 50_000,
  access: (size) => 20 + size.files + size.bytes / 50_000,
};

/**
 * Estimates a deployment's duration step by step: the median of earlier deployments' times, scaled to this size. A
 * step that was never measured here is taken from the shipped reference measurement.
 * `history` is newest first.
 */
export function estimateDuration(
  history: readonly StepTimes[],
  reference: StepTimes,
  size: DeploymentSize,
): Preview['estimate'] {
  let ms = 0;
  let measuredSteps = 0;
  for (const step of stepNames) {
    const samples = history.slice(0, recent).flatMap((times) => scaled(times, step, size));
    if (samples.length > 0) measuredSteps += 1;
    ms += median(samples.length > 0 ? samples : scaled(reference, step, size));
  }
  return { ms: Math.max(1, Math.round(ms)), basis: measuredSteps > 0 ? 'measured' : 'reference' };
}

function scaled(times: StepTimes, step: StepName, size: DeploymentSize): number[] {
  const ms = times.ms[step];
  if (ms === undefined || !Number.isFinite(ms) || ms < 0) return [];
  return [(ms * work[step](size)) / work[step](times.size)];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/**
 * Used until this computer has its own measurements. Rough assumptions for 40 agents with 20 documents each of some
 * kilobytes, not yet a measurement: to be replaced by the printed step times of the deployment benchmark.
 */
export const referenceTimes: StepTimes = {
  size: { agents: 40, documents: 800, rules: 20, files: 900, bytes: 4_000_000 },
  ms: {
    validate: 250,
    tenant: 20,
    manifests: 300,
    knowledge: 2500,
    agents: 300,
    policies: 60,
    audit: 900,
    access: 1200,
  },
};
