import { writeArchive } from '@shared/evidence/archive.js';
import { nameProblem } from '@shared/evidence/archive-name.js';
import { readArchive } from '@shared/evidence/read-archive.js';
import { AiosError } from '@shared/kernel/errors.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { departmentWith, documentWith, inputWith, manifestWith, ruleWith } from './composition.fixture.js';
import { composeDeployment, filesOf, policyHashOf } from './composition.js';
import { changedFields, diffCompositions } from './composition-diff.js';
import { fileNameFor, organisationFolder } from './file-names.js';
import { sha256Hex } from './hashing.js';
import { validateComposition } from './validate-composition.js';

const composition = composeDeployment(inputWith());
const text = (path: string, from = composition) =>
  Buffer.from(from.files.find((file) => file.path === path)?.bytes ?? []).toString('utf8');

describe('composeDeployment', () => {
  test('makes the folder that was promised', () => {
    expect(composition.files.map((file) => file.path)).toEqual([
      'README.md',
      'SHA256SUMS',
      'ai-bom.json',
      'auth/roles.json',
      'auth/service-accounts.json',
      'knowledge/doc-parks.md',
      'knowledge/doc-water.md',
      'knowledge/index.json',
      'manifest/agents/concierge.json',
      'manifest/agents/parks.json',
      'manifest/agents/water.json',
      'manifest/organisation.json',
      'policies/agents/concierge.json',
      'policies/agents/parks.json',
      'policies/agents/water.json',
      'policies/constitution.json',
      'policies/organisation.json',
      'profile.json',
    ]);
  });

  test('gives equal bytes whatever the order of its input, and however often', () => {
    const input = inputWith();
    const archive = writeArchive(filesOf(composition));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...input.manifests], { minLength: 3 }),
        fc.shuffledSubarray([...input.documents], { minLength: 2 }),
        (manifests, documents) => {
          const again = composeDeployment({ ...input, manifests, documents });
          expect(again.previewHash).toBe(composition.previewHash);
          expect(Buffer.compare(writeArchive(filesOf(again)), archive)).toBe(0);
        },
      ),
    );
  });

  test('has hashes that a stranger can compute from the files', () => {
    for (const { manifest, hash, file } of composition.manifests) {
      expect(hash).toBe(`sha256:${sha256Hex(Buffer.from(text(file)))}`);
      expect(JSON.parse(text(file))).toEqual(manifest);
    }
    for (const line of text('SHA256SUMS').trimEnd().split('\n')) {
      const [hash, path = ''] = line.split('  ');
      expect(sha256Hex(Buffer.from(text(path)))).toBe(hash);
    }
    expect(text('SHA256SUMS').trimEnd().split('\n')).toHaveLength(composition.files.length - 1);
  });

  test('binds each manifest to exactly its own policies and documents', () => {
    const policies = [...inputWith().policies, ruleWith('d-1', { tier: 'department', scope: 'water' })];
    const restricted = composeDeployment(inputWith({ policies }));
    const hashes = (of: typeof composition) =>
      Object.fromEntries(of.manifests.map(({ manifest }) => [manifest.id, manifest.policyHash]));
    expect(hashes(restricted).parks).toBe(hashes(composition).parks);
    expect(hashes(restricted).water).not.toBe(hashes(composition).water);
    expect(hashes(restricted).water).toBe(
      policyHashOf({ id: 'water', departmentId: 'water' }, policies.reverse()),
    );
    const documents = [...inputWith().documents, documentWith('more', ['parks'])];
    const richer = composeDeployment(inputWith({ documents }));
    const knowledge = (of: typeof composition) => of.manifests.map(({ manifest }) => manifest.knowledgeHash);
    const [concierge, parks, water] = knowledge(richer);
    expect([concierge, water]).toEqual([knowledge(composition)[0], knowledge(composition)[2]]);
    expect(parks).not.toBe(knowledge(composition)[1]);
  });

  test('has another preview hash after any change of its content', () => {
    const base = inputWith();
    const changes = [
      { manifests: base.manifests.map((manifest) => ({ ...manifest, instructionKernel: 'Other.' })) },
      { policies: [ruleWith('c-1', { text: 'Nobody decides.' })] },
      { documents: [documentWith('doc-parks', ['parks'])] },
      { generator: { name: 'AIOS', version: '0.1.1' } },
    ];
    const hashes = changes.map((change) => composeDeployment(inputWith(change)).previewHash);
    expect(new Set([...hashes, composition.previewHash]).size).toBe(changes.length + 1);
  });

  test('refuses documents that are not what was reviewed, and ids that occur twice', () => {
    const { document } = documentWith('doc-x', ['parks']);
    const damaged = { document: { ...document, markdown: 'other' }, agents: ['parks'] };
    expect(() => composeDeployment(inputWith({ documents: [damaged] }))).toThrow(AiosError);
    const twice = [manifestWith('parks'), manifestWith('parks')];
    expect(() => composeDeployment(inputWith({ manifests: twice }))).toThrow(/occurs twice/);
  });

  test('takes names that are made to break out', () => {
    const nasty = [
      '../../etc',
      'CON',
      'a/b\\c',
      '<script>alert(1)</script>',
      '東京都',
      'x'.repeat(500),
      'PARKS',
      ' ',
    ];
    const made = composeDeployment(
      inputWith({
        manifests: nasty.map((id) => manifestWith(id, { name: `| ${id} |`, department: id })),
        policies: nasty.map((scope, index) => ruleWith(`d-${index}`, { tier: 'department', scope })),
        documents: nasty.map((id) => documentWith(id, [id])),
      }),
    );
    expect(readArchive(writeArchive(filesOf(made))).canonical).toBe(true);
    expect(text('README.md', made)).not.toContain('<script>');
    expect(
      text('README.md', made)
        .split('\n')
        .filter((line) => /^\| \\\|/.test(line)),
    ).toHaveLength(nasty.length);
  });

  test('lists agents and documents in the bill of materials, and no model', () => {
    const bom = JSON.parse(text('ai-bom.json')) as {
      components: { type: string; 'bom-ref': string }[];
      dependencies: { ref: string; dependsOn: string[] }[];
      serialNumber: string;
    };
    expect(bom.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(
      bom.components.map((component) => component.type).filter((type) => type === 'machine-learning-model'),
    ).toEqual([]);
    const refs = new Set(['deployment', ...bom.components.map((component) => component['bom-ref'])]);
    expect(refs.size).toBe(bom.components.length + 1);
    for (const { ref, dependsOn } of bom.dependencies)
      for (const each of [ref, ...dependsOn]) expect(refs).toContain(each);
  });

  test('holds no secret, and the least roles', () => {
    expect(composition.grants.filter((grant) => grant.agent === 'parks').map((grant) => grant.role)).toEqual([
      'escalator',
      'knowledge-reader',
    ]);
    expect(composition.grants).toContainEqual({
      agent: 'concierge',
      account: 'agent:concierge',
      role: 'question-router',
    });
  });
});

describe('file names', () => {
  test('are safe and differ for different ids, also where case does not count', () => {
    const id = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.string({ unit: fc.constantFrom(...'aAbB-_ .') }),
    );
    fc.assert(
      fc.property(id, id, (one, other) => {
        expect(nameProblem(fileNameFor(one))).toBeUndefined();
        expect(nameProblem(organisationFolder(one))).toBeUndefined();
        expect(fileNameFor(one).length).toBeLessThanOrEqual(80);
        if (one !== other) expect(fileNameFor(one)).not.toBe(fileNameFor(other));
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    ['City of Riverton', 'city-of-riverton'],
    ["St. John's Parish Council", 'st-johns-parish-council'],
    ['São José', 'sao-jose'],
    ['CON', 'con-organisation'],
  ])('recognises %s', (name, folder) => {
    expect(organisationFolder(name)).toBe(folder);
  });

  test('keeps names in other scripts apart', () => {
    expect(organisationFolder('東京都')).toMatch(/^organisation--[0-9a-f]{12}$/);
    expect(organisationFolder('東京都')).not.toBe(organisationFolder('京都府'));
  });
});

describe('diffCompositions', () => {
  const remembered = (of: typeof composition) => ({
    deploymentId: 'd-1',
    manifests: of.manifests.map(({ manifest }) => manifest),
    files: of.files,
  });

  test('says that everything is new when there was nothing', () => {
    const diff = diffCompositions(null, composition);
    expect(diff.changes).toBeNull();
    expect(diff.files.every((file) => file.change === 'added')).toBe(true);
  });

  test('finds nothing between equal compositions', () => {
    const diff = diffCompositions(remembered(composition), composeDeployment(inputWith()));
    expect(diff).toMatchObject({
      changes: { deploymentId: 'd-1', agentsAdded: [], agentsRemoved: [], agentsChanged: [] },
      removedFiles: [],
    });
    expect(diff.files.every((file) => file.change === 'unchanged')).toBe(true);
  });

  test('names added, removed and changed agents with the fields', () => {
    const base = inputWith();
    const next = composeDeployment({
      ...base,
      manifests: [
        ...base.manifests.filter(({ id }) => id === 'concierge'),
        manifestWith('water', {
          name: 'Water guide',
          modes: { default: 'draft', rules: [{ when: 'legal advice', mode: 'escalate' }] },
        }),
        manifestWith('zoo', { department: 'parks' }),
      ],
    });
    const { changes, files, removedFiles } = diffCompositions(remembered(composition), next);
    expect(changes).toEqual({
      deploymentId: 'd-1',
      agentsAdded: ['zoo'],
      agentsRemoved: ['parks'],
      agentsChanged: [{ agent: 'water', fields: ['modes.default', 'name'] }],
    });
    expect(removedFiles).toEqual(['manifest/agents/parks.json', 'policies/agents/parks.json']);
    const states = Object.fromEntries(files.map((file) => [file.path, file.change]));
    expect(states).toMatchObject({
      'manifest/agents/zoo.json': 'added',
      'manifest/agents/water.json': 'changed',
      'knowledge/doc-water.md': 'unchanged',
    });
  });

  test('changedFields is empty exactly for equal manifests', () => {
    expect(changedFields(manifestWith('a'), manifestWith('a'))).toEqual([]);
    expect(
      changedFields(
        manifestWith('a'),
        manifestWith('a', { routes: [{ agent: 'b', department: 'b', topics: [] }] }),
      ),
    ).toEqual(['routes']);
  });
});

describe('validateComposition', () => {
  const problemsOf = (given: Parameters<typeof inputWith>[0]) => {
    const input = inputWith(given);
    return validateComposition(composeDeployment(input), input.profile).map(
      ({ subject, text: why }) => `${subject}: ${why}`,
    );
  };
  const base = inputWith();

  test('finds nothing in a sound one', () => {
    expect(problemsOf({})).toEqual([]);
  });

  test.each<[string, Parameters<typeof inputWith>[0], RegExp]>([
    ['no agents', { manifests: [], documents: [] }, /no agent/],
    ['no constitution', { policies: [] }, /constitution is missing/],
    [
      'a department that is gone',
      { profile: { ...base.profile, departments: [departmentWith('parks')] } },
      /water.*profile does not have/,
    ],
    [
      'a route to nobody',
      { manifests: base.manifests.filter(({ id }) => id !== 'parks'), documents: [] },
      /sends questions to "parks"/,
    ],
    [
      'a placeholder in instructions',
      { manifests: [manifestWith('parks', { instructionKernel: 'You serve {{CITY}}.' })], documents: [] },
      /placeholder/,
    ],
    [
      'a placeholder in a compiled document',
      { documents: [documentWith('d', ['parks'], { kind: 'overview', markdown: '[TODO hours]' })] },
      /placeholder/,
    ],
    [
      'a statement without a source',
      { documents: [documentWith('d', ['parks'], { statements: [{ text: 'x', source: '', quote: 'x' }] })] },
      /without its source/,
    ],
    [
      'an agent named after an official',
      { manifests: [...base.manifests.slice(0, 2), manifestWith('water', { name: 'Ask Maria ALVAREZ' })] },
      /real official/,
    ],
    [
      'a rule for nobody',
      { policies: [...base.policies, ruleWith('x', { tier: 'department', scope: 'gone' })] },
      /bind nobody/,
    ],
    ['a document for nobody', { documents: [documentWith('d', ['ghost'])] }, /"ghost"/],
  ])('finds %s', (_, given, expected) => {
    expect(problemsOf(given).join('\n')).toMatch(expected);
  });
});
