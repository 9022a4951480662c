import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** One line of a bench's table. `least` is wanted at least, `most` at most; without either it is only told. */
export interface Measure {
  what: string;
  measured: number;
  unit: string;
  least?: number;
  most?: number;
  /** Sizes and seeds: what somebody needs to measure the same again. */
  size: string;
}

/** Prints the measures as a table, with the machine they were taken on, and writes them as JSON for scripts. */
export function printTable(name: string, measures: readonly Measure[]): void {
  const rows = measures.map((measure) => [
    measure.what,
    target(measure),
    `${format(measure.measured)} ${measure.unit}`,
    verdict(measure),
    measure.size,
  ]);
  const all = [['what', 'target', 'measured', '', 'size'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  for (const row of all)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
  console.log(machine);
  const folder = join(process.cwd(), 'test-results', 'bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ name, machine, measures }, null, 2)}\n`);
}

function target({ least, most, unit }: Measure): string {
  if (least !== undefined) return `≥ ${format(least)} ${unit}`;
  return most === undefined ? '' : `≤ ${format(most)} ${unit}`;
}

function verdict({ measured, least, most }: Measure): string {
  if (least === undefined && most === undefined) return '';
  return measured >= (least ?? measured) && measured <= (most ?? measured) ? 'reached' : 'SHORT';
}

const format = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);

/** Runs `work` and returns its result with the seconds it took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}
