import { mkdirSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { desktopChannels } from '@shared/desktop/desktop-api.js';
import { AiosError } from '@shared/kernel/errors.js';
import { app, BrowserWindow, session } from 'electron';
import { registerAppScheme, serveApp } from './app/app-protocol.js';
import { installMenu } from './app/application-menu.js';
import { answerDesktopCalls } from './app/desktop-answers.js';
import { type EngineProcess, startEngineProcess } from './app/engine-process.js';
import { programPaths, readLaunchOptions } from './app/launch-options.js';
import { lockDownPages, lockDownSession } from './app/lock-down.js';
import { openMainWindow } from './app/main-window.js';
import { markWindowStart } from './app/mark-window-start.js';
import { renderPage } from './app/render-page.js';
import { commandLineWords, runCommandLine } from './app/run-command-line.js';
import { answerPages, hearPages } from './app/trusted-sender.js';
import { defaultHome } from './default-home.js';
import { toArguments } from './engine-host/host-arguments.js';
import { startMarks } from './start-marks.js';

/** Composition root of the desktop: windows and the system on this side, the engine in a process of its own. */
const environment = process.env;
const mark = startMarks(environment);
mark('main loaded');
const options = readLaunchOptions(
  process.argv.slice(1),
  environment.AIOS_HOME || defaultHome(process.platform, environment, homedir()),
);
const paths = programPaths(app.getAppPath(), process.resourcesPath, app.isPackaged);

const command = commandLineWords(process.argv);

if (command === null) openDesktop();
else runCommandLine(app, paths.commandLine, command);

function openDesktop(): void {
  // The browser's own profile stands inside the home, so one home has one window, and two homes may be open at once.
  const profile = usableProfile(options.home);
  app.setPath('userData', profile);
  app.setPath('sessionData', profile);
  if (app.requestSingleInstanceLock()) run();
  else app.quit();
}

function run(): void {
  registerAppScheme();
  // Chromium has no sandbox for root (tests in a container): the two switches together end every child process.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  lockDownPages(app);
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(start);
}

function start(): void {
  mark('main ready');
  // First of all: the engine needs longer than the window, and opens its data while the window paints.
  const engine = startEngine();
  const main = session.defaultSession;
  serveApp(main, paths.renderer);
  lockDownSession(main);
  answerDesktopCalls(options.home);
  hearPages(desktopChannels.connectEngine, (page) => {
    page.send(desktopChannels.engineState, engine.state);
    engine.connect(page);
  });
  answerPages(desktopChannels.restartEngine, () => engine.restart());
  endWithEngine(engine);
  const window = openMainWindow({
    preload: paths.preload,
    icon: paths.icon,
    stateFolder: app.getPath('userData'),
  });
  if (environment.AIOS_START_MARKS) markWindowStart(window, mark);
  // After the window: nobody opens a menu before there is one.
  installMenu({ isMac: process.platform === 'darwin', isDevelopment: !app.isPackaged });
}

function startEngine(): EngineProcess {
  return startEngineProcess({
    modulePath: paths.engineHost,
    arguments: toArguments({
      home: options.home,
      tenant: options.tenant,
      resources: paths.resources,
      migrations: paths.migrations,
      template: paths.template,
      version: app.getVersion(),
      platform: `Electron ${process.versions.electron}`,
      user: userInfo().username,
    }),
    handOver: (page, port) => page.postMessage(desktopChannels.enginePort, null, [port]),
    onState: (state) => {
      for (const window of BrowserWindow.getAllWindows()) {
        window.webContents.send(desktopChannels.engineState, state);
      }
    },
    render: renderPage,
    describeFailure: (error) =>
      error instanceof AiosError
        ? { code: error.code, message: error.message }
        : { code: 'internal', message: 'The page could not be rendered.' },
  });
}

/** Quitting waits until the engine has closed its data and given its lock back, at most five seconds. */
function endWithEngine(engine: EngineProcess): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void engine.close(5_000).then(() => {
      isClosed = true;
      app.quit();
    });
  });
  // A terminal's Ctrl-C and a session's end are orders to quit, not to drop everything.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}

function showWindow(): void {
  const window = BrowserWindow.getAllWindows().find((each) => each.isVisible() || each.isMinimized());
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** On a home that cannot be written the window still opens, so that the engine can say what is wrong in it. */
function usableProfile(home: string): string {
  const wanted = join(home, 'window');
  try {
    mkdirSync(wanted, { recursive: true });
    return wanted;
  } catch {
    return join(tmpdir(), `aios-window-${process.pid}`);
  }
}
