/** Notes that a part of the start was reached. */
export type StartMark = (name: string, at?: number) => void;

/**
 * Prints what a start reaches and when, for the bench: one line of JSON on stderr, `{"mark": name, "at": ms since the
 * epoch}`. Does nothing unless `AIOS_START_MARKS` is set. Works across processes, because they share the clock.
 */
export function startMarks(environment: NodeJS.ProcessEnv): StartMark {
  if (!environment.AIOS_START_MARKS) return () => undefined;
  return (mark, at = performance.timeOrigin + performance.now()) => {
    process.stderr.write(`${JSON.stringify({ mark, at: Math.round(at) })}\n`);
  };
}
