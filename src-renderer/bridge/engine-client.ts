import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { contract } from '@shared/contract/index.js';
import { type DesktopApi, type EngineState, enginePortMessage } from '@shared/desktop/desktop-api.js';
import { AiosError } from '@shared/kernel/errors.js';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createPortLink, type EnginePort, engineStopped, type PortLink } from './port-link.js';

/**
 * How the window stands to the engine.
 * `ready`: every procedure answers. `restarting`: keep what was typed, it comes back by itself.
 * `failed` with `canRestore`: the engine runs, but only `system` and `tenants` procedures answer (guided restore);
 * without: it stopped for good, offer `desktop.restartEngine()`.
 */
export type ConnectionState =
  | { phase: 'connecting' }
  | { phase: 'ready' }
  | { phase: 'restarting'; attempt: number }
  | { phase: 'failed'; code: AiosError['code']; message: string; canRestore: boolean };

/** The whole contract as typed functions; each rejects with an `AiosError` and nothing else. */
export type EngineClient = ContractRouterClient<typeof contract>;

export interface EngineBridge {
  engine: EngineClient;
  connectionState: StoreApi<ConnectionState>;
}

/** What the bridge needs from the window: replaced by a fake in tests and previews. */
export interface BridgeHost {
  desktop: Pick<DesktopApi, 'connectEngine' | 'onEngineState'>;
  /** Calls `listener` for each port that the desktop hands over. */
  onPort(listener: (port: EnginePort) => void): void;
  /** How long a call waits for a connection before it fails with `engine_stopped`, in milliseconds. */
  patienceMs: number;
}

/** Connects to the engine and stays connected: a new port replaces a lost one. */
export function createEngineBridge(host: BridgeHost): EngineBridge {
  const connectionState = createStore<ConnectionState>(() => ({ phase: 'connecting' }));
  const current = createStore<Link>(() => ({ link: null, failure: null }));

  host.onPort((port) => {
    current.getState().link?.close();
    const link = createPortLink(port);
    current.setState({ link });
    void link.lost.then(() => {
      if (current.getState().link === link) current.setState({ link: null });
    });
  });
  host.desktop.onEngineState((state) => {
    if (state.phase === 'restarting' || state.phase === 'stopped') current.getState().link?.close();
    const next = toConnectionState(state);
    connectionState.setState(next, true);
    const isOver = next.phase === 'failed' && !next.canRestore;
    current.setState({ failure: isOver ? new AiosError(next.code, next.message) : null });
  });
  host.desktop.connectEngine();

  const link: ClientLink<ClientContext> = {
    call: async (path, input, options) => {
      const first = await waitForLink(current, host.patienceMs, options.signal);
      try {
        return await first.call(path, input, options);
      } catch (error) {
        // Only a query is safe to ask twice: a command may have been done before the engine died.
        if (!isEngineStopped(error) || kindOf(path) !== 'query') throw error;
        const second = await waitForLink(current, host.patienceMs, options.signal);
        return second.call(path, input, options);
      }
    },
  };
  return { engine: createORPCClient<EngineClient>(link), connectionState };
}

/** What the screens see of the engine's state. Total over the desktop's states. */
export function toConnectionState(state: EngineState): ConnectionState {
  switch (state.phase) {
    case 'starting':
      return { phase: 'connecting' };
    case 'ready':
      return { phase: 'ready' };
    case 'restarting':
      return { phase: 'restarting', attempt: state.attempt };
    case 'failed':
      return state;
    case 'stopped':
      return { phase: 'failed', code: 'engine_stopped', message: state.message, canRestore: false };
  }
}

/** The live connection, or why there will be none until a person does something. */
interface Link {
  link: PortLink | null;
  failure: AiosError | null;
}

type ProcedureKind = 'query' | 'command' | 'stream';

/** Whether the procedure at `path` is a query, a command or a stream; `command` when unknown, the careful answer. */
export function kindOf(path: readonly string[]): ProcedureKind {
  let node: unknown = contract;
  for (const key of path) node = isObject(node) ? node[key] : undefined;
  const definition = isObject(node) ? node['~orpc'] : undefined;
  const meta = isObject(definition) ? definition.meta : undefined;
  const kind = isObject(meta) ? meta.kind : undefined;
  return kind === 'query' || kind === 'stream' ? kind : 'command';
}

function waitForLink(
  current: StoreApi<Link>,
  patienceMs: number,
  signal: AbortSignal | undefined,
): Promise<PortLink> {
  const now = current.getState();
  if (now.failure !== null) return Promise.reject(now.failure);
  if (now.link !== null) return Promise.resolve(now.link);
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      unsubscribe();
      signal?.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = (): void =>
      finish(() => reject(new AiosError('cancelled', 'It was cancelled before the engine was there.')));
    const timer = setTimeout(() => finish(() => reject(engineStopped())), patienceMs);
    const unsubscribe = current.subscribe(({ link, failure }) => {
      if (failure !== null) finish(() => reject(failure));
      else if (link !== null) finish(() => resolve(link));
    });
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function isEngineStopped(error: unknown): boolean {
  return error instanceof AiosError && error.code === 'engine_stopped';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null;
}

/** The desktop's ports as they reach this window, from its own preload only. */
export function listenForPorts(listener: (port: EnginePort) => void): void {
  window.addEventListener('message', (event) => {
    if (event.source !== window || event.origin !== window.location.origin) return;
    const port = event.ports[0];
    if (event.data === enginePortMessage && port !== undefined) listener(port);
  });
}
