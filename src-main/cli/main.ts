import '../node-globals.js';
import { AiosError } from '@shared/kernel/errors.js';
import type { CliHost } from './cli-host.js';
import { reportFailure, runCli } from './run-cli.js';

/** Composition root of the `aios` command: the only place here that reads the process. */
const host: CliHost = {
  argv: process.argv.slice(2),
  env: process.env,
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  onInterrupt: (stop) => {
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  },
};

function fail(error: unknown): void {
  reportFailure(host, error);
  process.exit(1);
}

// `aios … | head`: whoever reads has enough, which is no failure of ours.
process.stdout.on('error', () => process.exit(0));
process.once('uncaughtException', fail);
// A command that ends without an outcome must not look like one that succeeded.
const withoutOutcome = (): void =>
  fail(new AiosError('engine_stopped', 'The command ended before it was done.'));
process.once('beforeExit', withoutOutcome);

runCli(host).then((code) => {
  process.off('beforeExit', withoutOutcome);
  // Ended here, after what was printed is passed on: a database that a full disk kept from closing leaves timers that
  // hold the process, and inside the installed application the desktop's runtime never ends by itself.
  process.stdout.write('', () => process.exit(code));
}, fail);
