import type { Clock } from '@shared/kernel/ports.js';
import type { SourceEvent, SourceOptions } from '../source-page.js';
import { canonicalUrl, pageKey } from './canonical-url.js';
import { Frontier } from './frontier.js';
import { documentType, isAssetName } from './media-types.js';
import { pageRank } from './page-priority.js';
import { SiteScope } from './site-scope.js';
import type { SourceLimits } from './source-limits.js';
import { TrapGuard } from './trap-guard.js';

/** No host but the main one may take more than this share of the pages. */
const sideHostShare = 0.2;

/** What a crawl knows of the site's URLs: which belong to it, wait, were read, or are not worth reading. */
export class CrawlQueue {
  readonly scope: SiteScope;
  visitedCount: number;
  private readonly frontier: Frontier;
  private readonly traps: TrapGuard;
  /** Keys of all URLs that were queued, read or listed. */
  private readonly seen = new Set<string>();
  private readonly visited = new Set<string>();
  private readonly pagesOfHost = new Map<string, number>();
  private isFull = false;

  constructor(
    startUrl: string,
    private readonly options: SourceOptions,
    private readonly limits: SourceLimits,
    clock: Clock,
  ) {
    this.scope = new SiteScope(startUrl);
    this.frontier = new Frontier(limits.rememberedUrls);
    this.traps = new TrapGuard(clock);
    this.visitedCount = options.visited.size;
    // An earlier run's URLs were in scope then: their hosts are admitted again.
    for (const url of options.visited) {
      this.seen.add(pageKey(url));
      this.visited.add(pageKey(url));
      this.scope.admitHost(url);
      this.countHost(url);
    }
  }

  private countHost(url: string): void {
    const { host } = new URL(url);
    this.pagesOfHost.set(host, (this.pagesOfHost.get(host) ?? 0) + 1);
  }

  /** Takes over what an earlier run had queued. */
  restoreFrontier(): void {
    for (const raw of this.options.frontier) {
      const url = canonicalUrl(raw);
      if (url === undefined) continue;
      this.scope.admitHost(url);
      this.enqueue(url, '');
    }
  }

  get size(): number {
    return this.frontier.size;
  }

  shift(): string | undefined {
    return this.frontier.shift();
  }

  list(): string[] {
    return this.frontier.list();
  }

  /** Queues a URL again that was taken out and not settled. */
  putBack(url: string): void {
    this.frontier.push(url, pageRank(url));
  }

  isVisited(url: string): boolean {
    return this.visited.has(pageKey(url));
  }

  markVisited(url: string): void {
    this.seen.add(pageKey(url));
    this.visited.add(pageKey(url));
    this.visitedCount++;
    this.countHost(url);
  }

  /** Whether a host beside the main one has had its share of the pages. */
  hasEnoughOf(url: string): boolean {
    const pages = this.pagesOfHost.get(new URL(url).host) ?? 0;
    return !this.scope.isMain(url) && pages >= Math.max(10, this.options.maxPages * sideHostShare);
  }

  /** Queues a URL that is not known yet. Returns whether it was new, and what fell out of a full frontier. */
  enqueue(url: string, linkText: string): { isNew: boolean; dropped?: string } {
    const key = pageKey(url);
    if (this.seen.has(key)) return { isNew: false };
    this.seen.add(key);
    const dropped = this.frontier.push(url, pageRank(url, linkText));
    return dropped === undefined ? { isNew: true } : { isNew: dropped !== url, dropped };
  }

  /** Forgets a URL, so that another spelling of it (http for https) may be tried. */
  forget(url: string): void {
    this.seen.delete(pageKey(url));
  }

  /** Decides about one link or listed URL: queue it (adding it to `discovered`), list it, or say why not. */
  *consider(url: string, text: string, discovered: string[]): Generator<SourceEvent> {
    if (!this.scope.contains(url) || this.seen.has(pageKey(url))) return;
    if (this.seen.size >= this.limits.rememberedUrls) {
      if (!this.isFull)
        yield { kind: 'blocked', url, reason: 'the site has more addresses than are remembered' };
      this.isFull = true;
      return;
    }
    const { pathname } = new URL(url);
    const contentType = documentType(pathname);
    if (contentType !== undefined) {
      this.seen.add(pageKey(url));
      const title = text === '' ? {} : { title: text };
      yield { kind: 'known', url, reason: 'a document, not read', contentType, ...title };
      return;
    }
    if (isAssetName(pathname)) return;
    const trap = this.traps.refuses(url);
    if (trap !== undefined) {
      this.seen.add(pageKey(url));
      yield { kind: 'blocked', url, reason: trap };
      return;
    }
    const { isNew, dropped } = this.enqueue(url, text);
    if (isNew) discovered.push(url);
    if (dropped !== undefined) yield { kind: 'known', url: dropped, reason: 'the queue was full' };
  }
}
