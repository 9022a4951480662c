import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client';
import { ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { AiosError, type Json } from '@shared/kernel/errors.js';
import { isErrorCode } from '@shared/kernel/explain-error.js';

/** The part of a DOM MessagePort that the link needs: small, so that tests can use a Node port. */
export interface EnginePort {
  addEventListener(type: 'message' | 'close', listener: (event: { data?: unknown }) => void): void;
  postMessage(data: unknown): void;
  start(): void;
  close(): void;
}

/** One live connection: the calls that go through it, and the moment at which it ends. */
export interface PortLink extends ClientLink<ClientContext> {
  /** Resolves once, when the port was closed by either side. */
  readonly lost: Promise<void>;
  close(): void;
}

/** Speaks the contract over `port`; every call in flight fails with `engine_stopped` when the port is closed. */
export function createPortLink(port: EnginePort): PortLink {
  const closeListeners: Array<() => void> = [];
  let tellLost = (): void => undefined;
  let isLost = false;
  const lost = new Promise<void>((resolve) => {
    tellLost = resolve;
  });
  const lose = (): void => {
    if (isLost) return;
    isLost = true;
    for (const listener of closeListeners) listener();
    tellLost();
  };
  const rpc = new RPCLink({
    // The main-process shape of a port, because it lets us close the peer ourselves: a killed engine
    // does not always deliver a close event, the desktop's own word does.
    port: {
      on: (event, callback) => {
        if (event === 'message') port.addEventListener('message', (e) => callback({ data: e.data }));
        else if (event === 'close') closeListeners.push(() => callback());
      },
      postMessage: (data: unknown) => port.postMessage(data),
    },
  });
  port.addEventListener('close', lose);
  port.start();

  return {
    lost,
    close: () => {
      port.close();
      lose();
    },
    call: async (path, input, options: ClientOptions<ClientContext>) => {
      if (isLost) throw engineStopped();
      const abort = options.signal;
      try {
        const output = await Promise.race([rpc.call(path, input, options), lost.then(() => failStopped())]);
        return isAsyncIterator(output) ? translateIterator(output, () => isLost) : output;
      } catch (error) {
        throw toAiosError(error, isLost, abort?.aborted === true);
      }
    },
  };
}

export function engineStopped(): AiosError {
  return new AiosError('engine_stopped', 'The engine stopped before it answered.');
}

function failStopped(): never {
  throw engineStopped();
}

/** Whatever a call rejects with, as the one error type: screens never see a transport's error. */
export function toAiosError(error: unknown, isLost: boolean, isAborted: boolean): AiosError {
  if (error instanceof AiosError) return error;
  if (isAborted) return new AiosError('cancelled', 'It was cancelled.', { cause: error });
  if (isLost) return engineStopped();
  if (error instanceof ORPCError) return fromOrpcError(error);
  return new AiosError('internal', 'The engine gave an answer that was not understood.', { cause: error });
}

function fromOrpcError(error: ORPCError<string, unknown>): AiosError {
  const data = isRecord(error.data) ? error.data : {};
  if (error.code === 'REFUSED' && isErrorCode(data.code)) {
    const message = typeof data.message === 'string' ? data.message : error.message;
    const details = isRecord(data.details) ? (data.details as Record<string, Json>) : {};
    return new AiosError(data.code, message, { details, cause: error });
  }
  if (error.code === 'BAD_REQUEST') {
    return new AiosError('invalid_input', firstIssue(data) ?? 'A value is not valid.', { cause: error });
  }
  return new AiosError('internal', 'Something went wrong inside the engine.', { cause: error });
}

/** The first validation issue as one sentence, with the field that it is about. */
function firstIssue(data: Record<string, unknown>): string | null {
  const issues = data.issues;
  const issue: unknown = Array.isArray(issues) ? issues[0] : undefined;
  if (!isRecord(issue) || typeof issue.message !== 'string') return null;
  const path = Array.isArray(issue.path) ? issue.path.map(String).join('.') : '';
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

async function* translateIterator(
  source: AsyncIterable<unknown>,
  isLost: () => boolean,
): AsyncGenerator<unknown, void, undefined> {
  try {
    for await (const event of source) yield event;
  } catch (error) {
    throw toAiosError(error, isLost(), false);
  }
  // A peer that is closed under a stream may also just end it: that is not the stream's own end.
  if (isLost()) throw engineStopped();
}

function isAsyncIterator(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
