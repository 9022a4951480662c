import { concatBytes } from '@noble/hashes/utils.js';
import { crc32 } from './crc32.js';
import { encodeUtf8 } from './utf8.js';

/** An entry as another program, or somebody with bad intent, might write it. */
export interface ForeignEntry {
  name: string | Uint8Array;
  data?: Uint8Array | string;
  /** Unix mode with its file type; default a regular file. */
  mode?: number;
  localName?: string;
  method?: number;
  flags?: number;
  extra?: Uint8Array;
  comment?: string;
  date?: number;
  size?: number;
  crc?: number;
  /** Points the directory entry to the data of the entry with this index. */
  sharesDataOf?: number;
}

/** Writes a ZIP with all the freedom that the format allows and our reader must refuse. */
export function foreignZip(
  entries: readonly ForeignEntry[],
  options: { before?: Uint8Array; gap?: Uint8Array; comment?: string; trailing?: Uint8Array } = {},
): Uint8Array {
  const parts: Uint8Array[] = [options.before ?? new Uint8Array()];
  const central: Uint8Array[] = [];
  const offsets: number[] = [];
  const length = () => parts.reduce((sum, part) => sum + part.length, 0);
  for (const entry of entries) {
    const name = bytesOf(entry.name);
    const localName = bytesOf(entry.localName ?? entry.name);
    const data = bytesOf(entry.data ?? '');
    const extra = entry.extra ?? new Uint8Array();
    const comment = bytesOf(entry.comment ?? '');
    const shared = (nameLength: number) =>
      fields([
        [20, 2],
        [entry.flags ?? 0x0800, 2],
        [entry.method ?? 0, 2],
        [0, 2],
        [entry.date ?? 0x0021, 2],
        [entry.crc ?? crc32(data), 4],
        [data.length, 4],
        [entry.size ?? data.length, 4],
        [nameLength, 2],
        [extra.length, 2],
      ]);
    offsets.push(entry.sharesDataOf === undefined ? length() : (offsets[entry.sharesDataOf] ?? 0));
    if (entry.sharesDataOf === undefined) {
      parts.push(fields([[0x04034b50, 4]]), shared(localName.length), localName, extra, data);
    }
    central.push(
      fields([
        [0x02014b50, 4],
        [0x0314, 2],
      ]),
      shared(name.length),
      fields([
        [comment.length, 2],
        [0, 2],
        [0, 2],
        [((entry.mode ?? 0o100644) << 16) >>> 0, 4],
        [offsets.at(-1) ?? 0, 4],
      ]),
      name,
      extra,
      comment,
    );
  }
  parts.push(options.gap ?? new Uint8Array());
  const directoryAt = length();
  parts.push(...central);
  const comment = bytesOf(options.comment ?? '');
  parts.push(
    fields([
      [0x06054b50, 4],
      [0, 4],
      [entries.length, 2],
      [entries.length, 2],
      [length() - directoryAt, 4],
      [directoryAt, 4],
      [comment.length, 2],
    ]),
    comment,
    options.trailing ?? new Uint8Array(),
  );
  return concatBytes(...parts);
}

function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? encodeUtf8(value) : value;
}

function fields(values: readonly (readonly [number, 2 | 4])[]): Uint8Array {
  const bytes: number[] = [];
  for (const [value, width] of values) {
    for (let index = 0; index < width; index += 1) bytes.push((value >>> (8 * index)) & 255);
  }
  return Uint8Array.from(bytes);
}
