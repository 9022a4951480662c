import { AiosError } from '@shared/kernel/errors.js';
import type { OpenedSource, SourceEvent, SourceOptions } from '../source-page.js';
import { canonicalUrl } from './canonical-url.js';
import { CrawlQueue } from './crawl-queue.js';
import type { Followed } from './follow-redirects.js';
import { HostPace, retryAfterMs } from './host-pace.js';
import { looksLikeHtml } from './media-types.js';
import { OriginGate } from './origin-rules.js';
import { type FetchedPage, PageFetcher } from './page-fetcher.js';
import { type SourceLimits, sourceLimits } from './source-limits.js';
import type { SourcePorts } from './source-ports.js';
import { describeAnswer, startFailure } from './start-failure.js';
import { openWebAccess, type WebAccess, type WebAnswer } from './web-access.js';

const maxAttempts = 4;
/** Shorter pauses are not worth a progress event. */
const reportedWaitMs = 1000;

/** Opens a crawl of the site at `startUrl` (canonical). `fallbackUrl` is tried when nothing listens at the first. */
export function openCrawl(
  startUrl: string,
  fallbackUrl: string | undefined,
  options: SourceOptions,
  ports: SourcePorts,
): OpenedSource {
  const crawl = new SiteCrawl(startUrl, fallbackUrl, options, ports);
  return {
    kind: 'url',
    label: startUrl,
    pages: () => crawl.pages(),
    frontier: () => crawl.frontierUrls(),
    close: async () => crawl.close(),
  };
}

class SiteCrawl {
  private readonly limits: SourceLimits;
  private readonly access: WebAccess;
  private readonly pace: HostPace;
  private readonly gate: OriginGate;
  private readonly queue: CrawlQueue;
  private readonly fetcher: PageFetcher;
  private readonly attempts = new Map<string, number>();
  private inFlight: string | undefined;
  /** Whether the start page was read, or finally failed. */
  private startSettled = false;
  private readBytes = 0;
  private firstFailure: AiosError | undefined;

  constructor(
    private start: string,
    private fallback: string | undefined,
    private readonly options: SourceOptions,
    private readonly ports: SourcePorts,
  ) {
    this.limits = sourceLimits(options.limits);
    this.access = openWebAccess(options.allowedHosts, this.limits, ports);
    this.pace = new HostPace(ports.clock, this.limits.hostDelayMs);
    const { access, pace, limits } = this;
    const context = { access, pace, limits, ports, signal: options.signal };
    this.gate = new OriginGate(context);
    this.queue = new CrawlQueue(start, options, limits, ports.clock);
    this.fetcher = new PageFetcher(context, this.gate, this.queue.scope, options.render);
  }

  close(): void {
    this.access.close();
  }

  frontierUrls(): string[] {
    const queued = this.queue.list();
    return this.inFlight === undefined ? queued : [this.inFlight, ...queued];
  }

  async *pages(): AsyncGenerator<SourceEvent, void, void> {
    const deadline = this.ports.clock.now() + this.limits.crawlMs;
    this.restore();
    let seeded = false;
    try {
      for (;;) {
        if (this.options.signal?.aborted) throw new AiosError('cancelled', 'The crawl was stopped.');
        const stop = this.stopReason(deadline);
        if (stop !== undefined) {
          yield* this.listRest(stop);
          break;
        }
        this.inFlight = this.queue.shift();
        if (this.inFlight === undefined && seeded) break;
        if (this.inFlight !== undefined) yield* this.visit(this.inFlight);
        // A page that was asked for when the crawl was stopped stays in the frontier.
        if (!this.options.signal?.aborted) this.inFlight = undefined;
        // After the home page, whose links say which subdomains belong to the site.
        if (!seeded && (this.startSettled || this.queue.size === 0)) {
          seeded = true;
          yield* this.seed();
        }
      }
    } finally {
      this.close();
    }
    if (this.queue.visitedCount === 0) {
      throw this.firstFailure ?? new AiosError('source_empty', `No page of ${this.start} could be read.`);
    }
  }

  private restore(): void {
    this.startSettled = this.queue.isVisited(this.start);
    if (this.startSettled) this.fallback = undefined;
    else this.queue.enqueue(this.start, '');
    this.queue.restoreFrontier();
  }

  private stopReason(deadline: number): string | undefined {
    if (this.queue.visitedCount >= this.options.maxPages)
      return `the limit of ${this.options.maxPages} pages was reached`;
    if (this.ports.clock.now() > deadline) return 'the time limit of the crawl was reached';
    if (this.readBytes > this.limits.totalBytes) return 'the size limit of the crawl was reached';
    return undefined;
  }

  private *listRest(reason: string): Generator<SourceEvent> {
    for (;;) {
      const url = this.queue.shift();
      if (url === undefined) return;
      yield { kind: 'known', url, reason };
    }
  }

  /** Reads sitemaps and llms.txt of the site. */
  private async *seed(): AsyncGenerator<SourceEvent, void, void> {
    if (this.stopReason(Number.POSITIVE_INFINITY) !== undefined) return;
    const inScope = (url: string) => this.queue.scope.contains(url);
    const listed = await this.gate.sitemapPages(this.start, inScope, this.limits.rememberedUrls);
    const discovered: string[] = [];
    for (const url of listed) yield* this.queue.consider(url, '', discovered);
    yield { kind: 'progress', visited: this.queue.visitedCount, queued: this.queue.size, discovered };
    yield* this.readLlmsText();
  }

  private async *readLlmsText(): AsyncGenerator<SourceEvent, void, void> {
    const url = `${new URL(this.start).origin}/llms.txt`;
    if (this.queue.isVisited(url) || !(await this.gate.rulesFor(url)).rules.allows(url)) return;
    const answer = await this.gate.fetchPolitely(url, this.limits.pageBytes, 'text/plain,text/markdown');
    if (answer.state !== 'answer' || answer.status !== 200 || looksLikeHtml(answer.body)) return;
    const contentType = answer.headers['content-type'] ?? 'text/plain';
    if (!/^text\/(?:plain|markdown)/i.test(contentType)) return;
    this.queue.markVisited(url);
    yield { kind: 'page', page: { url, contentType, body: answer.body, retrievedAt: this.now() } };
  }

  private now(): string {
    return new Date(this.ports.clock.now()).toISOString();
  }

  private async *visit(url: string): AsyncGenerator<SourceEvent, void, void> {
    const { host } = new URL(url);
    if (this.pace.isExhausted(host)) {
      yield { kind: 'known', url, reason: 'the server kept answering that it is overloaded' };
      return;
    }
    if (this.queue.hasEnoughOf(url)) {
      yield { kind: 'known', url, reason: `enough pages of ${host} were read` };
      return;
    }
    const refused = await this.fetcher.permission(url);
    if (refused !== undefined) {
      yield* this.notRead(url, refused);
      return;
    }
    const waitingMs = this.pace.waitMs(host);
    if (waitingMs >= reportedWaitMs) {
      yield { kind: 'progress', visited: this.queue.visitedCount, queued: this.queue.size, waitingMs };
    }
    if (waitingMs > 0) await this.ports.wait(waitingMs, this.options.signal);
    if (this.options.signal?.aborted) return;
    const began = this.ports.clock.now();
    const followed = await this.fetcher.fetch(url, url === this.start);
    yield* this.take(url, followed, this.ports.clock.now() - began);
  }

  /** Turns the answer to a request into events. */
  private async *take(
    url: string,
    followed: Followed,
    tookMs: number,
  ): AsyncGenerator<SourceEvent, void, void> {
    const { answer, finalUrl } = followed;
    const { host } = new URL(finalUrl);
    if (this.options.signal?.aborted) return;
    if (answer.state === 'failed' || (answer.state === 'skipped' && isOverload(answer.status))) {
      const header = answer.state === 'skipped' ? answer.headers['retry-after'] : undefined;
      const retryable = answer.state === 'skipped' || answer.retryable;
      this.pace.overloaded(host, retryAfterMs(header, this.ports.clock.now()));
      if (retryable && this.retryLater(url, host)) return;
      yield* this.notRead(url, answer);
      return;
    }
    this.pace.answered(host, tookMs);
    if (answer.state !== 'answer') {
      yield* this.notRead(url, answer);
      return;
    }
    this.readBytes += answer.body.byteLength;
    const contentType = answer.headers['content-type'];
    if (contentType === undefined && !looksLikeHtml(answer.body)) {
      yield* this.notRead(url, answer);
      return;
    }
    yield* this.deliver(url, await this.fetcher.read(url, followed, answer.body, contentType ?? 'text/html'));
  }

  private retryLater(url: string, host: string): boolean {
    const attempts = (this.attempts.get(url) ?? 0) + 1;
    if (attempts >= maxAttempts || this.pace.isExhausted(host)) return false;
    this.attempts.set(url, attempts);
    this.queue.putBack(url);
    this.inFlight = undefined;
    return true;
  }

  private *deliver(asked: string, page: FetchedPage): Generator<SourceEvent> {
    this.attempts.delete(asked);
    this.inFlight = undefined;
    if (this.queue.isVisited(page.url)) {
      // A redirect to a page that is already read.
      if (asked === this.start) this.startSettled = true;
      yield { kind: 'progress', visited: this.queue.visitedCount, queued: this.queue.size, settled: [asked] };
      return;
    }
    const isHome = asked === this.start;
    if (isHome) {
      this.startSettled = true;
      this.start = page.url;
      this.fallback = undefined;
    }
    this.queue.markVisited(page.url);
    const discovered: string[] = [];
    const events = [...this.follow(page, isHome, discovered)];
    yield {
      kind: 'page',
      page: {
        url: page.url,
        ...(page.aliases.length === 0 ? {} : { aliases: page.aliases }),
        contentType: page.contentType,
        body: page.body,
        retrievedAt: this.now(),
      },
      discovered,
    };
    yield* events;
    yield { kind: 'progress', visited: this.queue.visitedCount, queued: this.queue.size };
  }

  private *follow(page: FetchedPage, isHome: boolean, discovered: string[]): Generator<SourceEvent> {
    const base =
      (page.links.base === undefined ? undefined : canonicalBase(page.links.base, page.url)) ?? page.url;
    const { links, refresh } = page.links;
    const targets = refresh === undefined ? links : [{ href: refresh, text: 'home' }, ...links];
    for (const { href, text } of targets) {
      const url = canonicalUrl(href, base);
      if (url === undefined) continue;
      if (isHome) this.queue.scope.admitFromHome(url);
      yield* this.queue.consider(url, text, discovered);
    }
  }

  /** Reports a page that could not be read; remembers the first such page's reason for a crawl that reads nothing. */
  private *notRead(url: string, answer: WebAnswer): Generator<SourceEvent> {
    this.attempts.delete(url);
    this.inFlight = undefined;
    if (url === this.start && this.fallback !== undefined) {
      const nothingListens = answer.state === 'failed' && ['ECONNREFUSED', 'ETIMEDOUT'].includes(answer.code);
      const { fallback } = this;
      this.fallback = undefined;
      if (nothingListens) {
        this.queue.forget(fallback);
        this.start = fallback;
        this.queue.enqueue(fallback, '');
        return;
      }
    }
    if (url === this.start) {
      this.startSettled = true;
      this.firstFailure ??= startFailure(url, answer);
    }
    const reason = describeAnswer(answer);
    if (answer.state === 'blocked') yield { kind: 'blocked', url, reason };
    else if (answer.state === 'failed' || answer.status >= 300) yield { kind: 'error', url, reason };
    else {
      const contentType = answer.headers['content-type'];
      yield { kind: 'known', url, reason, ...(contentType === undefined ? {} : { contentType }) };
    }
  }
}

function isOverload(status: number): boolean {
  return [429, 502, 503, 504].includes(status);
}

function canonicalBase(base: string, pageUrl: string): string | undefined {
  try {
    return new URL(base, pageUrl).href;
  } catch {
    return undefined;
  }
}
