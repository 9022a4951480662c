import type { BoundedRead } from './bounded-read.js';

/** One file of a site mirror. */
export interface MirrorFile {
  /** Relative, with `/`. */
  path: string;
  size: number;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
}

/** Something in the mirror that cannot be read, and why. */
export interface MirrorProblem {
  kind: 'blocked' | 'error';
  path: string;
  reason: string;
}

/** A folder or an archive of files, listed; contents are read one at a time. */
export interface MirrorStore {
  files: MirrorFile[];
  problems: MirrorProblem[];
  /** The whole file, within the page limit. Never throws for bad data. */
  read(file: MirrorFile): Promise<BoundedRead>;
  /** The first bytes, at most `length`; empty when they cannot be read. */
  readHead(file: MirrorFile, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Whether a path belongs to the saver or the operating system and not to the site. */
export function isForeignPath(path: string): boolean {
  return path
    .split('/')
    .some(
      (segment) =>
        segment.startsWith('.') || /^(?:__MACOSX|hts-cache|node_modules|Thumbs\.db)$/i.test(segment),
    );
}

/** A name for a message: quoted, shortened, control characters escaped. */
export function quoteName(name: string): string {
  return JSON.stringify(name.length > 160 ? `${name.slice(0, 157)}...` : name);
}
