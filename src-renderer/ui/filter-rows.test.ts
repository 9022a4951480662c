import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareValues, matchesFilter } from './filter-rows.js';

describe('matchesFilter', () => {
  it('wants every word, anywhere, whatever the case and the accents', () => {
    const fields = ['Département de l’Eau', 'water@example.gov', undefined];
    expect(matchesFilter('EAU departement', fields)).toBe(true);
    expect(matchesFilter('eau fire', fields)).toBe(false);
    expect(matchesFilter('  ', fields)).toBe(true);
  });

  it('takes special characters as they are', () => {
    expect(matchesFilter('.*', ['abc'])).toBe(false);
    expect(matchesFilter('<script>', ['a <script> b'])).toBe(true);
  });

  it('never hides more when a word is taken away', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (word, more, text) => {
        if (matchesFilter(`${word} ${more}`, [text])) expect(matchesFilter(word, [text])).toBe(true);
      }),
    );
  });
});

describe('compareValues', () => {
  it('puts 2 before 10 and nothing last', () => {
    expect(['Ward 10', null, 'Ward 2'].slice().sort(compareValues)).toEqual(['Ward 2', 'Ward 10', null]);
    expect([10, 9, null].slice().sort(compareValues)).toEqual([9, 10, null]);
  });
});
