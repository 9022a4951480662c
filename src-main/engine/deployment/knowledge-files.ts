import { compareNames } from '@shared/evidence/archive-name.js';
import { canonicalDigest } from '@shared/evidence/canonical-digest.js';
import type { AssignedDocument, ComposedManifest } from './composition-content.js';
import { fileNameFor } from './file-names.js';
import { sha256Hex } from './hashing.js';
import { prettyJson } from './json-files.js';

/** `sha256:` + hex of the canonical list of id and content hash of the documents that an agent reads. */
export function knowledgeHashOf(documents: readonly AssignedDocument[]): string {
  const index = documents
    .map(({ document }) => ({ id: document.id, contentHash: document.contentHash }))
    .sort((one, other) => compareNames(one.id, other.id));
  return canonicalDigest(index, sha256Hex);
}

/** Where a document's text stands in a deployment. */
export function documentPath(id: string): string {
  return `knowledge/${fileNameFor(id)}.md`;
}

/** The documents exactly as they were hashed, and an index with the provenance of each and the profile of each agent. */
export function knowledgeFiles(
  documents: readonly AssignedDocument[],
  manifests: readonly ComposedManifest[],
): [path: string, text: string][] {
  const index = {
    schema: 'aios.knowledge-index/1',
    documents: documents.map(({ document, agents }) => ({
      id: document.id,
      file: documentPath(document.id),
      kind: document.kind,
      title: document.title,
      departments: document.departments,
      sensitivity: document.sensitivity,
      sources: document.sources,
      retrievedAt: document.retrievedAt,
      contentHash: document.contentHash,
      bytes: document.bytes,
      sections: document.sections.map(({ heading, anchor }) => ({ heading, anchor })),
      statements: document.statements,
      agents: [...agents].sort(compareNames),
    })),
    agents: manifests.map(({ manifest }) => ({
      agent: manifest.id,
      knowledgeHash: manifest.knowledgeHash,
      profile: manifest.knowledgeProfile,
      documents: documents
        .filter(({ agents }) => agents.includes(manifest.id))
        .map(({ document }) => document.id),
    })),
  };
  return [
    ['knowledge/index.json', prettyJson(index)],
    ...documents.map(({ document }): [string, string] => [documentPath(document.id), document.markdown]),
  ];
}
