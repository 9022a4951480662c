import '../node-globals.js';
import { createEngine, type Engine } from '@engine';
import { RPCHandler } from '@orpc/server/message-port';
import { AiosError } from '@shared/kernel/errors.js';
import { isErrorCode } from '@shared/kernel/explain-error.js';
import type { MessagePortMain } from 'electron';
import { startMarks } from '../start-marks.js';
import type { FromHost, Startup, ToHost } from './host-messages.js';
import { readHostOptions } from './host-options.js';
import { keepLastClient, readLastClient } from './last-client.js';
import { createRenderPort } from './render-port.js';

/**
 * The engine process of the desktop: opens the data, then serves the contract on every port that the main process
 * hands over. Ports that come earlier wait; what was posted on them is kept by the port.
 */
const firstClient = 'default';
const mark = startMarks(process.env);
mark('engine loaded');
const { user, ...options } = readHostOptions(process.argv.slice(2));
const parent = process.parentPort;
const send = (message: FromHost): void => parent.postMessage(message);
const renderPort = createRenderPort(send);
const engine = open();

parent.on('message', ({ data, ports }: { data: ToHost; ports: MessagePortMain[] }) => {
  if (renderPort.accept(data)) return;
  if (data.type === 'close') void close();
  const port = ports[0];
  if (data.type === 'client' && port !== undefined) void serve(port);
});

/** The engine, or null when there cannot be one on this home. Anything but a known failure is a defect and ends the process. */
async function open(): Promise<Engine | null> {
  try {
    const opened = await createEngine({
      ...options,
      // Asked for no client by name, the window goes on where it was: also after a crash.
      tenant: options.tenant === firstClient ? (readLastClient(options.home) ?? firstClient) : options.tenant,
      render: renderPort.render,
      onOpening: (tenant) => keepLastClient(options.home, tenant),
    });
    mark('engine opened');
    send({ type: 'startup', startup: startupOf(opened) });
    return opened;
  } catch (error) {
    if (!(error instanceof AiosError)) throw error;
    const { code, message } = error;
    send({ type: 'startup', startup: { phase: 'failed', code, message, canRestore: false } });
    return null;
  }
}

function startupOf({ startup }: Engine): Startup {
  if (startup.phase === 'ready') return { phase: 'ready' };
  const code = isErrorCode(startup.code) ? startup.code : 'internal';
  return { phase: 'failed', code, message: startup.message, canRestore: true };
}

async function serve(port: MessagePortMain): Promise<void> {
  const opened = await engine;
  if (opened === null) {
    port.close();
    return;
  }
  const context = opened.context({
    user: { id: user, name: user, roles: ['administrator'] },
  });
  new RPCHandler(opened.router).upgrade(port, { context });
  port.start();
}

/** Ends the process when the data is closed and its lock is given back; the main process does not wait for ever. */
async function close(): Promise<void> {
  try {
    await (await engine)?.close();
  } finally {
    process.exit(0);
  }
}
