import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { extractProfile } from '../src-main/engine/discovery/extract/extract-profile.js';
import { type MenuPool, readPage } from '../src-main/engine/discovery/extract/read-page.js';
import { loadMirror } from '../test/fixtures/load-mirror.js';

/** Prints mirror pages per second of CPU time on one core, with and without reading them from the disk. */
const roots = [join(process.env.AIOS_SHARED ?? '../shared', 'data/discovery'), 'test/fixtures/discovery'];

function measure(sites: readonly string[]): {
  pages: number;
  loadMs: number;
  readMs: number;
  extractMs: number;
} {
  const total = { pages: 0, loadMs: 0, readMs: 0, extractMs: 0 };
  for (const site of sites) {
    const begin = process.cpuUsage();
    const sources = loadMirror(site);
    const loaded = process.cpuUsage();
    const pool: MenuPool = new Map();
    const pages = sources.map((page) => readPage(page, pool));
    const read = process.cpuUsage();
    extractProfile(pages, { visited: pages.length, known: 0, blocked: 0, errors: 0, items: [] });
    const done = process.cpuUsage();
    total.pages += pages.length;
    total.loadMs += milliseconds(begin, loaded);
    total.readMs += milliseconds(loaded, read);
    total.extractMs += milliseconds(read, done);
  }
  return total;
}

function milliseconds(from: NodeJS.CpuUsage, to: NodeJS.CpuUsage): number {
  return (to.user + to.system - from.user - from.system) / 1000;
}

for (const root of roots) {
  if (!existsSync(root)) {
    console.log(`${root}: absent, skipped`);
    continue;
  }
  const sites = readdirSync(root)
    .map((name) => join(root, name, 'site'))
    .filter(existsSync);
  for (const run of ['cold', 'warm']) {
    const { pages, loadMs, readMs, extractMs } = measure(sites);
    const rate = (ms: number): string => (pages / (ms / 1000)).toFixed(0).padStart(6);
    console.log(
      `${root} ${run}: ${pages} pages, read ${readMs.toFixed(0)} ms, extract ${extractMs.toFixed(0)} ms; ` +
        `${rate(readMs + extractMs)} pages/s, with the disk ${rate(loadMs + readMs + extractMs)} pages/s`,
    );
  }
}
