import { AiosError } from '../kernel/errors.js';
import { compareNames, folderCollision, foldName, nameProblem } from './archive-name.js';
import { crc32 } from './crc32.js';
import { encodeUtf8 } from './utf8.js';

/*
 * One set of files has exactly one archive: a ZIP (APPNOTE 6.3.10) whose every free choice is fixed. Entries are
 * stored, not compressed (compressors differ between versions), sorted by name, dated 1980-01-01, plain files with
 * mode 644, names in UTF-8, no extra fields, comments, descriptors, folders, links or ZIP64. So the bytes of an
 * archive are a function of its files, and a reader may demand that re-encoding gives the same bytes: nothing can
 * hide between, before or behind the entries.
 */

/** Within plain ZIP's bounds (65,535 entries, 4 GiB), and what a laptop reads at once without harm. */
export const archiveLimits = { entries: 50_000, bytes: 1024 * 1024 * 1024 } as const;

export const zip = {
  localSignature: 0x04034b50,
  centralSignature: 0x02014b50,
  endSignature: 0x06054b50,
  localBytes: 30,
  centralBytes: 46,
  endBytes: 22,
  /** 2.0 on Unix: external attributes hold a Unix mode. */
  madeBy: 0x0314,
  needed: 20,
  /** Bit 11: the name is UTF-8. */
  flags: 0x0800,
  time: 0,
  /** 1980-01-01, the earliest date that ZIP can write. */
  date: 0x0021,
  /** A regular file, rw-r--r--. */
  attributes: (0o100644 << 16) >>> 0,
} as const;

export type ArchiveFiles = ReadonlyMap<string, Uint8Array>;

/** The canonical archive of files (name → bytes). Refuses names and sizes that `readArchive` would refuse. */
export function writeArchive(files: ArchiveFiles): Uint8Array {
  const refusal = filesProblem(files);
  if (refusal !== undefined)
    throw new AiosError('invalid_input', refusal.text, { details: { path: refusal.path } });
  return encodeArchive([...files].sort(([one], [other]) => compareNames(one, other)));
}

function filesProblem(files: ArchiveFiles): { path: string; text: string } | undefined {
  const folds = new Map<string, string>();
  let total = 0;
  for (const [name, bytes] of files) {
    const problem = nameProblem(name);
    if (problem !== undefined)
      return { path: name, text: `The file name ${JSON.stringify(name)} ${problem}.` };
    const twin = folds.get(foldName(name));
    if (twin !== undefined) {
      return { path: name, text: `${name} and ${twin} are one file where case does not count.` };
    }
    folds.set(foldName(name), name);
    total += bytes.length;
  }
  const nested = folderCollision(files.keys());
  if (nested !== undefined) return { path: nested, text: `${nested} needs a folder where there is a file.` };
  if (files.size > archiveLimits.entries || total > archiveLimits.bytes) {
    return {
      path: '',
      text: `An archive holds at most ${archiveLimits.entries} files and ${archiveLimits.bytes} bytes.`,
    };
  }
  return undefined;
}

/** Encodes entries in the given order, unchecked: the reader uses it to compare, the writer after its checks. */
export function encodeArchive(entries: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const encoded = entries.map(([name, bytes]) => ({ name: encodeUtf8(name), bytes, crc: crc32(bytes) }));
  const size = encoded.reduce<number>(
    (sum, entry) => sum + zip.localBytes + zip.centralBytes + 2 * entry.name.length + entry.bytes.length,
    zip.endBytes,
  );
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  let at = 0;
  const offsets = encoded.map((entry) => {
    const offset = at;
    view.setUint32(at, zip.localSignature, true);
    writeShared(view, at + 4, entry);
    out.set(entry.name, at + zip.localBytes);
    out.set(entry.bytes, at + zip.localBytes + entry.name.length);
    at += zip.localBytes + entry.name.length + entry.bytes.length;
    return offset;
  });
  const directory = at;
  encoded.forEach((entry, index) => {
    view.setUint32(at, zip.centralSignature, true);
    view.setUint16(at + 4, zip.madeBy, true);
    writeShared(view, at + 6, entry);
    view.setUint32(at + 38, zip.attributes, true);
    view.setUint32(at + 42, offsets[index] ?? 0, true);
    out.set(entry.name, at + zip.centralBytes);
    at += zip.centralBytes + entry.name.length;
  });
  view.setUint32(at, zip.endSignature, true);
  view.setUint16(at + 8, encoded.length, true);
  view.setUint16(at + 10, encoded.length, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
  return out;
}

/** The fields that a local header and a directory entry share, in the same order; zeros are left as they are. */
function writeShared(
  view: DataView,
  at: number,
  entry: { name: Uint8Array; bytes: Uint8Array; crc: number },
): void {
  view.setUint16(at, zip.needed, true);
  view.setUint16(at + 2, zip.flags, true);
  view.setUint16(at + 6, zip.time, true);
  view.setUint16(at + 8, zip.date, true);
  view.setUint32(at + 10, entry.crc, true);
  view.setUint32(at + 14, entry.bytes.length, true);
  view.setUint32(at + 18, entry.bytes.length, true);
  view.setUint16(at + 22, entry.name.length, true);
}
