import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { contract } from '@shared/contract/index.js';
import type { EngineState } from '@shared/desktop/desktop-api.js';
import { afterEach, describe, expect, it } from 'vitest';
import { createEngineBridge, kindOf, toConnectionState } from './engine-client.js';
import type { EnginePort } from './port-link.js';

const procedures = implement(contract);

/** A desktop whose engine can be killed and brought back, over real message ports. */
function fakeDesktop() {
  const calls: string[] = [];
  const open: MessagePort[] = [];
  let handOver: (port: EnginePort) => void = () => undefined;
  let tell: (state: EngineState) => void = () => undefined;
  let answers = true;

  const router = {
    agents: {
      templates: procedures.agents.templates.handler(async () => {
        calls.push('templates');
        if (!answers) await new Promise(() => undefined);
        return [];
      }),
    },
    deployment: {
      resume: procedures.deployment.resume.handler(async () => {
        calls.push('resume');
        return new Promise(() => undefined);
      }),
    },
    tenants: {
      open: procedures.tenants.open.handler(async ({ input, errors }) => {
        throw errors.REFUSED({
          data: { code: 'not_found', message: `There is no client ${input.id}.`, details: { id: input.id } },
        });
      }),
    },
    system: {
      changes: procedures.system.changes.handler(async function* () {
        yield { modules: ['audit' as const] };
        await new Promise(() => undefined);
      }),
    },
  };

  const connect = (): void => {
    const { port1, port2 } = new MessageChannel();
    open.push(port1, port2);
    new RPCHandler(router).upgrade(port1);
    port1.start();
    handOver(port2);
  };
  const bridge = createEngineBridge({
    desktop: {
      connectEngine: () => undefined,
      onEngineState: (listener) => {
        tell = listener;
        return () => undefined;
      },
    },
    onPort: (listener) => {
      handOver = listener;
    },
    patienceMs: 300,
  });
  return {
    ...bridge,
    calls,
    connect,
    state: (state: EngineState) => tell(state),
    hang: (isHanging: boolean) => {
      answers = !isHanging;
    },
    /** Closes the engine's end, as the system does when the process dies. */
    kill: () => open.at(-2)?.close(),
    end: () => {
      for (const port of open) port.close();
    },
  };
}

let desktop = fakeDesktop();
afterEach(() => {
  desktop.end();
  desktop = fakeDesktop();
});

/** Resolves when the engine was asked `count` times. */
async function untilAsked(count: number): Promise<void> {
  await expect.poll(() => desktop.calls.length).toBe(count);
}

describe('a call', () => {
  it('waits for the first connection', async () => {
    const answer = desktop.engine.agents.templates();
    desktop.connect();
    await expect(answer).resolves.toEqual([]);
  });

  it('fails with engine_stopped when no engine comes', async () => {
    await expect(desktop.engine.agents.templates()).rejects.toMatchObject({ code: 'engine_stopped' });
  });

  it('rejects with the refusal of the engine as one error type', async () => {
    desktop.connect();
    await expect(desktop.engine.tenants.open({ id: 'nobody' })).rejects.toMatchObject({
      name: 'AiosError',
      code: 'not_found',
      message: 'There is no client nobody.',
      details: { id: 'nobody' },
    });
  });

  it('names the field when an input is not valid', async () => {
    desktop.connect();
    await expect(desktop.engine.tenants.open({ id: 'NOT VALID' })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('id: '),
    });
  });

  it('can be cancelled', async () => {
    desktop.connect();
    desktop.hang(true);
    const control = new AbortController();
    const answer = desktop.engine.agents.templates(undefined, { signal: control.signal });
    await untilAsked(1);
    control.abort();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('when the engine dies', () => {
  it.each(['port', 'word'])('a query is asked once more after it is back (told by the %s)', async (way) => {
    desktop.connect();
    desktop.hang(true);
    const answer = desktop.engine.agents.templates();
    await untilAsked(1);
    if (way === 'port') desktop.kill();
    else desktop.state({ phase: 'restarting', attempt: 1 });
    desktop.hang(false);
    desktop.connect();
    await expect(answer).resolves.toEqual([]);
    expect(desktop.calls).toEqual(['templates', 'templates']);
  });

  it('a command is not asked again', async () => {
    desktop.connect();
    const answer = desktop.engine.deployment.resume({ deployment: 'd' });
    await untilAsked(1);
    desktop.kill();
    desktop.connect();
    await expect(answer).rejects.toMatchObject({ code: 'engine_stopped' });
    expect(desktop.calls).toEqual(['resume']);
  });

  it('a stream ends with engine_stopped', async () => {
    desktop.connect();
    const events = await desktop.engine.system.changes();
    const iterator = events[Symbol.asyncIterator]();
    await expect(iterator.next()).resolves.toMatchObject({ value: { modules: ['audit'] } });
    const next = iterator.next();
    desktop.kill();
    await expect(next).rejects.toMatchObject({ code: 'engine_stopped' });
  });

  it('for good, calls fail at once with its word', async () => {
    desktop.state({ phase: 'stopped', message: 'It stopped several times.' });
    await expect(desktop.engine.agents.templates()).rejects.toMatchObject({
      message: 'It stopped several times.',
    });
    expect(desktop.connectionState.getState()).toMatchObject({ phase: 'failed', canRestore: false });
  });
});

describe('the state of the connection', () => {
  it('follows the desktop', () => {
    expect(toConnectionState({ phase: 'starting' })).toEqual({ phase: 'connecting' });
    expect(toConnectionState({ phase: 'restarting', attempt: 2 })).toEqual({
      phase: 'restarting',
      attempt: 2,
    });
    const failed = { phase: 'failed', code: 'data_damaged', message: 'm', canRestore: true } as const;
    expect(toConnectionState(failed)).toEqual(failed);
  });
});

describe('the kind of a procedure', () => {
  it('comes from the contract, and is the careful one where there is none', () => {
    expect(kindOf(['system', 'status'])).toBe('query');
    expect(kindOf(['system', 'changes'])).toBe('stream');
    expect(kindOf(['discovery', 'start'])).toBe('command');
    expect(kindOf(['no', 'such'])).toBe('command');
  });
});
