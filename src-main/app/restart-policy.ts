/** What to do after the engine process died: start it again after a pause, or give up until a person asks. */
export type RestartDecision = { kind: 'restart'; delayMs: number; attempt: number } | { kind: 'give-up' };

const windowMs = 60_000;
const mostDeaths = 5;
const firstDelayMs = 100;
const longestDelayMs = 5_000;

/**
 * Decides from the times (ms) at which the engine died, the latest last. Pauses double, because an engine that dies
 * at once is mostly waiting for something; more than five deaths within a minute will not heal by themselves.
 */
export function decideRestart(deaths: readonly number[]): RestartDecision {
  const latest = deaths.at(-1) ?? 0;
  const recent = deaths.filter((time) => time > latest - windowMs).length;
  if (recent > mostDeaths) return { kind: 'give-up' };
  const delayMs = Math.min(firstDelayMs * 2 ** (recent - 1), longestDelayMs);
  return { kind: 'restart', delayMs, attempt: recent };
}
