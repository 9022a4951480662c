import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { DiscoveryRun } from '@shared/contract/discovery.js';
import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { AiosError } from '@shared/kernel/errors.js';
import { type CommandPorts, runCommand } from '../auth/index.js';
import type { Caller } from '../tenancy/index.js';
import {
  insertNotes,
  insertPage,
  insertProfile,
  type PageNote,
  readCoverage,
  readLatestProfile,
  readPages,
  type StoredPage,
  updateRun,
} from './discovery-rows.js';
import { extractProfile } from './extract/extract-profile.js';
import type { PageReading } from './extract/page-reading.js';
import { type MenuPool, readPage } from './extract/read-page.js';
import type { OpenedSource, SourceEvent, SourcePage } from './source-page.js';
import { pageKey } from './sources/canonical-url.js';
import { unreadLinks } from './unread-links.js';

/** Pages are stored in batches of this many, or when this much time has passed: what a kill can cost. */
const batchPages = 25;
const batchMs = 1_000;
/** More unread addresses than this are not remembered one by one. */
const listedUnread = 50_000;

export interface JobContext {
  ports: CommandPorts;
  caller: Caller;
  signal: AbortSignal;
  /** Told after every stored batch and every change of state. */
  publish: (run: DiscoveryRun) => void;
}

/** Readings of the pages of a run, in reading order, from what is stored. */
export async function readStoredPages(
  ports: CommandPorts,
  caller: Caller,
  runId: string,
): Promise<PageReading[]> {
  const readings: PageReading[] = [];
  const menus: MenuPool = new Map();
  for (let after = -1; ; ) {
    const pages = await ports.database.asTenant(caller.tenant, (tx) => readPages(tx, runId, after, 100));
    for (const page of pages) readings.push(readPage(toSourcePage(page), menus));
    const last = pages.at(-1);
    if (!last) return readings;
    after = last.position;
  }
}

export function toSourcePage(page: StoredPage): SourcePage {
  return {
    url: page.url,
    contentType: page.contentType,
    body: gunzipSync(page.body),
    retrievedAt: page.retrievedAt,
  };
}

/**
 * Reads a source to its end, storing pages as it goes, then extracts and stores the profile. Ends in `done`, `failed`
 * or `cancelled`; what was stored before stays and is used by a resumed run.
 */
export async function runDiscoveryJob(
  context: JobContext,
  start: DiscoveryRun,
  source: OpenedSource,
): Promise<void> {
  const earlier = start.visited > 0 ? await readStoredPages(context.ports, context.caller, start.id) : [];
  const job = new ReadingJob(context, start, earlier);
  try {
    await job.readAll(source);
    await job.analyse();
  } catch (error) {
    await job.fail(error);
  } finally {
    await source.close();
  }
}

/** The state of one run: what is read and not yet stored, and what was counted. */
class ReadingJob {
  readonly #context: JobContext;
  readonly #readings: PageReading[];
  /** Menus that pages share are kept once. */
  readonly #menus: MenuPool = new Map();
  #run: DiscoveryRun;
  #position: number;
  /** Keys of the pages that were read, under each of their addresses. */
  readonly #read = new Set<string>();
  #pages: StoredPage[] = [];
  #notes: PageNote[] = [];
  #lastStored = performance.now();

  constructor(context: JobContext, run: DiscoveryRun, readings: PageReading[]) {
    this.#context = context;
    this.#run = run;
    this.#readings = readings;
    this.#position = readings.length;
    for (const reading of readings) this.#read.add(pageKey(reading.url));
  }

  async readAll(source: OpenedSource): Promise<void> {
    for await (const event of source.pages()) {
      if (this.#context.signal.aborted) throw new AiosError('cancelled', 'The discovery was stopped.');
      this.#take(event);
      const due = performance.now() - this.#lastStored > batchMs;
      if (this.#pages.length >= batchPages || this.#notes.length >= 1_000 || due) await this.#store();
    }
    if (this.#context.signal.aborted) throw new AiosError('cancelled', 'The discovery was stopped.');
    for (const { url, pages } of unreadLinks(this.#readings, this.#read).slice(0, listedUnread)) {
      this.#notes.push({
        url,
        state: 'known',
        reason: 'linked, and not part of what was read',
        linkedBy: pages,
      });
    }
    await this.#store();
    if (this.#readings.length === 0) throw this.#nothingRead();
  }

  #take(event: SourceEvent): void {
    switch (event.kind) {
      case 'page':
        this.#takePage(event.page);
        return;
      case 'progress':
        this.#run = { ...this.#run, queued: event.queued };
        return;
      case 'known':
        this.#notes.push({ url: event.url, state: 'known', reason: event.reason });
        return;
      case 'blocked':
        this.#notes.push({ url: event.url, state: 'blocked', reason: event.reason });
        this.#run = { ...this.#run, blocked: this.#run.blocked + 1 };
        return;
      case 'error':
        this.#notes.push({ url: event.url, state: 'error', reason: event.reason });
        this.#run = { ...this.#run, errors: this.#run.errors + 1 };
    }
  }

  #takePage(page: SourcePage): void {
    this.#readings.push(readPage(page, this.#menus));
    for (const url of [page.url, ...(page.aliases ?? [])]) this.#read.add(pageKey(url));
    this.#pages.push({
      url: page.url,
      position: this.#position,
      contentType: page.contentType,
      contentHash: `sha256:${createHash('sha256').update(page.body).digest('hex')}`,
      body: gzipSync(page.body, { level: 4 }),
      retrievedAt: page.retrievedAt,
    });
    this.#position += 1;
    this.#run = { ...this.#run, visited: this.#run.visited + 1, current: page.url };
  }

  async #store(): Promise<void> {
    const pages = this.#pages;
    const notes = this.#notes;
    this.#pages = [];
    this.#notes = [];
    this.#lastStored = performance.now();
    if (pages.length === 0 && notes.length === 0) {
      this.#context.publish(this.#run);
      return;
    }
    await this.#command('discovery.store-pages', async (tx, { caller }) => {
      const key = { tenant: caller.tenant, run: this.#run.id };
      for (const page of pages) await insertPage(tx, key, page);
      await insertNotes(tx, key, dedupe(notes));
      await updateRun(tx, this.#run);
      return {
        pages: pages.length,
        notes: notes.length,
        pagesHash: createHash('sha256')
          .update(pages.map((page) => `${page.url} ${page.contentHash}\n`).join(''))
          .digest('hex'),
      };
    });
  }

  async analyse(): Promise<void> {
    this.#run = { ...this.#run, state: 'analysing', queued: 0, current: '' };
    await this.#command('discovery.analyse', async (tx) => {
      await updateRun(tx, this.#run);
      return { pages: this.#readings.length };
    });
    const coverage = await this.#context.ports.database.asTenant(this.#context.caller.tenant, (tx) =>
      readCoverage(tx, this.#run.id),
    );
    const profile = extractProfile(this.#readings, coverage);
    await this.#finish({ state: 'done' }, profile);
  }

  async fail(error: unknown): Promise<void> {
    const known =
      error instanceof AiosError
        ? error
        : new AiosError('internal', 'The discovery stopped because of a defect.', { cause: error });
    if (known.code === 'internal') this.#context.ports.log.error('discovery.failed', error);
    const state = known.code === 'cancelled' ? 'cancelled' : 'failed';
    try {
      // What was read before the failure is kept for a resumed run.
      if (known.code !== 'disk_full' && known.code !== 'home_not_writable') await this.#store();
      await this.#finish({ state, failure: { code: known.code, message: known.message } });
    } catch (second) {
      // The store itself refuses (a full disk): the run is found interrupted at the next start.
      this.#context.ports.log.error('discovery.not-recorded', second);
      this.#run = { ...this.#run, state, failure: { code: known.code, message: known.message } };
      this.#context.publish(this.#run);
    }
  }

  async #finish(
    change: Pick<DiscoveryRun, 'state'> & Partial<DiscoveryRun>,
    profile?: OrganisationProfile,
  ): Promise<void> {
    const finished = { ...this.#run, queued: 0, current: '', ...change };
    await this.#command(`discovery.${change.state}`, async (tx, { caller, now }) => {
      this.#run = { ...finished, finishedAt: now.toISOString() };
      await updateRun(tx, this.#run);
      if (!profile) return { failure: change.failure?.message ?? '' };
      const version = ((await readLatestProfile(tx))?.version ?? 0) + 1;
      await insertProfile(tx, caller.tenant, { version, runId: this.#run.id, profile, createdAt: now });
      return profileCounts(profile, version);
    });
  }

  async #command(
    name: string,
    work: (
      tx: Parameters<Parameters<typeof runCommand>[3]>[0],
      at: { caller: Caller; now: Date },
    ) => Promise<Record<string, string | number>>,
  ): Promise<void> {
    const { ports, caller } = this.#context;
    const resource = { kind: 'discovery-run', id: this.#run.id };
    await runCommand(ports, caller, { name, permission: 'discovery.run', resource }, async (tx, now) => {
      const details = await work(tx, { caller, now });
      return { result: undefined, facts: [{ action: name, resource, details }] };
    });
    this.#context.publish(this.#run);
  }

  #nothingRead(): AiosError {
    return this.#run.blocked > 0
      ? new AiosError(
          'source_blocked',
          `No page could be read: ${this.#run.blocked} were blocked (see the coverage report).`,
        )
      : new AiosError('source_empty', 'No HTML page was found in this source.');
  }
}

function dedupe(notes: readonly PageNote[]): PageNote[] {
  return [...new Map(notes.map((note) => [note.url, note])).values()];
}

function profileCounts(profile: OrganisationProfile, version: number): Record<string, string | number> {
  return {
    version,
    organisation: profile.organisation.name,
    departments: profile.departments.length,
    leadership: profile.leadership.length,
    pages: profile.coverage.visited,
  };
}
