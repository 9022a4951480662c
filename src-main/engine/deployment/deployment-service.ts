import { EventPublisher } from '@orpc/server';
import type { Deployment, Preview } from '@shared/contract/deployment-record.js';
import { AiosError } from '@shared/kernel/errors.js';
import type { Ids } from '@shared/kernel/ports.js';
import { type AgentTemplate, activateAgents } from '../agents/index.js';
import type { AuditFact } from '../audit/index.js';
import { type CommandPorts, type Permission, runCommand } from '../auth/index.js';
import type { CustomisedOrganisation } from '../customisation/index.js';
import { snapshotOpen, type TenantStore, type Tx } from '../db/index.js';
import type { KnowledgePage } from '../kb-generation/index.js';
import { type Caller, readSettings } from '../tenancy/index.js';
import { compositionInput } from './compose-organisation.js';
import { type Composition, composeDeployment } from './composition.js';
import type { CompositionInput } from './composition-content.js';
import { diffCompositions } from './composition-diff.js';
import { placeFolder, samePerson } from './deploy-steps.js';
import { planSteps, rollback, rollbackTarget } from './deployment-machine.js';
import {
  type Artefact,
  insertDeployment,
  readArtefact,
  readDeployment,
  readDeployments,
  readFileList,
  readFiles,
  readManifests,
  type StoredDeployment,
  saveFolderOf,
  storeArtefacts,
  updateDeployment,
} from './deployment-rows.js';
import { DeploymentRun } from './deployment-run.js';
import {
  type DeploymentSize,
  estimateDuration,
  referenceTimes,
  type StepTimes,
} from './estimate-duration.js';
import { diskFiles } from './folder-files.js';
import { freezeInput, thawInput } from './frozen-input.js';
import { previewWarnings } from './preview-warnings.js';
import { signingKey } from './signing-key.js';

export interface DeploymentPorts extends CommandPorts {
  ids: Ids;
  store: TenantStore;
  version: string;
  templates: readonly AgentTemplate[];
  /** The corrected organisation; null before the first discovery. */
  organisation: (caller: Caller) => Promise<CustomisedOrganisation | null>;
  /** The pages of the latest discovery. */
  pages: (caller: Caller) => Promise<{ pages: readonly KnowledgePage[]; retrievedAt: string } | null>;
  changed: () => void;
}

// Longer than most files: preview, approval, resumption and rollback share the one run and its composition.
/** Preview, deployment and rollback, as the contract sees them. One deployment runs at a time. */
export class DeploymentService {
  readonly #ports: DeploymentPorts;
  readonly #events = new EventPublisher<Record<string, Deployment>>();
  #active: { run: DeploymentRun; finished: Promise<void> } | null = null;
  #starting = false;
  /** Where a failed run stood when it ended: a full disk cannot even take the record of the failure. */
  readonly #failed = new Map<string, Deployment>();
  #composed: { revision: string; input: CompositionInput; composition: Composition } | null = null;

  constructor(ports: DeploymentPorts) {
    this.#ports = ports;
  }

  async preview(caller: Caller): Promise<Preview> {
    const { organisation, composition } = await this.#compose(caller);
    const { database } = this.#ports;
    const previous = await database.asTenant(caller.tenant, async (tx) => {
      const active = (await readDeployments(tx)).find(({ deployment }) => deployment.state === 'active');
      if (!active) return null;
      const { id } = active.deployment;
      return { deploymentId: id, manifests: await readManifests(tx, id), files: await readFileList(tx, id) };
    });
    return {
      hash: composition.previewHash,
      organisation: composition.organisation,
      manifests: composition.manifests.map(({ manifest }) => manifest),
      policies: [...composition.policies],
      documents: composition.documents.map(({ document, agents }) => ({
        id: document.id,
        title: document.title,
        kind: document.kind,
        bytes: document.bytes,
        agents: agents.length,
      })),
      ...diffCompositions(previous, composition),
      totalBytes: composition.totalBytes,
      warnings: previewWarnings({
        profile: organisation.view.profile,
        proposals: organisation.view.agents,
        composition,
        openConflicts: organisation.view.conflicts.length,
      }),
      estimate: estimateDuration(await this.#history(caller), referenceTimes, sizeOf(composition)),
    };
  }

  /** Records the approval of exactly this preview, and deploys it in the background. */
  deploy(caller: Caller, input: { approver: string; previewHash: string }): Promise<Deployment> {
    return this.#alone(() => this.#deploy(caller, input));
  }

  /** Lets a deployment that failed, or whose engine was stopped, go on where it was. */
  resume(caller: Caller, id: string): Promise<Deployment> {
    return this.#alone(() => this.#resume(caller, id));
  }

  /** Makes the previous deployment the active one again, in the store and in the folder. */
  rollback(caller: Caller, input: { approver: string; reason: string }): Promise<Deployment> {
    return this.#alone(() => this.#rollback(caller, input));
  }

  async #deploy(caller: Caller, input: { approver: string; previewHash: string }): Promise<Deployment> {
    const { composition, input: made } = await this.#compose(caller);
    const frozen = freezeInput(made);
    await this.#snapshotBefore(caller, input, composition);
    const id = this.#ports.ids.next();
    const deployment = await this.#command(caller, 'deployment.approve', id, async (tx, now) => {
      await this.#refuseUnapproved(tx, caller, input, composition);
      const started = await this.#start(tx, {
        caller,
        id,
        approver: input.approver,
        composition,
        frozen,
        now,
      });
      return {
        result: started,
        details: {
          approver: input.approver,
          author: caller.name,
          previewHash: composition.previewHash,
          agents: started.agents,
        },
      };
    });
    await this.#begin(caller, id, composition, made);
    return deployment;
  }

  async #resume(caller: Caller, id: string): Promise<Deployment> {
    const stored = await this.#find(caller, id);
    const content = await this.#ports.database.asTenant(caller.tenant, (tx) =>
      readArtefact(tx, stored.inputSha256),
    );
    const made = thawInput(content, stored.inputSha256);
    const composition = composeDeployment(made);
    await this.#begin(caller, id, composition, made, { resumed: true });
    return (await this.#find(caller, id)).deployment;
  }

  async #rollback(caller: Caller, input: { approver: string; reason: string }): Promise<Deployment> {
    const all = (await this.list(caller)).slice();
    const active = all.find((deployment) => deployment.state === 'active');
    const target = rollbackTarget(all);
    if (!active || !target) throw new AiosError('conflict', 'There is no earlier deployment to go back to.');
    await this.#command(caller, 'deployment.rollback', active.id, async (tx, now) => {
      await this.#refuseSelfApproval(tx, caller, input.approver);
      const { rolledBack, reactivated } = rollback(active, target, now.toISOString());
      await updateDeployment(tx, caller.tenant, rolledBack);
      await updateDeployment(tx, caller.tenant, reactivated);
      await activateAgents(tx, { tenant: caller.tenant, deployment: target.id });
      // Until its folder stands again it has none: `recover` finds that after a kill.
      await saveFolderOf(tx, target.id, null);
      return {
        result: undefined,
        details: { to: target.id, approver: input.approver, reason: input.reason },
      };
    });
    try {
      await this.#placeFolderOf(caller, target);
    } finally {
      this.#ports.changed();
    }
    return (await this.#find(caller, target.id)).deployment;
  }

  /** Puts the folder of the active deployment in its place where a rollback was stopped before it could. */
  async recover(caller: Caller): Promise<void> {
    const active = (await this.list(caller)).find(({ state }) => state === 'active');
    if (active && active.folder === null) await this.#placeFolderOf(caller, active);
  }

  async #placeFolderOf(caller: Caller, { id, organisation }: Deployment): Promise<void> {
    const files = await this.#ports.database.asTenant(caller.tenant, (tx) => readFiles(tx, id));
    const folder = await placeFolder({ disk: diskFiles, folders: this.#folders() }, organisation, files);
    await this.#command(caller, 'deployment.folder', id, async (tx) => {
      await saveFolderOf(tx, id, folder);
      return { result: undefined, details: { folder } };
    });
  }

  /** One at a time, also while the first is still being prepared. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#active || this.#starting) {
      throw new AiosError('conflict', 'A deployment is already running; wait for it.');
    }
    this.#starting = true;
    try {
      return await work();
    } finally {
      this.#starting = false;
    }
  }

  async list(caller: Caller): Promise<Deployment[]> {
    const stored = await this.#ports.database.asTenant(caller.tenant, readDeployments);
    return stored.map(({ deployment }) => this.#asSeen(deployment));
  }

  async get(caller: Caller, id: string): Promise<Deployment> {
    return this.#asSeen((await this.#find(caller, id)).deployment);
  }

  /** What is stored, with what this engine knows besides: the progress of a running one, why one failed. */
  #asSeen(stored: Deployment): Deployment {
    const running = this.#active?.run.deployment;
    if (running?.id === stored.id) return running;
    const failed = this.#failed.get(stored.id);
    return failed && (stored.state === 'running' || stored.state === 'failed') ? failed : stored;
  }

  /** The deployment now, and after each change until it ends. */
  async *watch(caller: Caller, id: string, signal?: AbortSignal): AsyncGenerator<Deployment, void, void> {
    const updates = this.#events.subscribe(id, signal === undefined ? {} : { signal });
    const now = await this.get(caller, id);
    yield now;
    if (now.state !== 'running' || this.#active === null) return;
    for await (const next of updates) {
      yield next;
      if (next.state !== 'running') return;
    }
  }

  /** Waits for the step that is running; the deployment can be resumed. */
  async close(): Promise<void> {
    this.#active?.run.stop();
    await this.#active?.finished;
  }

  async #compose(caller: Caller) {
    const [organisation, discovered] = await Promise.all([
      this.#ports.organisation(caller),
      this.#ports.pages(caller),
    ]);
    if (!organisation || !discovered) {
      throw new AiosError('not_found', 'There is no profile yet: discover an organisation first.');
    }
    const { revision } = organisation.view;
    if (this.#composed?.revision !== revision) {
      const { templates, version } = this.#ports;
      const input = compositionInput({ organisation, ...discovered, templates, version });
      this.#composed = { revision, input, composition: composeDeployment(input) };
    }
    return { organisation, ...this.#composed };
  }

  /** Before the approval is stored: a restore of it then holds no half-done deployment. A refused one needs none. */
  async #snapshotBefore(
    caller: Caller,
    input: { approver: string; previewHash: string },
    composition: Composition,
  ): Promise<void> {
    const { database, paths } = this.#ports.store;
    const wouldRun = await database
      .asTenant(caller.tenant, (tx) => this.#refuseUnapproved(tx, caller, input, composition))
      .then(() => true)
      .catch(() => false);
    if (wouldRun) await snapshotOpen(database, paths, 'before-deployment');
  }

  async #refuseUnapproved(
    tx: Tx,
    caller: Caller,
    input: { approver: string; previewHash: string },
    composition: Composition,
  ): Promise<void> {
    if (input.previewHash !== composition.previewHash) {
      throw new AiosError('conflict', 'What would be deployed has changed since this preview was shown.');
    }
    await this.#refuseSelfApproval(tx, caller, input.approver);
    const open = (await readDeployments(tx)).find(({ deployment }) => deployment.state === 'running');
    if (open) throw new AiosError('conflict', 'An interrupted deployment is waiting: resume it first.');
  }

  async #refuseSelfApproval(tx: Tx, caller: Caller, approver: string): Promise<void> {
    const allowed = (await readSettings(tx))?.allowSelfApproval ?? false;
    if (!allowed && samePerson(caller.name, approver)) {
      throw new AiosError('self_approval', `${approver} made these changes and cannot approve them too.`);
    }
  }

  async #start(
    tx: Tx,
    start: {
      caller: Caller;
      id: string;
      approver: string;
      composition: Composition;
      frozen: Artefact;
      now: Date;
    },
  ): Promise<Deployment> {
    const { caller, id, approver, composition, frozen, now } = start;
    const size = sizeOf(composition);
    const sequence = ((await readDeployments(tx))[0]?.deployment.sequence ?? 0) + 1;
    const deployment: Deployment = {
      id,
      sequence,
      organisation: composition.organisation,
      state: 'running',
      author: caller.name,
      approver,
      previewHash: composition.previewHash,
      startedAt: now.toISOString(),
      finishedAt: null,
      agents: size.agents,
      documents: size.documents,
      folder: null,
      bundle: null,
      steps: planSteps(size),
      failure: null,
    };
    await storeArtefacts(tx, caller.tenant, [frozen]);
    await insertDeployment(tx, caller.tenant, {
      deployment,
      inputSha256: frozen.sha256,
      size,
      auditHead: null,
    });
    return deployment;
  }

  async #begin(
    caller: Caller,
    id: string,
    composition: Composition,
    made: CompositionInput,
    { resumed = false } = {},
  ): Promise<void> {
    const stored = await this.#find(caller, id);
    const settings = await this.#ports.database.asTenant(caller.tenant, readSettings);
    const run = new DeploymentRun({
      commands: this.#ports,
      caller,
      stored,
      composition,
      profile: made.profile,
      generator: made.generator,
      allowSelfApproval: settings?.allowSelfApproval ?? false,
      folders: this.#folders(),
      signer: this.#signer(),
      publish: (deployment) => {
        if (deployment.state === 'failed') this.#failed.set(id, deployment);
        else this.#failed.delete(id);
        this.#events.publish(id, deployment);
      },
    });
    if (resumed) await run.resume();
    const finished = run.run().finally(() => {
      this.#active = null;
      this.#ports.changed();
    });
    this.#active = { run, finished };
    this.#ports.changed();
  }

  async #history(caller: Caller): Promise<StepTimes[]> {
    const stored = await this.#ports.database.asTenant(caller.tenant, readDeployments);
    return stored
      .filter(({ deployment }) => deployment.finishedAt !== null && deployment.failure === null)
      .map(stepTimes);
  }

  async #find(caller: Caller, id: string): Promise<StoredDeployment> {
    const stored = await this.#ports.database.asTenant(caller.tenant, (tx) => readDeployment(tx, id));
    if (!stored)
      throw new AiosError('not_found', `There is no deployment ${id}.`, { details: { deployment: id } });
    return stored;
  }

  #command<T>(
    caller: Caller,
    name: string,
    deployment: string,
    work: (tx: Tx, now: Date) => Promise<{ result: T; details: NonNullable<AuditFact['details']> }>,
    permission: Permission = 'deployment.deploy',
  ): Promise<T> {
    const resource = { kind: 'deployment', id: deployment };
    return runCommand(this.#ports, caller, { name, permission, resource }, async (tx, now) => {
      const { result, details } = await work(tx, now);
      return { result, facts: [{ action: name, resource, details }] };
    });
  }

  #folders() {
    const { deployments, bundles } = this.#ports.store.paths;
    return { deployments, bundles };
  }

  #signer() {
    return signingKey(this.#ports.store.paths.keys);
  }
}

function sizeOf(composition: Composition): DeploymentSize {
  return {
    agents: composition.manifests.length,
    documents: composition.documents.length,
    rules: composition.policies.length,
    files: composition.files.length,
    bytes: composition.totalBytes,
  };
}

function stepTimes({ deployment, size }: StoredDeployment): StepTimes {
  const ms: StepTimes['ms'] = {};
  for (const step of deployment.steps) {
    if (step.startedAt && step.finishedAt)
      ms[step.name] = Date.parse(step.finishedAt) - Date.parse(step.startedAt);
  }
  return { size, ms };
}
