import type { DeploymentStep, StepName } from '@shared/contract/deployment-record.js';

/** What each step does, for people. */
export const stepTitles: Record<StepName, string> = {
  validate: 'Check what was approved',
  tenant: 'Prepare the client',
  manifests: 'Write the manifests',
  knowledge: 'Deliver the knowledge',
  agents: 'Register the agents',
  policies: 'Put the policies in force',
  audit: 'Seal the record and the bundle',
  access: 'Open access',
};

/** 0..100 of one step: its own count, or all or nothing when it has none. */
export function stepPercent(step: Pick<DeploymentStep, 'state' | 'done' | 'total'>): number {
  if (step.state === 'done') return 100;
  if (step.total <= 0) return 0;
  // A running step is never shown as finished: it still has to be recorded.
  return Math.min(step.state === 'running' ? 99 : 100, Math.floor((step.done / step.total) * 100));
}

/** Milliseconds a step took or has been taking until `now`; null before it begins. */
export function stepDurationMs(
  step: Pick<DeploymentStep, 'startedAt' | 'finishedAt'>,
  now: number,
): number | null {
  if (step.startedAt === null) return null;
  const end = step.finishedAt === null ? now : Date.parse(step.finishedAt);
  // Clocks go back: a duration does not.
  return Math.max(0, end - Date.parse(step.startedAt));
}

/** Milliseconds that the steps took together: without the time in which an interrupted deployment waited. */
export function workedMs(steps: readonly Pick<DeploymentStep, 'startedAt' | 'finishedAt'>[]): number {
  const finished = steps.filter((step) => step.finishedAt !== null);
  return finished.reduce((sum, step) => sum + (stepDurationMs(step, 0) ?? 0), 0);
}

/** Whether `approver` is, as far as names tell, the person who made the changes. The engine decides. */
export function isSamePerson(approver: string, user: { id: string; name: string }): boolean {
  const folded = (text: string) => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  const name = folded(approver);
  return name !== '' && (name === folded(user.name) || name === folded(user.id));
}
