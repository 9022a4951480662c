import type { DesktopApi } from '@shared/desktop/desktop-api.js';
import { must } from '@shared/kernel/must.js';
import { createEngineBridge, listenForPorts } from './engine-client.js';

declare global {
  interface Window {
    /** Put there by the preload; absent only outside the desktop. */
    readonly aios?: DesktopApi;
  }
}

/** Native dialogs and the way to the browser. */
export const desktop: DesktopApi = must(window.aios, 'the desktop preload');

/** The engine behind this window's port, and how the window stands to it. */
export const { engine, connectionState } = createEngineBridge({
  desktop,
  onPort: listenForPorts,
  patienceMs: 30_000,
});
