import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { electronPath, sandboxArguments } from '../fixtures/electron-program.js';

const repository = resolve(__dirname, '..', '..');

/** A running desktop on a home of its own. */
export interface Desktop {
  app: ElectronApplication;
  page: Page;
  home: string;
  /** Process id of the engine, as the operating system knows it. */
  enginePid(): Promise<number>;
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** An existing home; without it a new one is made for the test. */
  home?: string;
  /** More words for the command line. */
  arguments?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

export interface Fixtures {
  /** The desktop on a new home. */
  desktop: Desktop;
  /** An empty folder that is removed after the test. */
  home: string;
  /** Launches a desktop; whatever was launched is closed after the test. */
  launch: (options?: LaunchOptions) => Promise<Desktop>;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the names of the fixtures from this pattern
  home: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'aios-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  launch: async ({ home }, use) => {
    const open: Desktop[] = [];
    await use(async (options = {}) => {
      const desktop = await launchDesktop({ home, ...options });
      open.push(desktop);
      return desktop;
    });
    for (const desktop of open) await desktop.close();
  },
  desktop: async ({ launch }, use) => use(await launch()),
});

export { expect } from '@playwright/test';

/** Longer than the slowest start that was ever seen on a busy machine. */
const longestStartMs = 35_000;

/**
 * Starts the desktop and waits for its window. The old Electron that stands in where no other can be had sometimes never
 * opens one on a virtual display of a busy machine; it is then ended, told aloud, and started once more.
 */
async function startElectron(options: LaunchOptions & { home: string }): Promise<ElectronApplication> {
  for (let attempt = 1; ; attempt += 1) {
    const app = await _electron.launch({
      executablePath: electronPath(),
      args: [...sandboxArguments(), repository, `--home=${options.home}`, ...(options.arguments ?? [])],
      cwd: repository,
      env: { ...definedEnvironment(), ...options.env },
    });
    try {
      await app.firstWindow({ timeout: longestStartMs });
      return app;
    } catch (error) {
      app.process().kill('SIGKILL');
      if (attempt === 2) throw error;
      console.warn(`the desktop opened no window within ${longestStartMs / 1000} s; started once more`);
    }
  }
}

async function launchDesktop(options: LaunchOptions & { home: string }): Promise<Desktop> {
  const app = await startElectron(options);
  const page = await app.firstWindow();
  let isClosed = false;
  app.on('close', () => {
    isClosed = true;
  });
  return {
    app,
    page,
    home: options.home,
    enginePid: () => enginePidOf(app),
    close: async () => {
      if (!isClosed) await app.close();
    },
  };
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

/** Asks Electron, whose own list has the engine under the name that it was started with. */
async function enginePidOf(app: ElectronApplication): Promise<number> {
  const pid = await app.evaluate(
    ({ app: electron }) =>
      electron.getAppMetrics().find(({ type, name }) => type === 'Utility' && name === 'AIOS engine')?.pid,
  );
  if (pid === undefined) throw new Error('no engine process runs');
  return pid;
}
