import type { FileHandle } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { type Entry, fromFdPromise, getFileNameLowLevel } from 'yauzl';
import { fileChunks, readAt } from './file-chunks.js';

/** One entry of a zip, as its directory (or, in a damaged zip, its local header) describes it. */
export interface ZipEntry {
  name: string;
  method: number;
  encrypted: boolean;
  /** A symbolic link in the Unix attributes. */
  isLink: boolean;
  compressedBytes: number;
  /** As declared; may lie. */
  declaredBytes: number;
  /** `undefined` when the archive is damaged and does not tell. */
  crc: number | undefined;
  headerOffset: number;
  modifiedAt: number;
}

export interface ZipDirectory {
  entries: ZipEntry[];
  /** Where and how the directory is broken, in words; the entries are what could be found all the same. */
  damage?: string;
  /** There are more entries than the limit. */
  cut: boolean;
}

function decodeName(entry: Entry): string {
  const raw = entry.fileNameRaw;
  // Many tools write UTF-8 without the flag that says so; CP437 text is hardly ever valid UTF-8.
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw).replaceAll('\\', '/');
  } catch {
    return getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false);
  }
}

function modifiedAt(entry: Entry): number {
  const time = entry.getLastModDate({ timezone: 'UTC' }).getTime();
  return Number.isFinite(time) ? time : 0;
}

function fromCentral(entry: Entry): ZipEntry {
  return {
    name: decodeName(entry),
    method: entry.compressionMethod,
    encrypted: entry.isEncrypted(),
    isLink: entry.versionMadeBy >> 8 === 3 && ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000,
    compressedBytes: entry.compressedSize,
    declaredBytes: entry.uncompressedSize,
    crc: entry.crc32,
    headerOffset: entry.relativeOffsetOfLocalHeader,
    modifiedAt: modifiedAt(entry),
  };
}

/** Reads a zip's directory; a zip whose directory is missing or damaged is searched for its local headers instead. */
export async function readZipDirectory(
  handle: FileHandle,
  fileBytes: number,
  maxEntries: number,
): Promise<ZipDirectory> {
  const entries: ZipEntry[] = [];
  let damage: string;
  try {
    // Names and sizes are judged by us, one by one: the library would give up the whole archive at the first bad one.
    const zip = await fromFdPromise(handle.fd, {
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: false,
    });
    for await (const entry of zip.eachEntry()) {
      if (entries.length >= maxEntries) return { entries, cut: true };
      entries.push(fromCentral(entry));
    }
    return { entries, cut: false };
  } catch (error) {
    damage = error instanceof Error ? error.message : String(error);
  }
  const known = new Set(entries.map((entry) => entry.headerOffset));
  const found = await scanLocalHeaders(handle, fileBytes, maxEntries);
  for (const entry of found.entries) if (!known.has(entry.headerOffset)) entries.push(entry);
  return { entries, damage: found.damage ?? damage, cut: found.cut };
}

const localSignature = Buffer.from('PK\x03\x04', 'latin1');

/** The offset of the next local header at or after `from`, or -1. */
async function findHeader(handle: FileHandle, from: number, fileBytes: number): Promise<number> {
  let carried = Buffer.alloc(0);
  let position = from;
  for await (const chunk of fileChunks(handle, from, fileBytes)) {
    const window = Buffer.concat([carried, chunk]);
    const at = window.indexOf(localSignature);
    if (at >= 0) return position - carried.length + at;
    position += chunk.length;
    carried = Buffer.from(window.subarray(-3));
  }
  return -1;
}

/** How many compressed bytes a deflate stream takes from `start`; `undefined` when it is damaged or cut off. */
async function deflatedLength(
  handle: FileHandle,
  start: number,
  fileBytes: number,
): Promise<number | undefined> {
  const inflate = createInflateRaw();
  const ended = new Promise<number | undefined>((resolve) => {
    inflate.on('data', () => {});
    inflate.once('end', () => resolve(inflate.bytesWritten));
    inflate.once('error', () => resolve(undefined));
  });
  let settled = false;
  void ended.then(() => {
    settled = true;
  });
  for await (const chunk of fileChunks(handle, start, fileBytes)) {
    if (settled || inflate.destroyed) break;
    // After the end of the stream, or an error, a write is never acknowledged.
    await Promise.race([ended, new Promise<void>((written) => inflate.write(chunk, () => written()))]);
  }
  if (!settled && !inflate.destroyed) inflate.end();
  const length = await ended;
  inflate.destroy();
  return length;
}

function dosTime(date: number, time: number): number {
  const at = Date.UTC(
    (date >> 9) + 1980,
    ((date >> 5) & 15) - 1,
    date & 31,
    time >> 11,
    (time >> 5) & 63,
    (time & 31) * 2,
  );
  return Number.isFinite(at) ? at : 0;
}

/** Walks the local headers from the beginning: what a truncated or damaged archive still holds. */
async function scanLocalHeaders(
  handle: FileHandle,
  fileBytes: number,
  maxEntries: number,
): Promise<ZipDirectory> {
  const entries: ZipEntry[] = [];
  let damage: string | undefined;
  let offset = await findHeader(handle, 0, fileBytes);
  while (offset >= 0) {
    if (entries.length >= maxEntries)
      return { entries, cut: true, ...(damage === undefined ? {} : { damage }) };
    const header = await readAt(handle, offset, 30);
    if (header.length < 30) break;
    const nameLength = header.readUInt16LE(26);
    const start = offset + 30 + nameLength + header.readUInt16LE(28);
    const flags = header.readUInt16LE(6);
    const method = header.readUInt16LE(8);
    const streamed = (flags & 8) !== 0 && header.readUInt32LE(18) === 0;
    const length = streamed
      ? await streamedLength(handle, method, start, fileBytes)
      : header.readUInt32LE(18);
    const name = (await readAt(handle, offset + 30, nameLength)).toString('utf8').replaceAll('\\', '/');
    if (length === undefined || start + length > fileBytes) {
      damage = `the archive ends or is damaged inside ${JSON.stringify(name.slice(0, 160))}, at byte ${offset}`;
    } else {
      entries.push({
        name,
        method,
        encrypted: (flags & 1) !== 0,
        isLink: false,
        compressedBytes: length,
        declaredBytes: streamed ? 0 : header.readUInt32LE(22),
        crc: streamed ? undefined : header.readUInt32LE(14),
        headerOffset: offset,
        modifiedAt: dosTime(header.readUInt16LE(12), header.readUInt16LE(10)),
      });
    }
    offset = await findHeader(
      handle,
      start + (length !== undefined && start + length <= fileBytes ? length : 0),
      fileBytes,
    );
  }
  return { entries, cut: false, ...(damage === undefined ? {} : { damage }) };
}

async function streamedLength(
  handle: FileHandle,
  method: number,
  start: number,
  fileBytes: number,
): Promise<number | undefined> {
  if (method === 8) return deflatedLength(handle, start, fileBytes);
  const next = await findHeader(handle, start, fileBytes);
  // Stored and of unknown length: up to the data descriptor (16 bytes) before the next header.
  return next < 0 ? undefined : Math.max(0, next - start - 16);
}
