import type { FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { overBounds } from './bounded-read.js';
import { ByteReader, streamBreak } from './byte-reader.js';
import { fileChunks } from './file-chunks.js';
import type { SourceLimits } from './source-limits.js';

const maxHeaderBytes = 128 * 1024;
/** Damaged places after which reading is tried again. */
const maxBreaks = 1000;

export interface WarcRecord {
  /** Header fields by lower-case name; the last of a repeated one. */
  headers: ReadonlyMap<string, string>;
  /** The record's block. May be left unread; ends early where the archive does. */
  block: AsyncGenerator<Buffer>;
}

/** Where and how an archive is broken. `isLimit` marks a bound of ours that stopped the reading. */
export interface WarcDamage {
  offset: number;
  reason: string;
  isLimit: boolean;
}

/** Header fields of a WARC record or an HTTP message, after its first line; folded lines are joined. */
export function parseHeaderFields(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  const lines = block
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .slice(1);
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return fields;
}

async function findGzip(handle: FileHandle, from: number, fileBytes: number): Promise<number> {
  let carried = Buffer.alloc(0);
  let position = from;
  for await (const chunk of fileChunks(handle, from, fileBytes)) {
    const window = Buffer.concat([carried, chunk]);
    const at = window.indexOf('\x1f\x8b\x08', 0, 'latin1');
    if (at >= 0) return position - carried.length + at;
    position += chunk.length;
    carried = Buffer.from(window.subarray(-2));
  }
  return -1;
}

/** Decompresses a file of gzip members. After a damaged place it goes on at the next member behind it. */
async function* gunzipped(
  handle: FileHandle,
  fileBytes: number,
  limits: SourceLimits,
  onDamage: (damage: WarcDamage) => void,
): AsyncGenerator<Buffer | typeof streamBreak> {
  const bounds = {
    maxBytes: limits.totalBytes,
    maxRatio: limits.maxRatio,
    ratioFloorBytes: limits.ratioFloorBytes,
  };
  let start = 0;
  let decoded = 0;
  for (let breaks = 0; breaks < maxBreaks && start >= 0; breaks++) {
    const gunzip = createGunzip();
    pipeline(Readable.from(fileChunks(handle, start, fileBytes), { objectMode: false }), gunzip, () => {});
    try {
      for await (const chunk of gunzip as AsyncIterable<Buffer>) {
        decoded += chunk.length;
        // The engine counts a chunk of input when it is done with it, so one chunk of grace is given.
        const reason = overBounds(decoded, start + gunzip.bytesWritten + 65_536, bounds);
        if (reason !== undefined) {
          onDamage({
            offset: start + gunzip.bytesWritten,
            reason: `the archive is refused: ${reason}`,
            isLimit: true,
          });
          return;
        }
        yield chunk;
      }
      return;
    } catch (error) {
      const offset = start + gunzip.bytesWritten;
      const words = error instanceof Error ? error.message : String(error);
      onDamage({ offset, reason: `the compressed data is damaged or cut off (${words})`, isLimit: false });
      yield streamBreak;
      start = await findGzip(handle, offset + 1, fileBytes);
    }
  }
}

async function* plain(
  handle: FileHandle,
  fileBytes: number,
  limits: SourceLimits,
  onDamage: (damage: WarcDamage) => void,
): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const chunk of fileChunks(handle, 0, fileBytes)) {
    read += chunk.length;
    if (read > limits.totalBytes) {
      onDamage({ offset: read, reason: 'the archive is larger than the limit', isLimit: true });
      return;
    }
    yield chunk;
  }
}

/** Whether the file begins as a gzip file does. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Streams the records of a WARC file (ISO 28500), plain or gzipped. Damage is reported and skipped: reading goes on at the
 * next record that begins properly.
 */
export async function* readWarcRecords(
  handle: FileHandle,
  gzip: boolean,
  limits: SourceLimits,
  onDamage: (damage: WarcDamage) => void,
): AsyncGenerator<WarcRecord> {
  const { size } = await handle.stat();
  const reader = new ByteReader((gzip ? gunzipped : plain)(handle, size, limits, onDamage));
  try {
    yield* recordsOf(reader, limits, onDamage);
  } finally {
    // Whoever wants only the first records must not leave a stream open on the file.
    await reader.close();
  }
}

async function* recordsOf(
  reader: ByteReader,
  limits: SourceLimits,
  onDamage: (damage: WarcDamage) => void,
): AsyncGenerator<WarcRecord> {
  let damages = 0;
  const report = (reason: string) => {
    if (++damages <= maxBreaks) onDamage({ offset: reader.offset, reason, isLimit: false });
  };
  for (let count = 0; count < limits.entries; count++) {
    reader.resume();
    await reader.skipLineBreaks();
    if (await reader.atEnd()) return;
    const at = reader.offset;
    const start = (await reader.peek(7)).toString('latin1');
    if (!/^WARC\/[01]\./.test(start)) {
      if (start !== '') report(`no record begins at byte ${at}`);
      if (!(await reader.seek('WARC/1.'))) return;
      continue;
    }
    const block = await reader.readHeaderBlock(maxHeaderBytes);
    const headers = block === undefined ? new Map<string, string>() : parseHeaderFields(block);
    const length = headers.get('content-length');
    if (block === undefined || length === undefined || !/^\d{1,15}$/.test(length)) {
      report(`the record at byte ${at} has a damaged header`);
      if (block === undefined) for await (const _skipped of reader.stream(7)) void _skipped;
      continue;
    }
    const bodyStart = reader.offset;
    yield { headers, block: reader.stream(Number(length)) };
    const missing = Number(length) - (reader.offset - bodyStart);
    for await (const _skipped of reader.stream(missing)) void _skipped;
    if (reader.offset - bodyStart < Number(length)) report(`the record at byte ${at} is cut off`);
  }
  onDamage({
    offset: reader.offset,
    reason: `the archive has more than ${limits.entries} records`,
    isLimit: true,
  });
}
