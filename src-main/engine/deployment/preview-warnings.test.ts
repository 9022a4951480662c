import type { AgentProposal } from '@shared/contract/agent-manifest.js';
import { describe, expect, test } from 'vitest';
import { departmentWith, documentWith, inputWith, manifestWith, ruleWith } from './composition.fixture.js';
import { composeDeployment } from './composition.js';
import type { CompositionInput } from './composition-content.js';
import { previewWarnings } from './preview-warnings.js';

function proposalWith(id: string, given: Partial<AgentProposal> = {}): AgentProposal {
  const manifest = manifestWith(id);
  return {
    id,
    kind: 'department',
    departmentId: id,
    name: manifest.name,
    description: manifest.description,
    template: {
      id: 'basic-faq',
      version: 1,
      title: 'Basic FAQ',
      confidence: 0.8,
      reasons: [],
      alternatives: [],
    },
    capabilities: [],
    guardrails: [],
    modes: manifest.modes,
    sensitivityCeiling: 'public',
    knowledgeProfile: manifest.knowledgeProfile,
    escalationContact: manifest.escalationContact,
    ...given,
  };
}

const base = inputWith();
const sound = [
  proposalWith('concierge', { kind: 'concierge', departmentId: null }),
  proposalWith('parks'),
  proposalWith('water'),
];

function warningsOf(given: Partial<CompositionInput>, proposals = sound, openConflicts = 0): string[] {
  const input = inputWith(given);
  const context = { profile: input.profile, proposals, composition: composeDeployment(input), openConflicts };
  return previewWarnings(context).map(({ subject, text }) => `${subject}: ${text}`);
}

const withDepartment = (given: Parameters<typeof departmentWith>[1]) => ({
  profile: { ...base.profile, departments: [departmentWith('parks', given), departmentWith('water')] },
});
const withoutHead = departmentWith('parks');
delete withoutHead.head;

describe('previewWarnings', () => {
  test('says nothing about a sound deployment', () => {
    expect(warningsOf({})).toEqual([]);
  });

  test('tells what many departments have alike in one line, with what to do, and hides nothing else', () => {
    const many = Array.from({ length: 9 }, (_, place) => departmentWith(`unit-${place}`, { contacts: [] }));
    const proposals = [...sound, ...many.map(({ id }) => proposalWith(id))];
    const profile = { ...base.profile, departments: [...base.profile.departments, ...many] };
    const warnings = warningsOf({ profile }, proposals).filter((each) => /contact/.test(each));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^organisation: 9 departments have no contact .*and 3 more\. Read more/);
    const few = { ...base.profile, departments: [...base.profile.departments, ...many.slice(0, 3)] };
    expect(warningsOf({ profile: few }, proposals).filter((each) => /no contact/.test(each))).toHaveLength(3);
  });

  test.each<[string, Partial<CompositionInput>, RegExp]>([
    ['a department without a contact', withDepartment({ contacts: [] }), /^parks: .* no contact/],
    ['an unsure department', withDepartment({ confidence: 0.41 }), /^parks: .* 41 %/],
    [
      'a department without a head',
      { profile: { ...base.profile, departments: [withoutHead, departmentWith('water')] } },
      /^parks: Nobody is known/,
    ],
    ['a department without pages', { documents: base.documents.slice(1) }, /^parks: No page about/],
    [
      'an agent without documents',
      { documents: base.documents.slice(1) },
      /^parks: parks assistant has no document/,
    ],
    [
      'a department without an agent',
      { profile: { ...base.profile, departments: [...base.profile.departments, departmentWith('zoo')] } },
      /^zoo: No agent/,
    ],
    [
      'a document that nobody reads',
      { documents: [...base.documents, documentWith('lost', [])] },
      /^lost: No agent reads/,
    ],
    [
      'an old document',
      {
        documents: [
          ...base.documents,
          documentWith('old', ['parks'], { retrievedAt: '2020-01-01T00:00:00.000Z' }),
        ],
      },
      /^old: .* more than a year/,
    ],
    [
      'a large file',
      {
        documents: [...base.documents, documentWith('large', ['parks'], { markdown: 'x'.repeat(2_000_000) })],
      },
      /^knowledge\/large.md: .*\(1\.9 MiB\)/,
    ],
    [
      'a rule above the mode of an agent',
      {
        policies: [
          ...base.policies,
          ruleWith('x', { tier: 'agent', scope: 'parks', title: 'Look first', modeFloor: 'draft' }),
        ],
      },
      /^parks: .*"Look first" allows no less than "draft"/,
    ],
    [
      'a repeated rule',
      { policies: [...base.policies, ruleWith('x', { tier: 'agent', scope: 'parks', title: 'rule  C-1' })] },
      /^x: .* repeats/,
    ],
    [
      'a rule that contradicts its neighbour',
      {
        policies: [
          ...base.policies,
          ruleWith('o-2', { tier: 'organisation', title: 'Rule o-1', text: 'Nobody decides.' }),
        ],
      },
      /^o-2: There are two rules/,
    ],
    [
      'a rule that would loosen a higher one',
      {
        policies: [
          ruleWith('c-1'),
          ruleWith('o-1', { tier: 'organisation', title: 'Fees', modeFloor: 'escalate' }),
          ruleWith('d-1', { tier: 'department', scope: 'parks', title: 'Fees', modeFloor: 'draft' }),
        ],
      },
      /^d-1: .* is looser .* stricter one applies/,
    ],
    [
      'few pages read',
      { profile: { ...base.profile, coverage: { ...base.profile.coverage, known: 96 } } },
      /Only 4 of 100 known pages/,
    ],
  ])('mentions %s', (_, given, expected) => {
    expect(warningsOf(given).filter((warning) => expected.test(warning))).toHaveLength(1);
  });

  test.each<[string, Partial<AgentProposal>, RegExp]>([
    [
      'a template that fits badly',
      {
        template: {
          ...sound[1]?.template,
          id: 'b',
          version: 1,
          title: 'Basic',
          confidence: 0.2,
          reasons: [],
          alternatives: [],
        },
      },
      /fits with 20 % only/,
    ],
    ['a high ceiling', { sensitivityCeiling: 'restricted' }, /may handle restricted/],
    ['tools by default', { modes: { default: 'execute', rules: [] } }, /may use tools/],
  ])('mentions %s', (_, given, expected) => {
    const proposals = [...sound.slice(0, 1), proposalWith('parks', given), ...sound.slice(2)];
    expect(warningsOf({}, proposals)).toEqual([expect.stringMatching(expected)]);
  });

  test('puts undecided conflicts first', () => {
    expect(warningsOf({ documents: [] }, sound, 2)[0]).toMatch(
      /^organisation: 2 of your corrections are contradicted/,
    );
  });
});
