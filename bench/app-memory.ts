import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startMeasuredDesktop } from '../test/fixtures/measured-desktop.js';
import { type Measure, printTable } from './report/print-table.js';

/**
 * Prints the memory of the whole idle desktop by process: ten seconds after Home is usable, on a new home and after
 * the whole job was done on the sample city. Linux only. The sum is of proportional sizes (PSS): a page that several
 * processes share counts once.
 */
const repository = process.cwd();
const settleMs = 10_000;
const mostMegabytes = 800;

interface ProcessSize {
  name: string;
  /** Megabytes. */
  pss: number;
  rss: number;
}

async function measure(home: string, size: string): Promise<Measure[]> {
  const desktop = startMeasuredDesktop(repository, home);
  await desktop.reached('page home-usable');
  await pause(settleMs);
  const sizes = descendants(desktop.pid).map(sizeOf);
  await desktop.close();
  const sum = (of: 'pss' | 'rss'): number => sizes.reduce((total, each) => total + each[of], 0);
  return [
    { what: 'whole application, PSS', measured: sum('pss'), unit: 'MB', most: mostMegabytes, size },
    { what: 'whole application, RSS', measured: sum('rss'), unit: 'MB', size },
    ...sizes
      .sort((a, b) => b.pss - a.pss)
      .map(({ name, pss, rss }) => ({
        what: `  ${name}`,
        measured: pss,
        unit: 'MB',
        size: `RSS ${Math.round(rss)} MB`,
      })),
  ];
}

function descendants(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(Number(name)) }));
  const found = [root];
  // Grows while it is walked: children of children come at its end.
  for (const pid of found) {
    for (const each of parents) if (each.parent === pid) found.push(each.pid);
  }
  return found;
}

function parentOf(pid: number): number {
  try {
    // The name in brackets may hold anything, also brackets and spaces.
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
    return Number(afterName.split(' ')[1]);
  } catch {
    return 0;
  }
}

function sizeOf(pid: number): ProcessSize {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const megabytes = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0) / 1024;
  return { name: roleOf(pid), pss: megabytes('Pss'), rss: megabytes('Rss') };
}

function roleOf(pid: number): string {
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  const type = /--type=([a-z-]+)/.exec(words)?.[1];
  if (type === undefined) return 'shell (main process)';
  if (type !== 'utility') return type === 'renderer' ? 'window (renderer)' : type;
  const service = /--utility-sub-type=([\w.]+)/.exec(words)?.[1] ?? 'utility';
  return service.startsWith('node.') ? 'engine with its database' : service;
}

async function main(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'aios-bench-memory-'));
  try {
    const worked = join(work, 'worked');
    const cli = join(repository, 'out', 'main', 'cli.js');
    execFileSync(process.execPath, [cli, 'demo', '--json', `--home=${worked}`], { stdio: 'ignore' });
    printTable('app-memory', [
      ...(await measure(join(work, 'new'), 'idle, a new home')),
      ...(await measure(worked, 'idle, the sample city deployed')),
    ]);
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
