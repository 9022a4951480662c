import type { Department, OrganisationProfile } from '@shared/contract/organisation-profile.js';

const evidence = (quote: string) => [{ source: 'https://www.example.org/departments', quote }];

/** A department of a profile in tests: what matters to the test is given, the rest is plausible. */
export function departmentWith(given: Partial<Department> & { name: string }): Department {
  const id = given.name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return { id, kind: 'department', contacts: [], confidence: 0.9, evidence: evidence(given.name), ...given };
}

/** A profile of a city in tests. */
export function profileWith(
  departments: Department[],
  leadership: [name: string, title: string][] = [],
): OrganisationProfile {
  return {
    organisation: {
      name: 'City of Example',
      type: 'city',
      state: 'OH',
      website: 'https://www.example.org/',
      confidence: 0.95,
      evidence: evidence('City of Example'),
    },
    departments,
    leadership: leadership.map(([name, title]) => ({
      name,
      title,
      confidence: 0.9,
      evidence: evidence(name),
    })),
    dataPortals: [],
    governanceDocs: [],
    coverage: { visited: 1, known: 0, blocked: 0, errors: 0, items: [] },
  };
}

/** A contact with evidence. */
export const contactWith = (kind: 'phone' | 'email' | 'address', value: string) => ({
  kind,
  value,
  evidence: evidence(value),
});
