import { ORPCError } from '@orpc/server';
import { refusalSchema } from '@shared/contract/procedure.js';
import { AiosError, type ErrorCode } from '@shared/kernel/errors.js';
import { explainError } from '@shared/kernel/explain-error.js';

/** What the command line says of a failure, in words and as JSON. */
export interface CliFailure {
  code: ErrorCode;
  message: string;
  safe: string;
  next: string;
  details: Record<string, unknown>;
}

/** Turns whatever was thrown into the one shape in which failures are printed. */
export function cliFailure(error: unknown): CliFailure {
  const known = knownFailure(error);
  return { ...known, ...explainError(known.code) };
}

function knownFailure(error: unknown): Pick<CliFailure, 'code' | 'message' | 'details'> {
  if (error instanceof AiosError)
    return { code: error.code, message: error.message, details: { ...error.details } };
  if (error instanceof ORPCError) {
    const refusal = refusalSchema.safeParse(error.data);
    if (refusal.success) return refusal.data;
    if (error.code === 'BAD_REQUEST') {
      return {
        code: 'invalid_input',
        message: `A value is not acceptable: ${inputProblem(error.data)}`,
        details: {},
      };
    }
  }
  const [first] = (error instanceof Error ? error.message : String(error)).split('\n');
  return { code: 'internal', message: `Something went wrong inside AIOS: ${first}`, details: {} };
}

function inputProblem(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('issues' in data) || !Array.isArray(data.issues))
    return 'see --help';
  return data.issues
    .slice(0, 3)
    .map((issue: unknown) => {
      if (typeof issue !== 'object' || issue === null) return '';
      const path = 'path' in issue && Array.isArray(issue.path) ? issue.path.join('.') : '';
      const message = 'message' in issue ? String(issue.message) : '';
      return path ? `${path}: ${message}` : message;
    })
    .join('; ');
}
