import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Operation, operationSchema, recordedOperationSchema } from '@shared/contract/customisation.js';
import {
  type Department,
  type OrganisationProfile,
  organisationProfileSchema,
} from '@shared/contract/organisation-profile.js';
import { AiosError } from '@shared/kernel/errors.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentIdOf, loadTemplates, proposeAgents } from '../agents/index.js';
import { applyToProfile } from './apply-to-profile.js';
import { mergeDiscovery } from './merge-discovery.js';
import { applyOverlay, recordOperations, resolveConflict, undoOperation } from './overlay.js';

const folder = join(import.meta.dirname, '../../../resources/templates');
const templates = loadTemplates(
  readdirSync(folder)
    .filter((name) => !name.endsWith('.schema.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))),
);
const constitution = [{ id: 'c1', tier: 'constitutional' as const, title: 'Highest', text: 'Text.' }];

const proof = (quote: string) => [{ source: 'https://www.example.org/', quote }];
const unit = (id: string, given: Partial<Department> = {}): Department => ({
  id,
  name: `The ${id}`,
  kind: 'department',
  contacts: [{ kind: 'phone', value: '555-0100', evidence: proof('555-0100') }],
  confidence: 0.8,
  evidence: proof(id),
  ...given,
});
const cityOf = (departments: Department[]): OrganisationProfile => ({
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
const city = cityOf([
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
function discoveredFrom(profile: OrganisationProfile) {
  const discovered = made.get(profile) ?? { profile, proposals: propose(profile) };
  made.set(profile, discovered);
  return discovered;
}
const view = (profile: OrganisationProfile, operations: ReturnType<typeof record>) =>
  applyOverlay(profile, operations, propose, templates);
function record(added: Operation[], before: ReturnType<typeof recordOperations> = [], profile = city) {
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
function refusal(work: () => unknown): AiosError {
  try {
    work();
  } catch (error) {
    if (error instanceof AiosError) return error;
    throw error;
  }
  throw new Error('was not refused');
}
const named = (profile: OrganisationProfile, id: string) =>
  profile.departments.find((each) => each.id === id);

describe('applying operations', () => {
  it('corrects, adds, merges and removes departments, with evidence of the person', () => {
    const operations = record([
      { op: 'rename-department', department: 'finance', name: 'Treasury' },
      { op: 'add-department', id: 'harbour', name: 'Harbour', parentId: 'works' },
      { op: 'set-contact', department: 'harbour', contact: { kind: 'phone', value: '555-0199' } },
      { op: 'merge-departments', from: 'streets', into: 'works' },
      { op: 'set-head', department: 'police', head: { name: 'Bo Lee', title: 'Chief' } },
      { op: 'set-organisation', name: 'Example' },
    ]);
    const { profile, agents, former } = view(city, operations);
    expect(organisationProfileSchema.parse(profile)).toEqual(profile);
    expect(profile.departments.map((each) => each.name)).toEqual([
      'Treasury',
      'Police',
      'Public Works',
      'Harbour',
    ]);
    expect(named(profile, 'finance')?.evidence[0]?.source).toBe('urn:aios:operation:op-1');
    expect(named(profile, 'works')?.contacts).toHaveLength(1);
    expect(named(profile, 'harbour')?.contacts[0]?.value).toBe('555-0199');
    expect(profile.leadership.map((each) => each.name)).toEqual(['Bo Lee']);
    expect(profile.organisation).toMatchObject({ name: 'Example', confidence: 1 });
    expect(agents.map((each) => each.name)).toContain('Harbour Department Assistant');
    expect(former.map((each) => [each.department.name, each.into])).toEqual([
      ['Finance', 'finance'],
      ['Streets', 'works'],
    ]);
    expect(city.departments).toHaveLength(4);
  });

  it('sets agents, and a template never overwrites what a person set before', () => {
    const { agents } = view(
      city,
      record([
        { op: 'set-sensitivity', agent: 'finance', ceiling: 'confidential' },
        { op: 'set-mode-default', agent: 'Finance', mode: 'escalate' },
        { op: 'set-template', agent: 'finance-assistant', template: 'basic-faq' },
        { op: 'rename-agent', agent: 'finance-assistant', name: 'Money Desk' },
        { op: 'edit-knowledge', agent: 'finance', addDepartments: ['police'], organisationWide: false },
      ]),
    );
    expect(agents.find((each) => each.id === 'finance-assistant')).toMatchObject({
      name: 'Money Desk',
      sensitivityCeiling: 'confidential',
      modes: { default: 'escalate' },
      template: { id: 'basic-faq', confidence: 1 },
      knowledgeProfile: { departments: ['finance', 'police'], organisationWide: false },
    });
  });

  it('adds and removes rules', () => {
    const operations = record([
      {
        op: 'add-rule',
        id: 'r1',
        tier: 'department',
        scope: 'Streets',
        title: 'T',
        text: 'X',
        modeFloor: 'draft',
      },
      { op: 'add-rule', id: 'r2', tier: 'organisation', title: 'T', text: 'X' },
      { op: 'remove-rule', rule: 'r2' },
      { op: 'merge-departments', from: 'streets', into: 'works' },
    ]);
    expect(view(city, operations).rules).toEqual([
      { id: 'r1', tier: 'department', scope: 'works', title: 'T', text: 'X', modeFloor: 'draft' },
    ]);
  });

  it('breaks no tree: merging a parent into its grandchild makes no circle', () => {
    const tree = cityOf([unit('a'), unit('b', { parentId: 'a' }), unit('c', { parentId: 'b' })]);
    const { profile } = view(tree, record([{ op: 'merge-departments', from: 'a', into: 'c' }], [], tree));
    expect(profile.departments.map((each) => [each.id, each.parentId])).toEqual([
      ['b', 'c'],
      ['c', undefined],
    ]);
  });
});

describe('refusing operations', () => {
  it.each<[string, Operation[], string]>([
    ['not_found', [{ op: 'remove-department', department: 'finanze' }], 'Did you mean finance (Finance)?'],
    ['not_found', [{ op: 'set-sensitivity', agent: 'polise', ceiling: 'public' }], 'police-assistant'],
    ['not_found', [{ op: 'set-template', agent: 'police', template: 'public-safty' }], 'public-safety'],
    ['not_found', [{ op: 'remove-rule', rule: 'r' }], 'no rule'],
    [
      'not_found',
      [
        { op: 'remove-department', department: 'finance' },
        { op: 'remove-department', department: 'finance' },
      ],
      'Change 2 of 2',
    ],
    [
      'not_found',
      [{ op: 'set-template', agent: 'concierge', template: 'public-safety' }],
      'concierge template',
    ],
    ['invalid_input', [{ op: 'merge-departments', from: 'finance', into: 'Finance' }], 'itself'],
    ['invalid_input', [{ op: 'rename-agent', agent: 'police', name: 'Ana Ruiz Assistant' }], 'role'],
    [
      'invalid_input',
      [{ op: 'edit-knowledge', agent: 'police', removeDepartments: ['police'] }],
      'own department',
    ],
    ['invalid_input', [{ op: 'set-organisation' }], 'Nothing'],
    ['invalid_input', [{ op: 'add-rule', id: 'r', tier: 'agent', title: 'T', text: 'X' }], 'scope'],
    ['invalid_input', [{ op: 'add-department', id: '../x', name: 'X' }], 'lower-case'],
    ['conflict', [{ op: 'add-department', id: 'finance', name: 'Other' }], 'already'],
    ['conflict', [{ op: 'rename-department', department: 'finance', name: 'police' }], 'merge'],
    ['conflict', [{ op: 'add-rule', id: 'c1', tier: 'organisation', title: 'T', text: 'X' }], 'already'],
    ['not_allowed', [{ op: 'remove-rule', rule: 'c1' }], 'constitution'],
  ])('%s: %j', (code, operations, words) => {
    const error = refusal(() => record(operations));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  it('does not undo what later changes rest on, or what is undone', () => {
    const operations = record([
      { op: 'add-department', id: 'harbour', name: 'Harbour' },
      { op: 'rename-department', department: 'harbour', name: 'Port' },
      { op: 'set-sensitivity', agent: 'harbour', ceiling: 'internal' },
    ]);
    expect(refusal(() => undoOperation(city, operations, 'op-1')).details.dependents).toEqual([
      'op-2',
      'op-3',
    ]);
    const undone = undoOperation(city, operations, 'op-2');
    expect(refusal(() => undoOperation(city, undone, 'op-2')).code).toBe('conflict');
    expect(refusal(() => undoOperation(city, operations, 'op-9')).code).toBe('not_found');
  });
});

describe('merging a later discovery', () => {
  const renamed = record([{ op: 'rename-department', department: 'finance', name: 'Treasury' }]);
  const base = discoveredFrom(city);
  const conflicts = (next: OrganisationProfile, operations = renamed) =>
    mergeDiscovery({ base, next: discoveredFrom(next), operations });
  const without = cityOf(city.departments.filter((each) => each.id !== 'finance'));
  const otherwise = cityOf(
    city.departments.map((each) => (each.id === 'finance' ? { ...each, name: 'Revenue' } : each)),
  );

  it('lists what changed underneath, and the human still has the word', () => {
    expect(conflicts(otherwise)).toEqual([
      {
        operationId: 'op-1',
        kind: 'changed-underneath',
        subject: 'finance',
        human: 'Treasury',
        before: 'Finance',
        now: 'Revenue',
      },
    ]);
    expect(named(view(otherwise, renamed).profile, 'finance')?.name).toBe('Treasury');
  });

  it('lists what is gone, and keeps the corrected department as the person saw it', () => {
    expect(conflicts(without)).toMatchObject([{ kind: 'target-gone', now: 'not found' }]);
    const kept = named(view(without, renamed).profile, 'finance');
    expect(kept).toMatchObject({ name: 'Treasury', contacts: [{ value: '555-0100' }] });
  });

  it('has no conflict where discovery comes to agree', () => {
    const agreed = cityOf(
      city.departments.map((each) => (each.id === 'finance' ? { ...each, name: 'Treasury' } : each)),
    );
    expect(conflicts(agreed)).toEqual([]);
    expect(conflicts(without, record([{ op: 'remove-department', department: 'finance' }]))).toEqual([]);
  });

  it('keeps or takes as a person decides', () => {
    for (const next of [otherwise, without]) {
      const discovered = discoveredFrom(next);
      const kept = resolveConflict(renamed, 'op-1', 'keep', discovered);
      expect(mergeDiscovery({ base, next: discovered, operations: kept })).toEqual([]);
      expect(named(view(next, kept).profile, 'finance')?.name).toBe('Treasury');
      const taken = resolveConflict(renamed, 'op-1', 'take', discovered);
      expect(mergeDiscovery({ base, next: discovered, operations: taken })).toEqual([]);
      expect(view(next, taken).profile).toEqual(next);
    }
  });

  it('finds a rule or a choice for an agent whose department is gone', () => {
    const operations = record([
      { op: 'set-sensitivity', agent: 'finance', ceiling: 'restricted' },
      { op: 'add-rule', id: 'r', tier: 'department', scope: 'finance', title: 'T', text: 'X' },
    ]);
    expect(conflicts(without, operations).map((each) => each.kind)).toEqual(['target-gone', 'target-gone']);
  });
});

const ids = ['finance', 'police', 'streets', 'works', 'new-a', 'new-b'];
const id = fc.constantFrom(...ids);
const name = fc.constantFrom('Treasury', 'Ports', 'Aviation', 'Zoo', 'Water');
const agent = id.map(agentIdOf);
const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    op: fc.constant('add-department' as const),
    id: fc.constantFrom('new-a', 'new-b'),
    name,
    parentId: id,
  }),
  fc.record({ op: fc.constant('remove-department' as const), department: id }),
  fc.record({ op: fc.constant('rename-department' as const), department: id, name }),
  fc.record({ op: fc.constant('merge-departments' as const), from: id, into: id }),
  fc.record({
    op: fc.constant('set-head' as const),
    department: id,
    head: fc.option(fc.record({ name, title: name })),
  }),
  fc.record({
    op: fc.constant('set-contact' as const),
    department: id,
    contact: fc.record({ kind: fc.constantFrom('phone' as const, 'email' as const), value: name }),
  }),
  fc.record({
    op: fc.constant('set-sensitivity' as const),
    agent,
    ceiling: fc.constantFrom('internal' as const, 'restricted' as const),
  }),
  fc.record({
    op: fc.constant('set-mode-default' as const),
    agent,
    mode: fc.constantFrom('draft' as const, 'escalate' as const),
  }),
  fc.record({
    op: fc.constant('set-template' as const),
    agent,
    template: fc.constantFrom('basic-faq', 'public-safety'),
  }),
  fc.record({
    op: fc.constant('edit-knowledge' as const),
    agent,
    addDepartments: fc.array(id, { maxLength: 2 }),
  }),
  fc.record({
    op: fc.constant('add-rule' as const),
    id: fc.constantFrom('r1', 'r2'),
    tier: fc.constant('department' as const),
    scope: id,
    title: name,
    text: name,
  }),
  fc.record({ op: fc.constant('set-organisation' as const), name }),
);
/** Those of random operations that the state allows, recorded one after the other. */
const history = fc.array(anyOperation, { maxLength: 10 }).map((operations) =>
  operations.reduce<ReturnType<typeof record>>((before, operation) => {
    try {
      return record([operation], before);
    } catch (error) {
      if (error instanceof AiosError) return before;
      throw error;
    }
  }, []),
);
const anyDiscovery = fc
  .array(
    fc.record({
      id,
      name: fc.oneof(name, fc.constant('Finance')),
      parentId: fc.option(id, { nil: undefined }),
    }),
    { maxLength: 6 },
  )
  .map((units) =>
    cityOf(
      [...new Map(units.map((each) => [each.id, each])).values()].map(({ parentId, ...each }) =>
        unit(each.id, parentId === undefined ? each : { ...each, parentId }),
      ),
    ),
  );
const runs = { numRuns: 60 };

describe('laws of the overlay', () => {
  it('records what the contract can carry, and changes no argument', () => {
    fc.assert(
      fc.property(history, (operations) => {
        const before = JSON.stringify([city, operations]);
        view(city, operations);
        expect(JSON.stringify([city, operations])).toBe(before);
        for (const each of operations) {
          expect(recordedOperationSchema.parse(JSON.parse(JSON.stringify(each)))).toEqual(each);
          expect(operationSchema.parse(each.operation)).toEqual(each.operation);
        }
      }),
      runs,
    );
  });

  it('undoing the last operation gives exactly the view before it', () => {
    fc.assert(
      fc.property(history, (operations) => {
        const last = operations.at(-1);
        fc.pre(last !== undefined);
        const undone = undoOperation(city, operations, last?.id ?? '');
        expect(view(city, undone)).toEqual(view(city, operations.slice(0, -1)));
      }),
      runs,
    );
  });

  it('applies in the order of sequence numbers, whatever the order given', () => {
    fc.assert(
      fc.property(history, fc.func(fc.nat()), (operations, shuffle) => {
        const shuffled = [...operations].sort((a, b) => shuffle(a.id) - shuffle(b.id));
        expect(view(city, shuffled)).toEqual(view(city, operations));
        expect(
          mergeDiscovery({ base: discoveredFrom(city), next: discoveredFrom(city), operations: shuffled }),
        ).toEqual([]);
      }),
      runs,
    );
  });

  it('gives a valid profile without dangling or circular parents on any later discovery', () => {
    fc.assert(
      fc.property(history, anyDiscovery, (operations, next) => {
        const { profile } = applyToProfile(next, operations);
        organisationProfileSchema.parse(profile);
        const parents = new Map(profile.departments.map((each) => [each.id, each.parentId]));
        expect(parents.size).toBe(profile.departments.length);
        for (const start of parents.keys()) {
          let at = parents.get(start);
          for (let steps = 0; at !== undefined; steps += 1) {
            expect(parents.has(at) && steps < parents.size).toBe(true);
            at = parents.get(at);
          }
        }
      }),
      runs,
    );
  });

  it('loses and overwrites no word of a human in any later discovery', () => {
    fc.assert(
      fc.property(history, anyDiscovery, (operations, next) => {
        const { profile } = applyToProfile(next, operations);
        const conflicts = mergeDiscovery({
          base: discoveredFrom(city),
          next: discoveredFrom(next),
          operations,
        });
        const subjects = new Set(conflicts.map((each) => each.operationId));
        operations.forEach(({ operation, id: recorded }, place) => {
          const later = operations.slice(place + 1).map((each) => each.operation);
          const touches = (other: Operation, department: string) =>
            ('department' in other && other.department === department) ||
            (other.op === 'merge-departments' && [other.from, other.into].includes(department)) ||
            (other.op === 'add-department' && other.id === department);
          if (operation.op === 'rename-department' || operation.op === 'set-head') {
            const { department } = operation;
            if (later.some((other) => touches(other, department))) return;
            const stands = named(profile, department);
            const said =
              operation.op === 'rename-department'
                ? stands?.name === operation.name
                : stands?.head?.name === operation.head?.name;
            expect(Boolean(stands && said) || subjects.has(recorded)).toBe(true);
          }
          if (operation.op === 'remove-department') {
            const { department } = operation;
            if (!later.some((other) => touches(other, department)))
              expect(named(profile, department)).toBeUndefined();
          }
        });
      }),
      { numRuns: 150 },
    );
  });
});
