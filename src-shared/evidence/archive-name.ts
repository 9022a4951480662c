import { hasLoneSurrogate } from './canonical-json.js';
import { encodeUtf8 } from './utf8.js';

/** Longest name in UTF-8 bytes: leaves room for a folder before it within Windows' 260 characters in practice. */
export const maxNameBytes = 240;

/**
 * Why a name may not stand in an archive, as a sentence's predicate; `undefined` when it may. A name is a relative
 * path with `/`, that means the same file on Windows, macOS and Linux and cannot lead out of the folder it is
 * unpacked to.
 */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (hasLoneSurrogate(name)) return 'is not valid Unicode';
  if (encodeUtf8(name).length > maxNameBytes) return `is longer than ${maxNameBytes} bytes`;
  if (/\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u.test(name)) return 'holds control or invisible characters';
  if (name.normalize('NFC') !== name) return 'is not in Unicode normal form NFC';
  if (name.includes('\\')) return 'holds a backslash';
  if (/^[A-Za-z]:/.test(name)) return 'begins with a drive letter';
  if (name.startsWith('/')) return 'is absolute';
  for (const segment of name.split('/')) {
    const problem = segmentProblem(segment);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Names that Windows gives to devices, whatever the extension. */
const windowsDevice = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])[ ]*(?:\..*)?$/i;

function segmentProblem(segment: string): string | undefined {
  if (segment === '') return 'has an empty path segment';
  if (segment === '.' || segment === '..') return `leads out of its folder with "${segment}"`;
  if (/[<>:"|?*]/.test(segment)) return 'holds a character that Windows forbids in names';
  if (/[. ]$/.test(segment)) return 'has a segment that ends with a dot or a space';
  if (windowsDevice.test(segment)) return 'is a reserved device name on Windows';
  return undefined;
}

/**
 * What file systems that ignore case see of a name. Two names with equal folds would overwrite each other there.
 * Upper-casing first maps `ß` and `ſ` as Windows and macOS do; NFKC is not used: they keep compatibility characters apart.
 */
export function foldName(name: string): string {
  return name.toUpperCase().toLowerCase().normalize('NFC');
}

/** Whether one name is a file and the other needs a folder of that name: `a` and `a/b` cannot both exist. */
export function folderCollision(names: Iterable<string>): string | undefined {
  const folds = new Set([...names].map(foldName));
  for (const fold of folds) {
    for (let slash = fold.indexOf('/'); slash !== -1; slash = fold.indexOf('/', slash + 1)) {
      if (folds.has(fold.slice(0, slash))) return fold;
    }
  }
  return undefined;
}

/** Sorts by UTF-8 bytes, which is the order by code points: the one order of names in an archive. */
export function compareNames(one: string, other: string): number {
  // UTF-16 orders as UTF-8 does but for characters beyond the basic plane, which need the longer way.
  if (!surrogate.test(one) && !surrogate.test(other)) return one < other ? -1 : one > other ? 1 : 0;
  const left = encodeUtf8(one);
  const right = encodeUtf8(other);
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const surrogate = /[\ud800-\udfff]/;
