// `npm start`: opens the desktop console. Without a display it says so and runs the demonstration instead.
import { spawn } from 'node:child_process';
import { runCommandLine } from './aios.mjs';
import { bootstrap, repository, runScript } from './bootstrap.mjs';
import { build } from './build.mjs';
import { say } from './progress.mjs';

const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

await runScript(async () => {
  if (!hasDisplay) {
    say('there is no display here, so the demonstration runs instead of the desktop console');
    await bootstrap('cli');
    await build('engine');
    await runCommandLine(['demo', ...process.argv.slice(2)]);
    return;
  }
  const { electron } = await bootstrap('start');
  await build('desktop');
  await open(electron);
});

function open(electron) {
  const words = [repository, ...process.argv.slice(2)];
  if (process.platform === 'linux' && process.getuid() === 0) {
    say(
      'running as root: Chromium does not start its sandbox for root, so it is off; use an ordinary user for real work',
    );
    words.unshift('--no-sandbox');
  }
  return new Promise((resolve) => {
    const child = spawn(electron, words, { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('close', (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}
