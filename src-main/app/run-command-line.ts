import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, utilityProcess } from 'electron';

/** The words for the `aios` command, which stand behind `--cli`; null when the window is wanted. */
export function commandLineWords(argv: readonly string[]): string[] | null {
  const at = argv.indexOf('--cli');
  return at < 0 ? null : argv.slice(at + 1);
}

/**
 * Runs the `aios` command of an installed application, where no other Node is, in a process of its own, and ends with
 * its exit code. Its output is this process's; it cannot read standard input.
 */
export function runCommandLine(app: App, modulePath: string, words: readonly string[]): void {
  // No window will be: the browser's files are of no use to anybody, and two commands must not share them.
  const profile = join(tmpdir(), `aios-command-${process.pid}`);
  app.setPath('userData', profile);
  app.setPath('sessionData', profile);
  app.disableHardwareAcceleration();
  app.dock?.hide();
  const end = (code: number): void => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    app.exit(code);
  };
  void app.whenReady().then(() => {
    const child = utilityProcess.fork(modulePath, [...words], { serviceName: 'aios', stdio: 'inherit' });
    child.on('exit', end);
    // A terminal sends Ctrl-C to both; the command stops its work first, and its end is ours.
    process.on('SIGINT', () => undefined);
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill());
  });
}
