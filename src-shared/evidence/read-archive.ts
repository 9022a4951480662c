import { type ArchiveFiles, archiveLimits, encodeArchive, zip } from './archive.js';
import { compareNames, folderCollision, foldName, nameProblem } from './archive-name.js';
import { crc32 } from './crc32.js';
import { decodeUtf8 } from './utf8.js';

/** Why an archive is refused: the entry it is about ('' for the archive itself), a stable kind, and a sentence. */
export interface ArchiveProblem {
  path: string;
  kind: ArchiveProblemKind;
  text: string;
}

export type ArchiveProblemKind =
  | 'not-an-archive'
  | 'too-large'
  | 'trailing-data'
  | 'name'
  | 'duplicate'
  | 'link'
  | 'folder'
  | 'special-file'
  | 'encrypted'
  | 'compressed'
  | 'comment'
  | 'extra-field'
  | 'header-mismatch'
  | 'damaged'
  | 'order'
  | 'not-canonical';

/** Unpacks raw deflate data to exactly `size` bytes or throws; only used to say what a foreign archive changed. */
export type InflateRaw = (bytes: Uint8Array, size: number) => Uint8Array;

/**
 * `canonical`: the archive is byte for byte what `writeArchive` makes of `files`. Otherwise it must not be used;
 * `files` then holds what could be read nevertheless, to tell a person what somebody did to it.
 */
export type ArchiveReading =
  | { canonical: true; files: ArchiveFiles }
  | { canonical: false; files: ArchiveFiles; problems: ArchiveProblem[] };

/** Reads an archive strictly. Never throws and never allocates more than the archive's own size and the limits. */
export function readArchive(bytes: Uint8Array, inflateRaw?: InflateRaw): ArchiveReading {
  const problems: ArchiveProblem[] = [];
  const end = findEnd(bytes, problems);
  if (end === undefined) return { canonical: false, files: new Map(), problems };
  const entries = readDirectory(bytes, end, problems);
  const files = new Map<string, Uint8Array>();
  if (entries.reduce((sum, entry) => sum + entry.packed, 0) > bytes.length) {
    // A known way to make a small file unpack to petabytes, and to make a reader work for hours.
    problems.push(problem('', 'damaged', 'Files in the archive overlap each other.'));
    return { canonical: false, files, problems };
  }
  const inflate = withinBudget(inflateRaw);
  for (const entry of entries) {
    checkEntry(entry, problems);
    const data = readData(bytes, entry, problems, inflate);
    if (data !== undefined && !isFolder(entry) && !files.has(entry.name)) files.set(entry.name, data);
  }
  checkNames(entries, problems);
  if (problems.length === 0) {
    const canonical = encodeArchive([...files]);
    if (!sameBytes(canonical, bytes)) problems.push(notCanonical(canonical.length - bytes.length));
  }
  return problems.length === 0 ? { canonical: true, files } : { canonical: false, files, problems };
}

function notCanonical(difference: number): ArchiveProblem {
  const text =
    difference < 0
      ? `${-difference} bytes of the archive belong to no file.`
      : 'The archive was packed again by another program: its dates, attributes or flags are not those of AIOS.';
  return problem('', 'not-canonical', text);
}

/** What a refused archive holds is only looked at to explain the refusal: not worth more memory than this. */
const inflateBudgetBytes = 128 * 1024 * 1024;

function withinBudget(inflateRaw: InflateRaw | undefined): InflateRaw | undefined {
  if (inflateRaw === undefined) return undefined;
  let left = inflateBudgetBytes;
  return (bytes, size) => {
    left -= size;
    if (left < 0) throw new Error('too much to unpack');
    return inflateRaw(bytes, size);
  };
}

interface Entry {
  name: string;
  rawName: Uint8Array;
  /** The shared header fields as they stand in the directory, to compare with the local header. */
  at: number;
  flags: number;
  method: number;
  crc: number;
  packed: number;
  size: number;
  extra: number;
  comment: number;
  madeBy: number;
  attributes: number;
  offset: number;
}

function problem(path: string, kind: ArchiveProblemKind, text: string): ArchiveProblem {
  return { path, kind, text };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

interface End {
  at: number;
  count: number;
  size: number;
  offset: number;
}

function findEnd(bytes: Uint8Array, problems: ArchiveProblem[]): End | undefined {
  if (bytes.length > archiveLimits.bytes + archiveLimits.entries * 1024) {
    problems.push(problem('', 'too-large', `The file is larger than ${archiveLimits.bytes} bytes.`));
    return undefined;
  }
  const view = viewOf(bytes);
  const last = bytes.length - zip.endBytes;
  for (let at = last; at >= Math.max(0, last - 0xffff); at -= 1) {
    if (view.getUint32(at, true) !== zip.endSignature) continue;
    if (at !== last) {
      problems.push(problem('', 'trailing-data', `${last - at} bytes follow the end of the archive.`));
    }
    return {
      at,
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
    };
  }
  problems.push(problem('', 'not-an-archive', 'The file is not a ZIP archive, or its end was cut off.'));
  return undefined;
}

function readDirectory(bytes: Uint8Array, end: End, problems: ArchiveProblem[]): Entry[] {
  const view = viewOf(bytes);
  const entries: Entry[] = [];
  let at = end.offset;
  while (entries.length < end.count && entries.length < archiveLimits.entries) {
    if (at + zip.centralBytes > end.at || view.getUint32(at, true) !== zip.centralSignature) break;
    const nameLength = view.getUint16(at + 28, true);
    const extra = view.getUint16(at + 30, true);
    const comment = view.getUint16(at + 32, true);
    const next = at + zip.centralBytes + nameLength + extra + comment;
    if (next > end.at) break;
    const rawName = bytes.subarray(at + zip.centralBytes, at + zip.centralBytes + nameLength);
    entries.push({
      name: decodeUtf8(rawName) ?? `entry ${entries.length + 1}`,
      rawName,
      at,
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      extra,
      comment,
      madeBy: view.getUint16(at + 4, true) >>> 8,
      attributes: view.getUint32(at + 38, true),
      offset: view.getUint32(at + 42, true),
    });
    at = next;
  }
  if (entries.length !== end.count || at !== end.at) {
    problems.push(problem('', 'damaged', 'The list of files in the archive is damaged.'));
  }
  return entries;
}

/** Unix file types in the upper half of the external attributes. */
const typeMask = 0o170000;
const linkType = 0o120000;
const folderType = 0o040000;
const regularType = 0o100000;

function isFolder({ attributes, name }: Entry): boolean {
  return ((attributes >>> 16) & typeMask) === folderType || name.endsWith('/');
}

function checkEntry(entry: Entry, problems: ArchiveProblem[]): void {
  const refuse = (kind: ArchiveProblemKind, text: string) => problems.push(problem(entry.name, kind, text));
  if (decodeUtf8(entry.rawName) === undefined) refuse('name', 'The name of an entry is not UTF-8.');
  const name = nameProblem(entry.name);
  const type = (entry.attributes >>> 16) & typeMask;
  if (isFolder(entry)) {
    refuse('folder', `${entry.name} is a folder; only files may stand in the archive.`);
  } else if (name !== undefined) {
    refuse('name', `The name ${JSON.stringify(entry.name)} ${name}.`);
  }
  if (type === linkType) refuse('link', `${entry.name} is a link, not a file.`);
  else if (type !== 0 && type !== regularType && type !== folderType) {
    refuse('special-file', `${entry.name} is a device or another special file.`);
  }
  if ((entry.flags & 0x2041) !== 0) refuse('encrypted', `${entry.name} is encrypted.`);
  if (entry.method !== 0) refuse('compressed', `${entry.name} is compressed; AIOS stores files as they are.`);
  if (entry.comment > 0) refuse('comment', `${entry.name} carries a comment.`);
  if (entry.extra > 0) refuse('extra-field', `${entry.name} carries an extra field.`);
}

function readData(
  bytes: Uint8Array,
  entry: Entry,
  problems: ArchiveProblem[],
  inflateRaw: InflateRaw | undefined,
): Uint8Array | undefined {
  const view = viewOf(bytes);
  const start = entry.offset;
  if (start + zip.localBytes > bytes.length || view.getUint32(start, true) !== zip.localSignature) {
    problems.push(problem(entry.name, 'damaged', `${entry.name} is listed, but its data is not there.`));
    return undefined;
  }
  const nameLength = view.getUint16(start + 26, true);
  const dataAt = start + zip.localBytes + nameLength + view.getUint16(start + 28, true);
  if (!localHeaderAgrees(bytes, entry)) {
    problems.push(
      problem(
        entry.name,
        'header-mismatch',
        `${entry.name} is described in two ways that contradict each other.`,
      ),
    );
  }
  if (dataAt + entry.packed > bytes.length) {
    problems.push(problem(entry.name, 'damaged', `The data of ${entry.name} is cut off.`));
    return undefined;
  }
  const data = unpack(bytes.subarray(dataAt, dataAt + entry.packed), entry, inflateRaw);
  if (data !== undefined && (data.length !== entry.size || crc32(data) !== entry.crc)) {
    problems.push(problem(entry.name, 'damaged', `The data of ${entry.name} does not match its checksum.`));
  }
  return data;
}

/**
 * Whether the local header tells the same name, method, checksum and sizes as the directory: readers differ in which
 * of the two they believe. Bit 3 lets a writer leave checksum and sizes to the directory.
 */
function localHeaderAgrees(bytes: Uint8Array, entry: Entry): boolean {
  const { offset, rawName } = entry;
  const nameAt = offset + zip.localBytes;
  const view = viewOf(bytes);
  const deferred = (entry.flags & 8) !== 0 && view.getUint32(offset + 14, true) === 0;
  return (
    view.getUint16(offset + 8, true) === entry.method &&
    view.getUint16(offset + 26, true) === rawName.length &&
    sameBytes(bytes.subarray(nameAt, nameAt + rawName.length), rawName) &&
    (deferred ||
      sameBytes(bytes.subarray(offset + 14, offset + 26), bytes.subarray(entry.at + 16, entry.at + 28)))
  );
}

function unpack(data: Uint8Array, entry: Entry, inflateRaw: InflateRaw | undefined): Uint8Array | undefined {
  if (entry.method === 0) return data;
  // 8 is deflate.
  if (entry.method !== 8 || inflateRaw === undefined) return undefined;
  try {
    return inflateRaw(data, entry.size);
  } catch {
    return undefined;
  }
}

function checkNames(entries: readonly Entry[], problems: ArchiveProblem[]): void {
  const folds = new Map<string, string>();
  for (const { name } of entries) {
    const twin = folds.get(foldName(name));
    if (twin !== undefined) {
      const text =
        twin === name
          ? `${name} occurs twice.`
          : `${name} and ${twin} are one file where case does not count.`;
      problems.push(problem(name, 'duplicate', text));
    }
    folds.set(foldName(name), name);
  }
  const nested = folderCollision(entries.map((entry) => entry.name));
  if (nested !== undefined) {
    problems.push(problem(nested, 'duplicate', `${nested} needs a folder where there is a file.`));
  }
  for (const [index, { name }] of entries.entries()) {
    const before = entries[index - 1];
    if (before !== undefined && compareNames(before.name, name) > 0) {
      problems.push(problem(name, 'order', `${name} does not stand in its place in the archive.`));
      return;
    }
  }
}

/** Whether two byte strings are equal. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) {
    if (one[index] !== other[index]) return false;
  }
  return true;
}
