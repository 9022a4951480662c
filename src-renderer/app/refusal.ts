import type { Refusal } from '@shared/contract/procedure.js';
import { isErrorCode } from '@shared/kernel/explain-error.js';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/**
 * Whatever was thrown, as the refusal that the screen shows. A refusal of the contract travels in `data`; an error of
 * the bridge carries its code itself; anything else is a defect and becomes `internal`.
 */
export function toRefusal(error: unknown): Refusal {
  if (isRecord(error)) {
    const carrier = isRecord(error.data) && isErrorCode(error.data.code) ? error.data : error;
    if (isErrorCode(carrier.code)) {
      return {
        code: carrier.code,
        message: typeof carrier.message === 'string' ? carrier.message : 'The request was refused.',
        details: isRecord(carrier.details) ? carrier.details : {},
      };
    }
    if (error.code === 'BAD_REQUEST') {
      return { code: 'invalid_input', message: 'A value that was entered is not accepted.', details: {} };
    }
    if (error.name === 'AbortError') {
      return { code: 'cancelled', message: 'The request was cancelled.', details: {} };
    }
  }
  return {
    code: 'internal',
    message:
      error instanceof Error && error.message !== '' ? error.message : 'Something unexpected happened.',
    details: {},
  };
}
