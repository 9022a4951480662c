import type { SourceLimits } from './sources/source-limits.js';

/** One fetched or saved page, as a source hands it to the reader. */
export interface SourcePage {
  /** Absolute URL, canonicalised: the page's identity. In a mirror of unknown origin: `http://mirror.invalid/path`. */
  url: string;
  /** Other URLs under which pages link to this one: a redirect's start, the file's own path in a mirror. */
  aliases?: readonly string[];
  /** MIME type with parameters, from the header or guessed by the file's extension. */
  contentType: string;
  /** Content after transfer decoding; charset decoding is left to the reader. */
  body: Uint8Array;
  /** ISO 8601 UTC: when it was fetched, the WARC's date, or the file's modification time. */
  retrievedAt: string;
}

/** The origin given to pages of a mirror that does not tell where it was saved from. */
export const mirrorOrigin = 'http://mirror.invalid';

/**
 * What a source reports while it is read. Whoever persists a crawl keeps two sets: `discovered` URLs go into the
 * frontier, and every URL that a later event names (`url`, `aliases`, `settled`) leaves it; a page's URL is then visited.
 */
export type SourceEvent =
  | { kind: 'page'; page: SourcePage; discovered?: readonly string[] }
  /** Linked or listed, of the same site, and not read (limit, not HTML …). */
  | { kind: 'known'; url: string; reason: string; contentType?: string; title?: string }
  /** robots.txt, the address guard, or a limit of ours kept us from it. */
  | { kind: 'blocked'; url: string; reason: string }
  | { kind: 'error'; url: string; reason: string }
  /** `queued` pages still to read; `waitingMs` set while the crawl pauses to be polite. */
  | {
      kind: 'progress';
      visited: number;
      queued: number;
      waitingMs?: number;
      /** URLs newly queued that came from no page (a sitemap). */
      discovered?: readonly string[];
      /** URLs that turned out to be a page that is already read. */
      settled?: readonly string[];
    };

export interface SourceOptions {
  /** Most pages to read; the rest is reported as known. */
  maxPages: number;
  /** Hosts that the user allows by name although their address is private or loopback. */
  allowedHosts: readonly string[];
  /** URLs already read in an earlier, interrupted run: not read again, but counted. */
  visited: ReadonlySet<string>;
  /** URLs that were queued when that run stopped. */
  frontier: readonly string[];
  signal?: AbortSignal;
  /** Renders a script-built page in a hidden window and returns its final HTML. */
  render?: (url: string) => Promise<RenderedHtml>;
  /** Overrides of the size, time and politeness limits; what is absent keeps its default. */
  limits?: Partial<SourceLimits>;
}

/** A page after its scripts have run. */
export interface RenderedHtml {
  html: string;
  finalUrl: string;
}

export type SourceKind = 'url' | 'folder' | 'zip' | 'warc';

/** An opened source. `pages` may be iterated once. */
export interface OpenedSource {
  kind: SourceKind;
  /** What the user gave, shortened for display. */
  label: string;
  pages(): AsyncGenerator<SourceEvent, void, void>;
  /** The URLs that are queued now and were not read: what a suspended crawl hands to its next run. Empty for mirrors. */
  frontier(): readonly string[];
  close(): Promise<void>;
}
