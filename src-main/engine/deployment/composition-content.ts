import type { AgentManifest, PolicyRule } from '@shared/contract/agent-manifest.js';
import type { KnowledgeDocument } from '@shared/contract/knowledge-document.js';
import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';

/** A manifest before the two hashes are known, which only the composition can know. A finished one fits too. */
export type ManifestDraft = Omit<AgentManifest, 'policyHash' | 'knowledgeHash'>;

/** A document and the ids of the agents that read it. */
export interface AssignedDocument {
  document: KnowledgeDocument;
  agents: readonly string[];
}

/** Everything that a deployment is made of. No time and no random value: equal input gives equal bytes. */
export interface CompositionInput {
  profile: OrganisationProfile;
  manifests: readonly ManifestDraft[];
  policies: readonly PolicyRule[];
  documents: readonly AssignedDocument[];
  generator: { name: string; version: string };
}

export interface ComposedManifest {
  manifest: AgentManifest;
  /** `sha256:` + hex of the canonical JSON, which is also the content of `file`. */
  hash: string;
  file: string;
}

/** What the parts of a composition are made from: the input, checked, in order, with finished manifests. */
export interface ComposedContent extends Omit<CompositionInput, 'manifests'> {
  manifests: readonly ComposedManifest[];
}
