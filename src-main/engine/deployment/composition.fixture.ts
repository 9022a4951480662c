import type { AgentManifest, PolicyRule } from '@shared/contract/agent-manifest.js';
import type { KnowledgeDocument } from '@shared/contract/knowledge-document.js';
import type { Department, OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { sha256OfText } from '@shared/evidence/sha256.js';
import type { AssignedDocument, CompositionInput } from './composition-content.js';

/** Pieces of a small organisation for tests: what matters to the test is given, the rest is plausible. */
export function departmentWith(id: string, given: Partial<Department> = {}): Department {
  return {
    id,
    name: `Department ${id}`,
    kind: 'department',
    head: { name: 'Maria Alvarez', title: 'Director', evidence: [] },
    contacts: [{ kind: 'phone', value: '555-0100', evidence: [] }],
    confidence: 0.9,
    evidence: [{ source: 'https://town.example/', quote: id }],
    ...given,
  };
}

export function manifestWith(id: string, given: Partial<AgentManifest> = {}): AgentManifest {
  return {
    schema: 'aios.agent-manifest/1',
    id,
    organisation: 'Town of Riverton',
    department: id,
    kind: 'department',
    name: `${id} assistant`,
    description: `Answers questions about ${id}.`,
    template: { id: 'basic-faq', version: 1 },
    instructionKernel: 'Answer from the documents and cite them.',
    modes: { default: 'inform', rules: [{ when: 'legal advice', mode: 'escalate' }] },
    sensitivityCeiling: 'public',
    knowledgeProfile: { departments: [id], organisationWide: true, includeUrls: [], excludeDocuments: [] },
    actionProfile: { tools: [] },
    escalationContact: { role: 'Front desk', department: id, channel: '555-0100' },
    routes: [],
    guardrails: [],
    policyHash: '',
    knowledgeHash: '',
    ...given,
  };
}

export function documentWith(
  id: string,
  agents: string[],
  given: Partial<KnowledgeDocument> = {},
): AssignedDocument {
  const markdown = given.markdown ?? `# ${id}\n\nOpen from 8 to 5.\n`;
  const document: KnowledgeDocument = {
    id,
    kind: 'page',
    title: id,
    departments: agents,
    sensitivity: 'public',
    sources: [`https://town.example/${id}`],
    retrievedAt: '2026-01-02T00:00:00.000Z',
    sections: [{ heading: 'Hours', text: 'Open from 8 to 5.' }],
    statements: [],
    contentHash: `sha256:${sha256OfText(markdown)}`,
    bytes: markdown.length,
    ...given,
    markdown,
  };
  return { document, agents };
}

export function ruleWith(id: string, given: Partial<PolicyRule> = {}): PolicyRule {
  return { id, tier: 'constitutional', title: `Rule ${id}`, text: 'A person decides.', ...given };
}

export function inputWith(given: Partial<CompositionInput> = {}): CompositionInput {
  const departments = [departmentWith('parks'), departmentWith('water')];
  const profile: OrganisationProfile = {
    organisation: { name: 'Town of Riverton', type: 'city', state: 'OH', confidence: 1, evidence: [] },
    departments,
    leadership: [],
    dataPortals: [],
    governanceDocs: [],
    coverage: { visited: 4, known: 0, blocked: 0, errors: 0, items: [] },
  };
  return {
    profile,
    manifests: [
      manifestWith('concierge', {
        kind: 'concierge',
        department: null,
        knowledgeProfile: { departments: [], organisationWide: true, includeUrls: [], excludeDocuments: [] },
        routes: [{ agent: 'parks', department: 'Department parks', topics: ['trees'] }],
      }),
      manifestWith('parks'),
      manifestWith('water'),
    ],
    policies: [ruleWith('c-1'), ruleWith('o-1', { tier: 'organisation' })],
    documents: [
      documentWith('doc-parks', ['parks', 'concierge']),
      documentWith('doc-water', ['water', 'concierge']),
    ],
    generator: { name: 'AIOS', version: '0.1.0' },
    ...given,
  };
}
