import type { OpenedSource, SourceEvent, SourceOptions, SourcePage } from '../../source-page.js';
import type { SourcePorts } from '../source-ports.js';

export interface Collected {
  events: SourceEvent[];
  pages: SourcePage[];
  /** URLs of pages, in order. */
  urls: string[];
  /** What was thrown at the end, if anything was. */
  thrown: unknown;
}

/** Reads a source to its end, or until `stopAfter` pages were read. */
export async function collect(
  source: OpenedSource,
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<Collected> {
  const collected: Collected = { events: [], pages: [], urls: [], thrown: undefined };
  try {
    for await (const event of source.pages()) {
      collected.events.push(event);
      if (event.kind !== 'page') continue;
      collected.pages.push(event.page);
      collected.urls.push(event.page.url);
      if (collected.pages.length >= stopAfter) break;
    }
  } catch (error) {
    collected.thrown = error;
  }
  await source.close();
  return collected;
}

/** Options of a test: nothing visited, hosts on this computer allowed, no pauses. */
export function testOptions(overrides: Partial<SourceOptions> = {}): SourceOptions {
  return {
    maxPages: 1000,
    allowedHosts: ['127.0.0.1', 'localhost'],
    visited: new Set(),
    frontier: [],
    ...overrides,
    limits: { hostDelayMs: 0, ...overrides.limits },
  };
}

export interface FakePorts extends SourcePorts {
  /** Every pause that was asked for, in milliseconds. */
  waits: number[];
}

/** Ports with a clock that only pauses move, and a resolver that knows only the given names. */
export function fakePorts(names: Record<string, string[]> = {}): FakePorts {
  let now = Date.UTC(2026, 0, 1);
  const waits: number[] = [];
  return {
    waits,
    clock: { now: () => now },
    async wait(ms) {
      waits.push(ms);
      now += ms;
    },
    async resolve(hostname) {
      const addresses = names[hostname];
      if (addresses === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  };
}
