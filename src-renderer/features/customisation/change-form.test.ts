import { type CustomisationView, operationSchema } from '@shared/contract/customisation.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChangeForm, newDepartmentId, toOperation } from './change-form.js';
import { describeOperation, knownNames } from './describe-operation.js';

const evidence = [{ source: 'https://example.gov/', quote: 'Water' }];
const view: CustomisationView = {
  revision: 'r1',
  profile: {
    organisation: { name: 'Example', type: 'city', confidence: 1, evidence },
    departments: [{ id: 'water', name: 'Water', kind: 'department', contacts: [], confidence: 1, evidence }],
    leadership: [],
    dataPortals: [],
    governanceDocs: [],
    coverage: { visited: 1, known: 0, blocked: 0, errors: 0, items: [] },
  },
  agents: [
    {
      id: 'water',
      kind: 'department',
      departmentId: 'water',
      name: 'Water Agent',
      description: '',
      template: {
        id: 'utilities',
        version: 1,
        title: 'Utilities',
        confidence: 1,
        reasons: [],
        alternatives: [],
      },
      capabilities: [],
      guardrails: [],
      modes: { default: 'inform', rules: [] },
      sensitivityCeiling: 'public',
      knowledgeProfile: {
        departments: ['water', 'works'],
        organisationWide: true,
        includeUrls: [],
        excludeDocuments: [],
      },
      escalationContact: { role: '', department: '', channel: '' },
    },
  ],
  rules: [],
  operations: [],
  conflicts: [],
};

const complete: ChangeForm[] = [
  { op: 'set-organisation', name: 'Example', type: 'county', state: '' },
  { op: 'add-department', name: 'Water', url: '', parentId: 'water' },
  { op: 'remove-department', department: 'water' },
  { op: 'rename-department', department: 'water', name: 'Waters' },
  { op: 'merge-departments', from: 'water', into: 'works' },
  { op: 'set-head', department: 'water', name: 'A', title: 'Director', vacant: false },
  { op: 'set-head', department: 'water', name: '', title: '', vacant: true },
  { op: 'set-contact', department: 'water', kind: 'phone', value: '555' },
  { op: 'rename-agent', agent: 'water', name: 'Tap' },
  { op: 'set-template', agent: 'water', template: 'utilities' },
  { op: 'set-sensitivity', agent: 'water', ceiling: 'internal' },
  { op: 'set-mode-default', agent: 'water', mode: 'draft' },
  { op: 'add-rule', tier: 'organisation', scope: '', title: 'No leaks', text: 'None.', modeFloor: '' },
  { op: 'add-rule', tier: 'agent', scope: 'water', title: 'No leaks', text: 'None.', modeFloor: 'draft' },
  { op: 'remove-rule', rule: 'r' },
  {
    op: 'edit-knowledge',
    agent: 'water',
    organisationWide: false,
    departments: ['water', 'parks'],
    includeUrls: [],
    excludeDocuments: [],
  },
];

describe('toOperation', () => {
  it('makes every complete form an operation that can be described', () => {
    for (const form of complete) {
      const result = toOperation(form, view);
      expect(result, form.op).toMatchObject({ ok: true });
      if (result.ok) expect(describeOperation(result.operation, knownNames(view, []))).toMatch(/\S/);
    }
  });

  it('has a form for every operation of the contract', () => {
    const known = operationSchema.options.map((option) => option.shape.op.value);
    expect([...new Set(complete.map((form) => form.op))].sort()).toEqual([...known].sort());
  });

  it('says what is missing', () => {
    const missing = (form: ChangeForm) => {
      const result = toOperation(form, view);
      return result.ok ? null : result.missing;
    };
    expect(missing({ op: 'rename-department', department: 'water', name: ' ' })).toBe('Enter a name.');
    expect(missing({ op: 'add-department', name: 'A', url: 'nope', parentId: '' })).toMatch(/https/);
    expect(missing({ op: 'set-contact', department: 'water', kind: 'email', value: ' ' })).toMatch(/contact/);
    expect(
      missing({ op: 'add-rule', tier: 'agent', scope: '', title: 'T', text: 't', modeFloor: '' }),
    ).toMatch(/what the rule is for/);
  });

  it('tells only what changed in the knowledge', () => {
    const result = toOperation(complete.at(-1) as ChangeForm, view);
    expect(result.ok && result.operation).toMatchObject({
      addDepartments: ['parks'],
      removeDepartments: ['works'],
    });
  });
});

describe('newDepartmentId', () => {
  it('is kebab-case, not empty, and never one that exists', () => {
    expect(newDepartmentId('Parks & Recréation', [])).toBe('parks-recreation');
    expect(newDepartmentId('Water', ['water', 'water-2'])).toBe('water-3');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (name, taken) => {
        const id = newDepartmentId(name, taken);
        expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*-?(\d+)?$/);
        expect(taken).not.toContain(id);
      }),
    );
  });
});
