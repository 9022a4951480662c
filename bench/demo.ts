import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printTable } from './report/print-table.js';

/** The whole job by the command line, on a new home and again on the same, as a process from its start to its end. */
const home = mkdtempSync(join(tmpdir(), 'aios-bench-demo-'));

function demo(): { seconds: number; timings: Record<string, number> } {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join('out', 'main', 'cli.js'), 'demo', '--json', '--home', home],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(stderr);
  return { seconds, timings: JSON.parse(stdout).timings };
}

const first = demo();
const later = demo();
rmSync(home, { recursive: true, force: true });
const size = 'the sample city';
printTable('demo', [
  { what: 'aios demo, first run', measured: first.seconds, unit: 's', most: 30, size },
  { what: 'aios demo, later', measured: later.seconds, unit: 's', most: 30, size },
  ...Object.entries(first.timings).map(([name, ms]) => ({
    what: `  ${name.replace(/Ms$/, '')}`,
    measured: ms / 1000,
    unit: 's',
    size: 'first run',
  })),
]);
