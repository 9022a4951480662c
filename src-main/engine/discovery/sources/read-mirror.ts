import { AiosError } from '@shared/kernel/errors.js';
import type { OpenedSource, SourceEvent, SourceKind, SourceOptions } from '../source-page.js';
import { pageKey } from './canonical-url.js';
import { documentType, fileRole, looksLikeHtml } from './media-types.js';
import type { MirrorFile, MirrorProblem, MirrorStore } from './mirror-store.js';
import { acceptsClaim, inferLayout, type MirrorLayout, type SampledPage, urlOfFile } from './mirror-urls.js';
import { absoluteLinks, readPageClaims } from './page-claims.js';
import { type PageRank, pageRank } from './page-priority.js';

const maxSampled = 240;
const linksPerSample = 300;
const sniffBytes = 2048;
const progressEvery = 25;

interface Candidate {
  file: MirrorFile;
  role: 'html' | 'text' | 'unknown';
  url: string;
  rank: PageRank;
}

interface Inventory {
  pages: { file: MirrorFile; role: Candidate['role'] }[];
  documents: MirrorFile[];
  archives: MirrorFile[];
}

/** A browser saves `x.html` together with a folder `x_files`, whose pages are frames and not pages of the site. */
function isSavedFrame(path: string, paths: ReadonlySet<string>): boolean {
  const match = /^(.*)_files\//.exec(path);
  return match !== null && (paths.has(`${match[1]}.html`) || paths.has(`${match[1]}.htm`));
}

function takeInventory(files: readonly MirrorFile[]): Inventory {
  const inventory: Inventory = { pages: [], documents: [], archives: [] };
  const paths = new Set(files.map((file) => file.path));
  for (const file of files) {
    const role = fileRole(file.path);
    if (role === 'document') inventory.documents.push(file);
    else if (role === 'archive') inventory.archives.push(file);
    else if (role !== 'asset' && !isSavedFrame(file.path, paths)) inventory.pages.push({ file, role });
  }
  return inventory;
}

/** At most `count` items, evenly spread. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  const step = items.length / count;
  return Array.from({ length: count }, (_, index) => items[Math.floor(index * step)]).filter(
    (item): item is T => item !== undefined,
  );
}

function holdsBinary(bytes: Uint8Array): boolean {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !isUtf16 && bytes.subarray(0, 512).includes(0);
}

async function hasPage(store: MirrorStore, inventory: Inventory): Promise<boolean> {
  if (inventory.pages.some(({ role }) => role === 'html')) return true;
  for (const { file } of spread(inventory.pages, 500)) {
    if (looksLikeHtml(await store.readHead(file, sniffBytes))) return true;
  }
  return false;
}

/**
 * Opens a listed folder or zip as a source. `name` is the folder's or archive's own name, `label` what the user gave.
 * Throws `source_empty` when there is no HTML page in it.
 */
export async function openMirror(
  store: MirrorStore,
  naming: { kind: SourceKind; label: string; name: string },
  options: SourceOptions,
): Promise<OpenedSource> {
  const inventory = takeInventory(store.files);
  if (!(await hasPage(store, inventory))) {
    await store.close();
    const others = store.files.length;
    const found =
      others === 0 ? 'no files' : `${others} ${others === 1 ? 'file' : 'files'}, none of them HTML`;
    throw new AiosError('source_empty', `${naming.label} holds no web pages: there are ${found}.`, {
      details: { path: naming.label, files: others, documents: inventory.documents.length },
    });
  }
  const reader = new MirrorReader(store, inventory, naming, options);
  return {
    kind: naming.kind,
    label: naming.label,
    pages: () => reader.pages(),
    frontier: () => [],
    close: () => store.close(),
  };
}

class MirrorReader {
  private layout: MirrorLayout = { prefix: '', origin: '', hostFolders: new Map(), distrusted: new Set() };
  /** Keys of the URLs that files have by their place: no page may claim another file's URL. */
  private readonly placed = new Set<string>();
  private readonly given = new Set<string>();
  private readonly visitedBefore: ReadonlySet<string>;
  private visited: number;
  private delivered = 0;

  constructor(
    private readonly store: MirrorStore,
    private readonly inventory: Inventory,
    private readonly naming: { label: string; name: string },
    private readonly options: SourceOptions,
  ) {
    this.visitedBefore = new Set([...options.visited].map(pageKey));
    this.visited = options.visited.size;
  }

  async *pages(): AsyncGenerator<SourceEvent, void, void> {
    this.layout = await this.findLayout();
    for (const problem of this.store.problems) yield this.problemEvent(problem);
    const candidates = this.order();
    let queued = candidates.length;
    for (const candidate of candidates) {
      if (this.options.signal?.aborted)
        throw new AiosError('cancelled', 'Reading the copy of the site was stopped.');
      queued--;
      if (this.visited >= this.options.maxPages) {
        const reason = `the limit of ${this.options.maxPages} pages was reached`;
        if (candidate.role === 'html') yield { kind: 'known', url: candidate.url, reason };
        continue;
      }
      const event = await this.readOne(candidate);
      if (event === undefined) continue;
      yield event;
      if (this.delivered % progressEvery === 0) yield { kind: 'progress', visited: this.visited, queued };
    }
    yield* this.listOthers();
    yield { kind: 'progress', visited: this.visited, queued: 0 };
    if (this.visited === 0) {
      throw new AiosError('source_empty', `No file in ${this.naming.label} could be read as a web page.`, {
        details: { path: this.naming.label },
      });
    }
  }

  private problemEvent({ kind, path, reason }: MirrorProblem): SourceEvent {
    return { kind, url: urlOfFile(path, this.layout), reason };
  }

  private async findLayout(): Promise<MirrorLayout> {
    const pages = this.inventory.pages.filter(({ role }) => role === 'html');
    const files = (pages.length > 0 ? pages : this.inventory.pages).map(({ file }) => file);
    const shallow = [...files]
      .sort((left, right) => depth(left.path) - depth(right.path))
      .slice(0, maxSampled / 4);
    const sample: SampledPage[] = [];
    for (const file of new Set([...shallow, ...spread(files, maxSampled)])) {
      const read = await this.store.read(file);
      if (read.state !== 'complete') continue;
      const claims = readPageClaims(read.bytes);
      if (!claims.isSaverPage)
        sample.push({ path: file.path, claims, links: absoluteLinks(read.bytes, linksPerSample) });
    }
    const paths = files.map((file) => file.path);
    return inferLayout(this.naming.name, paths, sample);
  }

  private order(): Candidate[] {
    const candidates = this.inventory.pages.map(({ file, role }) => {
      const url = urlOfFile(file.path, this.layout);
      this.placed.add(pageKey(url));
      return { file, role, url, rank: role === 'text' ? (1 as PageRank) : pageRank(url) };
    });
    return candidates.sort(
      (left, right) =>
        left.rank - right.rank ||
        depth(left.file.path) - depth(right.file.path) ||
        (left.file.path < right.file.path ? -1 : 1),
    );
  }

  private async readOne(candidate: Candidate): Promise<SourceEvent | undefined> {
    const { file, role, url } = candidate;
    if (this.visitedBefore.has(pageKey(url))) return undefined;
    if (role === 'unknown' && !looksLikeHtml(await this.store.readHead(file, sniffBytes))) return undefined;
    const read = await this.store.read(file);
    if (read.state === 'refused') return { kind: 'blocked', url, reason: read.reason };
    if (read.state === 'damaged') return { kind: 'error', url, reason: read.reason };
    if (read.bytes.length === 0) return { kind: 'error', url, reason: 'the file is empty' };
    if (holdsBinary(read.bytes)) return { kind: 'error', url, reason: 'the file is not HTML' };
    return this.deliver(candidate, read.bytes);
  }

  private deliver({ file, role, url: placed }: Candidate, body: Uint8Array): SourceEvent | undefined {
    const claims = role === 'text' ? undefined : readPageClaims(body);
    if (claims?.isSaverPage) return undefined;
    let url = placed;
    if (acceptsClaim(placed, claims?.url, this.layout) && claims?.url !== undefined) {
      const key = pageKey(claims.url);
      // Another file stands at the claimed address, or another page took it: then the place decides.
      const isFree = key === pageKey(placed) || (!this.placed.has(key) && !this.given.has(key));
      if (isFree) url = claims.url;
    }
    const key = pageKey(url);
    if (this.given.has(key)) return undefined;
    this.given.add(key);
    this.given.add(pageKey(placed));
    if (this.visitedBefore.has(key)) return undefined;
    this.visited++;
    this.delivered++;
    const modified = new Date(Math.max(file.modifiedAt, 0));
    return {
      kind: 'page',
      page: {
        url,
        ...(url === placed ? {} : { aliases: [placed] }),
        contentType: role === 'text' ? 'text/plain' : 'text/html',
        body,
        retrievedAt: modified.toISOString(),
      },
    };
  }

  private *listOthers(): Generator<SourceEvent> {
    for (const file of this.inventory.documents) {
      const contentType = documentType(file.path) ?? 'application/octet-stream';
      yield {
        kind: 'known',
        url: urlOfFile(file.path, this.layout),
        reason: 'a document, not read',
        contentType,
      };
    }
    for (const file of this.inventory.archives) {
      const reason = 'an archive inside the copy is not opened';
      yield { kind: 'blocked', url: urlOfFile(file.path, this.layout), reason };
    }
  }
}

function depth(path: string): number {
  return path.split('/').length;
}
