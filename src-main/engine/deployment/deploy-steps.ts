import type { Deployment, StepName } from '@shared/contract/deployment-record.js';
import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { sealBundle, verifyBundle } from '@shared/evidence/bundle.js';
import type { BundlePredicate } from '@shared/evidence/bundle-statement.js';
import type { Signer } from '@shared/evidence/dsse.js';
import { AiosError } from '@shared/kernel/errors.js';
import type { AccessGrant } from './access-files.js';
import type { ComposedFile } from './composition.js';
import { type Composition, filesOf } from './composition.js';
import type { AssignedDocument, ComposedManifest } from './composition-content.js';
import { type FileSet, writeDeploymentFolder, writeFileWhole } from './deployment-folder.js';
import { organisationFolder } from './file-names.js';
import type { FolderFiles } from './folder-files.js';
import { sha256Hex } from './hashing.js';
import { validateComposition } from './validate-composition.js';

/**
 * What the steps need from the store. Each call is one transaction of its own, with its audit record, and must be
 * idempotent: after a kill the step runs again from its beginning, with equal arguments. "Save" therefore means:
 * insert what is not there yet; what is there under the same key is equal already.
 */
export interface StepPorts {
  /** The tenant's organisation, as it was approved. */
  saveOrganisation(deployment: string, profile: OrganisationProfile): Promise<void>;
  /** Contents by their hash, and which paths of the deployment have them. */
  saveFiles(deployment: string, files: readonly ComposedFile[]): Promise<void>;
  /** Documents by content hash, and which agents of the deployment read them. */
  saveDocuments(deployment: string, documents: readonly AssignedDocument[]): Promise<void>;
  /** A version of each agent for this deployment; the versions that answer do not change before `activate`. */
  saveAgentVersions(deployment: string, manifests: readonly ComposedManifest[]): Promise<void>;
  savePolicies(deployment: string, policies: Composition['policies']): Promise<void>;
  saveGrants(deployment: string, grants: readonly AccessGrant[]): Promise<void>;
  /** Remembers the bundle's path and hash. */
  saveBundle(deployment: string, bundle: { path: string; sha256: string }): Promise<void>;
  /** Remembers the folder's path. */
  saveFolder(deployment: string, folder: string): Promise<void>;
  /** The verified end of the audit log. Throws `audit_broken` when the log does not verify. */
  auditHead(): Promise<BundlePredicate['auditHead']>;
}

/** Everything that the steps of one deployment share. */
export interface StepContext {
  deployment: Pick<
    Deployment,
    'id' | 'sequence' | 'author' | 'approver' | 'previewHash' | 'startedAt' | 'bundle'
  >;
  composition: Composition;
  profile: OrganisationProfile;
  generator: { name: string; version: string };
  /** Whether the tenant lets an author approve. */
  allowSelfApproval: boolean;
  folders: { deployments: string; bundles: string };
  signer: Signer;
  ports: StepPorts;
  disk: FolderFiles;
  /** Told after each batch; must not throw. */
  progress(done: number, total: number, detail: string): void | Promise<void>;
}

/** Runs one step and returns what it did, in words. Doing a step again after a kill has the same effect as once. */
export function runStep(name: StepName, context: StepContext): Promise<string> {
  return steps[name](context);
}

const steps: Record<StepName, (context: StepContext) => Promise<string>> = {
  validate,
  tenant,
  manifests,
  knowledge,
  agents,
  policies,
  audit,
  access,
};

async function validate({
  deployment,
  composition,
  profile,
  allowSelfApproval,
}: StepContext): Promise<string> {
  if (composition.previewHash !== deployment.previewHash) {
    throw new AiosError('conflict', 'What would be deployed is no longer what was approved.', {
      details: { approved: deployment.previewHash, found: composition.previewHash },
    });
  }
  if (!allowSelfApproval && samePerson(deployment.author, deployment.approver)) {
    throw new AiosError(
      'self_approval',
      `${deployment.approver} made these changes and cannot approve them too.`,
    );
  }
  const problems = validateComposition(composition, profile);
  if (problems.length > 0) {
    const [first] = problems;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    throw new AiosError('invalid_input', `${(first?.text ?? '').replace(/\.$/, '')}${more}.`, {
      details: { problems: problems.slice(0, 50).map(({ subject, text }) => ({ subject, text })) },
    });
  }
  return `${composition.files.length} files are consistent and are what ${deployment.approver} approved`;
}

/** "Ada Lovelace" and " ada  lovelace" are one person: a capital letter is no second pair of eyes. */
export function samePerson(one: string, other: string): boolean {
  const key = (name: string) => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  return key(one) === key(other);
}

async function tenant({ deployment, profile, ports }: StepContext): Promise<string> {
  await ports.saveOrganisation(deployment.id, profile);
  return `${profile.organisation.name} is set up`;
}

async function manifests(context: StepContext): Promise<string> {
  const { composition, deployment, ports } = context;
  await inBatches(context, composition.files, 'files', (batch) => ports.saveFiles(deployment.id, batch));
  return `${composition.manifests.length} manifests and ${composition.files.length} files stored by their hash`;
}

async function knowledge(context: StepContext): Promise<string> {
  const { composition, deployment, ports } = context;
  const { documents } = composition;
  await inBatches(context, documents, 'documents', (batch) => ports.saveDocuments(deployment.id, batch));
  return `${documents.length} documents in the agents' knowledge`;
}

async function agents(context: StepContext): Promise<string> {
  const { composition, deployment, ports } = context;
  const all = composition.manifests;
  await inBatches(context, all, 'agents', (batch) => ports.saveAgentVersions(deployment.id, batch));
  return `${all.length} agents have a new version`;
}

async function policies({ composition, deployment, ports }: StepContext): Promise<string> {
  await ports.savePolicies(deployment.id, composition.policies);
  return `${composition.policies.length} rules bind the agents`;
}

/** Ties the deployment to the log that tells how it came about: the bundle names the log's verified end. */
async function audit(context: StepContext): Promise<string> {
  const { composition, deployment, disk, folders, generator, ports, signer } = context;
  // A bundle that was remembered is not made again: the log has grown since, and the bytes would differ.
  if (deployment.bundle !== null && (await disk.kind(deployment.bundle.path)) === 'file') {
    return `Bundle ${deployment.bundle.sha256.slice(0, 12)} is sealed`;
  }
  const predicate: BundlePredicate = {
    schema: 'aios.bundle/1',
    organisation: composition.organisation,
    deployment: deployment.id,
    sequence: deployment.sequence,
    platform: 'generic',
    createdAt: deployment.startedAt,
    generator: { name: generator.name, version: generator.version },
    author: deployment.author,
    approver: deployment.approver,
    previewHash: deployment.previewHash,
    auditHead: await ports.auditHead(),
  };
  const bytes = sealBundle(filesOf(composition), predicate, signer, { sha256: sha256Hex });
  const verification = verifyBundle(bytes, [signer.publicKey], { sha256: sha256Hex });
  if (!verification.valid) {
    throw new AiosError('internal', 'The bundle that was just made does not verify.', {
      details: { problems: verification.problems.map((problem) => problem.text) },
    });
  }
  const path = await writeFileWhole(disk, folders.bundles, bundleName(context), bytes);
  await ports.saveBundle(deployment.id, { path, sha256: verification.sha256 });
  return `Bundle ${verification.sha256.slice(0, 12)} is sealed, with the audit log's end in it`;
}

/** The name of a deployment's bundle: the organisation, and which deployment in the client's order. */
export function bundleName({
  composition,
  deployment,
}: Pick<StepContext, 'composition' | 'deployment'>): string {
  return `${organisationFolder(composition.organisation)}-${deployment.sequence}.aios.zip`;
}

/** Last, because from here on people see it: accounts, then the folder. Activating is the caller's next transaction. */
async function access(context: StepContext): Promise<string> {
  const { composition, deployment, ports } = context;
  await ports.saveGrants(deployment.id, composition.grants);
  const folder = await placeFolder(context, composition.organisation, filesOf(composition));
  await ports.saveFolder(deployment.id, folder);
  return `${composition.manifests.length} accounts with ${composition.grants.length} roles; folder ${folder}`;
}

/** Makes the organisation's folder hold these files: in a deployment, and again for the previous one in a rollback. */
export function placeFolder(
  { disk, folders }: Pick<StepContext, 'disk' | 'folders'>,
  organisation: string,
  files: FileSet,
): Promise<string> {
  return writeDeploymentFolder(
    disk,
    { parent: folders.deployments, name: organisationFolder(organisation) },
    files,
  );
}

const batchSize = 50;

async function inBatches<T>(
  { progress }: StepContext,
  items: readonly T[],
  what: string,
  save: (batch: readonly T[]) => Promise<void>,
): Promise<void> {
  for (let done = 0; done < items.length; done += batchSize) {
    await save(items.slice(done, done + batchSize));
    const saved = Math.min(items.length, done + batchSize);
    await progress(saved, items.length, `${saved} of ${items.length} ${what}`);
  }
}
