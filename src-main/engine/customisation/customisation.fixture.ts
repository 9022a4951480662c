import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation } from '@shared/contract/customisation.js';
import type { Department, OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { AiosError } from '@shared/kernel/errors.js';
import { loadTemplates, proposeAgents } from '../agents/index.js';
import { applyOverlay, recordOperations } from './overlay.js';

const folder = join(import.meta.dirname, '../../../resources/templates');
const templates = loadTemplates(
  readdirSync(folder)
    .filter((name) => !name.endsWith('.schema.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))),
);
const constitution = [{ id: 'c1', tier: 'constitutional' as const, title: 'Highest', text: 'Text.' }];

const proof = (quote: string) => [{ source: 'https://www.example.org/', quote }];
/** A department in tests. */
export const unit = (id: string, given: Partial<Department> = {}): Department => ({
  id,
  name: `The ${id}`,
  kind: 'department',
  contacts: [{ kind: 'phone', value: '555-0100', evidence: proof('555-0100') }],
  confidence: 0.8,
  evidence: proof(id),
  ...given,
});
/** A profile of these departments. */
export const cityOf = (departments: Department[]): OrganisationProfile => ({
  organisation: {
    name: 'City of Example',
    type: 'city',
    confidence: 0.9,
    evidence: proof('City of Example'),
  },
  departments,
  leadership: [{ name: 'Ana Ruiz', title: 'Chief', confidence: 1, evidence: proof('Ana Ruiz') }],
  dataPortals: [],
  governanceDocs: [],
  coverage: { visited: 0, known: 0, blocked: 0, errors: 0, items: [] },
});
/** A city with four departments. */
export const city = cityOf([
  unit('finance', { name: 'Finance' }),
  unit('police', { name: 'Police', head: { name: 'Ana Ruiz', title: 'Chief', evidence: proof('Ana Ruiz') } }),
  unit('streets', { name: 'Streets', parentId: 'works' }),
  unit('works', { name: 'Public Works' }),
]);

const propose = (profile: OrganisationProfile) => proposeAgents(profile, new Map(), templates);
const made = new Map<
  OrganisationProfile,
  { profile: OrganisationProfile; proposals: ReturnType<typeof propose> }
>();
/** What discovery has found; proposals are made once for each profile. */
export function discoveredFrom(profile: OrganisationProfile) {
  const discovered = made.get(profile) ?? { profile, proposals: propose(profile) };
  made.set(profile, discovered);
  return discovered;
}
/** The corrected profile, agents and rules. */
export const view = (profile: OrganisationProfile, operations: ReturnType<typeof record>) =>
  applyOverlay(profile, operations, propose, templates);
/** Records operations as a consultant would, after those before. */
export function record(added: Operation[], before: ReturnType<typeof recordOperations> = [], profile = city) {
  let count = before.length;
  return [
    ...before,
    ...recordOperations(added, {
      discovered: discoveredFrom(profile),
      operations: before,
      templates,
      constitution,
      author: 'consultant',
      reason: 'as agreed',
      at: '2026-01-01T00:00:00.000Z',
      nextId: () => {
        count += 1;
        return `op-${count}`;
      },
    }),
  ];
}
/** The error with which the work is refused. */
export function refusal(work: () => unknown): AiosError {
  try {
    work();
  } catch (error) {
    if (error instanceof AiosError) return error;
    throw error;
  }
  throw new Error('was not refused');
}
/** The department with this id. */
export const named = (profile: OrganisationProfile, id: string) =>
  profile.departments.find((each) => each.id === id);
