import type { Operation } from '@shared/contract/customisation.js';
import {
  type OrganisationProfile,
  organisationProfileSchema,
} from '@shared/contract/organisation-profile.js';
import { describe, expect, it } from 'vitest';
import { city, cityOf, discoveredFrom, named, record, refusal, unit, view } from './customisation.fixture.js';
import { mergeDiscovery } from './merge-discovery.js';
import { resolveConflict, undoOperation } from './overlay.js';

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
