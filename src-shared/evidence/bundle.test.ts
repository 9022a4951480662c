import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AiosError } from '../kernel/errors.js';
import { writeArchive } from './archive.js';
import { envelopePath, openBundle, sealBundle, verifyBundle } from './bundle.js';
import { type BundlePredicate, statementPayloadType } from './bundle-statement.js';
import { canonicalJson } from './canonical-json.js';
import { keyId, sealEnvelope, signerFromSeed } from './dsse.js';
import { foreignZip } from './foreign-zip.fixture.js';
import { readArchive } from './read-archive.js';
import { encodeUtf8 } from './utf8.js';

const signer = signerFromSeed(new Uint8Array(32).fill(7));
const stranger = signerFromSeed(new Uint8Array(32).fill(8));
const trusted = [signer.publicKey];

const predicate: BundlePredicate = {
  schema: 'aios.bundle/1',
  organisation: 'Town of Riverton',
  deployment: 'd-1',
  sequence: 1,
  platform: 'generic',
  createdAt: '2026-01-02T03:04:05.000Z',
  generator: { name: 'AIOS', version: '0.1.0' },
  author: 'ada',
  approver: 'grace',
  previewHash: 'a'.repeat(64),
  auditHead: { sequence: 12, hash: 'b'.repeat(64) },
};

const files = new Map([
  ['README.md', encodeUtf8('# Town of Riverton')],
  ['knowledge/parks.md', encodeUtf8('The parks open at 8.')],
  ['knowledge/straße.md', encodeUtf8('Wege')],
  ['manifest/agents/parks.json', encodeUtf8('{"id":"parks"}')],
  ['policies/constitution.json', encodeUtf8('[]')],
]);
const bundle = sealBundle(files, predicate, signer);

/** The bundle's files with its envelope, changed and packed again in the canonical form, as a careful forger would. */
function repack(edit: (content: Map<string, Uint8Array>) => void): Uint8Array {
  const content = new Map(readArchive(bundle).files);
  edit(content);
  return writeArchive(content);
}

function problems(archive: Uint8Array, keys = trusted): [string, string][] {
  const verification = verifyBundle(archive, keys);
  expect(verification.valid).toBe(verification.problems.length === 0);
  return verification.problems.map((problem) => [problem.path, problem.kind]);
}

describe('sealBundle', () => {
  test('verifies, and tells what it is', () => {
    expect(verifyBundle(bundle, [stranger.publicKey, ...trusted])).toMatchObject({
      valid: true,
      files: files.size,
      organisation: 'Town of Riverton',
      deployment: 'd-1',
      signedBy: keyId(signer.publicKey),
      problems: [],
    });
  });

  test('opens to the files that went in', () => {
    expect([...openBundle(bundle, trusted).files]).toEqual([...files]);
    expect(() => openBundle(bundle, [stranger.publicKey])).toThrow(AiosError);
  });

  test('gives equal bytes for equal input, in whatever order the files come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...files], { minLength: files.size }), (shuffled) => {
        expect(sealBundle(new Map(shuffled), { ...predicate }, signer)).toEqual(bundle);
      }),
    );
  });

  test('gives the same bytes on every machine and version', () => {
    expect(verifyBundle(bundle, trusted).sha256).toBe(
      'fddcadb80bbaebaac086495a69ca4474de5464e05aa7ba71f21c89a0ff12ea34',
    );
  });

  test.each([envelopePath, 'a/BUNDLE.DSSE.JSON'])('refuses to hold a file named %s', (name) => {
    expect(() => sealBundle(new Map([[name, new Uint8Array()]]), predicate, signer)).toThrow(/signature/);
  });
});

describe('verifyBundle refuses', () => {
  test.each<[string, Uint8Array, [string, string][]]>([
    [
      'a changed file',
      repack((all) => all.set('README.md', encodeUtf8('# Town'))),
      [['README.md', 'changed']],
    ],
    ['a missing file', repack((all) => all.delete('README.md')), [['README.md', 'missing']]],
    ['an extra file', repack((all) => all.set('z.md', encodeUtf8('z'))), [['z.md', 'extra']]],
    [
      'a renamed file',
      repack((all) => {
        all.set('LIESMICH.md', all.get('README.md') ?? new Uint8Array());
        all.delete('README.md');
      }),
      [['README.md', 'renamed']],
    ],
    [
      'two files exchanged',
      repack((all) => {
        const readme = all.get('README.md') ?? new Uint8Array();
        all.set('README.md', all.get('knowledge/parks.md') ?? new Uint8Array());
        all.set('knowledge/parks.md', readme);
      }),
      [
        ['README.md', 'changed'],
        ['knowledge/parks.md', 'changed'],
      ],
    ],
    ['an unsigned bundle', repack((all) => all.delete(envelopePath)), [[envelopePath, 'unsigned']]],
    [
      'a second envelope',
      repack((all) => all.set('other.dsse.json', all.get(envelopePath) ?? new Uint8Array())),
      [
        ['other.dsse.json', 'second-envelope'],
        ['other.dsse.json', 'extra'],
      ],
    ],
    [
      'an envelope that is no text',
      repack((all) => all.set(envelopePath, Uint8Array.of(255))),
      [[envelopePath, 'envelope']],
    ],
    [
      'an envelope that is no JSON',
      repack((all) => all.set(envelopePath, encodeUtf8('no'))),
      [[envelopePath, 'envelope']],
    ],
    ['nothing at all', new Uint8Array(), [['', 'not-an-archive']]],
  ])('%s', (_, archive, expected) => {
    expect(problems(archive)).toEqual(expected);
  });

  test('a key that is not trusted, believing nothing that it signed', () => {
    const forged = sealBundle(files, { ...predicate, organisation: 'Elsewhere' }, stranger);
    expect(verifyBundle(forged, trusted)).toMatchObject({
      valid: false,
      organisation: null,
      deployment: null,
      signedBy: null,
      problems: [{ path: envelopePath, kind: 'wrong-key' }],
    });
  });

  test('a changed list of files, whatever the files are', () => {
    const envelope = JSON.parse(Buffer.from(readArchive(bundle).files.get(envelopePath) ?? []).toString());
    const payload = Buffer.from(envelope.payload, 'base64').toString().replace('Riverton', 'Rivertom');
    envelope.payload = Buffer.from(payload).toString('base64');
    const archive = repack((all) => all.set(envelopePath, encodeUtf8(canonicalJson(envelope))));
    expect(problems(archive)).toEqual([[envelopePath, 'signature']]);
  });

  test.each<[string, (envelope: Record<string, unknown>) => string]>([
    ['a space', (envelope) => `${canonicalJson(envelope)} `],
    ['a further member', (envelope) => canonicalJson({ ...envelope, note: 1 })],
    [
      'another order',
      (envelope) =>
        JSON.stringify({
          signatures: envelope.signatures,
          payload: envelope.payload,
          payloadType: envelope.payloadType,
        }),
    ],
    [
      'a further signature',
      (envelope) =>
        canonicalJson({
          ...envelope,
          signatures: [...(envelope.signatures as []), { keyid: 'f', sig: 'QQ==' }],
        }),
    ],
  ])('%s in the envelope, which its signature does not cover', (_, rewrite) => {
    const envelope = JSON.parse(Buffer.from(readArchive(bundle).files.get(envelopePath) ?? []).toString());
    const archive = repack((all) => all.set(envelopePath, encodeUtf8(rewrite(envelope))));
    expect(problems(archive)).toEqual([[envelopePath, 'envelope']]);
  });

  test('something else that the trusted key signed', () => {
    const seal = (type: string, payload: string) =>
      repack((all) =>
        all.set(envelopePath, encodeUtf8(canonicalJson(sealEnvelope(type, encodeUtf8(payload), signer)))),
      );
    expect(problems(seal('text/plain', 'hi'))).toEqual([[envelopePath, 'statement']]);
    expect(problems(seal(statementPayloadType, '{}'))).toEqual([[envelopePath, 'statement']]);
  });

  test('a bundle that another program packed, naming what it did', () => {
    const entries = [...readArchive(bundle).files].map(([name, data]) => ({ name, data, mode: 0o100644 }));
    const with_ = (edit: Partial<(typeof entries)[number]>, at = 0) =>
      entries.map((entry, index) => (index === at ? { ...entry, ...edit } : entry));
    expect(problems(foreignZip(entries))).toEqual([]);
    expect(problems(foreignZip(with_({ mode: 0o120777, data: encodeUtf8('/etc/passwd') })))).toEqual([
      ['README.md', 'link'],
      ['README.md', 'changed'],
    ]);
    expect(problems(foreignZip(with_({ name: '../README.md' })))).toEqual([
      ['../README.md', 'name'],
      ['README.md', 'renamed'],
    ]);
    expect(problems(foreignZip([...entries, { name: 'z.sh', data: encodeUtf8('rm') }]))).toEqual([
      ['z.sh', 'extra'],
    ]);
    expect(problems(foreignZip(entries.map((entry) => ({ ...entry, date: 0x5921 }))))).toEqual([
      ['', 'not-canonical'],
    ]);
    expect(problems(foreignZip([...entries, entries[1] ?? { name: '' }]))).toEqual([
      [envelopePath, 'duplicate'],
      [envelopePath, 'order'],
    ]);
  });
});

describe('the reasons', () => {
  test('are the weightiest first, and not drowned by thousands of one kind', () => {
    const many = Array.from({ length: 500 }, (_, index) => ({ name: `z-${index}`, data: 'x', method: 8 }));
    const entries = [...readArchive(bundle).files].map(([name, data]) => ({ name, data }));
    const listed = verifyBundle(foreignZip([...entries.slice(1), ...many]), trusted).problems;
    expect(listed[0]).toMatchObject({ path: 'README.md', kind: 'missing' });
    expect(listed.length).toBeLessThan(60);
    expect(listed.map((problem) => problem.text)).toContain(
      '480 more of the kind "compressed" are not listed.',
    );
  });
});

describe('mutations', () => {
  test('every single bit flip of a bundle is refused', () => {
    let refused = 0;
    for (let at = 0; at < bundle.length; at += 1) {
      const mutated = Uint8Array.from(bundle);
      mutated[at] = (mutated[at] ?? 0) ^ (1 << (at % 8));
      const { valid, problems: reasons } = verifyBundle(mutated, trusted);
      if (!valid && reasons.length > 0 && reasons.every((reason) => reason.text !== '')) refused += 1;
    }
    expect(refused).toBe(bundle.length);
  }, 120_000);

  test('ten thousand seeded mutations of every kind are all refused with a reason', () => {
    const edit = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), at: fc.nat(), byte: fc.nat(255) }),
      fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), byte: fc.nat(255) }),
      fc.record({
        kind: fc.constant('delete' as const),
        at: fc.nat(),
        byte: fc.integer({ min: 1, max: 40 }),
      }),
      fc.record({ kind: fc.constant('truncate' as const), at: fc.nat(), byte: fc.nat(255) }),
      fc.record({ kind: fc.constant('swap' as const), at: fc.nat(), byte: fc.nat() }),
      fc.record({ kind: fc.constant('append' as const), at: fc.nat(), byte: fc.nat(255) }),
    );
    let mutations = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let bytes = [...bundle];
        for (const { kind, at, byte } of edits) {
          const place = at % Math.max(1, bytes.length);
          if (kind === 'set') bytes[place] = byte;
          else if (kind === 'insert') bytes.splice(place, 0, byte);
          else if (kind === 'delete') bytes.splice(place, byte);
          else if (kind === 'truncate') bytes = bytes.slice(0, place);
          else if (kind === 'append') bytes.push(byte);
          else {
            const other = byte % Math.max(1, bytes.length);
            const kept = bytes[place] ?? 0;
            bytes[place] = bytes[other] ?? 0;
            bytes[other] = kept;
          }
        }
        const mutated = Uint8Array.from(bytes);
        fc.pre(Buffer.compare(mutated, bundle) !== 0);
        const verification = verifyBundle(mutated, trusted);
        expect(verification.valid).toBe(false);
        expect(verification.problems.length).toBeGreaterThan(0);
        mutations += 1;
      }),
      { numRuns: 10_000, seed: 20_260_101 },
    );
    expect(mutations).toBe(10_000);
  }, 120_000);
});
