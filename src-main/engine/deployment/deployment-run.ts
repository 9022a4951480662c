import type { Deployment } from '@shared/contract/deployment-record.js';
import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import type { Signer } from '@shared/evidence/dsse.js';
import { AiosError, type ErrorCode, type Json } from '@shared/kernel/errors.js';
import { activateAgents, storeAgentVersions } from '../agents/index.js';
import { verifyLog } from '../audit/index.js';
import { type CommandPorts, runCommand } from '../auth/index.js';
import type { Tx } from '../db/index.js';
import { linkKnowledge, storeKnowledge } from '../knowledge/index.js';
import type { Caller } from '../tenancy/index.js';
import type { Composition } from './composition.js';
import { runStep, type StepContext, type StepPorts } from './deploy-steps.js';
import { afterEvent, type DeploymentEvent, nextStep } from './deployment-machine.js';
import {
  linkFiles,
  readDeployment,
  readDeployments,
  type StoredDeployment,
  saveAuditHeadOf,
  saveBundleOf,
  saveFolderOf,
  storeArtefacts,
  storeGrants,
  storePolicies,
  updateDeployment,
} from './deployment-rows.js';
import { diskFiles } from './folder-files.js';

export interface DeploymentRunOptions {
  commands: CommandPorts;
  caller: Caller;
  stored: StoredDeployment;
  composition: Composition;
  profile: OrganisationProfile;
  /** The program that made the composition: after an update a resumed deployment still names the one that was approved. */
  generator: StepContext['generator'];
  allowSelfApproval: boolean;
  folders: StepContext['folders'];
  signer: Signer;
  publish: (deployment: Deployment) => void;
}

/** One deployment on its way: does its steps in order, each recorded before and after, until it is active or failed. */
export class DeploymentRun {
  readonly #options: DeploymentRunOptions;
  #deployment: Deployment;
  #stopped = false;

  constructor(options: DeploymentRunOptions) {
    this.#options = options;
    this.#deployment = options.stored.deployment;
  }

  get deployment(): Deployment {
    return this.#deployment;
  }

  /** No further step is begun. */
  stop(): void {
    this.#stopped = true;
  }

  async resume(): Promise<void> {
    await this.#record({ kind: 'resumed' }, 'deployment.resume', {});
  }

  /** Never throws: what fails is recorded, or, where nothing can be recorded, is found interrupted at the next start. */
  async run(): Promise<void> {
    try {
      while (!this.#stopped) {
        const next = nextStep(this.#deployment);
        if (next.kind === 'activate') await this.#activate();
        else if (next.kind === 'run') await this.#runStep(next.step);
        else break;
      }
    } catch (error) {
      this.#options.commands.log.error('deployment.not-recorded', error);
      this.#deployment = { ...this.#deployment, state: 'failed', ...failureOf(error) };
      this.#options.publish(this.#deployment);
    }
  }

  async #runStep(step: Deployment['steps'][number]['name']): Promise<void> {
    const at = () => new Date(this.#options.commands.clock.now()).toISOString();
    await this.#record({ kind: 'step-started', step, at: at() }, 'deployment.step-started', { step });
    try {
      const detail = await runStep(step, this.#context(step));
      await this.#record({ kind: 'step-done', step, detail, at: at() }, 'deployment.step-done', {
        step,
        detail,
      });
    } catch (error) {
      if (!(error instanceof AiosError))
        this.#options.commands.log.error('deployment.step-failed', error, { step });
      const { failure, failureCode } = failureOf(error);
      await this.#record(
        { kind: 'step-failed', step, failure, failureCode, at: at() },
        'deployment.step-failed',
        {
          step,
          failure,
          code: failureCode,
        },
      );
    }
  }

  #context(step: Deployment['steps'][number]['name']): StepContext {
    const { composition, profile, generator, allowSelfApproval, folders, signer, publish } = this.#options;
    return {
      deployment: this.#deployment,
      composition,
      profile,
      generator,
      allowSelfApproval,
      folders,
      signer,
      ports: this.#ports(),
      disk: diskFiles,
      progress: (done, total, detail) => {
        this.#deployment = afterEvent(this.#deployment, {
          kind: 'step-progressed',
          step,
          done,
          total,
          detail,
        });
        publish(this.#deployment);
      },
    };
  }

  #ports(): StepPorts {
    const { tenant } = this.#options.caller;
    const key = { tenant, deployment: this.#deployment.id };
    return {
      saveOrganisation: (_id, { organisation }) =>
        this.#change('deployment.tenant', async () => ({ organisation: organisation.name })),
      saveFiles: (_id, files) =>
        this.#change('deployment.files', async (tx) => {
          await storeArtefacts(
            tx,
            tenant,
            files.map(({ sha256, bytes }) => ({ sha256, content: bytes })),
          );
          await linkFiles(tx, key, files);
          return { files: files.length };
        }),
      saveDocuments: (_id, documents) =>
        this.#change('deployment.knowledge', async (tx) => {
          await storeKnowledge(
            tx,
            tenant,
            documents.map(({ document }) => document),
          );
          const links = documents.flatMap(({ document, agents }) =>
            agents.map((agent) => ({ agent, document: document.id, contentHash: document.contentHash })),
          );
          await linkKnowledge(tx, key, links);
          return { documents: documents.length, links: links.length };
        }),
      saveAgentVersions: (_id, manifests) =>
        this.#change('deployment.agents', async (tx, now) => {
          await storeAgentVersions(tx, { ...key, now }, manifests);
          return { agents: manifests.map(({ manifest, hash }) => `${manifest.id} ${hash}`) };
        }),
      savePolicies: (_id, policies) =>
        this.#change('deployment.policies', async (tx) => {
          await storePolicies(tx, key, policies);
          return { rules: policies.length };
        }),
      saveGrants: (_id, grants) =>
        this.#change('deployment.access', async (tx) => {
          await storeGrants(tx, key, grants);
          return { grants: grants.length };
        }),
      saveBundle: async (_id, bundle) => {
        await this.#change('deployment.bundle', async (tx) => {
          await saveBundleOf(tx, key.deployment, bundle);
          return { sha256: bundle.sha256 };
        });
        this.#deployment = { ...this.#deployment, bundle };
      },
      saveFolder: async (_id, folder) => {
        await this.#change('deployment.folder', async (tx) => {
          await saveFolderOf(tx, key.deployment, folder);
          return { folder };
        });
        this.#deployment = { ...this.#deployment, folder };
      },
      auditHead: () => this.#auditHead(),
    };
  }

  /** The verified end of the log; remembered, so that the bundle can be made again byte for byte. */
  async #auditHead() {
    const { commands, caller } = this.#options;
    const { id } = this.#deployment;
    const remembered = await commands.database.asTenant(caller.tenant, (tx) => readDeployment(tx, id));
    if (remembered?.auditHead) return remembered.auditHead;
    const verification = await verifyLog(commands.database, caller.tenant);
    const { lastSequence, headHash } = verification;
    if (!verification.verified || lastSequence === null || headHash === null) {
      throw new AiosError('audit_broken', verification.problems[0]?.text ?? 'The audit log is empty.');
    }
    const head = { sequence: lastSequence, hash: headHash };
    await this.#change('deployment.audit-head', async (tx) => {
      await saveAuditHeadOf(tx, id, head);
      return head;
    });
    return head;
  }

  async #activate(): Promise<void> {
    const { caller } = this.#options;
    let active = this.#deployment;
    await this.#change('deployment.activate', async (tx, now) => {
      for (const { deployment } of await readDeployments(tx)) {
        if (deployment.state !== 'active') continue;
        await updateDeployment(tx, caller.tenant, afterEvent(deployment, { kind: 'superseded' }));
      }
      active = afterEvent(this.#deployment, { kind: 'activated', at: now.toISOString() });
      await updateDeployment(tx, caller.tenant, active);
      await activateAgents(tx, { tenant: caller.tenant, deployment: active.id });
      return { agents: active.agents, approver: active.approver };
    });
    this.#deployment = active;
    this.#options.publish(active);
  }

  async #record(event: DeploymentEvent, action: string, details: Record<string, Json>): Promise<void> {
    const next = afterEvent(this.#deployment, event);
    await this.#change(action, async (tx) => {
      await updateDeployment(tx, this.#options.caller.tenant, next);
      return details;
    });
    this.#deployment = next;
    this.#options.publish(next);
  }

  async #change(action: string, work: (tx: Tx, now: Date) => Promise<Record<string, Json>>): Promise<void> {
    const { commands, caller } = this.#options;
    const resource = { kind: 'deployment', id: this.#deployment.id };
    await runCommand(
      commands,
      caller,
      { name: action, permission: 'deployment.deploy', resource },
      async (tx, now) => ({
        result: undefined,
        facts: [{ action, resource, details: await work(tx, now) }],
      }),
    );
  }
}

function failureOf(error: unknown): { failure: string; failureCode: ErrorCode } {
  return error instanceof AiosError
    ? { failure: error.message, failureCode: error.code }
    : { failure: 'A defect stopped this step; the log file tells more.', failureCode: 'internal' };
}
