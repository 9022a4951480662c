import { AiosError } from '@shared/kernel/errors.js';
import type { FromHost, RenderedPage, ToHost } from './host-messages.js';

/** Renders a page in the desktop's hidden window. Throws an AiosError when that is refused or takes too long. */
export type Render = (url: string, options?: { allowedHosts?: readonly string[] }) => Promise<RenderedPage>;

export interface RenderPort {
  render: Render;
  /** Takes an answer of the main process; true when it was one. */
  accept(message: ToHost): boolean;
}

/** The engine's side of the hidden window: requests go out by `send`, answers come back through `accept`. */
export function createRenderPort(send: (message: FromHost) => void): RenderPort {
  const waiting = new Map<number, { resolve(page: RenderedPage): void; reject(error: AiosError): void }>();
  let last = 0;
  return {
    render: (url, options = {}) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        send({ type: 'render', id: last, request: { url, allowedHosts: options.allowedHosts ?? [] } });
      }),
    accept: (message) => {
      if (message.type !== 'rendered' && message.type !== 'render-failed') return false;
      const request = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.type === 'rendered') request?.resolve(message.page);
      else request?.reject(new AiosError(message.code, message.message));
      return true;
    },
  };
}
