import type { DiscoveryRun } from '@shared/contract/discovery.js';

/** The counts of a run at one moment; `at` in milliseconds of the window's clock. */
export interface Sample {
  at: number;
  visited: number;
}

/** How far back the speed looks, in milliseconds: long enough to be calm, short enough to follow a change. */
const speedWindowMs = 10_000;

/** Appends a sample, and drops what is too old or belongs to a run that was started again. */
export function withSample(samples: readonly Sample[], next: Sample): Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && (next.visited < last.visited || next.at < last.at)) return [next];
  return [...samples.filter((sample) => next.at - sample.at <= 60_000), next];
}

/** Pages a second over the last seconds; null until there are two moments to compare. */
export function pagesPerSecond(samples: readonly Sample[]): number | null {
  const last = samples.at(-1);
  if (last === undefined) return null;
  const first = samples.find((sample) => last.at - sample.at <= speedWindowMs) ?? last;
  const elapsed = last.at - first.at;
  return elapsed < 200 ? null : ((last.visited - first.visited) * 1000) / elapsed;
}

/**
 * Milliseconds until the queue is read at the present speed; null when that cannot be said. The queue grows while
 * links are found, so this is a lower bound and is shown as "about".
 */
export function timeLeftMs(
  run: Pick<DiscoveryRun, 'queued' | 'visited'>,
  speed: number | null,
): number | null {
  if (run.visited + run.queued === 0) return null;
  if (run.queued === 0) return 0;
  return speed === null || speed <= 0 ? null : Math.ceil((run.queued / speed) * 1000);
}

/** Pages a second over a whole run that has ended; null while it lasts, and for one that was too short to tell. */
export function overallSpeed(run: Pick<DiscoveryRun, 'visited' | 'startedAt' | 'finishedAt'>): number | null {
  if (run.finishedAt === null) return null;
  const elapsed = Date.parse(run.finishedAt) - Date.parse(run.startedAt);
  return run.visited === 0 || !(elapsed >= 200) ? null : (run.visited * 1000) / elapsed;
}

/** 0..100: pages settled of all that are known so far. */
export function readingPercent(run: Pick<DiscoveryRun, 'visited' | 'queued' | 'state'>): number {
  if (run.state === 'done' || run.state === 'analysing') return 100;
  const known = run.visited + run.queued;
  return known === 0 ? 0 : Math.min(100, (run.visited / known) * 100);
}
