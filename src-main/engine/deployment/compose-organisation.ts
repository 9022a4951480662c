import type { AgentTemplate } from '../agents/index.js';
import { buildManifest, conciergeRoutes } from '../agents/index.js';
import type { CustomisedOrganisation } from '../customisation/index.js';
import { buildKnowledge, type KnowledgePage } from '../kb-generation/index.js';
import { assignDocuments } from '../knowledge/index.js';
import type { CompositionInput } from './composition-content.js';

/** What a deployment is made from, before it is composed. */
export interface OrganisationSource {
  organisation: CustomisedOrganisation;
  pages: readonly KnowledgePage[];
  /** ISO 8601 UTC. */
  retrievedAt: string;
  templates: readonly AgentTemplate[];
  version: string;
}

/** Makes manifests and knowledge of the corrected organisation. Pure: equal inputs give equal bytes. */
export function compositionInput(source: OrganisationSource): CompositionInput {
  const { organisation, pages, retrievedAt, templates, version } = source;
  const { overlay, view } = organisation;
  const documents = buildKnowledge({ profile: view.profile, pages, former: overlay.former, retrievedAt });
  const routes = conciergeRoutes(view.agents, templates);
  return {
    profile: view.profile,
    manifests: view.agents.map((proposal) => {
      // The hashes are filled in by the composition, which alone knows all rules and documents in their order.
      const {
        policyHash: _policyHash,
        knowledgeHash: _knowledgeHash,
        ...draft
      } = buildManifest(proposal, {
        organisation: view.profile.organisation,
        templates,
        policies: view.rules,
        policyHash: '',
        knowledgeHash: '',
        routes,
      });
      return draft;
    }),
    policies: view.rules,
    documents: assignDocuments(documents, view.agents),
    generator: { name: 'AIOS', version },
  };
}
