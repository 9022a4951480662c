import type { KnowledgeProfile } from '@shared/contract/agent-manifest.js';
import { sensitivities } from '@shared/contract/agent-manifest.js';
import type { KnowledgeDocument } from '@shared/contract/knowledge-document.js';

/** What decides which documents an agent reads. */
export interface Reader {
  id: string;
  knowledgeProfile: KnowledgeProfile;
  sensitivityCeiling: KnowledgeDocument['sensitivity'];
}

/**
 * The agents that read each document: those of its departments, those that read what concerns everybody, and those
 * for which a human added its address; never above an agent's ceiling, never what a human left out.
 */
export function assignDocuments(
  documents: readonly KnowledgeDocument[],
  readers: readonly Reader[],
): { document: KnowledgeDocument; agents: string[] }[] {
  return documents
    .map((document) => ({
      document,
      agents: readers.filter((reader) => reads(reader, document)).map(({ id }) => id),
    }))
    .filter(({ agents }) => agents.length > 0);
}

function reads(
  { knowledgeProfile: profile, sensitivityCeiling }: Reader,
  document: KnowledgeDocument,
): boolean {
  if (profile.excludeDocuments.includes(document.id)) return false;
  if (sensitivities.indexOf(document.sensitivity) > sensitivities.indexOf(sensitivityCeiling)) return false;
  if (document.departments.length === 0 && profile.organisationWide) return true;
  if (document.departments.some((id) => profile.departments.includes(id))) return true;
  return document.sources.some((source) => profile.includeUrls.some((prefix) => source.startsWith(prefix)));
}
