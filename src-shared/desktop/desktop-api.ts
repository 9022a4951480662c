import type { ErrorCode } from '../kernel/errors.js';

/**
 * What the window knows about the engine process.
 * `failed`: the process runs but the client's data did not open; with `canRestore` the `system` and `tenants`
 * procedures answer (guided restore), without it nothing does.
 * `stopped`: it died too often and is not started again until a person asks for it.
 */
export type EngineState =
  | { phase: 'starting' }
  | { phase: 'ready' }
  | { phase: 'failed'; code: ErrorCode; message: string; canRestore: boolean }
  | { phase: 'restarting'; attempt: number }
  | { phase: 'stopped'; message: string };

/** One row of the file type list in a native dialog; extensions without the dot. */
export interface FileKind {
  name: string;
  extensions: string[];
}

/**
 * Everything that the sandboxed window may ask of the desktop, exposed as `window.aios`.
 * It names no file content and no channel: work goes through the engine's contract.
 */
export interface DesktopApi {
  /** Asks the person, then opens an https address in their browser; false when refused. */
  openExternal(url: string): Promise<boolean>;
  /** Absolute path of the folder that the person chose, or null. */
  chooseFolder(title?: string): Promise<string | null>;
  /** Absolute path of the existing file that the person chose, or null. */
  chooseFile(title?: string, kinds?: FileKind[]): Promise<string | null>;
  /** Absolute path under which to save, or null. Nothing is written by this call. */
  saveFile(suggestedName: string, kinds?: FileKind[]): Promise<string | null>;
  /** Absolute path of a `File` that the person dropped or chose; null when it has none. */
  pathForFile(file: object): string | null;
  /** Shows a file or folder of the data folder in the system's file manager; false when it is outside of it. */
  showInFolder(path: string): Promise<boolean>;
  /** Asks for a port to the engine; it arrives as an `enginePortMessage` window message. */
  connectEngine(): void;
  /** Starts the engine again after `failed` or `stopped`, or after a restore. */
  restartEngine(): Promise<void>;
  /** Tells the state now and after each change; returns the way to stop. */
  onEngineState(listener: (state: EngineState) => void): () => void;
}

/** `data` of the window message that carries the engine's MessagePort in `ports[0]`. */
export const enginePortMessage = 'aios:engine-port';

/** Names of the messages between preload and main, kept in one place so that neither side can misspell one. */
export const desktopChannels = {
  openExternal: 'desktop:open-external',
  chooseFolder: 'desktop:choose-folder',
  chooseFile: 'desktop:choose-file',
  saveFile: 'desktop:save-file',
  showInFolder: 'desktop:show-in-folder',
  connectEngine: 'engine:connect',
  restartEngine: 'engine:restart',
  enginePort: 'engine:port',
  engineState: 'engine:state',
} as const;
