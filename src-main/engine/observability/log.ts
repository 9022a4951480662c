import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Where the engine writes what happened, for the person who looks for a fault. Never personal data, never secrets. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, error: unknown, fields?: LogFields): void;
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

const largestFileBytes = 5_000_000;

/** Writes JSON lines to `aios.log`, one older generation kept. A full or read-only disk silences it: a log must not stop work. */
export function fileLog(directory: string, now: () => number): Log {
  const path = join(directory, 'aios.log');
  const write = (level: string, event: string, fields: LogFields): void => {
    try {
      if (!existsSync(directory)) mkdirSync(directory);
      if (existsSync(path) && statSync(path).size > largestFileBytes) renameSync(path, `${path}.1`);
      appendFileSync(
        path,
        `${JSON.stringify({ time: new Date(now()).toISOString(), level, event, ...fields })}\n`,
      );
    } catch {
      // Nowhere to tell it.
    }
  };
  return {
    info: (event, fields = {}) => write('info', event, fields),
    warn: (event, fields = {}) => write('warn', event, fields),
    error: (event, error, fields = {}) => write('error', event, { ...fields, error: errorText(error) }),
  };
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${errorText(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
