import type { EventPublisher } from '@orpc/server';
import type { PolicyRule } from '@shared/contract/agent-manifest.js';
import type { changeEventSchema } from '@shared/contract/system.js';
import type { Clock, Ids } from '@shared/kernel/ports.js';
import type { z } from 'zod';
import type { AgentTemplate } from './agents/index.js';
import type { CommandPorts } from './auth/index.js';
import type { CustomisationService } from './customisation/index.js';
import type { TenantStore } from './db/index.js';
import type { BundleService, DeploymentService } from './deployment/index.js';
import type { DiscoveryService } from './discovery/index.js';
import type { Log } from './observability/index.js';

export type ChangeEvent = z.infer<typeof changeEventSchema>;

/** Everything that belongs to the one client that is open. */
export interface OpenTenant {
  id: string;
  store: TenantStore;
  commands: CommandPorts;
  discovery: DiscoveryService;
  customisation: CustomisationService;
  deployment: DeploymentService;
  bundles: BundleService;
  close(): Promise<void>;
}

/** Whether the client's data opened, and if not, why: the window then offers the guided restore. */
export type Startup = { phase: 'ready' } | { phase: 'failed'; code: string; message: string };

/** What the handlers of the contract work on. */
export interface EngineState {
  readonly home: string;
  readonly version: string;
  readonly platform: string;
  readonly resources: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly templates: readonly AgentTemplate[];
  readonly constitution: readonly PolicyRule[];
  readonly events: EventPublisher<{ change: ChangeEvent }>;
  readonly startup: Startup;
  /** The open client; throws the failure of the start-up when there is none. */
  readonly tenant: OpenTenant;
  /** Id of the client that is open, or was to be opened. */
  readonly tenantId: string;
  /** Closes the open client and opens another; on failure the engine is without a client. */
  switchTenant(id: string): Promise<void>;
  /** Closes the client, runs `work` on its directory, and opens it again. */
  whileClosed<T>(work: (directory: string) => Promise<T>): Promise<T>;
}
