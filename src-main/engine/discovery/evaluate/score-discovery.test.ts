import { expect, it } from 'vitest';
import { parseTruth } from './discovery-truth.js';
import { evaluateDiscovery } from './evaluate-discovery.js';
import { isSamePerson, unitForm } from './name-matching.js';
import { scoreDiscovery, unitMeasures } from './score-discovery.js';

const truth = parseTruth(
  JSON.stringify({
    organisation: { name: 'City of Marlow' },
    departments: [{ name: 'Finance', aliases: ['Budget'], head: { name: 'Jane Roe' } }, { name: 'Fire' }],
    optional_units: ['Boards', { name: 'Council', aliases: ['City Council'] }],
    leadership: [{ name: 'John Q. Public' }],
    data_portals: [{ url: 'https://data.marlow.example/browse' }],
    governance_docs: [{ title: 'Standing Orders' }, { title: 'Charter', url: '/charter/' }],
  }),
  'marlow',
);

function profile(names: readonly string[]): Parameters<typeof scoreDiscovery>[1] {
  const evidence = [{ source: '/', quote: 'x' }];
  return {
    departments: names.map((name, index) => ({
      id: `${index}`,
      name,
      kind: 'department' as const,
      contacts: [],
      confidence: 1,
      evidence,
    })),
    leadership: [{ name: 'John Public', title: 'Mayor', confidence: 1, evidence }],
    dataPortals: [{ type: 'socrata', url: 'http://www.data.marlow.example/', confidence: 1, evidence }],
    governanceDocs: [
      { type: 'charter', title: 'x', url: 'http://marlow.example/charter?x=1', confidence: 1, evidence },
    ],
  };
}

it('counts hits, repeats, aliases and optional units by the published rules', () => {
  const score = scoreDiscovery(
    truth,
    profile(['Department of Finance', 'Finance Dept', 'Budget', 'City Council', 'News']),
  );
  expect(score).toMatchObject({ found: 1, false: 1, missed: 1, falseNames: ['News'], missedNames: ['Fire'] });
  expect(score).toMatchObject({
    leaders: 2,
    leadersFound: 1,
    portals: 1,
    portalsFound: 1,
    docs: 2,
    docsFound: 1,
  });
  expect(unitMeasures(score)).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5 });
});

it('matches names as the data set says', () => {
  expect(unitForm('Office of the City Clerk')).toBe(unitForm('city clerk department'));
  expect(isSamePerson('Cllr John Q. Public Jr.', 'John Public')).toBe(true);
  expect(isSamePerson('John Public', 'Jane Public')).toBe(false);
});

it('opens the truth only after the profile is made, and has a baseline', async () => {
  const order: string[] = [];
  const full = {
    organisation: { name: 'x', type: 'city' as const, confidence: 1, evidence: [] },
    coverage: { visited: 0, known: 0, blocked: 0, errors: 0, items: [] },
    ...profile(['Finance', 'Fire']),
  };
  const result = await evaluateDiscovery(
    'marlow',
    [
      {
        id: 'marlow',
        discover: async () => {
          order.push('discover');
          return { profile: full, pages: [] };
        },
        truth: async () => {
          order.push('truth');
          return truth;
        },
      },
    ],
    () => order.push('prediction'),
  );
  expect(order).toEqual(['discover', 'prediction', 'truth']);
  expect(result).toMatchObject({
    task: 'discovery',
    n: 1,
    metrics: { f1: 1, inventedPeople: 1 },
    baselines: { keywords: { f1: 0 } },
  });
});

it('refuses a truth that is none', () => {
  expect(() => parseTruth('{', 'marlow')).toThrowError(/truth file of marlow/);
});
