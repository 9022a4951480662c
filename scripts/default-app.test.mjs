import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packAsar } from './default-app.mjs';

/** Reads an asar as its format says: header size, header, then contents at their offsets. */
function unpackAsar(bytes) {
  const headerSize = bytes.readUInt32LE(4);
  const header = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString('utf8'));
  return Object.fromEntries(
    Object.entries(header.files).map(([name, { offset, size }]) => {
      const start = 8 + headerSize + Number(offset);
      return [name, bytes.subarray(start, start + size).toString('utf8')];
    }),
  );
}

describe('a packed asar', () => {
  it('holds what was packed, whatever that is', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__' && !/^\d+$/.test(text));
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.dictionary(name, text, { noNullPrototype: true }), (files) => {
        expect(unpackAsar(packAsar(files))).toEqual(files);
      }),
    );
  });
});
