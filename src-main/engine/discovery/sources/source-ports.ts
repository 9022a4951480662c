import { lookup } from 'node:dns/promises';
import type { Clock } from '@shared/kernel/ports.js';

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}

/** What reading a source needs from the outside world. */
export interface SourcePorts {
  clock: Clock;
  /** Resolves after `ms`, or at once when the signal aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** All addresses of a host name; rejects with Node's DNS error when there are none. */
  resolve(hostname: string): Promise<ResolvedAddress[]>;
}

function waitFor(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal?.aborted) return done();
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      done();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener('abort', finish);
  });
}

/** The ports of the product: system clock, timers and the operating system's resolver. */
export const systemSourcePorts: SourcePorts = {
  clock: { now: () => Date.now() },
  wait: waitFor,
  async resolve(hostname) {
    const addresses = await lookup(hostname, { all: true });
    const found = addresses.map(
      ({ address, family }): ResolvedAddress => ({ address, family: family === 6 ? 6 : 4 }),
    );
    // Node 18 connects to the first address only, and IPv6 is missing more often than IPv4.
    return found.sort((left, right) => left.family - right.family);
  },
};
