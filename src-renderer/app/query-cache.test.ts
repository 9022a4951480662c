import { AiosError } from '@shared/kernel/errors.js';
import { describe, expect, it } from 'vitest';
import { type Call, QueryCache } from './query-cache.js';

/** A call that is answered by hand. */
function heldCall() {
  const asked: { name: string; input: unknown; answer: (v: unknown) => void; fail: (e: unknown) => void }[] =
    [];
  const call: Call = (name, input) =>
    new Promise((answer, fail) => {
      asked.push({ name, input, answer, fail });
    });
  const turn = async () => {
    // Settled promises call back within a few turns of the microtask queue.
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  return { asked, call, turn };
}

describe('QueryCache', () => {
  it('asks once for all who look, and tells each', async () => {
    const { asked, call, turn } = heldCall();
    const cache = new QueryCache(call);
    let told = 0;
    cache.subscribe('agents.list', undefined, () => told++);
    cache.subscribe('agents.list', undefined, () => told++);
    expect(asked).toHaveLength(1);
    told = 0;
    asked[0]?.answer(['water']);
    await turn();
    expect(told).toBe(2);
    expect(cache.read('agents.list', undefined)).toEqual({ status: 'ready', data: ['water'] });
    cache.subscribe('agents.list', undefined, () => {});
    expect(asked).toHaveLength(1);
  });

  it('keeps answers apart by input', async () => {
    const { asked, call, turn } = heldCall();
    const cache = new QueryCache(call);
    cache.subscribe('agents.get', { id: 'a' }, () => {});
    cache.subscribe('agents.get', { id: 'b' }, () => {});
    asked[1]?.answer('B');
    await turn();
    expect(cache.read('agents.get', { id: 'a' })).toEqual({ status: 'loading' });
    expect(cache.read('agents.get', { id: 'b' })).toEqual({ status: 'ready', data: 'B' });
  });

  it('throws away the answer to a question that was asked again', async () => {
    const { asked, call, turn } = heldCall();
    const cache = new QueryCache(call);
    cache.subscribe('agents.list', undefined, () => {});
    cache.invalidateModules(['agents']);
    asked[1]?.answer('new');
    await turn();
    asked[0]?.answer('old');
    await turn();
    expect(cache.read('agents.list', undefined)).toEqual({ status: 'ready', data: 'new' });
  });

  it('keeps what was known when asking again fails, and asks again at the next look', async () => {
    const { asked, call, turn } = heldCall();
    const cache = new QueryCache(call);
    const stop = cache.subscribe('agents.list', undefined, () => {});
    asked[0]?.answer('known');
    await turn();
    cache.invalidateModules(['agents']);
    asked[1]?.fail(new AiosError('engine_stopped', 'stopped'));
    await turn();
    expect(cache.read('agents.list', undefined)).toMatchObject({ status: 'failed', data: 'known' });
    stop();
    cache.subscribe('agents.list', undefined, () => {});
    expect(asked).toHaveLength(3);
  });

  it('shows nothing of the last client after the switch, not even a late answer', async () => {
    const { asked, call, turn } = heldCall();
    const cache = new QueryCache(call);
    cache.subscribe('agents.list', undefined, () => {});
    asked[0]?.answer('of the last client');
    await turn();
    cache.subscribe('audit.verify', undefined, () => {});
    cache.clear();
    asked[1]?.answer('late, of the last client');
    await turn();
    expect(cache.read('agents.list', undefined)).toEqual({ status: 'loading' });
    expect(cache.read('audit.verify', undefined)).toEqual({ status: 'loading' });
  });

  it('shows what a command answered at once, and then what the engine says', async () => {
    const { asked, call, turn } = heldCall();
    const cache = new QueryCache(call);
    let told = 0;
    cache.subscribe('customisation.view', undefined, () => told++);
    cache.invalidateModules(['customisation']);
    told = 0;
    cache.put('customisation.view', undefined, 'answered');
    expect(told).toBe(1);
    expect(cache.read('customisation.view', undefined)).toEqual({ status: 'ready', data: 'answered' });
    asked.at(-1)?.answer('asked again');
    await turn();
    expect(cache.read('customisation.view', undefined)).toEqual({ status: 'ready', data: 'asked again' });
  });

  it('refreshes what depends on the changed module, and the status, and nothing else', () => {
    const { asked, call } = heldCall();
    const cache = new QueryCache(call);
    for (const name of ['system.status', 'customisation.view', 'deployment.preview', 'audit.verify']) {
      cache.subscribe(name, undefined, () => {});
    }
    asked.length = 0;
    cache.invalidateModules(['customisation']);
    expect(asked.map((question) => question.name)).toEqual([
      'system.status',
      'customisation.view',
      'deployment.preview',
    ]);
  });
});
