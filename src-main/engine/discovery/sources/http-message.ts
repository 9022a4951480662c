import type { Transform } from 'node:stream';
import { type BoundedRead, type ReadBounds, readBounded } from './bounded-read.js';
import { ByteReader } from './byte-reader.js';
import { contentDecoders } from './content-decoders.js';
import { parseHeaderFields } from './warc-records.js';

const maxHeaderBytes = 256 * 1024;

/** An HTTP response as it was stored in a WARC record. */
export interface StoredResponse {
  status: number;
  headers: ReadonlyMap<string, string>;
  readBody(bounds: ReadBounds): Promise<BoundedRead>;
}

/** Undoes chunked transfer coding; a body that is not chunked (some writers undo it and keep the header) passes as it is. */
async function* dechunked(reader: ByteReader): AsyncGenerator<Buffer> {
  const head = (await reader.peek(20)).toString('latin1');
  if (!/^[0-9a-f]{1,8}[ \t]*(?:;[^\r\n]*)?\r?\n/i.test(head)) {
    yield* reader.stream(Number.MAX_SAFE_INTEGER);
    return;
  }
  for (;;) {
    const line = await reader.readLine(1024);
    const size = /^\s*([0-9a-f]{1,8})\b/i.exec(line ?? '')?.[1];
    if (size === undefined || Number.parseInt(size, 16) === 0) return;
    yield* reader.stream(Number.parseInt(size, 16));
    await reader.skipLineBreaks();
  }
}

/** Some writers store the decoded body and keep the header: then the body's first bytes do not fit the coding. */
async function decodersFor(reader: ByteReader, coding: string | undefined): Promise<Transform[] | undefined> {
  const decoders = contentDecoders(coding);
  if (decoders === undefined || decoders.length === 0) return decoders;
  const head = await reader.peek(16);
  if (/gzip/i.test(coding ?? '') && !(head[0] === 0x1f && head[1] === 0x8b)) return [];
  return /^\s*<[!a-z?]/i.test(head.toString('latin1')) ? [] : decoders;
}

/** Parses a stored HTTP response; `undefined` when the block does not begin with one. */
export async function parseStoredResponse(block: AsyncIterable<Buffer>): Promise<StoredResponse | undefined> {
  const reader = new ByteReader(block);
  const head = await reader.readHeaderBlock(maxHeaderBytes);
  const status = /^HTTP\/[\d.]+\s+(\d{3})/.exec(head ?? '')?.[1];
  if (head === undefined || status === undefined) return undefined;
  const headers = parseHeaderFields(head);
  return {
    status: Number(status),
    headers,
    async readBody(bounds) {
      const isChunked = /chunked/i.test(headers.get('transfer-encoding') ?? '');
      const body = isChunked ? dechunked(reader) : reader.stream(Number.MAX_SAFE_INTEGER);
      const inner = new ByteReader(body);
      const decoders = await decodersFor(inner, headers.get('content-encoding'));
      if (decoders === undefined) {
        return {
          state: 'refused',
          reason: `its content encoding (${headers.get('content-encoding')}) is not supported`,
        };
      }
      return readBounded(inner.stream(Number.MAX_SAFE_INTEGER), decoders, bounds);
    },
  };
}
