import { implement } from '@orpc/server';
import { contract } from '@shared/contract/index.js';
import { AiosError } from '@shared/kernel/errors.js';
import type { EngineState } from '../engine-state.js';
import type { Log } from '../observability/index.js';
import { newTraceId } from '../observability/index.js';
import type { Caller } from '../tenancy/index.js';

/** Who is at the other end of a connection. Made by the host from the transport. */
export interface Session {
  user: { id: string; name: string; roles: readonly string[] };
}

/** What a handler gets: the session, and the engine that it speaks to. */
export interface HandlerContext {
  session: Session;
  engine: EngineState;
}

const base = implement(contract).$context<HandlerContext>();

/** The contract's implementer: failures become data at this one place. */
export const procedures = base.use(async ({ next, context, errors }) => {
  try {
    return await next();
  } catch (error) {
    const known = asRefusal(error, context.engine.log);
    if (known) throw errors.REFUSED({ data: known });
    throw error;
  }
});

/** The data that a failure crosses the border as; null for what the transport itself reports (bad input). */
function asRefusal(error: unknown, log: Log) {
  if (error instanceof AiosError) {
    if (error.code === 'internal') log.error('procedure.failed', error);
    return { code: error.code, message: error.message, details: { ...error.details } };
  }
  if (typeof error === 'object' && error !== null && 'defined' in error && 'status' in error) return null;
  log.error('procedure.failed', error);
  return { code: 'internal' as const, message: 'Something went wrong inside AIOS.', details: {} };
}

/** The caller for one request: who from the session, which tenant from the engine, never from the input. */
export function callerOf({ session, engine }: HandlerContext): Caller {
  return {
    tenant: engine.tenant.id,
    actor: { kind: 'person', id: session.user.id, role: session.user.roles[0] ?? 'none' },
    name: session.user.name,
    roles: session.user.roles,
    traceId: newTraceId(),
  };
}
