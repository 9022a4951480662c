import { spawn } from 'node:child_process';
import { programOnPath } from './system-packages.mjs';

/**
 * A virtual display when there is no real one: resolves to `{ display, close }`. The server picks a free number and
 * says which (-displayfd), so two at once never collide.
 */
export async function openDisplay() {
  const present = process.env.DISPLAY;
  if (process.platform !== 'linux' || (present !== undefined && process.env.AIOS_REAL_DISPLAY === '1')) {
    return { display: present, close: () => undefined };
  }
  const program = programOnPath('Xvfb');
  if (program === null) throw new Error('Xvfb is not installed');
  const server = spawn(program, ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    let text = '';
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`Xvfb ended with code ${code}`)));
    server.stdio[3].on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.trim());
    });
  });
  return { display: `:${number}`, close: () => server.kill() };
}
