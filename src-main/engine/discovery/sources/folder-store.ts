import { constants } from 'node:fs';
import { type FileHandle, open, opendir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { AiosError } from '@shared/kernel/errors.js';
import type { BoundedRead } from './bounded-read.js';
import { readAt } from './file-chunks.js';
import {
  isForeignPath,
  type MirrorFile,
  type MirrorProblem,
  type MirrorStore,
  quoteName,
} from './mirror-store.js';
import { describeBytes, type SourceLimits } from './source-limits.js';

const maxDepth = 64;
/** A link put in a file's place after it was listed is not followed; a pipe does not hang the reader. */
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function describeFailure(error: unknown): string {
  const code = errorCode(error);
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it (permissions)';
  if (code === 'ENOENT') return 'it is gone, or its name cannot be read';
  if (code === 'EIO') return 'the disk cannot read it (damaged medium)';
  if (code === 'ELOOP') return 'it is a link, which is not followed';
  return `it cannot be read (${code})`;
}

async function withFile<T>(path: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(path, readFlags);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

class Walk {
  readonly files: MirrorFile[] = [];
  readonly problems: MirrorProblem[] = [];
  /** Where a link inside the folder really leads. */
  readonly targets = new Map<string, string>();
  private entries = 0;

  constructor(
    private readonly root: string,
    private readonly limits: SourceLimits,
  ) {}

  async run(): Promise<void> {
    const folders = [''];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      try {
        if (!(await this.list(folder, folders))) return;
      } catch (error) {
        if (folder === '') throw error;
        this.problems.push({ kind: 'error', path: folder, reason: describeFailure(error) });
      }
    }
  }

  /** Lists one folder. Returns false when the limit of entries is reached. */
  private async list(folder: string, folders: string[]): Promise<boolean> {
    for await (const entry of await opendir(join(this.root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (isForeignPath(entry.name)) continue;
      if (++this.entries > this.limits.entries) {
        const reason = `the folder has more than ${this.limits.entries} entries; the rest was not looked at`;
        this.problems.push({ kind: 'blocked', path, reason });
        return false;
      }
      if (entry.isDirectory()) this.enter(path, folders);
      else if (entry.isSymbolicLink()) await this.followInside(path);
      else if (entry.isFile()) await this.add(path, join(this.root, path));
    }
    return true;
  }

  private enter(path: string, folders: string[]): void {
    if (path.split('/').length <= maxDepth) folders.push(path);
    else this.problems.push({ kind: 'blocked', path, reason: `it lies more than ${maxDepth} folders deep` });
  }

  private async add(path: string, realPath: string): Promise<void> {
    try {
      const { size, mtimeMs } = await stat(realPath);
      this.files.push({ path, size, modifiedAt: mtimeMs });
    } catch (error) {
      this.problems.push({ kind: 'error', path, reason: describeFailure(error) });
    }
  }

  private async followInside(path: string): Promise<void> {
    try {
      const target = await realpath(join(this.root, path));
      const isInside = target.startsWith(this.root.endsWith(sep) ? this.root : `${this.root}${sep}`);
      if (!isInside) {
        this.problems.push({
          kind: 'blocked',
          path,
          reason: 'it is a link out of the folder, which is not followed',
        });
      } else if ((await stat(target)).isFile()) {
        this.targets.set(path, target);
        await this.add(path, target);
      } else {
        this.problems.push({
          kind: 'blocked',
          path,
          reason: 'it is a link to a folder, which is not followed',
        });
      }
    } catch {
      this.problems.push({ kind: 'error', path, reason: 'it is a link that leads nowhere' });
    }
  }
}

/** Lists a folder with a site mirror. Throws `source_unreadable` when the folder itself cannot be listed. */
export async function openFolderStore(folder: string, limits: SourceLimits): Promise<MirrorStore> {
  const root = await realpath(folder);
  const walk = new Walk(root, limits);
  try {
    await walk.run();
  } catch (error) {
    throw new AiosError(
      'source_unreadable',
      `The folder ${quoteName(folder)} cannot be listed: ${describeFailure(error)}.`,
      {
        details: { path: folder },
        cause: error,
      },
    );
  }
  return folderStore(root, walk, limits);
}

/** A single saved page as a mirror of one file. */
export async function openFileStore(file: string, limits: SourceLimits): Promise<MirrorStore> {
  const real = await realpath(file);
  const { size, mtimeMs } = await stat(real);
  const path = basename(real);
  const only = {
    files: [{ path, size, modifiedAt: mtimeMs }],
    problems: [],
    targets: new Map<string, string>(),
  };
  return folderStore(dirname(real), only, limits);
}

function folderStore(
  root: string,
  listed: Pick<Walk, 'files' | 'problems' | 'targets'>,
  limits: SourceLimits,
): MirrorStore {
  const locate = (file: MirrorFile) => listed.targets.get(file.path) ?? join(root, file.path);
  return {
    files: listed.files,
    problems: listed.problems,
    async read(file): Promise<BoundedRead> {
      try {
        return await withFile(locate(file), async (handle) => {
          const { size } = await handle.stat();
          if (size > limits.pageBytes) {
            const sizes = `${describeBytes(size)}, more than the limit of ${describeBytes(limits.pageBytes)}`;
            return { state: 'refused', reason: `it is ${sizes}` };
          }
          return { state: 'complete', bytes: await readAt(handle, 0, size) };
        });
      } catch (error) {
        return { state: 'damaged', reason: describeFailure(error), decodedBytes: 0 };
      }
    },
    async readHead(file, length) {
      try {
        return await withFile(locate(file), (handle) => readAt(handle, 0, length));
      } catch {
        return new Uint8Array();
      }
    },
    async close() {},
  };
}
