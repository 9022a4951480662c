import type { EngineState } from '@shared/desktop/desktop-api.js';
import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron';
import type { FromHost, RenderedPage, RenderRequest, ToHost } from '../engine-host/host-messages.js';
import { decideRestart } from './restart-policy.js';

export interface EngineProcessOptions {
  modulePath: string;
  arguments: string[];
  /** Hands one end of a new channel to a window. */
  handOver(page: WebContents, port: Electron.MessagePortMain): void;
  render(request: RenderRequest): Promise<RenderedPage>;
  onState(state: EngineState): void;
  /** How the failure of a rendering crosses to the engine. */
  describeFailure(error: unknown): Pick<Extract<ToHost, { type: 'render-failed' }>, 'code' | 'message'>;
}

/** The engine's process as the windows see it: always there, or on its way back. */
export interface EngineProcess {
  readonly state: EngineState;
  /** Process id, or undefined while none runs. */
  readonly pid: number | undefined;
  /** Gives the page a port now, and a new one whenever the engine comes back. */
  connect(page: WebContents): void;
  restart(): Promise<void>;
  /** Asks the engine to close its data and end; ends it by force after `limitMs`. */
  close(limitMs: number): Promise<void>;
}

/** Starts the engine process and keeps it alive. */
export function startEngineProcess(options: EngineProcessOptions): EngineProcess {
  const pages = new Set<WebContents>();
  let deaths: number[] = [];
  let state: EngineState = { phase: 'starting' };
  let child: UtilityProcess | null = null;
  let isSpawned = false;
  let isClosing = false;
  let timer: NodeJS.Timeout | undefined;

  const change = (next: EngineState): void => {
    state = next;
    options.onState(next);
  };

  const give = (page: WebContents): void => {
    if (child === null || !isSpawned || page.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    const message: ToHost = { type: 'client' };
    child.postMessage(message, [port1]);
    options.handOver(page, port2);
  };

  const spawn = (): void => {
    const started = utilityProcess.fork(options.modulePath, options.arguments, {
      serviceName: 'AIOS engine',
      stdio: 'inherit',
    });
    child = started;
    started.on('spawn', () => {
      isSpawned = true;
      for (const page of pages) give(page);
    });
    started.on('message', (message: FromHost) => {
      if (child !== started) return;
      if (message.type === 'startup') change(message.startup);
      else void answerRender(started, message.id, message.request, options);
    });
    started.on('exit', () => {
      if (child !== started) return;
      child = null;
      isSpawned = false;
      if (!isClosing) recover();
    });
  };

  const recover = (): void => {
    deaths = [...deaths, Date.now()].slice(-10);
    const decision = decideRestart(deaths);
    if (decision.kind === 'give-up') {
      change({ phase: 'stopped', message: 'The engine stopped several times within a minute.' });
      return;
    }
    change({ phase: 'restarting', attempt: decision.attempt });
    timer = setTimeout(spawn, decision.delayMs);
  };

  const end = async (limitMs: number): Promise<void> => {
    clearTimeout(timer);
    isClosing = true;
    const ending = child;
    if (ending !== null) await endChild(ending, limitMs);
  };

  spawn();
  return {
    get state() {
      return state;
    },
    get pid() {
      return child?.pid;
    },
    connect: (page) => {
      if (!pages.has(page)) page.once('destroyed', () => pages.delete(page));
      pages.add(page);
      give(page);
    },
    restart: async () => {
      await end(5_000);
      isClosing = false;
      deaths = [];
      change({ phase: 'restarting', attempt: 1 });
      spawn();
    },
    close: end,
  };
}

async function answerRender(
  host: UtilityProcess,
  id: number,
  request: RenderRequest,
  options: EngineProcessOptions,
): Promise<void> {
  const answer: ToHost = await options.render(request).then(
    (page) => ({ type: 'rendered', id, page }),
    (error) => ({ type: 'render-failed', id, ...options.describeFailure(error) }),
  );
  host.postMessage(answer);
}

function endChild(child: UtilityProcess, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill(), limitMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    const message: ToHost = { type: 'close' };
    child.postMessage(message);
  });
}
