/**
 * The closed list of ways in which something can be refused or go wrong. A code is what programs match on;
 * words are made from it once, at the edge (`explain-error.ts`).
 */
export const errorCodes = [
  'source_not_found',
  'source_empty',
  'source_unreadable',
  'source_blocked',
  'source_too_large',
  'home_not_writable',
  'home_in_use',
  'disk_full',
  'data_damaged',
  'data_newer',
  'not_found',
  'invalid_input',
  'not_allowed',
  'self_approval',
  'conflict',
  'bundle_invalid',
  'audit_broken',
  'engine_stopped',
  'cancelled',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** A JSON value: what may cross a process border inside an error. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * The one error class. `message` says what happened in one sentence that a user may read; `details` carries the
 * values that sentence is about (a path, a host, a limit); `cause` keeps the original.
 */
export class AiosError extends Error {
  override readonly name = 'AiosError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, Json>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: Record<string, Json>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}
