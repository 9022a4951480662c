import type { PageReading } from './extract/page-reading.js';
import { canonicalUrl, pageKey } from './sources/canonical-url.js';

/** Endings of what is linked and is no page: pictures, style, scripts, sound, archives. Documents count: people read them. */
const notAPage =
  /\.(?:png|jpe?g|gif|svg|ico|webp|css|js|mjs|json|xml|rss|zip|gz|mp[34]|mov|avi|woff2?|ttf|ics)$/i;

/**
 * Addresses of the same site that the read pages link to and that were not read, the most linked first. `keys` are the
 * keys of what was read, with other addresses of the same pages.
 */
export function unreadLinks(
  readings: readonly PageReading[],
  keys: ReadonlySet<string>,
): { url: string; pages: number }[] {
  const hosts = new Set(readings.map((reading) => hostOf(reading.url)));
  const counts = new Map<string, { url: string; pages: number }>();
  for (const reading of readings) {
    const onPage = new Set<string>();
    for (const { href } of reading.links) {
      const url = hosts.has(hostOf(href)) && !isNoPage(href) ? canonicalUrl(href) : undefined;
      if (url === undefined) continue;
      const key = pageKey(url);
      if (onPage.has(key) || keys.has(key)) continue;
      onPage.add(key);
      const known = counts.get(key);
      if (known) known.pages += 1;
      else counts.set(key, { url, pages: 1 });
    }
  }
  return [...counts.values()].sort((one, other) => other.pages - one.pages || (one.url < other.url ? -1 : 1));
}

/** Host without `www.`; empty for what is no web address. */
function hostOf(url: string): string {
  return /^https?:\/\/(?:www\.)?([^/?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? '';
}

function isNoPage(url: string): boolean {
  return notAPage.test(url.replace(/[?#].*$/, ''));
}
