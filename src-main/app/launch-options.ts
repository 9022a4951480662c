import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const launchOptionsSchema = z.object({
  home: z.string().min(1).optional(),
  tenant: z.string().min(1).default('default'),
});

export interface LaunchOptions {
  /** Absolute path of the data root. */
  home: string;
  tenant: string;
}

/**
 * Reads the desktop's own options from the command line. Chromium's and Electron's switches stand between them and
 * are left alone.
 */
export function readLaunchOptions(words: readonly string[], fallbackHome: string): LaunchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: { home: { type: 'string' }, tenant: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  const { home, tenant } = launchOptionsSchema.parse(values);
  return { home: resolve(home ?? fallbackHome), tenant };
}

/** Where the parts of the program stand: beside each other in the repository, under `resources` when packaged. */
export interface ProgramPaths {
  renderer: string;
  preload: string;
  engineHost: string;
  commandLine: string;
  resources: string;
  migrations: string;
  template: string;
  icon: string;
}

/**
 * `appPath` is the repository or the packaged `app.asar`. What the engine process reads must be real files: its module
 * and its data lie outside of the archive.
 */
export function programPaths(appPath: string, resourcesPath: string, isPackaged: boolean): ProgramPaths {
  const unpacked = isPackaged ? `${appPath}.unpacked` : appPath;
  const data = isPackaged ? resourcesPath : appPath;
  return {
    renderer: join(appPath, 'out', 'renderer'),
    preload: join(appPath, 'out', 'preload', 'index.js'),
    engineHost: join(unpacked, 'out', 'main', 'engine-host.js'),
    commandLine: join(unpacked, 'out', 'main', 'cli.js'),
    resources: join(data, 'resources'),
    migrations: join(data, 'migrations'),
    template: isPackaged ? join(data, 'template') : join(appPath, 'out', 'template'),
    icon: join(data, 'resources', 'icons', 'aios.png'),
  };
}
