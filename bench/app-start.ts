import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNow, startMeasuredDesktop } from '../test/fixtures/measured-desktop.js';
import { type Measure, printTable } from './report/print-table.js';

/**
 * Prints how long the desktop takes from the start of its process until its window is painted and until Home is usable
 * (its heading and data are there): on a new home, on an empty one that was open before, and after the whole job was
 * done on the sample city. `AIOS_BENCH_RUNS` sets the number of starts of each kind (5).
 */
const runs = Number(process.env.AIOS_BENCH_RUNS ?? 5);
const repository = process.cwd();
const work = mkdtempSync(join(tmpdir(), 'aios-bench-start-'));
const paintedMs = 1_000;
const marks = ['main ready', 'window shown', 'engine loaded', 'engine opened', 'page home-usable'];

type Times = Map<string, number[]>;

async function startOnce(home: string, times: Times): Promise<void> {
  const desktop = startMeasuredDesktop(repository, home);
  await desktop.reached('page home-usable');
  await desktop.close();
  for (const mark of marks)
    times.set(mark, [...(times.get(mark) ?? []), desktop.marks.get(mark) ?? Number.NaN]);
}

/** Median and worst of each mark; the targets hold for the median. */
async function measure(label: string, usableMs: number, homeOf: (run: number) => string): Promise<Measure[]> {
  const times: Times = new Map();
  const before = loadNow();
  for (let run = 0; run < runs; run += 1) await startOnce(homeOf(run), times);
  const load = `load ${before} to ${loadNow()}`;
  return marks.map((mark) => {
    const sorted = [...(times.get(mark) ?? [])].sort((a, b) => a - b);
    const most = { 'window shown': paintedMs, 'page home-usable': usableMs }[mark];
    return {
      what: `${label}: ${mark}`,
      measured: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
      unit: 'ms',
      ...(most === undefined ? {} : { most }),
      size: `${runs} starts, worst ${sorted.at(-1)} ms, ${load}`,
    };
  });
}

async function main(): Promise<void> {
  try {
    const first = await measure('first run', 3_500, (run) => join(work, `first-${run}`));
    const empty = await measure('later, empty', 1_800, () => join(work, 'first-0'));
    const worked = join(work, 'worked');
    execFileSync(
      process.execPath,
      [join(repository, 'out', 'main', 'cli.js'), 'demo', '--json', `--home=${worked}`],
      {
        stdio: 'ignore',
      },
    );
    const later = await measure('later, sample city', 1_800, () => worked);
    printTable('app-start', [...first, ...empty, ...later]);
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
