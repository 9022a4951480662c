import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { AddressRefused, guardedLookup, isAllowedHost, refusedAddress, refusedUrl } from './address-guard.js';
import { readBounded } from './bounded-read.js';
import { contentDecoders } from './content-decoders.js';
import { describeBytes, type SourceLimits } from './source-limits.js';
import type { SourcePorts } from './source-ports.js';

export const userAgent = 'Mozilla/5.0 (compatible; AIOS/1.0; site discovery on behalf of the organisation)';

/** What kept us from reading: the address guard, a size or form limit, robots.txt, the site's scope, a redirect. */
export type BlockCause = 'address' | 'limit' | 'robots' | 'scope' | 'redirect';

/** What one request came to. Only programming errors are thrown. */
export type WebAnswer =
  | { state: 'answer'; status: number; headers: http.IncomingHttpHeaders; body: Buffer }
  /** The headers showed that the body is not wanted; it was not read. */
  | { state: 'skipped'; status: number; headers: http.IncomingHttpHeaders }
  | { state: 'blocked'; cause: BlockCause; reason: string }
  | { state: 'failed'; reason: string; code: string; retryable: boolean };

export interface WebRequest {
  url: string;
  maxBytes: number;
  accept: string;
  /** Looks at status and headers and says whether the body is wanted. */
  wants?: (status: number, headers: http.IncomingHttpHeaders) => boolean;
  signal?: AbortSignal;
}

/** One HTTP request, without following redirects: guarded, bounded, TLS verified. */
export interface WebAccess {
  request(request: WebRequest): Promise<WebAnswer>;
  close(): void;
}

const failureWords: Record<string, string> = {
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'the name could not be looked up (no network?)',
  ECONNREFUSED: 'the server refuses connections',
  ECONNRESET: 'the server closed the connection',
  EPIPE: 'the server closed the connection',
  ETIMEDOUT: 'the server did not answer in time',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  CERT_HAS_EXPIRED: 'its TLS certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its TLS certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its TLS certificate is not from a trusted authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its TLS certificate chain is incomplete',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its TLS certificate is not from a trusted authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another host',
  EPROTO: 'the TLS handshake failed',
  HPE_HEADER_OVERFLOW: 'its response headers are too large',
};

const retryableCodes = new Set([
  'EAI_AGAIN',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'damaged',
]);

function failed(error: unknown): WebAnswer {
  // Happy eyeballs reports all addresses' failures as one AggregateError; the first names the cause.
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  if (cause instanceof AddressRefused) return { state: 'blocked', cause: 'address', reason: cause.reason };
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const words = failureWords[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return { state: 'failed', reason: words, code, retryable: retryableCodes.has(code) };
}

class OutOfTime extends Error {
  readonly code = 'ETIMEDOUT';
}

async function readAnswer(
  response: IncomingMessage,
  request: WebRequest,
  limits: SourceLimits,
): Promise<WebAnswer> {
  const status = response.statusCode ?? 0;
  const { headers } = response;
  if (request.wants !== undefined && !request.wants(status, headers)) {
    response.destroy();
    return { state: 'skipped', status, headers };
  }
  const length = Number(headers['content-length']);
  if (length > request.maxBytes) {
    response.destroy();
    const sizes = `${describeBytes(length)}, more than the limit of ${describeBytes(request.maxBytes)}`;
    return { state: 'blocked', cause: 'limit', reason: `it is ${sizes}` };
  }
  const decoders = contentDecoders(headers['content-encoding']);
  if (decoders === undefined) {
    response.destroy();
    const coding = headers['content-encoding'] ?? '';
    return { state: 'blocked', cause: 'limit', reason: `its content encoding (${coding}) is not supported` };
  }
  const read = await readBounded(response, decoders, {
    maxBytes: request.maxBytes,
    maxRatio: limits.maxRatio,
    ratioFloorBytes: limits.ratioFloorBytes,
  });
  if (read.state === 'complete') return { state: 'answer', status, headers, body: read.bytes };
  if (read.state === 'refused') return { state: 'blocked', cause: 'limit', reason: read.reason };
  return {
    state: 'failed',
    reason: `the response is damaged (${read.reason})`,
    code: 'damaged',
    retryable: true,
  };
}

/** Opens guarded access to the web. Connections are kept alive until `close`. */
export function openWebAccess(
  allowedHosts: readonly string[],
  limits: SourceLimits,
  ports: SourcePorts,
): WebAccess {
  const agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 2 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 2 }),
  };
  const lookup = guardedLookup((hostname) => ports.resolve(hostname), allowedHosts);

  function send(url: URL, request: WebRequest): Promise<IncomingMessage> {
    const secure = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const outgoing = (secure ? https : http).request(url, {
        agent: secure ? agents['https:'] : agents['http:'],
        lookup,
        // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED=0 cannot switch it off.
        rejectUnauthorized: true,
        timeout: limits.idleMs,
        headers: {
          'user-agent': userAgent,
          accept: request.accept,
          'accept-encoding': 'gzip, deflate, br',
          'accept-language': 'en;q=0.9,*;q=0.5',
        },
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      });
      const overall = setTimeout(() => outgoing.destroy(new OutOfTime()), limits.responseMs);
      outgoing.once('close', () => clearTimeout(overall));
      outgoing.once('timeout', () => outgoing.destroy(new OutOfTime()));
      outgoing.on('error', reject);
      outgoing.once('response', (response) => {
        const peer = response.socket.remoteAddress;
        const refused =
          peer === undefined || isAllowedHost(url.hostname, allowedHosts) ? undefined : refusedAddress(peer);
        // Second line of defence: whatever made the connection, its far end must be public.
        if (refused !== undefined)
          outgoing.destroy(new AddressRefused(`${url.hostname} leads to ${peer}, ${refused}`));
        else resolve(response);
      });
      outgoing.end();
    });
  }

  return {
    async request(request) {
      const url = new URL(request.url);
      const refused = refusedUrl(url, allowedHosts);
      if (refused !== undefined) return { state: 'blocked', cause: 'address', reason: refused };
      try {
        return await readAnswer(await send(url, request), request, limits);
      } catch (error) {
        return failed(error);
      }
    },
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}
