import { BrowserWindow, nativeTheme, screen } from 'electron';
import { appStartUrl } from './app-address.js';
import { fitToScreens, readWindowState, rememberWindowState } from './window-state.js';

export interface MainWindowOptions {
  preload: string;
  icon: string;
  /** Folder in which the window's place is remembered. */
  stateFolder: string;
}

/** Opens the console's window; it is shown when its first frame is painted, so nothing white flashes. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const { maximised, ...bounds } = fitToScreens(readWindowState(options.stateFolder), screens);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'AIOS',
    icon: options.icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#f8f9fa',
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      enableWebSQL: false,
    },
  });
  window.once('ready-to-show', () => {
    if (maximised) window.maximize();
    window.show();
  });
  rememberWindowState(window, options.stateFolder);
  reloadWhenGone(window);
  void window.loadURL(appStartUrl);
  return window;
}

/** A page whose process died is loaded again, at most three times: the engine and its work are not touched by it. */
function reloadWhenGone(window: BrowserWindow): void {
  let reloads = 0;
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || reloads >= 3 || window.isDestroyed()) return;
    reloads += 1;
    window.webContents.reload();
  });
}
