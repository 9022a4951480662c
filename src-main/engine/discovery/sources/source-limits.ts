/** The bounds within which a source is read. Bytes are decoded bytes unless the name says otherwise. */
export interface SourceLimits {
  /** A larger page is skipped with the reason and never held in memory. */
  pageBytes: number;
  /** Largest factor by which compressed data may grow, looked at once it has grown past `ratioFloorBytes`. */
  maxRatio: number;
  ratioFloorBytes: number;
  /** All decoded bytes of one archive, or of one crawl. */
  totalBytes: number;
  /** Files of a folder, entries of a zip, records of a WARC. */
  entries: number;
  /** URLs that one source remembers: read, queued and listed. */
  rememberedUrls: number;
  /** Time for one response, from request to last byte. */
  responseMs: number;
  /** Longest silence inside one response. */
  idleMs: number;
  /** Time for a whole crawl. */
  crawlMs: number;
  /** Least pause between two requests to one host; robots.txt can only lengthen it. */
  hostDelayMs: number;
  /** Hops of one redirect chain. */
  redirects: number;
  /** Bytes of robots.txt that count (RFC 9309 §2.5 asks for at least 500 KiB). */
  robotsBytes: number;
  sitemapBytes: number;
  sitemapFiles: number;
  /** Time for a page in the hidden window. */
  renderMs: number;
}

const mebibyte = 1024 * 1024;

export const defaultSourceLimits: Readonly<SourceLimits> = {
  pageBytes: 10 * mebibyte,
  maxRatio: 200,
  ratioFloorBytes: mebibyte,
  totalBytes: 4096 * mebibyte,
  entries: 500_000,
  rememberedUrls: 250_000,
  responseMs: 60_000,
  idleMs: 20_000,
  crawlMs: 6 * 3_600_000,
  hostDelayMs: 500,
  redirects: 10,
  robotsBytes: 512 * 1024,
  sitemapBytes: 50 * mebibyte,
  sitemapFiles: 50,
  renderMs: 30_000,
};

/** The defaults with the given overrides. */
export function sourceLimits(overrides: Partial<SourceLimits> = {}): SourceLimits {
  return { ...defaultSourceLimits, ...overrides };
}

/** A byte count as people read it: `200 MB`, `512 KB`, `17 bytes`. */
export function describeBytes(bytes: number): string {
  if (bytes >= mebibyte) return `${Math.round(bytes / mebibyte)} MB`;
  if (bytes >= 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${bytes} bytes`;
}
