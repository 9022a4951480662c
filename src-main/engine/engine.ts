import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient, EventPublisher } from '@orpc/server';
import { canonicalDigest } from '@shared/evidence/canonical-digest.js';
import { AiosError } from '@shared/kernel/errors.js';
import type { Clock, Ids } from '@shared/kernel/ports.js';
import { readConstitution, readTemplates } from './agents/index.js';
import type { CommandPorts } from './auth/index.js';
import { CustomisationService } from './customisation/index.js';
import { type Migration, makeFolder, openTenantStore, readMigrations, storageError } from './db/index.js';
import { BundleService, DeploymentService } from './deployment/index.js';
import { discoveredOrganisation } from './discovered-organisation.js';
import { type DiscoveryPorts, DiscoveryService } from './discovery/index.js';
import type { ChangeEvent, EngineState, OpenTenant, Startup } from './engine-state.js';
import { fileLog, newTraceId } from './observability/index.js';
import { router } from './router/index.js';
import type { HandlerContext, Session } from './router/session.js';
import { type Caller, clientDirectory, readClientFile, writeClientFile } from './tenancy/index.js';

export interface EngineOptions {
  /** Root of all data on this machine. */
  home: string;
  /** The client to open first. */
  tenant: string;
  /** Folder of what ships and is not code. */
  resources: string;
  /** Folder of the migrations. */
  migrations: string;
  /** The pre-migrated data directory that the build made; absent, a first start takes some seconds longer. */
  template?: string;
  version: string;
  /** What the engine runs on, for the about page: "Electron 45.4.1". */
  platform: string;
  clock?: Clock;
  ids?: Ids;
  render?: DiscoveryPorts['render'];
  /** Told which client is about to be opened. */
  onOpening?: (tenant: string) => void;
}

/** The whole domain, opened on a home. */
export interface Engine {
  readonly router: typeof router;
  readonly startup: Startup;
  /** The context for calls that arrive over one connection. */
  context(session: Session): HandlerContext;
  /** The contract as functions, in this process. */
  client(session: Session): EngineClient;
  close(): Promise<void>;
}

const createClient = (context: HandlerContext) => createRouterClient(router, { context });
export type EngineClient = ReturnType<typeof createClient>;

/**
 * Opens a home. A client whose data does not open does not stop the engine: `startup` says why, and the procedures
 * that restore it work. Throws only when the program's own files are missing or the home cannot be written.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  makeHome(options.home);
  const engine = new RunningEngine(options, {
    templates: await readTemplates(join(options.resources, 'templates')),
    constitution: await readConstitution(join(options.resources, 'policies', 'constitution.json')),
    migrations: await readMigrations(options.migrations),
    device: deviceId(options.home),
  });
  await engine.openFirst();
  return {
    router,
    get startup() {
      return engine.startup;
    },
    context: (session) => ({ session, engine }),
    client: (session) => createClient({ session, engine }),
    close: () => engine.close(),
  };
}

interface ProgramFiles {
  templates: EngineState['templates'];
  constitution: EngineState['constitution'];
  migrations: readonly Migration[];
  device: string;
}

class RunningEngine implements EngineState {
  readonly home: string;
  readonly version: string;
  readonly platform: string;
  readonly resources: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: EngineState['log'];
  readonly templates: EngineState['templates'];
  readonly constitution: EngineState['constitution'];
  readonly events = new EventPublisher<{ change: ChangeEvent }>();
  readonly #options: EngineOptions;
  readonly #files: ProgramFiles;
  #open: OpenTenant | null = null;
  #failure: AiosError | null = null;
  #tenantId: string;

  constructor(options: EngineOptions, files: ProgramFiles) {
    this.#options = options;
    this.#files = files;
    this.home = options.home;
    this.version = options.version;
    this.platform = options.platform;
    this.resources = options.resources;
    this.clock = options.clock ?? { now: () => Date.now() };
    this.ids = options.ids ?? { next: () => randomUUID() };
    this.log = fileLog(join(options.home, 'logs'), () => this.clock.now());
    this.templates = files.templates;
    this.constitution = files.constitution;
    this.#tenantId = options.tenant;
  }

  get startup(): Startup {
    return this.#failure
      ? { phase: 'failed', code: this.#failure.code, message: this.#failure.message }
      : { phase: 'ready' };
  }

  get tenantId(): string {
    return this.#tenantId;
  }

  get tenant(): OpenTenant {
    if (this.#open) return this.#open;
    throw this.#failure ?? new AiosError('engine_stopped', 'No client is open.');
  }

  async openFirst(): Promise<void> {
    try {
      await this.#openTenant(this.#tenantId);
    } catch (error) {
      this.#fail(error);
    }
  }

  async switchTenant(id: string): Promise<void> {
    clientDirectory(this.home, id);
    await this.#closeTenant();
    try {
      await this.#openTenant(id);
    } catch (error) {
      this.#fail(error);
      throw error;
    } finally {
      this.events.publish('change', allModules);
    }
  }

  async whileClosed<T>(work: (directory: string) => Promise<T>): Promise<T> {
    await this.#closeTenant();
    try {
      return await work(clientDirectory(this.home, this.#tenantId));
    } finally {
      await this.openFirst();
    }
  }

  async close(): Promise<void> {
    await this.#closeTenant();
  }

  async #openTenant(id: string): Promise<void> {
    this.#tenantId = id;
    this.#options.onOpening?.(id);
    const directory = clientDirectory(this.home, id);
    const { template } = this.#options;
    const store = await openTenantStore({
      directory,
      migrations: this.#files.migrations,
      ...(template === undefined ? {} : { template }),
    });
    try {
      const file = readClientFile(directory, id);
      writeClientFile(directory, { ...file, lastOpenedAt: new Date(this.clock.now()).toISOString() });
      this.#open = this.#services(id, store);
      this.#failure = null;
      await this.#recover(this.#open);
    } catch (error) {
      this.#open = null;
      await store.close();
      throw error;
    }
  }

  #services(id: string, store: OpenTenant['store']): OpenTenant {
    const commands: CommandPorts = {
      database: store.database,
      clock: this.clock,
      log: this.log,
      device: this.#files.device,
      policy: { version: 'constitution/1', hash: canonicalDigest(this.constitution) },
    };
    const changed = (modules: ChangeEvent['modules']) => () => this.events.publish('change', { modules });
    const { render } = this.#options;
    const discovery = new DiscoveryService({
      ...commands,
      ids: this.ids,
      changed: changed(['discovery', 'customisation', 'audit']),
      ...(render === undefined ? {} : { render }),
    });
    const discovered = discoveredOrganisation(discovery);
    const customisation = new CustomisationService({
      ...commands,
      ids: this.ids,
      discovered,
      storedProfile: (caller) => discovery.profile(caller),
      templates: this.templates,
      constitution: this.constitution,
      changed: changed(['customisation', 'audit']),
    });
    const deployment = new DeploymentService({
      ...commands,
      ids: this.ids,
      store,
      version: this.version,
      organisation: (caller) => customisation.organisation(caller),
      pages: discovered,
      templates: this.templates,
      changed: changed(['deployment', 'agents', 'knowledge', 'audit']),
    });
    return {
      id,
      store,
      commands,
      discovery,
      customisation,
      deployment,
      bundles: new BundleService({ ...commands, store }),
      async close() {
        await discovery.close();
        await deployment.close();
        await store.close();
      },
    };
  }

  /** Marks work that a stopped engine left behind, so that a human can resume it, and completes a rollback. */
  async #recover(tenant: OpenTenant): Promise<void> {
    const caller = systemCaller(tenant.id);
    await tenant.discovery.markInterrupted(caller);
    await tenant.deployment.recover(caller);
  }

  async #closeTenant(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (open) await this.#rememberOrganisation(open);
    await open?.close();
  }

  /** The list of clients names each by its organisation while its database is closed: what fails here changes nothing else. */
  async #rememberOrganisation({ id, customisation }: OpenTenant): Promise<void> {
    try {
      const summary = await customisation.summary(systemCaller(id));
      const directory = clientDirectory(this.home, id);
      const file = readClientFile(directory, id);
      if (summary && summary.name !== file.organisation) {
        writeClientFile(directory, { ...file, organisation: summary.name });
      }
    } catch (error) {
      this.log.error('tenant.name-not-kept', error, { tenant: id });
    }
  }

  #fail(error: unknown): void {
    this.log.error('tenant.not-opened', error, { tenant: this.#tenantId });
    this.#failure =
      error instanceof AiosError
        ? error
        : new AiosError('internal', 'The data of this client did not open.', { cause: error });
  }
}

/** Who acts when the engine does so by itself. */
function systemCaller(tenant: string): Caller {
  return {
    tenant,
    actor: { kind: 'system', id: 'engine', role: 'system' },
    name: 'AIOS',
    roles: ['administrator'],
    traceId: newTraceId(),
  };
}

const allModules: ChangeEvent = {
  modules: ['tenants', 'discovery', 'customisation', 'agents', 'knowledge', 'deployment', 'audit'],
};

function makeHome(home: string): void {
  try {
    makeFolder(home);
  } catch (error) {
    const known = storageError(error, home);
    if (known !== error) throw known;
    throw new AiosError('home_not_writable', `${home} cannot be made or written.`, {
      details: { path: home },
      cause: error,
    });
  }
}

/** The id of this installation, made once: a log belongs to a device. */
function deviceId(home: string): string {
  const path = join(home, 'device.json');
  try {
    if (existsSync(path)) {
      const stored: unknown = JSON.parse(readFileSync(path, 'utf8'));
      if (typeof stored === 'object' && stored !== null && 'id' in stored && typeof stored.id === 'string')
        return stored.id;
      throw new AiosError('data_damaged', `${path} is not readable.`, { details: { path } });
    }
    const id = randomUUID();
    writeFileSync(`${path}.part`, JSON.stringify({ id }));
    renameSync(`${path}.part`, path);
    return id;
  } catch (error) {
    throw storageError(error, home);
  }
}
