import { describe, expect, it } from 'vitest';
import type { FromHost } from './host-messages.js';
import { createRenderPort } from './render-port.js';

describe('the render port', () => {
  it('matches answers to requests in any order', async () => {
    const sent: FromHost[] = [];
    const port = createRenderPort((message) => sent.push(message));
    const first = port.render('https://a.example/');
    const second = port.render('https://b.example/', { allowedHosts: ['b.example'] });
    expect(sent).toEqual([
      { type: 'render', id: 1, request: { url: 'https://a.example/', allowedHosts: [] } },
      { type: 'render', id: 2, request: { url: 'https://b.example/', allowedHosts: ['b.example'] } },
    ]);
    port.accept({ type: 'rendered', id: 2, page: { html: 'b', finalUrl: 'https://b.example/' } });
    port.accept({ type: 'render-failed', id: 1, code: 'source_blocked', message: 'no' });
    await expect(second).resolves.toEqual({ html: 'b', finalUrl: 'https://b.example/' });
    await expect(first).rejects.toMatchObject({ code: 'source_blocked', message: 'no' });
  });

  it('leaves other messages alone', () => {
    expect(createRenderPort(() => undefined).accept({ type: 'close' })).toBe(false);
  });
});
