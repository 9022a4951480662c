// The `aios` command in the repository: `npm run -s aios -- VERB …`. Sets up and builds what is missing, with every
// word of that on stderr, then becomes the command: its output, its exit code and its signals are passed on.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { bootstrap, repository, runScript } from './bootstrap.mjs';
import { build } from './build.mjs';

/** Runs the built command line with `words` and sets this process's exit code to its. */
export function runCommandLine(words) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(repository, 'out', 'main', 'cli.js'), ...words], {
      stdio: 'inherit',
      // npm runs scripts in the package's folder; paths that a person types are relative to where they stand.
      cwd: process.env.INIT_CWD ?? process.cwd(),
      env: { ...process.env, AIOS_REPOSITORY: repository },
    });
    // A terminal's Ctrl-C reaches the child by itself; a signal that was sent to this process alone does not.
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const pass = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, pass);
    child.on('close', (code, signal) => {
      for (const each of signals) process.off(each, pass);
      process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
      resolve();
    });
  });
}

if (process.argv[1]?.endsWith('aios.mjs')) {
  await runScript(async () => {
    await bootstrap('cli');
    await build('engine');
    await runCommandLine(process.argv.slice(2));
  });
}
