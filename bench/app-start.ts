import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNow, startMeasuredDesktop } from '../test/fixtures/measured-desktop.js';

/**
 * Prints how long the desktop takes from the start of its process until its window is painted and until Home is usable
 * (its heading and data are there): on a new home, on an empty one that was open before, and after the whole job was
 * done on the sample city. `AIOS_BENCH_RUNS` sets the number of starts of each kind (5).
 */
const runs = Number(process.env.AIOS_BENCH_RUNS ?? 5);
const repository = process.cwd();
const work = mkdtempSync(join(tmpdir(), 'aios-bench-start-'));
const marks = ['main ready', 'window shown', 'engine loaded', 'engine opened', 'page home-usable'];

type Times = Map<string, number[]>;

async function startOnce(home: string, times: Times): Promise<void> {
  const desktop = startMeasuredDesktop(repository, home);
  await desktop.reached('page home-usable');
  await desktop.close();
  if (process.env.AIOS_BENCH_TRACE)
    console.log([...desktop.marks].map(([name, at]) => `${name} ${at}`).join(', '));
  for (const mark of marks)
    times.set(mark, [...(times.get(mark) ?? []), desktop.marks.get(mark) ?? Number.NaN]);
}

async function measure(label: string, homeOf: (run: number) => string): Promise<void> {
  const times: Times = new Map();
  const before = loadNow();
  for (let run = 0; run < runs; run += 1) await startOnce(homeOf(run), times);
  console.log(`${label} (${runs} starts, load ${before} → ${loadNow()})`);
  for (const mark of marks) {
    const sorted = [...(times.get(mark) ?? [])].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
    const worst = sorted.at(-1) ?? Number.NaN;
    console.log(
      `  ${mark.padEnd(20)} median ${String(median).padStart(5)} ms   worst ${String(worst).padStart(5)} ms`,
    );
  }
}

async function main(): Promise<void> {
  try {
    await measure('first run, a new home', (run) => join(work, `first-${run}`));
    await measure('later, nothing in it', () => join(work, 'first-0'));
    const worked = join(work, 'worked');
    execFileSync(
      process.execPath,
      [join(repository, 'out', 'main', 'cli.js'), 'demo', '--json', `--home=${worked}`],
      {
        stdio: 'ignore',
      },
    );
    await measure('later, the sample city deployed', () => worked);
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
