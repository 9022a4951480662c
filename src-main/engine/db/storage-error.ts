import { AiosError } from '@shared/kernel/errors.js';

/** Turns what a driver or the file system threw into the error that the user is told; other errors pass unchanged. */
export function storageError(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100') {
    return new AiosError('disk_full', `The disk that holds ${path} is full.`, {
      details: { path },
      cause: error,
    });
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new AiosError('home_not_writable', `${path} cannot be written.`, {
      details: { path },
      cause: error,
    });
  }
  if (code === 'XX001' || code === 'XX002') {
    return new AiosError('data_damaged', `The database in ${path} is damaged.`, {
      details: { path },
      cause: error,
    });
  }
  return error;
}

/** The system's or PostgreSQL's code of an error, when it has one. Emscripten reports `errno` names in the message's place. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
