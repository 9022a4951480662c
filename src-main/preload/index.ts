import {
  type DesktopApi,
  desktopChannels,
  type EngineState,
  enginePortMessage,
} from '@shared/desktop/desktop-api.js';
import { contextBridge, ipcRenderer, webUtils } from 'electron';

/** Newer Electrons ask for it here, older ones put it on the file itself. */
function pathForFile(file: object): string | null {
  try {
    const { path: own } = file as { path?: unknown };
    const path: unknown = typeof webUtils?.getPathForFile === 'function' ? askForPath(file) : own;
    return typeof path === 'string' && path !== '' ? path : null;
  } catch {
    return null;
  }
}

/** Electron itself refuses what is no file; its type names the DOM's, which this side must not see. */
const askForPath: (file: object) => string = (file) =>
  Reflect.apply(webUtils.getPathForFile, webUtils, [file]);

/** The whole of what a page can reach outside of itself: fixed questions, never a channel name, an event or a port factory. */
const api: DesktopApi = {
  openExternal: (url) => ipcRenderer.invoke(desktopChannels.openExternal, url),
  chooseFolder: (title) => ipcRenderer.invoke(desktopChannels.chooseFolder, title),
  chooseFile: (title, kinds) => ipcRenderer.invoke(desktopChannels.chooseFile, title, kinds),
  saveFile: (suggestedName, kinds) => ipcRenderer.invoke(desktopChannels.saveFile, suggestedName, kinds),
  showInFolder: (path) => ipcRenderer.invoke(desktopChannels.showInFolder, path),
  pathForFile,
  connectEngine: () => ipcRenderer.send(desktopChannels.connectEngine),
  restartEngine: () => ipcRenderer.invoke(desktopChannels.restartEngine),
  onEngineState: (listener) => {
    const hear = (_event: unknown, state: EngineState): void => listener(state);
    ipcRenderer.on(desktopChannels.engineState, hear);
    return () => ipcRenderer.removeListener(desktopChannels.engineState, hear);
  },
};

/** The two things that a preload needs of its page; the rest of src-main must not see the DOM at all. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: string, targetOrigin: string, transfer: readonly unknown[]): void;
};

contextBridge.exposeInMainWorld('aios', api);

// A port cannot cross the context bridge, only a window message can carry it: to our own origin, never to '*'.
ipcRenderer.on(desktopChannels.enginePort, (event) => {
  window.postMessage(enginePortMessage, window.location.origin, event.ports);
});
