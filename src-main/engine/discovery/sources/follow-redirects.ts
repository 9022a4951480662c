import { canonicalUrl } from './canonical-url.js';
import type { WebAccess, WebAnswer, WebRequest } from './web-access.js';

export interface Followed {
  answer: WebAnswer;
  /** The URL that gave the answer, canonical. */
  finalUrl: string;
  /** The URLs before it, in order. */
  hops: string[];
}

/** Whether a hop may be requested: `undefined` for yes, else the answer to give in its place. */
export type HopCheck = (url: string, from: string) => Promise<WebAnswer | undefined>;

function locationOf(answer: WebAnswer): string | undefined {
  if (answer.state !== 'answer' && answer.state !== 'skipped') return undefined;
  return [301, 302, 303, 307, 308].includes(answer.status) ? answer.headers.location : undefined;
}

/**
 * Requests a URL and follows its redirects, at most `maxHops`. Each hop goes through `check` (scope, robots.txt) and,
 * inside `access`, through the address guard.
 */
export async function followRedirects(
  access: WebAccess,
  request: WebRequest,
  maxHops: number,
  check: HopCheck,
): Promise<Followed> {
  const hops: string[] = [];
  const requested = new Set<string>();
  let url = request.url;
  for (;;) {
    requested.add(url);
    const answer = await access.request({ ...request, url });
    const finalUrl = canonicalUrl(url) ?? url;
    const location = locationOf(answer);
    if (location === undefined) return { answer, finalUrl, hops: hops.filter((hop) => hop !== finalUrl) };
    const next = canonicalUrl(location, url);
    if (next === undefined) {
      const reason = `it redirects to ${location.slice(0, 200)}, which is not a web page`;
      return { answer: { state: 'blocked', cause: 'redirect', reason }, finalUrl, hops };
    }
    // A site may redirect `/x/` to `/x/index.html`, which is the same canonical URL: then ask for the exact spelling.
    const exact = requested.has(next) ? new URL(location, url).href.replace(/#.*$/, '') : next;
    if (requested.has(exact) || requested.size > maxHops) {
      const reason = requested.has(exact)
        ? 'it redirects in a circle'
        : `it redirects more than ${maxHops} times`;
      return { answer: { state: 'blocked', cause: 'redirect', reason }, finalUrl: request.url, hops: [] };
    }
    hops.push(finalUrl);
    const refused = await check(next, finalUrl);
    if (refused !== undefined) return { answer: refused, finalUrl: next, hops };
    url = exact;
  }
}
