import { type FileHandle, open } from 'node:fs/promises';
import { AiosError } from '@shared/kernel/errors.js';
import type { OpenedSource, SourceEvent, SourceOptions } from '../source-page.js';
import { type BoundedRead, readBounded } from './bounded-read.js';
import { canonicalUrl, pageKey } from './canonical-url.js';
import { parseStoredResponse } from './http-message.js';
import { documentType, isHtmlType, looksLikeHtml } from './media-types.js';
import { quoteName } from './mirror-store.js';
import { type PageRank, pageRank } from './page-priority.js';
import { SiteScope } from './site-scope.js';
import { type SourceLimits, sourceLimits } from './source-limits.js';
import { isGzip, readWarcRecords, type WarcDamage, type WarcRecord } from './warc-records.js';

/** A page in the archive: which record holds it. */
interface IndexedPage {
  ordinal: number;
  url: string;
  date: string;
  rank: PageRank;
}

interface WarcIndex {
  pages: Map<string, IndexedPage>;
  documents: Map<string, { url: string; contentType: string }>;
  /** Start URLs of redirects by the key of their target. */
  redirects: Map<string, string[]>;
  damages: WarcDamage[];
}

const maxDamages = 50;

/** Opens a WARC file. Throws `source_unreadable` when it does not hold WARC records at all. */
export async function openWarc(path: string, label: string, options: SourceOptions): Promise<OpenedSource> {
  const limits = sourceLimits(options.limits);
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(8);
    await handle.read(head, 0, 8, 0);
    const gzip = isGzip(head);
    for await (const record of readWarcRecords(handle, gzip, limits, () => {})) {
      void record;
      const reader = new WarcReader(handle, gzip, label, options, limits);
      return {
        kind: 'warc',
        label,
        pages: () => reader.pages(),
        frontier: () => [],
        close: () => handle.close(),
      };
    }
    throw new AiosError('source_unreadable', `${quoteName(label)} holds no readable WARC record.`, {
      details: { path },
    });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function targetOf(record: WarcRecord): string | undefined {
  const target = record.headers.get('warc-target-uri')?.replace(/^<|>$/g, '');
  return target === undefined ? undefined : canonicalUrl(target);
}

/** The site that most pages belong to, the first page's winning a tie. */
function mainPage(pages: Iterable<IndexedPage>): string | undefined {
  const counts = new Map<string, { first: string; count: number }>();
  for (const { url } of pages) {
    const key = new URL(url).host.replace(/^www\d?\./, '');
    const entry = counts.get(key) ?? { first: url, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  let best: { first: string; count: number } | undefined;
  for (const entry of counts.values()) if (best === undefined || entry.count > best.count) best = entry;
  return best?.first;
}

class WarcReader {
  constructor(
    private readonly handle: FileHandle,
    private readonly gzip: boolean,
    private readonly label: string,
    private readonly options: SourceOptions,
    private readonly limits: SourceLimits,
  ) {}

  private checkCancelled(): void {
    if (this.options.signal?.aborted) throw new AiosError('cancelled', 'Reading the archive was stopped.');
  }

  /**
   * Reads the archive twice, so that memory stays small and the page limit cuts the least important pages: first for
   * addresses and types alone, then for the chosen pages.
   */
  async *pages(): AsyncGenerator<SourceEvent, void, void> {
    const index = await this.index();
    const main = mainPage(index.pages.values());
    const scope = main === undefined ? undefined : new SiteScope(main);
    for (const damage of index.damages.slice(0, maxDamages)) yield this.damageEvent(damage);
    const visitedBefore = new Set([...this.options.visited].map(pageKey));
    const inSite = [...index.pages]
      .filter(([key, { url }]) => !visitedBefore.has(key) && belongs(url, scope))
      .map(([, page]) => page)
      .sort((left, right) => left.rank - right.rank || left.ordinal - right.ordinal);
    const room = Math.max(0, this.options.maxPages - this.options.visited.size);
    const chosen = new Map(inSite.slice(0, room).map((page) => [page.ordinal, page]));
    let visited = this.options.visited.size;
    for await (const event of this.read(chosen, index)) {
      if (event.kind === 'page') visited++;
      yield event;
      if (visited % 25 === 0) yield { kind: 'progress', visited, queued: chosen.size };
    }
    for (const { url } of inSite.slice(room)) {
      yield { kind: 'known', url, reason: `the limit of ${this.options.maxPages} pages was reached` };
    }
    for (const { url, contentType } of index.documents.values()) {
      if (belongs(url, scope)) yield { kind: 'known', url, reason: 'a document, not read', contentType };
    }
    yield { kind: 'progress', visited, queued: 0 };
    if (visited === 0) this.failEmpty(index);
  }

  private failEmpty({ damages }: WarcIndex): never {
    const [first] = damages;
    if (first !== undefined) {
      throw new AiosError('source_unreadable', `No page of ${this.label} could be read: ${first.reason}.`);
    }
    throw new AiosError('source_empty', `${this.label} holds no HTML pages.`);
  }

  private damageEvent({ offset, reason, isLimit }: WarcDamage): SourceEvent {
    const url = `warc:${encodeURIComponent(this.label.split(/[\\/]/).pop() ?? '')}#${offset}`;
    if (isLimit) return { kind: 'blocked', url, reason };
    return { kind: 'error', url, reason: `${reason}; the readable records are kept` };
  }

  private async index(): Promise<WarcIndex> {
    const index: WarcIndex = { pages: new Map(), documents: new Map(), redirects: new Map(), damages: [] };
    const onDamage = (damage: WarcDamage) => {
      if (index.damages.length < maxDamages) index.damages.push(damage);
    };
    let ordinal = 0;
    for await (const record of readWarcRecords(this.handle, this.gzip, this.limits, onDamage)) {
      this.checkCancelled();
      await this.indexRecord(record, ordinal++, index);
    }
    return index;
  }

  private async indexRecord(record: WarcRecord, ordinal: number, index: WarcIndex): Promise<void> {
    const type = record.headers.get('warc-type');
    const url = targetOf(record);
    if (url === undefined || (type !== 'response' && type !== 'resource')) return;
    if (index.pages.size + index.documents.size >= this.limits.rememberedUrls) return;
    let contentType = record.headers.get('content-type') ?? '';
    if (type === 'response') {
      const response = await parseStoredResponse(record.block);
      if (response === undefined) return;
      const location = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && location !== undefined) {
        const target = canonicalUrl(location, url);
        if (target !== undefined) addTo(index.redirects, pageKey(target), url);
      }
      if (response.status < 200 || response.status >= 300) return;
      contentType = response.headers.get('content-type') ?? '';
    }
    const key = pageKey(url);
    const { pathname } = new URL(url);
    const document = documentType(pathname);
    if (isHtmlType(contentType) || /\/llms(?:-full)?\.txt$/i.test(pathname)) {
      const date = record.headers.get('warc-date') ?? '';
      const earlier = index.pages.get(key);
      // The latest capture of a page counts.
      if (earlier === undefined || date > earlier.date)
        index.pages.set(key, { ordinal, url, date, rank: pageRank(url) });
    } else if (document !== undefined || /^application\/pdf/i.test(contentType)) {
      index.documents.set(key, { url, contentType: document ?? 'application/pdf' });
    }
  }

  private async *read(
    chosen: ReadonlyMap<number, IndexedPage>,
    index: WarcIndex,
  ): AsyncGenerator<SourceEvent> {
    let left = chosen.size;
    let ordinal = 0;
    if (left === 0) return;
    for await (const record of readWarcRecords(this.handle, this.gzip, this.limits, () => {})) {
      this.checkCancelled();
      const page = chosen.get(ordinal++);
      if (page === undefined) continue;
      yield await this.readPage(record, page, index);
      if (--left === 0) return;
    }
  }

  private async readPage(
    record: WarcRecord,
    { url, date }: IndexedPage,
    index: WarcIndex,
  ): Promise<SourceEvent> {
    const { pageBytes: maxBytes, maxRatio, ratioFloorBytes } = this.limits;
    const bounds = { maxBytes, maxRatio, ratioFloorBytes };
    let contentType = record.headers.get('content-type') ?? 'text/html';
    let result: BoundedRead;
    if (record.headers.get('warc-type') === 'response') {
      const response = await parseStoredResponse(record.block);
      if (response === undefined) return { kind: 'error', url, reason: 'its record holds no HTTP response' };
      contentType = response.headers.get('content-type') ?? 'text/html';
      result = await response.readBody(bounds);
    } else {
      result = await readBounded(record.block, [], bounds);
    }
    if (result.state === 'refused') return { kind: 'blocked', url, reason: result.reason };
    if (result.state === 'damaged')
      return { kind: 'error', url, reason: `its data is damaged (${result.reason})` };
    if (result.bytes.length === 0) return { kind: 'error', url, reason: 'its record is empty' };
    if (result.bytes.subarray(0, 512).includes(0) && !looksLikeHtml(result.bytes)) {
      return { kind: 'error', url, reason: 'it is not HTML' };
    }
    const aliases = (index.redirects.get(pageKey(url)) ?? []).filter((alias) => alias !== url);
    const retrievedAt = Number.isNaN(Date.parse(date))
      ? new Date(0).toISOString()
      : new Date(date).toISOString();
    const withAliases = aliases.length === 0 ? {} : { aliases };
    return { kind: 'page', page: { url, ...withAliases, contentType, body: result.bytes, retrievedAt } };
  }
}

function addTo(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (list.length < 10) list.push(value);
}

/** The site's own host and everything below it: in an archive somebody chose what to save. */
function belongs(url: string, scope: SiteScope | undefined): boolean {
  if (scope === undefined) return false;
  scope.admitFromHome(url);
  return scope.contains(url);
}
