import type { Department, OrganisationProfile } from '@shared/contract/organisation-profile.js';
import type { KnowledgePage } from './knowledge-page.js';

export const site = 'https://www.example.org';
const proof = (quote: string, path = '/departments') => [{ source: `${site}${path}`, quote }];

/** A page in tests: a path and its text, the rest is plausible. */
export function pageAt(path: string, given: Partial<KnowledgePage> & { text?: string } = {}): KnowledgePage {
  const { text, ...rest } = given;
  return {
    url: `${site}${path}`,
    title: `Page ${path} | City of Example`,
    retrievedAt: '2026-01-02T03:04:05.000Z',
    blocks: text === undefined ? [] : [{ heading: '', text }],
    links: [],
    breadcrumbs: [],
    ...rest,
  };
}

/** A department in tests. */
export function unit(name: string, given: Partial<Department> = {}): Department {
  const id = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return {
    id,
    name,
    kind: 'department',
    url: `${site}/departments/${id}`,
    contacts: [],
    confidence: 0.9,
    evidence: proof(name),
    ...given,
  };
}

/** A profile in tests. */
export function profileOf(
  departments: Department[],
  given: Partial<OrganisationProfile> = {},
): OrganisationProfile {
  return {
    organisation: {
      name: 'City of Example',
      type: 'city',
      website: `${site}/`,
      confidence: 0.9,
      evidence: proof('Welcome to the City of Example', '/'),
    },
    departments,
    leadership: [],
    dataPortals: [],
    governanceDocs: [],
    coverage: { visited: 0, known: 0, blocked: 0, errors: 0, items: [] },
    ...given,
  };
}
