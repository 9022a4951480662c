import type { Coverage } from '@shared/contract/organisation-profile.js';
import type { Discovered } from './evaluate/evaluate-discovery.js';
import { extractProfile } from './extract/extract-profile.js';
import type { PageReading } from './extract/page-reading.js';
import { type MenuPool, readPage } from './extract/read-page.js';
import { openSource } from './sources/open-source.js';

/** Reads a source and extracts its profile without storing anything: for measuring. */
export async function discoverOnce(spec: string, maxPages = 20_000): Promise<Discovered> {
  const source = await openSource(spec, { maxPages, allowedHosts: [], visited: new Set(), frontier: [] });
  const pages: PageReading[] = [];
  const menus: MenuPool = new Map();
  const coverage: Coverage = { visited: 0, known: 0, blocked: 0, errors: 0, items: [] };
  try {
    for await (const event of source.pages()) {
      if (event.kind === 'page') {
        pages.push(readPage(event.page, menus));
        coverage.visited += 1;
      } else if (event.kind === 'error') coverage.errors += 1;
      else if (event.kind === 'blocked' || event.kind === 'known') coverage[event.kind] += 1;
    }
  } finally {
    await source.close();
  }
  return { profile: extractProfile(pages, coverage), pages };
}
