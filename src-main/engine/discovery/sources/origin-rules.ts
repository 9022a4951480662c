import { gunzipSync } from 'node:zlib';
import { canonicalUrl } from './canonical-url.js';
import { followRedirects } from './follow-redirects.js';
import type { HostPace } from './host-pace.js';
import { retryAfterMs } from './host-pace.js';
import { blanketRules, parseRobots, type RobotsRules } from './robots.js';
import { parseSitemap } from './sitemap.js';
import type { SourceLimits } from './source-limits.js';
import type { SourcePorts } from './source-ports.js';
import type { WebAccess, WebAnswer } from './web-access.js';

/** The rules of one origin, or why there are none. */
export interface OriginRules {
  rules: RobotsRules;
  /** Set when nothing may be read: why, as the answer that every request to the origin gets. */
  refusal?: WebAnswer;
}

export interface RulesContext {
  access: WebAccess;
  pace: HostPace;
  limits: SourceLimits;
  ports: SourcePorts;
  signal: AbortSignal | undefined;
}

const robotsAttempts = 3;

function isOverload(answer: WebAnswer): boolean {
  if (answer.state === 'failed') return answer.retryable;
  if (answer.state !== 'answer' && answer.state !== 'skipped') return false;
  return answer.status >= 500 || answer.status === 429;
}

/** Reads and remembers robots.txt and sitemaps of the origins that a crawl meets. */
export class OriginGate {
  private readonly origins = new Map<string, OriginRules>();

  constructor(private readonly context: RulesContext) {}

  async rulesFor(url: string): Promise<OriginRules> {
    const { origin } = new URL(url);
    let rules = this.origins.get(origin);
    if (rules === undefined) {
      rules = await this.read(origin);
      this.origins.set(origin, rules);
    }
    return rules;
  }

  /** Fetches with the host's pauses; repeats what is overloaded or broken off. */
  async fetchPolitely(url: string, maxBytes: number, accept: string): Promise<WebAnswer> {
    const { access, pace, limits, ports, signal } = this.context;
    const { host } = new URL(url);
    for (let attempt = 1; ; attempt++) {
      const pause = pace.waitMs(host);
      if (pause > 0) await ports.wait(pause, signal);
      const began = ports.clock.now();
      const request = { url, maxBytes, accept, ...(signal === undefined ? {} : { signal }) };
      const { answer } = await followRedirects(access, request, limits.redirects, async () => undefined);
      if (!isOverload(answer)) {
        pace.answered(host, ports.clock.now() - began);
        return answer;
      }
      const header = answer.state === 'answer' ? answer.headers['retry-after'] : undefined;
      pace.overloaded(host, retryAfterMs(header, ports.clock.now()));
      if (attempt >= robotsAttempts || signal?.aborted) return answer;
    }
  }

  private async read(origin: string): Promise<OriginRules> {
    const { limits, pace } = this.context;
    const url = `${origin}/robots.txt`;
    // More is read than counts, so that a longer file is cut and not refused.
    const answer = await this.fetchPolitely(url, limits.robotsBytes * 8, 'text/plain,*/*;q=0.1');
    if (answer.state === 'failed') return { rules: blanketRules(false), refusal: answer };
    if (answer.state === 'blocked') {
      // A redirect that leads nowhere is an unavailable robots.txt (RFC 9309 §2.3.1.2); a bomb or a refused host is not.
      if (answer.cause === 'redirect') return { rules: blanketRules(true) };
      const refusal: WebAnswer = { ...answer, reason: `its robots.txt cannot be read: ${answer.reason}` };
      return { rules: blanketRules(false), refusal: answer.cause === 'address' ? answer : refusal };
    }
    if (answer.status >= 500 || answer.status === 429) {
      const reason = `its robots.txt answers ${answer.status}, so nothing may be read (RFC 9309)`;
      return { rules: blanketRules(false), refusal: { state: 'blocked', cause: 'robots', reason } };
    }
    if (answer.state !== 'answer' || answer.status >= 300) return { rules: blanketRules(true) };
    const text = answer.body.subarray(0, limits.robotsBytes).toString('utf8');
    const rules = parseRobots(origin, text);
    if (rules.crawlDelayMs !== undefined) pace.setCrawlDelay(new URL(origin).host, rules.crawlDelayMs);
    return { rules };
  }

  /** The page URLs of an origin's sitemaps: those that robots.txt names, else `/sitemap.xml`. */
  async sitemapPages(
    startUrl: string,
    inScope: (url: string) => boolean,
    maxUrls: number,
  ): Promise<string[]> {
    const { limits } = this.context;
    const { origin } = new URL(startUrl);
    const { rules } = await this.rulesFor(startUrl);
    const named = rules.sitemaps.flatMap((sitemap) => canonicalUrl(sitemap, `${origin}/`) ?? []);
    const waiting = named.length > 0 ? named : [`${origin}/sitemap.xml`];
    const asked = new Set<string>();
    const pages: string[] = [];
    while (waiting.length > 0 && asked.size < limits.sitemapFiles && pages.length < maxUrls) {
      const next = waiting.shift();
      if (next === undefined || asked.has(next) || !inScope(next)) continue;
      asked.add(next);
      if (!(await this.rulesFor(next)).rules.allows(next)) continue;
      const content = await this.readSitemap(next, maxUrls - pages.length);
      for (const page of content.pages) {
        const url = canonicalUrl(page, next);
        if (url !== undefined && inScope(url)) pages.push(url);
      }
      for (const sitemap of content.sitemaps) {
        const url = canonicalUrl(sitemap, next);
        if (url !== undefined) waiting.push(url);
      }
    }
    return pages;
  }

  private async readSitemap(url: string, maxUrls: number): Promise<{ pages: string[]; sitemaps: string[] }> {
    const { limits } = this.context;
    const answer = await this.fetchPolitely(
      url,
      limits.sitemapBytes,
      'application/xml,text/xml,text/plain,*/*;q=0.1',
    );
    if (answer.state !== 'answer' || answer.status !== 200) return { pages: [], sitemaps: [] };
    let { body } = answer;
    if (body[0] === 0x1f && body[1] === 0x8b) {
      try {
        body = gunzipSync(body, {
          maxOutputLength: Math.min(limits.sitemapBytes, body.length * limits.maxRatio),
        });
      } catch {
        // A damaged or oversized sitemap costs nothing but its hints.
        return { pages: [], sitemaps: [] };
      }
    }
    return parseSitemap(body.toString('utf8'), maxUrls);
  }
}
