import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import yauzl from 'yauzl';
import { archiveLimits, writeArchive } from './archive.js';
import { compareNames, foldName, nameProblem } from './archive-name.js';
import { type ForeignEntry, foreignZip } from './foreign-zip.fixture.js';
import { readArchive } from './read-archive.js';
import { encodeUtf8 } from './utf8.js';

const segment = fc
  .string({ unit: fc.constantFrom(...'abcXYZ0189-_ .é語ß\u{1f600}'), minLength: 1, maxLength: 12 })
  .map((text) => text.normalize('NFC').replace(/[. ]+$/, 'z'));
const name = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

/** Files that an archive may hold: no two names that fold to one, none that is another's folder. */
const files = fc
  .uniqueArray(fc.tuple(name, fc.uint8Array({ maxLength: 80 })), {
    selector: ([path]) => foldName(path),
    maxLength: 8,
  })
  .map((pairs) => new Map(pairs))
  .filter((map) => {
    const folds = [...map.keys()].map(foldName);
    return !folds.some((one) => folds.some((other) => other.startsWith(`${one}/`)));
  });

function kinds(archive: Uint8Array): string[] {
  const reading = readArchive(archive);
  return reading.canonical ? [] : [...new Set(reading.problems.map((problem) => problem.kind))];
}

describe('writeArchive and readArchive', () => {
  test('one set of files has one archive, and it reads back', () => {
    fc.assert(
      fc.property(files, (map) => {
        const archive = writeArchive(map);
        expect(Buffer.compare(writeArchive(new Map([...map].reverse())), archive)).toBe(0);
        const reading = readArchive(archive);
        expect(reading.canonical).toBe(true);
        expect([...reading.files.keys()]).toEqual([...map.keys()].sort(compareNames));
        for (const [path, bytes] of map)
          expect(Buffer.compare(reading.files.get(path) ?? bytes, bytes)).toBe(0);
      }),
      { numRuns: 500 },
    );
  }, 30_000);

  test('names are ordered by their UTF-8 bytes', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', '/', '\u00e9', '\ud7ff', '\ue000', '\uffff', '\u{10000}'),
    });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const expected = Buffer.compare(Buffer.from(one), Buffer.from(other));
        expect(Math.sign(compareNames(one, other))).toBe(expected);
      }),
    );
  });

  test('the bytes are pinned: a change of them would break every signature made before', () => {
    const archive = writeArchive(new Map([['a/é.txt', encodeUtf8('hi\n')]]));
    // Written by Python's zipfile with the same date, attributes and name.
    const expected = [
      '504b0304140000080000000021007a7a6fed030000000300000008000000612fc3a92e74787468690a504b0102',
      '1403140000080000000021007a7a6fed0300000003000000080000000000000000000000a48100000000612fc3',
      'a92e747874504b0506000000000100010036000000290000000000',
    ];
    expect(Buffer.from(archive).toString('hex')).toBe(expected.join(''));
  });

  test('another program can read it', async () => {
    const content = new Map([
      ['README.md', encodeUtf8('# hello')],
      ['knowledge/straße.md', encodeUtf8('text')],
      ['empty', new Uint8Array()],
    ]);
    const seen = await listWithYauzl(Buffer.from(writeArchive(content)));
    expect(seen).toEqual(['README.md', 'empty', 'knowledge/straße.md']);
  });

  test('never throws and never accepts other bytes, whatever it is given', () => {
    fc.assert(
      fc.property(
        files,
        fc.infiniteStream(fc.nat()),
        fc.integer({ min: 1, max: 4 }),
        (map, random, edits) => {
          const archive = writeArchive(map);
          const edited = Uint8Array.from(archive);
          for (let edit = 0; edit < edits; edit += 1) {
            edited[random.next().value % edited.length] = random.next().value & 255;
          }
          const reading = readArchive(edited);
          if (reading.canonical) expect(Buffer.compare(writeArchive(reading.files), edited)).toBe(0);
        },
      ),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readArchive(bytes).canonical).toBe(false);
      }),
    );
  }, 30_000);

  test.each([
    ['..', 'leads out'],
    ['a/../b', 'leads out'],
    ['./a', 'leads out'],
    ['/etc/passwd', 'absolute'],
    ['C:/a', 'drive'],
    ['c:a', 'drive'],
    ['a\\b', 'backslash'],
    ['\\\\host\\share', 'backslash'],
    ['a//b', 'empty path segment'],
    ['a/', 'empty path segment'],
    ['', 'is empty'],
    ['a\u0000b', 'control'],
    ['a\u202eb', 'invisible'],
    ['a\u200bb', 'invisible'],
    ['e\u0301', 'NFC'],
    ['con', 'device'],
    ['x/NUL.txt', 'device'],
    ['Com1.log', 'device'],
    ['LPT¹', 'device'],
    ['ab:c', 'Windows forbids'],
    ['what?', 'Windows forbids'],
    ['a.', 'ends with a dot'],
    ['a /b', 'ends with a dot'],
    ['x'.repeat(241), 'longer'],
  ])('refuses the name %j', (bad, why) => {
    expect(nameProblem(bad)).toContain(why);
    expect(() => writeArchive(new Map([[bad, new Uint8Array()]]))).toThrow(why);
    const reading = readArchive(foreignZip([{ name: bad }]));
    expect(reading.canonical).toBe(false);
  });

  test('refuses a name with half of a surrogate pair', () => {
    expect(() => writeArchive(new Map([['a\ud800', new Uint8Array()]]))).toThrow('not valid Unicode');
  });

  test.each([
    ['case', ['Readme.md', 'README.md']],
    ['sharp s', ['straße', 'STRASSE']],
    ['file and folder', ['a', 'a/b']],
    ['file and folder in other case', ['A', 'a/b']],
  ])('refuses names that collide: %s', (_, names) => {
    expect(() => writeArchive(new Map(names.map((path) => [path, new Uint8Array()])))).toThrow(
      /one file|folder/,
    );
    expect(kinds(foreignZip(names.map((path) => ({ name: path }))))).toContain('duplicate');
  });

  test('refuses more than its limits', () => {
    const many = new Map(
      Array.from({ length: archiveLimits.entries + 1 }, (_, index) => [`f${index}`, new Uint8Array()]),
    );
    expect(() => writeArchive(many)).toThrow(/at most/);
  });

  const a: ForeignEntry = { name: 'a', data: 'one' };
  const b: ForeignEntry = { name: 'b', data: 'two' };

  test('the foreign writer can write the canonical form, so its deviations are what is refused', () => {
    expect(kinds(foreignZip([a, b]))).toEqual([]);
  });

  test.each<[string, string[], Uint8Array]>([
    ['a link', ['link'], foreignZip([a, { name: 'b', data: '/etc/passwd', mode: 0o120777 }])],
    ['a folder', ['folder'], foreignZip([a, { name: 'b/', mode: 0o040755 }])],
    ['a folder without a slash', ['folder'], foreignZip([a, { name: 'b', mode: 0o040755 }])],
    ['a device', ['special-file'], foreignZip([a, { name: 'b', mode: 0o060644 }])],
    ['an executable', ['not-canonical'], foreignZip([a, { name: 'b', mode: 0o100755 }])],
    ['a setuid file', ['not-canonical'], foreignZip([a, { name: 'b', mode: 0o104644 }])],
    ['a way out', ['name'], foreignZip([{ name: '../a' }, b])],
    ['bytes that are not UTF-8', ['name'], foreignZip([{ name: Uint8Array.of(0xff, 0xfe) }])],
    ['a duplicate', ['duplicate'], foreignZip([a, { name: 'a', data: 'two' }])],
    ['wrong order', ['order'], foreignZip([b, a])],
    ['two names for one entry', ['header-mismatch'], foreignZip([{ ...a, localName: 'c' }])],
    ['encryption', ['encrypted', 'damaged'], foreignZip([{ ...a, flags: 0x0801, crc: 1 }])],
    ['compression', ['compressed'], foreignZip([{ ...a, method: 8 }])],
    ['an extra field', ['extra-field'], foreignZip([{ ...a, extra: Uint8Array.of(1, 0, 0, 0) }])],
    ['a comment of an entry', ['comment'], foreignZip([{ ...a, comment: 'psst' }])],
    ['a comment of the archive', ['trailing-data'], foreignZip([a], { comment: 'psst' })],
    ['trailing bytes', ['trailing-data'], foreignZip([a], { trailing: Uint8Array.of(0) })],
    [
      'bytes before the first entry',
      ['not-canonical'],
      foreignZip([a], { before: encodeUtf8('#!/bin/sh\n') }),
    ],
    ['a gap', ['not-canonical'], foreignZip([a, b], { gap: Uint8Array.of(1, 2, 3) })],
    ['another date', ['not-canonical'], foreignZip([{ ...a, date: 0x5921 }])],
    ['a wrong checksum', ['damaged'], foreignZip([{ ...a, crc: 7 }])],
    ['a wrong size', ['damaged'], foreignZip([{ ...a, size: 2 }])],
    [
      'overlapping files',
      ['damaged'],
      foreignZip([
        { ...a, data: 'x'.repeat(400) },
        { ...b, data: 'x'.repeat(400), sharesDataOf: 0 },
      ]),
    ],
  ])('refuses %s', (_, expected, archive) => {
    expect(kinds(archive)).toEqual(expected);
  });
});

function listWithYauzl(archive: Buffer): Promise<string[]> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(archive, { lazyEntries: false, strictFileNames: true }, (error, zipFile) => {
      if (error !== null) return reject(error);
      const names: string[] = [];
      zipFile.on('entry', (entry: { fileName: string }) => names.push(entry.fileName));
      zipFile.on('end', () => resolve(names));
      zipFile.on('error', reject);
    });
  });
}
