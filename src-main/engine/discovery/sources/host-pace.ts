import type { Clock } from '@shared/kernel/ports.js';

interface HostState {
  nextAt: number;
  crawlDelayMs: number;
  strikes: number;
}

const maxStrikes = 5;
const firstBackoffMs = 2000;
const longestBackoffMs = 600_000;

/** Retry-After in milliseconds: seconds or an HTTP date (RFC 9110 §10.2.3), else `undefined`. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Keeps the pauses between the requests to each host: the crawl-delay that robots.txt asks for or our own, whichever is
 * longer; twice the time that the host needed to answer, up to five seconds; and a growing pause after 429 and 503.
 */
export class HostPace {
  private readonly hosts = new Map<string, HostState>();

  constructor(
    private readonly clock: Clock,
    private readonly hostDelayMs: number,
  ) {}

  private state(host: string): HostState {
    let state = this.hosts.get(host);
    if (state === undefined) {
      state = { nextAt: 0, crawlDelayMs: 0, strikes: 0 };
      this.hosts.set(host, state);
    }
    return state;
  }

  setCrawlDelay(host: string, delayMs: number): void {
    const state = this.state(host);
    state.crawlDelayMs = delayMs;
    // robots.txt itself was the first request; the pause that it asks for starts with it.
    if (state.nextAt > 0) state.nextAt += Math.max(0, delayMs - this.hostDelayMs);
  }

  /** Milliseconds to wait before the next request to this host. */
  waitMs(host: string): number {
    return Math.max(0, this.state(host).nextAt - this.clock.now());
  }

  /** Notes a request that was answered properly after `tookMs`. */
  answered(host: string, tookMs: number): void {
    const state = this.state(host);
    state.strikes = 0;
    const courtesy = this.hostDelayMs === 0 ? 0 : Math.min(2 * tookMs, 5000);
    state.nextAt = this.clock.now() + Math.max(this.hostDelayMs, state.crawlDelayMs, courtesy);
  }

  /** Notes that the host asked for a pause (429, 503) or failed; `askedMs` is its Retry-After. */
  overloaded(host: string, askedMs: number | undefined): void {
    const state = this.state(host);
    const backoff = firstBackoffMs * 2 ** state.strikes;
    // Who asks for more than ten minutes does not want this crawl now.
    state.strikes = (askedMs ?? 0) > longestBackoffMs ? maxStrikes : state.strikes + 1;
    const pause = Math.max(askedMs ?? backoff, this.hostDelayMs, state.crawlDelayMs);
    state.nextAt = this.clock.now() + Math.min(pause, Math.max(longestBackoffMs, state.crawlDelayMs));
  }

  /** Whether the host failed so often in a row that the crawl should leave it alone. */
  isExhausted(host: string): boolean {
    return this.state(host).strikes >= maxStrikes;
  }
}
