import '../src-main/node-globals.js';
import { join } from 'node:path';
import { discover, openBenchEngine } from './report/bench-engine.js';
import { printTable, timed } from './report/print-table.js';

/** Discovery through the engine: pages are read, stored with their audit records, and made into a profile. */
async function main(): Promise<void> {
  const bench = await openBenchEngine();
  const source = join(process.cwd(), 'resources', 'sample-city', 'site');
  const first = await timed(() => discover(bench.client, source));
  const later = await timed(() => discover(bench.client, source));
  await bench.close();
  const rate = (run: { result: number; seconds: number }): number => run.result / run.seconds;
  const size = `${first.result} pages of the sample city, stored`;
  printTable('discovery', [
    { what: 'discovery with storing, first', measured: rate(first), unit: 'pages/s', size },
    { what: 'discovery with storing, later', measured: rate(later), unit: 'pages/s', least: 60, size },
  ]);
}

void main();
