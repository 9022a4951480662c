import { open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { AiosError } from '@shared/kernel/errors.js';
import { type BoundedRead, readBounded } from './bounded-read.js';
import { crc32 } from './crc32.js';
import { fileChunks, readAt } from './file-chunks.js';
import {
  isForeignPath,
  type MirrorFile,
  type MirrorProblem,
  type MirrorStore,
  quoteName,
} from './mirror-store.js';
import { describeBytes, type SourceLimits } from './source-limits.js';
import { readZipDirectory, type ZipEntry } from './zip-directory.js';

/** Why an entry's name is refused, or `undefined`. Names are never used as paths on this disk, but bad ones are an attack. */
export function refusedEntryName(name: string): string | undefined {
  if (name === '') return 'its name is empty';
  if (name.includes('\0')) return 'its name holds a NUL character';
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'its path is absolute';
  if (name.split('/').includes('..')) return 'its path leads out of the archive (..)';
  return undefined;
}

function refusedEntry(entry: ZipEntry, limits: SourceLimits): string | undefined {
  if (entry.isLink) return 'it is a symbolic link, which is not followed';
  if (entry.encrypted) return 'it is encrypted';
  if (entry.method !== 0 && entry.method !== 8)
    return `its compression method (${entry.method}) is not supported`;
  if (entry.declaredBytes > limits.pageBytes) {
    return `it is ${describeBytes(entry.declaredBytes)}, more than the limit of ${describeBytes(limits.pageBytes)}`;
  }
  if (
    entry.declaredBytes > limits.ratioFloorBytes &&
    entry.declaredBytes > entry.compressedBytes * limits.maxRatio
  ) {
    return `it unpacks to more than ${limits.maxRatio} times its size (a decompression bomb)`;
  }
  return undefined;
}

/** The entries whose data lies inside another's: how a small archive pretends to hold a large one. */
function overlapping(entries: readonly ZipEntry[]): Set<ZipEntry> {
  const found = new Set<ZipEntry>();
  const byOffset = [...entries].sort((left, right) => left.headerOffset - right.headerOffset);
  let end = 0;
  for (const entry of byOffset) {
    if (entry.headerOffset < end) found.add(entry);
    end = Math.max(end, entry.headerOffset + 30 + entry.compressedBytes);
  }
  return found;
}

interface Listing {
  files: MirrorFile[];
  problems: MirrorProblem[];
  byPath: Map<string, ZipEntry>;
}

function listEntries(entries: readonly ZipEntry[], limits: SourceLimits): Listing {
  const listing: Listing = { files: [], problems: [], byPath: new Map() };
  const overlaps = overlapping(entries);
  let total = 0;
  for (const entry of entries) {
    const path = entry.name.replace(/^(?:\.\/)+/, '');
    if (path.endsWith('/') && entry.declaredBytes === 0) continue;
    const refusedName = refusedEntryName(entry.name);
    if (refusedName === undefined && isForeignPath(path)) continue;
    total += entry.declaredBytes;
    const refused =
      refusedName ??
      (listing.byPath.has(path) ? 'a second entry has the same name' : undefined) ??
      (overlaps.has(entry) ? 'its data overlaps that of another entry (a decompression bomb)' : undefined) ??
      (isPlainPage(path) ? refusedEntry(entry, limits) : undefined) ??
      (total > limits.totalBytes
        ? `the archive unpacks to more than ${describeBytes(limits.totalBytes)}`
        : undefined);
    if (refused !== undefined) {
      listing.problems.push({
        kind: 'blocked',
        path,
        reason: `entry ${quoteName(entry.name)} refused: ${refused}`,
      });
      continue;
    }
    listing.byPath.set(path, entry);
    listing.files.push({ path, size: entry.declaredBytes, modifiedAt: entry.modifiedAt });
  }
  return listing;
}

/** Documents and pictures are only listed, so that a large PDF is no reason to refuse anything. */
function isPlainPage(path: string): boolean {
  return !/\.(?:pdf|docx?|xlsx?|pptx?|csv|png|jpe?g|gif|svg|webp|mp4|mov|css|js|woff2?|ttf|zip|gz)$/i.test(
    path,
  );
}

/**
 * Lists a zip archive. Entries that are dangerous or unreadable become problems; a damaged archive gives what can be
 * found. Throws `source_unreadable` when nothing can.
 */
export async function openZipStore(path: string, limits: SourceLimits): Promise<MirrorStore> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const directory = await readZipDirectory(handle, size, limits.entries);
    const { files, problems, byPath } = listEntries(directory.entries, limits);
    if (directory.damage !== undefined) {
      problems.unshift({
        kind: 'error',
        path: '',
        reason: `the zip archive is damaged: ${directory.damage}`,
      });
      if (files.length === 0) {
        throw new AiosError(
          'source_unreadable',
          `The zip archive ${quoteName(path)} is damaged: ${directory.damage}.`,
          {
            details: { path },
          },
        );
      }
    }
    if (directory.cut) {
      const reason = `the archive has more than ${limits.entries} entries; the rest was not looked at`;
      problems.push({ kind: 'blocked', path: '', reason });
    }
    let unpacked = 0;

    const read = async (file: MirrorFile): Promise<BoundedRead> => {
      const entry = byPath.get(file.path);
      if (entry === undefined)
        return { state: 'damaged', reason: 'it is not in the archive', decodedBytes: 0 };
      if (unpacked > limits.totalBytes) {
        return {
          state: 'refused',
          reason: `the archive unpacks to more than ${describeBytes(limits.totalBytes)}`,
        };
      }
      const header = await readAt(handle, entry.headerOffset, 30);
      if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) {
        return { state: 'damaged', reason: `no entry begins at byte ${entry.headerOffset}`, decodedBytes: 0 };
      }
      const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
      const decoders = entry.method === 8 ? [createInflateRaw()] : [];
      const result = await readBounded(fileChunks(handle, start, start + entry.compressedBytes), decoders, {
        maxBytes: limits.pageBytes,
        maxRatio: limits.maxRatio,
        ratioFloorBytes: limits.ratioFloorBytes,
      });
      if (result.state !== 'complete') return result;
      unpacked += result.bytes.length;
      if (entry.crc !== undefined && crc32(result.bytes) !== entry.crc) {
        return {
          state: 'damaged',
          reason: 'its checksum (CRC-32) is wrong',
          decodedBytes: result.bytes.length,
        };
      }
      return result;
    };

    const readSafely = async (file: MirrorFile): Promise<BoundedRead> => {
      try {
        return await read(file);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { state: 'damaged', reason, decodedBytes: 0 };
      }
    };

    return {
      files,
      problems,
      read: readSafely,
      async readHead(file, length) {
        const result = await readSafely(file);
        return result.state === 'complete' ? result.bytes.subarray(0, length) : new Uint8Array();
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
