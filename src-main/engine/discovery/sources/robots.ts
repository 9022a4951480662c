import robotsParser from 'robots-parser';
import { normaliseEscapes } from './canonical-url.js';

/** The product token (RFC 9309 §2.2.1) under which this crawler introduces itself. */
export const robotsToken = 'AIOS';

/** What robots.txt says to this crawler about one origin. */
export interface RobotsRules {
  allows(url: string): boolean;
  /** Seconds × 1000, or `undefined` when none is asked for. */
  crawlDelayMs: number | undefined;
  /** As written; may be relative or wrong. */
  sitemaps: readonly string[];
}

/** Rules for an origin without usable robots.txt: everything (4xx) or nothing (5xx, unreachable) may be read. */
export function blanketRules(allowed: boolean): RobotsRules {
  return { allows: () => allowed, crawlDelayMs: undefined, sitemaps: [] };
}

/** RFC 9309 §2.2.2 compares octets: escapes of unreserved characters are decoded, others encoded and upper-case. */
function comparable(path: string): string {
  let encoded = path;
  try {
    encoded = encodeURI(path).replace(/%25(?=[0-9a-f]{2})/gi, '%');
  } catch {
    // A lone surrogate cannot be encoded; such a rule matches nothing, which is what its author can expect.
  }
  return normaliseEscapes(encoded);
}

/**
 * Rewrites the file so that the library's matcher follows the RFC where it does not by itself: product tokens without
 * versions, comparable octets, and lines that are not rules (sitemap, unknown) never end a group.
 */
function rewrite(text: string): { rules: string; sitemaps: string[] } {
  const rules: string[] = [];
  const sitemaps: string[] = [];
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const match = /^\s*([a-z-]+)\s*:\s*([^#]*)/i.exec(line);
    if (match === null) continue;
    const key = (match[1] ?? '').toLowerCase();
    const value = (match[2] ?? '').trim();
    if (key === 'sitemap') {
      // A fragment sign cuts a comment, so the whole value is taken from the raw line up to white space.
      if (value !== '') sitemaps.push(value);
    } else if (key === 'user-agent') {
      const token = value === '*' ? '*' : (/^[a-z_-]+/i.exec(value)?.[0] ?? '');
      if (token !== '') rules.push(`user-agent: ${token}`);
    } else if (key === 'allow' || key === 'disallow') {
      rules.push(`${key}: ${comparable(value)}`);
    } else if (key === 'crawl-delay') {
      rules.push(`crawl-delay: ${value}`);
    }
  }
  return { rules: rules.join('\n'), sitemaps };
}

/** Parses robots.txt of `origin` (RFC 9309). Any text is accepted: what is not understood has no effect. */
export function parseRobots(origin: string, text: string): RobotsRules {
  const { rules, sitemaps } = rewrite(text);
  const robots = robotsParser(`${origin}/robots.txt`, rules);
  const seconds = robots.getCrawlDelay(robotsToken);
  const valid = seconds !== undefined && Number.isFinite(seconds) && seconds > 0;
  return {
    allows(url) {
      const { origin: itsOrigin, pathname, search } = new URL(url);
      if (pathname === '/robots.txt') return true;
      return robots.isAllowed(`${itsOrigin}${comparable(pathname + search)}`, robotsToken) ?? true;
    },
    crawlDelayMs: valid ? seconds * 1000 : undefined,
    sitemaps,
  };
}
