import type { DiscoveredOrganisation } from './customisation/index.js';
import type { DiscoveryService, PageReading } from './discovery/index.js';
import { reportedUrl } from './discovery/index.js';
import { assignPages, type KnowledgePage } from './kb-generation/index.js';
import type { Caller } from './tenancy/index.js';

/** A finished discovery with its pages as knowledge. */
export interface OrganisationPages extends DiscoveredOrganisation {
  pages: readonly KnowledgePage[];
  /** ISO 8601 UTC: when the latest page was read. */
  retrievedAt: string;
}

/**
 * Joins discovery with what knows nothing of it: gives customisation and deployment the latest profile and its pages.
 * The last one is kept, since reading it back costs seconds.
 */
export function discoveredOrganisation(discovery: DiscoveryService) {
  let last: OrganisationPages | null = null;
  return async (caller: Caller): Promise<OrganisationPages | null> => {
    const stored = await discovery.profile(caller);
    if (!stored) return null;
    if (last?.version === stored.version && last.runId === stored.runId) return last;
    const pages = (await discovery.readings(caller, stored.runId)).map(toKnowledgePage);
    last = {
      ...stored,
      pages,
      retrievedAt: latest(pages.map((page) => page.retrievedAt)),
      pagesByUrl: new Map(pages.map((page) => [page.url, page])),
      pagesOf(profile, former) {
        const owners = assignPages(profile, pages, former);
        const byDepartment = new Map<string, KnowledgePage[]>();
        for (const page of pages) {
          for (const id of owners.get(page.url) ?? [])
            byDepartment.set(id, [...(byDepartment.get(id) ?? []), page]);
        }
        return byDepartment;
      },
    };
    return last;
  };
}

function toKnowledgePage(reading: PageReading): KnowledgePage {
  return {
    url: reportedUrl(reading.url),
    title: reading.title,
    retrievedAt: reading.retrievedAt,
    blocks: reading.blocks,
    links: reading.links.map(({ href, text }) => ({ href, text })),
    breadcrumbs: reading.breadcrumbs.map(({ label }) => label),
  };
}

function latest(times: readonly string[]): string {
  return [...times].sort().at(-1) ?? '';
}
