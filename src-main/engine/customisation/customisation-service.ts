import type { AgentProposal, PolicyRule } from '@shared/contract/agent-manifest.js';
import type { CustomisationView, Operation, RecordedOperation } from '@shared/contract/customisation.js';
import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { canonicalDigest } from '@shared/evidence/canonical-digest.js';
import { AiosError, type Json } from '@shared/kernel/errors.js';
import type { Ids } from '@shared/kernel/ports.js';
import { type AgentTemplate, proposeAgents } from '../agents/index.js';
import { type CommandPorts, runCommand } from '../auth/index.js';
import type { Caller } from '../tenancy/index.js';
import { applyToProfile } from './apply-to-profile.js';
import type { Discovered } from './base.js';
import { readOperations, saveOperations } from './customisation-rows.js';
import type { DiscoveredOrganisation } from './discovered-organisation.js';
import { keepIds } from './keep-ids.js';
import { mergeDiscovery } from './merge-discovery.js';
import {
  applyOverlay,
  type OverlayView,
  recordOperations,
  resolveConflict,
  undoOperation,
} from './overlay.js';

export interface CustomisationPorts extends CommandPorts {
  ids: Ids;
  /** The latest finished discovery with its pages; null before the first. */
  discovered: (caller: Caller) => Promise<DiscoveredOrganisation | null>;
  /** The latest profile alone. */
  storedProfile: (caller: Caller) => Promise<{ profile: OrganisationProfile } | null>;
  templates: readonly AgentTemplate[];
  constitution: readonly PolicyRule[];
  changed: () => void;
}

/** The corrected organisation with all that it is made from, for previews and deployments. */
export interface CustomisedOrganisation {
  discovered: DiscoveredOrganisation;
  overlay: OverlayView;
  view: CustomisationView;
}

/** The overlay of human corrections over what discovery found. */
export class CustomisationService {
  readonly #ports: CustomisationPorts;
  #last: { revision: string; organisation: CustomisedOrganisation } | null = null;

  constructor(ports: CustomisationPorts) {
    this.#ports = ports;
  }

  /** Name, size and open conflicts of the organisation, without reading its pages back unless there are corrections. */
  async summary(caller: Caller): Promise<{ name: string; departments: number; conflicts: number } | null> {
    const { database, storedProfile } = this.#ports;
    const stored = await storedProfile(caller);
    if (!stored) return null;
    const operations = await database.asTenant(caller.tenant, readOperations);
    const { profile } = applyToProfile(keepIds(stored.profile, operations), operations);
    const isCorrected = operations.some((operation) => operation.state === 'active');
    const conflicts = isCorrected ? ((await this.view(caller))?.conflicts.length ?? 0) : 0;
    return { name: profile.organisation.name, departments: profile.departments.length, conflicts };
  }

  async view(caller: Caller): Promise<CustomisationView | null> {
    return (await this.organisation(caller))?.view ?? null;
  }

  /** The organisation as people corrected it; kept until the discovery or the overlay changes. */
  async organisation(caller: Caller): Promise<CustomisedOrganisation | null> {
    const found = await this.#ports.discovered(caller);
    if (!found) return null;
    const operations = await this.#ports.database.asTenant(caller.tenant, readOperations);
    const revision = revisionOf(found, operations);
    if (this.#last?.revision !== revision) {
      const discovered = { ...found, profile: keepIds(found.profile, operations) };
      this.#last = { revision, organisation: this.#customise(discovered, operations, revision) };
    }
    return this.#last.organisation;
  }

  async apply(
    caller: Caller,
    input: { operations: readonly Operation[]; reason: string; revision?: string | undefined },
  ): Promise<CustomisationView> {
    const current = await this.#require(caller);
    if (input.revision !== undefined && input.revision !== current.view.revision) {
      throw new AiosError('conflict', 'The profile has changed since you opened it.');
    }
    const facts = input.operations.map((operation) => ({
      action: `customise.${operation.op}`,
      details: { operation: asJson(operation), reason: input.reason },
    }));
    return this.#change(caller, facts, (operations, discovered, now) => {
      const added = recordOperations(input.operations, {
        discovered,
        operations,
        templates: this.#ports.templates,
        constitution: this.#ports.constitution,
        author: caller.name,
        reason: input.reason,
        at: now.toISOString(),
        nextId: () => this.#ports.ids.next(),
      });
      return [...operations, ...added];
    });
  }

  undo(caller: Caller, id: string): Promise<CustomisationView> {
    return this.#change(
      caller,
      [{ action: 'customise.undo', details: { operation: id } }],
      (operations, discovered) => undoOperation(discovered.profile, operations, id),
    );
  }

  resolve(caller: Caller, id: string, decision: 'keep' | 'take'): Promise<CustomisationView> {
    const facts = [{ action: 'customise.resolve', details: { operation: id, decision } }];
    return this.#change(caller, facts, (operations, discovered) =>
      resolveConflict(operations, id, decision, discovered),
    );
  }

  /** Reads the operations, lets `next` decide, and stores what differs, in one transaction. */
  async #change(
    caller: Caller,
    facts: readonly { action: string; details: Record<string, Json> }[],
    next: (
      operations: readonly RecordedOperation[],
      discovered: Discovered,
      now: Date,
    ) => RecordedOperation[],
  ): Promise<CustomisationView> {
    const { discovered } = await this.#require(caller);
    const resource = { kind: 'profile', id: caller.tenant, version: String(discovered.version) };
    const [first, ...others] = facts.map((fact) => ({ ...fact, resource }));
    if (!first) throw new AiosError('invalid_input', 'There is nothing to change.');
    await runCommand(
      this.#ports,
      caller,
      { name: first.action, permission: 'profile.customise', resource },
      async (tx, now) => {
        const operations = await readOperations(tx);
        const proposals = this.#propose(discovered, discovered.profile, []);
        const changed = next(operations, { profile: discovered.profile, proposals }, now);
        await saveOperations(tx, caller.tenant, differing(operations, changed));
        return { result: undefined, facts: [first, ...others] };
      },
    );
    this.#ports.changed();
    return (await this.#require(caller)).view;
  }

  #customise(
    discovered: DiscoveredOrganisation,
    operations: readonly RecordedOperation[],
    revision: string,
  ): CustomisedOrganisation {
    const propose = (
      profile: OverlayView['profile'],
      former: OverlayView['former'],
    ): readonly AgentProposal[] => this.#propose(discovered, profile, former);
    const overlay = applyOverlay(discovered.profile, operations, propose, this.#ports.templates);
    const next = {
      profile: discovered.profile,
      proposals: this.#propose(discovered, discovered.profile, []),
    };
    return {
      discovered,
      overlay,
      view: {
        revision,
        profile: overlay.profile,
        agents: overlay.agents,
        rules: [...this.#ports.constitution, ...overlay.rules],
        operations: [...operations],
        conflicts: mergeDiscovery({ base: next, next, operations }),
      },
    };
  }

  #propose(
    discovered: DiscoveredOrganisation,
    profile: OverlayView['profile'],
    former: OverlayView['former'],
  ): readonly AgentProposal[] {
    return proposeAgents(
      profile,
      discovered.pagesByUrl,
      this.#ports.templates,
      discovered.pagesOf(profile, former),
    );
  }

  async #require(caller: Caller): Promise<CustomisedOrganisation> {
    const current = await this.organisation(caller);
    if (!current)
      throw new AiosError('not_found', 'There is no profile yet: discover an organisation first.');
    return current;
  }
}

function revisionOf(discovered: DiscoveredOrganisation, operations: readonly RecordedOperation[]): string {
  const states = operations.map(({ id, state, base }) => ({ id, state, base: base ?? null }));
  return canonicalDigest({ version: discovered.version, states });
}

function differing(
  before: readonly RecordedOperation[],
  after: readonly RecordedOperation[],
): RecordedOperation[] {
  const known = new Map(before.map((each) => [each.id, each]));
  return after.filter((each) => known.get(each.id) !== each);
}

/** An operation as plain JSON, without members that are undefined. */
function asJson(operation: Operation): Json {
  const plain: Json = JSON.parse(JSON.stringify(operation));
  return plain;
}
