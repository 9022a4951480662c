import type { PGlite } from '@electric-sql/pglite';

/** Whether the backend inside PGlite still runs. */
export interface BackendState {
  stopped: boolean;
}

/** What a call meets after the backend has stopped; the port turns it into words. */
export class BackendStopped extends Error {
  override readonly name = 'BackendStopped';
}

/**
 * Makes the end of PGlite's backend an error. When PostgreSQL panics (a full disk while it writes its log), PGlite
 * swallows the abort and calls the dead backend again, which then spins for ever and takes the whole thread with it.
 * From the first abort on, every further call throws instead.
 */
export function guardBackend(pglite: PGlite): BackendState {
  const state: BackendState = { stopped: false };
  const backend = pglite.Module;
  const runOnce = backend._PostgresMainLoopOnce;
  const refuse = (): never => {
    throw new BackendStopped('the embedded database has stopped');
  };
  backend._PostgresMainLoopOnce = () => {
    try {
      return runOnce();
    } catch (error) {
      // A jump back to the main loop after an ordinary error carries a status; an abort is a WebAssembly error.
      if (error instanceof Error && error.name === 'RuntimeError') {
        state.stopped = true;
        backend._PostgresMainLoopOnce = refuse;
        // Called next by PGlite, in its handler of this very error.
        backend.stackRestore = refuse;
        backend._PostgresSendReadyForQueryIfNecessary = () => {};
        backend._pgl_pq_flush = () => {};
      }
      throw error;
    }
  };
  return state;
}
