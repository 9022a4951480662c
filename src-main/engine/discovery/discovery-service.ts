import { EventPublisher } from '@orpc/server';
import type { DiscoveryOptions, DiscoveryRun, ReadPage } from '@shared/contract/discovery.js';
import type { Coverage } from '@shared/contract/organisation-profile.js';
import { AiosError } from '@shared/kernel/errors.js';
import type { Ids } from '@shared/kernel/ports.js';
import { type CommandPorts, runCommand } from '../auth/index.js';
import type { Caller } from '../tenancy/index.js';
import { readStoredPages, runDiscoveryJob, toSourcePage } from './discovery-job.js';
import {
  findPage,
  insertRun,
  readLatestProfile,
  readPages,
  readRun,
  readRuns,
  type StoredProfile,
  type StoredRun,
  updateRun,
} from './discovery-rows.js';
import type { PageReading } from './extract/page-reading.js';
import { readPage } from './extract/read-page.js';
import type { OpenedSource, RenderedHtml, SourceOptions } from './source-page.js';
import { openSource } from './sources/open-source.js';

export interface DiscoveryPorts extends CommandPorts {
  ids: Ids;
  /** Renders a script-built page; absent where there is no browser (CLI, server). */
  render?: (url: string, options: { allowedHosts: readonly string[] }) => Promise<RenderedHtml>;
  /** Told when runs or profiles changed. */
  changed: () => void;
}

type RunEvents = Record<string, DiscoveryRun>;

/** Discovery as the contract sees it: runs in the background, one at a time, resumable after a kill. */
export class DiscoveryService {
  readonly #ports: DiscoveryPorts;
  readonly #events = new EventPublisher<RunEvents>();
  #active: { run: DiscoveryRun; stop: AbortController; finished: Promise<void> } | null = null;
  #starting = false;
  #readings: { runId: string; readings: Promise<PageReading[]> } | null = null;

  constructor(ports: DiscoveryPorts) {
    this.#ports = ports;
  }

  /** Opens the source (so that a wrong path fails at once) and starts reading it in the background. */
  start(caller: Caller, source: string, options: DiscoveryOptions): Promise<DiscoveryRun> {
    return this.#alone(() => this.#start(caller, source, options));
  }

  /** Goes on with a run that was interrupted, cancelled or failed; pages that are stored are not read again. */
  resume(caller: Caller, id: string): Promise<DiscoveryRun> {
    return this.#alone(() => this.#resume(caller, id));
  }

  async #start(caller: Caller, source: string, options: DiscoveryOptions): Promise<DiscoveryRun> {
    const stop = new AbortController();
    const opened = await this.#open(source, options, { visited: new Set(), frontier: [] }, stop);
    const id = this.#ports.ids.next();
    const resource = { kind: 'discovery-run', id };
    const run = await runCommand(
      this.#ports,
      caller,
      { name: 'discovery.start', permission: 'discovery.run', resource },
      async (tx, now) => {
        const started = newRun(id, source, opened, now);
        await insertRun(tx, caller.tenant, { run: started, options });
        return {
          result: started,
          facts: [{ action: 'discovery.start', resource, details: { source, kind: opened.kind } }],
        };
      },
    ).catch(async (error: unknown) => {
      await opened.close();
      throw error;
    });
    this.#begin(caller, run, opened, stop);
    return run;
  }

  async #resume(caller: Caller, id: string): Promise<DiscoveryRun> {
    const stored = await this.#find(caller, id);
    if (stored.run.state === 'done')
      throw new AiosError('conflict', 'This discovery is complete; start a new one.');
    const readings = await readStoredPages(this.#ports, caller, id);
    const visited = new Set(readings.map((reading) => reading.url));
    const frontier = [...new Set(readings.flatMap((reading) => reading.links.map((link) => link.href)))];
    const stop = new AbortController();
    const opened = await this.#open(
      stored.run.source,
      stored.options,
      { visited, frontier: frontier.filter((url) => !visited.has(url)) },
      stop,
    );
    const resource = { kind: 'discovery-run', id };
    const run: DiscoveryRun = {
      ...stored.run,
      state: 'reading',
      failure: null,
      finishedAt: null,
      visited: readings.length,
    };
    await runCommand(
      this.#ports,
      caller,
      { name: 'discovery.resume', permission: 'discovery.run', resource },
      async (tx) => {
        await updateRun(tx, run);
        return {
          result: undefined,
          facts: [{ action: 'discovery.resume', resource, details: { pages: visited.size } }],
        };
      },
    ).catch(async (error: unknown) => {
      await opened.close();
      throw error;
    });
    this.#begin(caller, run, opened, stop);
    return run;
  }

  async cancel(caller: Caller, id: string): Promise<DiscoveryRun> {
    const active = this.#active;
    if (active?.run.id !== id) return (await this.#find(caller, id)).run;
    active.stop.abort();
    await active.finished;
    return (await this.#find(caller, id)).run;
  }

  async runs(caller: Caller): Promise<DiscoveryRun[]> {
    const stored = await this.#ports.database.asTenant(caller.tenant, readRuns);
    return stored.map(({ run }) => (this.#active?.run.id === run.id ? this.#active.run : run));
  }

  /** The run's state now, and after each change until it ends. */
  async *watch(caller: Caller, id: string, signal?: AbortSignal): AsyncGenerator<DiscoveryRun, void, void> {
    const updates = this.#events.subscribe(id, signal === undefined ? {} : { signal });
    const run = this.#active?.run.id === id ? this.#active.run : (await this.#find(caller, id)).run;
    yield run;
    if (hasEnded(run)) return;
    for await (const next of updates) {
      yield next;
      if (hasEnded(next)) return;
    }
  }

  /** Marks runs that a stopped engine left behind, so that they can be resumed. */
  async markInterrupted(caller: Caller): Promise<void> {
    const left = (await this.#ports.database.asTenant(caller.tenant, readRuns)).filter(
      ({ run }) => !hasEnded(run),
    );
    for (const { run } of left) {
      const resource = { kind: 'discovery-run', id: run.id };
      await runCommand(
        this.#ports,
        caller,
        { name: 'discovery.interrupted', permission: 'discovery.run', resource },
        async (tx) => {
          await updateRun(tx, { ...run, state: 'interrupted' });
          return {
            result: undefined,
            facts: [{ action: 'discovery.interrupted', resource, details: { pages: run.visited } }],
          };
        },
      );
    }
  }

  profile(caller: Caller): Promise<StoredProfile | null> {
    return this.#ports.database.asTenant(caller.tenant, readLatestProfile);
  }

  async page(caller: Caller, url: string): Promise<ReadPage> {
    const latest = await this.profile(caller);
    const page = latest
      ? await this.#ports.database.asTenant(caller.tenant, (tx) => findPage(tx, latest.runId, url))
      : null;
    if (!page)
      throw new AiosError('not_found', `The page ${url} is not among those that were read.`, {
        details: { url },
      });
    const reading = readPage(toSourcePage(page));
    return {
      url,
      title: reading.title,
      retrievedAt: page.retrievedAt,
      contentHash: page.contentHash,
      blocks: shownBlocks(reading),
    };
  }

  async coverage(caller: Caller): Promise<Coverage | null> {
    return (await this.profile(caller))?.profile.coverage ?? null;
  }

  /** Readings of the pages behind the latest profile; kept in memory until another run takes its place. */
  async readings(caller: Caller, runId: string): Promise<PageReading[]> {
    if (this.#readings?.runId !== runId) {
      this.#readings = { runId, readings: readStoredPages(this.#ports, caller, runId) };
    }
    return this.#readings.readings;
  }

  /** Hashes of the stored pages by URL. */
  async pageHashes(caller: Caller, runId: string): Promise<Map<string, string>> {
    const pages = await this.#ports.database.asTenant(caller.tenant, (tx) =>
      readPages(tx, runId, -1, 100_000),
    );
    return new Map(pages.map((page) => [page.url, page.contentHash]));
  }

  /** Waits for the running job, after asking it to stop. */
  async close(): Promise<void> {
    this.#active?.stop.abort();
    await this.#active?.finished;
  }

  async #open(
    source: string,
    options: DiscoveryOptions,
    progress: Pick<SourceOptions, 'visited' | 'frontier'>,
    stop: AbortController,
  ): Promise<OpenedSource> {
    const { render } = this.#ports;
    if (options.render && !render) {
      throw new AiosError(
        'invalid_input',
        'Rendering needs the desktop application; it is not available here.',
      );
    }
    return openSource(source, {
      ...progress,
      maxPages: options.maxPages,
      allowedHosts: options.allowedHosts,
      signal: stop.signal,
      // A host that was allowed by name for reading is allowed for what its pages load, and no other is.
      ...(options.render && render
        ? { render: (url) => render(url, { allowedHosts: options.allowedHosts }) }
        : {}),
    });
  }

  #begin(caller: Caller, run: DiscoveryRun, source: OpenedSource, stop: AbortController): void {
    const publish = (next: DiscoveryRun): void => {
      if (this.#active?.run.id === next.id) this.#active.run = next;
      this.#events.publish(next.id, next);
      if (hasEnded(next)) this.#ports.changed();
    };
    const finished = runDiscoveryJob(
      { ports: this.#ports, caller, signal: stop.signal, publish },
      run,
      source,
    ).finally(() => {
      this.#active = null;
    });
    this.#active = { run, stop, finished };
    this.#ports.changed();
  }

  /** One run at a time, also while the first is still being opened. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#active || this.#starting)
      throw new AiosError('conflict', 'A discovery is already running; wait for it or stop it.');
    this.#starting = true;
    try {
      return await work();
    } finally {
      this.#starting = false;
    }
  }

  async #find(caller: Caller, id: string): Promise<StoredRun> {
    const stored = await this.#ports.database.asTenant(caller.tenant, (tx) => readRun(tx, id));
    if (!stored) throw new AiosError('not_found', `There is no discovery ${id}.`);
    return stored;
  }
}

function hasEnded(run: DiscoveryRun): boolean {
  return run.state !== 'reading' && run.state !== 'analysing';
}

function newRun(id: string, source: string, opened: OpenedSource, now: Date): DiscoveryRun {
  return {
    id,
    source,
    sourceKind: opened.kind,
    state: 'reading',
    startedAt: now.toISOString(),
    finishedAt: null,
    visited: 0,
    queued: 0,
    blocked: 0,
    errors: 0,
    current: '',
    failure: null,
  };
}

/** The page's text for showing a quote in its place: the main text, and the menu labels that facts were read from. */
function shownBlocks(reading: PageReading): ReadPage['blocks'] {
  const main = reading.blocks.map((block) => ({
    heading: block.heading,
    text: block.text,
    ...(block.anchor === undefined ? {} : { anchor: block.anchor }),
  }));
  const inMain = new Set(main.map((block) => block.text));
  const other = reading.lines.filter(
    (line) => line.region !== 'main' && line.region !== 'body' && !inMain.has(line.text),
  );
  return [...main, ...other.map((line) => ({ heading: `Page ${line.region}`, text: line.text }))];
}
