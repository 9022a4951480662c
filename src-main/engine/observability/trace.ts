import { randomBytes } from 'node:crypto';
import type { Log } from './log.js';

/** A new trace id: 16 random bytes as hex (W3C Trace Context). */
export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

/** Measures `work` and writes its span: name, trace, duration and outcome. */
export async function span<T>(
  log: Log,
  trace: { id: string; name: string },
  work: () => Promise<T>,
): Promise<T> {
  const started = performance.now();
  const record = (outcome: 'ok' | 'error'): void =>
    log.info('span', {
      traceId: trace.id,
      name: trace.name,
      outcome,
      durationMs: Math.round((performance.now() - started) * 10) / 10,
    });
  try {
    const result = await work();
    record('ok');
    return result;
  } catch (error) {
    record('error');
    throw error;
  }
}
