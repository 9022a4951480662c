import type { EngineState } from '@shared/desktop/desktop-api.js';
import type { ErrorCode } from '@shared/kernel/errors.js';

/** How opening the data went: said once by each engine process, before it answers its first call. */
export type Startup = Extract<EngineState, { phase: 'ready' | 'failed' }>;

/** A page after its scripts have run. */
export interface RenderedPage {
  html: string;
  finalUrl: string;
}

export interface RenderRequest {
  url: string;
  /** Hosts that the user allowed by name although their address is private. */
  allowedHosts: readonly string[];
}

/** From the desktop's main process to the engine process. `client` carries a MessagePort. */
export type ToHost =
  | { type: 'client' }
  | { type: 'close' }
  | { type: 'rendered'; id: number; page: RenderedPage }
  | { type: 'render-failed'; id: number; code: ErrorCode; message: string };

/** From the engine process to the desktop's main process. */
export type FromHost =
  | { type: 'startup'; startup: Startup }
  | { type: 'render'; id: number; request: RenderRequest };
