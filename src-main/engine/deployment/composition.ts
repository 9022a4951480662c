import type { AgentManifest, PolicyRule } from '@shared/contract/agent-manifest.js';
import type { KnowledgeDocument } from '@shared/contract/knowledge-document.js';
import { writeArchive } from '@shared/evidence/archive.js';
import { compareNames } from '@shared/evidence/archive-name.js';
import { canonicalDigest } from '@shared/evidence/canonical-digest.js';
import { canonicalJson } from '@shared/evidence/canonical-json.js';
import { sha256OfText } from '@shared/evidence/sha256.js';
import { encodeUtf8 } from '@shared/evidence/utf8.js';
import { AiosError } from '@shared/kernel/errors.js';
import { policiesFor } from '../agents/index.js';
import { type AccessGrant, accessFiles, grantsFor } from './access-files.js';
import { aiBom } from './ai-bom.js';
import type {
  AssignedDocument,
  ComposedContent,
  ComposedManifest,
  CompositionInput,
  ManifestDraft,
} from './composition-content.js';
import { fileNameFor } from './file-names.js';
import { sha256Hex } from './hashing.js';
import { prettyJson } from './json-files.js';
import { knowledgeFiles, knowledgeHashOf } from './knowledge-files.js';
import { policyFiles } from './policy-files.js';
import { readmeText } from './readme-file.js';

export interface ComposedFile {
  path: string;
  bytes: Uint8Array;
  /** 64 hex digits. */
  sha256: string;
}

/** All that would be deployed, in canonical order. */
export interface Composition {
  organisation: string;
  /** SHA-256 over the path, size and hash of every file: what an approver approves. */
  previewHash: string;
  /** Sorted by path. */
  files: readonly ComposedFile[];
  /** Sorted by agent id. */
  manifests: readonly ComposedManifest[];
  /** Constitution first, then organisation, departments and agents. */
  policies: readonly PolicyRule[];
  documents: readonly AssignedDocument[];
  grants: readonly AccessGrant[];
  totalBytes: number;
}

/**
 * Composes what would be deployed. Throws `invalid_input` when two things want one file or an id occurs twice, and
 * `data_damaged` when a document's text is not the one that its hash names.
 */
export function composeDeployment(input: CompositionInput): Composition {
  const documents = sortedBy(input.documents, ({ document }) => document.id);
  const policies = sortPolicies(input.policies);
  refuseDuplicates(
    'agent',
    input.manifests.map((manifest) => manifest.id),
  );
  refuseDuplicates(
    'document',
    documents.map(({ document }) => document.id),
  );
  refuseDuplicates(
    'rule',
    policies.map((rule) => rule.id),
  );
  for (const { document } of documents) refuseDamaged(document);
  const manifests = sortedBy(input.manifests, (draft) => draft.id).map((draft) =>
    finishManifest(draft, policies, documents),
  );
  const grants = grantsFor(manifests);
  const content = { ...input, manifests, policies, documents };
  const texts = new Map<string, string>([
    ...manifests.map(({ file, manifest }) => [file, canonicalJson(manifest)] as const),
    ['manifest/organisation.json', prettyJson(organisationManifest(content))],
    ['profile.json', prettyJson(input.profile)],
    ['ai-bom.json', prettyJson(aiBom(content))],
    ...policyFiles(policies, manifests),
    ...knowledgeFiles(documents, manifests),
    ...accessFiles(manifests, grants),
    ['README.md', readmeText(content)],
  ]);
  const files = withChecksums([...texts].map(([path, text]) => composedFile(path, text)));
  refuseBadPaths(files);
  return {
    organisation: input.profile.organisation.name,
    previewHash: previewHashOf(files),
    files,
    manifests,
    policies,
    documents,
    grants,
    totalBytes: files.reduce((sum, file) => sum + file.bytes.length, 0),
  };
}

/** The files as an archive or a folder wants them. */
export function filesOf(composition: Pick<Composition, 'files'>): ReadonlyMap<string, Uint8Array> {
  return new Map(composition.files.map((file) => [file.path, file.bytes]));
}

function finishManifest(
  draft: ManifestDraft,
  policies: readonly PolicyRule[],
  documents: readonly AssignedDocument[],
): ComposedManifest {
  const manifest: AgentManifest = {
    ...draft,
    policyHash: policyHashOf({ id: draft.id, departmentId: draft.department }, policies),
    knowledgeHash: knowledgeHashOf(documents.filter(({ agents }) => agents.includes(draft.id))),
  };
  return {
    manifest,
    hash: canonicalDigest(manifest, sha256Hex),
    file: `manifest/agents/${fileNameFor(draft.id)}.json`,
  };
}

/** `sha256:` + hex of the canonical JSON of the rules that bind an agent, in their canonical order. */
export function policyHashOf(
  agent: { id: string; departmentId: string | null },
  policies: readonly PolicyRule[],
): string {
  return canonicalDigest(policiesFor(agent, sortPolicies(policies)), sha256Hex);
}

const tierOrder = ['constitutional', 'organisation', 'department', 'agent'];

/** The constitution keeps its own order, in which it is read; what people added is ordered by scope and id. */
function sortPolicies(policies: readonly PolicyRule[]): PolicyRule[] {
  return [...policies].sort((one, other) => {
    const tier = tierOrder.indexOf(one.tier) - tierOrder.indexOf(other.tier);
    if (tier !== 0 || one.tier === 'constitutional') return tier;
    return compareNames(one.scope ?? '', other.scope ?? '') || compareNames(one.id, other.id);
  });
}

function organisationManifest({ profile, manifests, policies, documents, generator }: ComposedContent) {
  const { name, type, state, country, website } = profile.organisation;
  return {
    schema: 'aios.organisation-manifest/1',
    organisation: {
      name,
      type,
      ...(state === undefined ? {} : { state }),
      ...(country === undefined ? {} : { country }),
      ...(website === undefined ? {} : { website }),
    },
    generator,
    departments: profile.departments.map((department) => ({ id: department.id, name: department.name })),
    agents: manifests.map(({ manifest, hash, file }) => ({
      id: manifest.id,
      name: manifest.name,
      kind: manifest.kind,
      department: manifest.department,
      file,
      manifestHash: hash,
      policyHash: manifest.policyHash,
      knowledgeHash: manifest.knowledgeHash,
    })),
    counts: { agents: manifests.length, documents: documents.length, rules: policies.length },
  };
}

function composedFile(path: string, text: string): ComposedFile {
  const bytes = encodeUtf8(text);
  return { path, bytes, sha256: sha256Hex(bytes) };
}

/** Adds the list that `sha256sum -c SHA256SUMS` checks, so that nobody needs our program to see that a folder is whole. */
function withChecksums(files: readonly ComposedFile[]): ComposedFile[] {
  const sorted = sortedBy(files, (file) => file.path);
  const lines = sorted.map((file) => `${file.sha256}  ${file.path}\n`);
  return sortedBy([...sorted, composedFile('SHA256SUMS', lines.join(''))], (file) => file.path);
}

function previewHashOf(files: readonly ComposedFile[]): string {
  const list = files.map(({ path, bytes, sha256 }) => ({ path, bytes: bytes.length, sha256 }));
  return sha256OfText(canonicalJson({ schema: 'aios.preview/1', files: list }), sha256Hex);
}

/** The archive's own rules are the strictest that a set of files meets: whoever passes them fits any disk. */
function refuseBadPaths(files: readonly ComposedFile[]): void {
  writeArchive(new Map(files.map((file) => [file.path, new Uint8Array()])));
}

function refuseDuplicates(what: string, ids: readonly string[]): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) {
      throw new AiosError('invalid_input', `The ${what} id "${id}" occurs twice.`, { details: { id } });
    }
    seen.add(id);
  }
}

function refuseDamaged(document: KnowledgeDocument): void {
  const hash = `sha256:${sha256OfText(document.markdown, sha256Hex)}`;
  if (hash === document.contentHash) return;
  throw new AiosError('data_damaged', `The text of "${document.title}" is not the one that was reviewed.`, {
    details: { document: document.id, expected: document.contentHash, found: hash },
  });
}

function sortedBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...items].sort((one, other) => compareNames(key(one), key(other)));
}
