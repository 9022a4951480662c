import { spawn } from 'node:child_process';

/** One line about what is being done, on stderr: stdout belongs to the command that was asked for. */
export function say(text) {
  process.stderr.write(`aios: ${text}\n`);
}

/** A failure that the person can do something about; `next` is the command or step to try. */
export class SetupError extends Error {
  constructor(message, next) {
    super(message);
    this.name = 'SetupError';
    this.next = next;
  }
}

/**
 * Runs a program and resolves to `{ code, output }`. Its output is kept and, unless `quiet`, shown on stderr.
 * A program that outlives `timeoutMs` is killed and resolves with code 124, as timeout(1) does.
 */
export function run(program, args, options = {}) {
  const { quiet = false, timeoutMs = 0, env, cwd } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    const keep = (chunk) => {
      chunks.push(chunk);
      if (!quiet) process.stderr.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let timedOut = false;
    const timer =
      timeoutMs > 0
        ? setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, timeoutMs)
        : undefined;
    const finish = (code) => {
      clearTimeout(timer);
      resolve({ code: timedOut ? 124 : code, output: Buffer.concat(chunks).toString('utf8') });
    };
    child.on('error', (error) => {
      chunks.push(Buffer.from(String(error.message)));
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}
