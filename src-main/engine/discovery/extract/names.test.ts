import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelKind } from './group-labels.js';
import { readTitle, titleOfList } from './job-titles.js';
import { readPersonLine } from './person-lines.js';
import { personKey, readPersonName } from './person-names.js';
import { urlKey } from './resolve-url.js';
import { unitIds } from './unit-ids.js';
import { cleanUnitName, foldUnitName, nameShape } from './unit-names.js';

describe('unit names', () => {
  it.each([
    ['Department of Finance', 'Finance Dept.'],
    ['City of Marlow Finance Department', 'Finance'],
    ['Parks & Recreation', 'Parks and Recreation Department'],
    ['Mayor’s Office', "Office of the Mayor's"],
    ['Emergency Mgmt', 'Office of Emergency Management'],
    ['Housing Authority (MHA)', 'Housing Authority'],
  ])('folds %s and %s into one', (first, second) => {
    expect(foldUnitName(first, ['marlow'])).toBe(foldUnitName(second, ['marlow']));
  });

  it('keeps different units apart', () => {
    expect(foldUnitName('Public Health', [])).not.toBe(foldUnitName('Public Works', []));
    expect(foldUnitName('Department', [])).toBe('department');
  });

  it('folding is idempotent', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('City', 'of', 'Office', 'the', 'Finance', 'Dept', '&', 'Water', 'Division'),
          { minLength: 1, maxLength: 6 },
        ),
        (parts) => {
          const folded = foldUnitName(parts.join(' '), ['water']);
          expect(foldUnitName(folded, ['water'])).toBe(folded);
        },
      ),
    );
  });

  it.each([
    ['Finance Department', 'unit'],
    ['City Clerk', 'unit'],
    ['Register of Deeds', 'unit'],
    ['Public Works', 'function'],
    ['Pay a Water Bill', 'service'],
    ['Register to Vote', 'service'],
    ['Contact Us', 'furniture'],
    ['Building Permits', 'thing'],
    ['Fire Department holds open house', 'thing'],
    ['Visitors', 'furniture'],
    ['Benefits of a united defence', 'plain'],
  ])('takes %s for a %s', (label, shape) => {
    expect(nameShape(label)).toBe(shape);
  });

  it.each([
    ['311 Learn More', '311'],
    ['Meet the District Attorney', 'District Attorney'],
    ['» PUBLIC WORKS', 'Public Works'],
    ['Learn more', 'Learn more'],
  ])('cleans %s to %s', (label, name) => {
    expect(cleanUnitName(label)).toBe(name);
  });

  it('gives unique ids', () => {
    const ids = unitIds([{ name: 'A & B' }, { name: 'A and B' }, { name: '–' }]);
    expect(ids).toEqual(['a-and-b', 'a-and-b-2', 'unit']);
  });
});

describe('labels of lists', () => {
  it.each([
    ['City Departments', 'units'],
    ['Our divisions:', 'units'],
    ['Bureaus & Offices', 'units'],
    ['Elected Officials', 'units'],
    ['City government directory', 'units'],
    ['Departments & Services', 'mixed'],
    ['Other City Agencies', 'outside'],
    ['View all participating agencies', 'outside'],
    ['Boards & Commissions', 'boards'],
    ['Regional Offices', 'outside'],
    ['Shop by Department', 'other'],
    ['Services', 'other'],
    ['A', 'silent'],
    ['Government', 'neutral'],
  ])('%s announces %s', (label, kind) => {
    expect(labelKind(label, ['marlow'])).toBe(kind);
  });
});

describe('people', () => {
  it.each([
    'Jane Roe',
    'JOHN Q. FIELDS',
    'Sean O’Connor',
    'Maria de la Cruz',
    'Dr. Anh Tran-Whitaker',
    'Martin Luther Fields, Jr.',
    'Cllr Alistair Pemberton',
  ])('takes %s for a person', (text) => {
    expect(readPersonName(text)).toBeDefined();
  });

  it.each([
    'Vacant',
    'Vacant Position',
    'District Map',
    'Past Agenda Packets',
    'Public Works',
    'City of Marlow',
    'Learn More',
    'Lake View Drive',
    'Main Street',
    'jane roe',
    'Jane',
    'Fire & Rescue',
  ])('takes %s for nobody', (text) => {
    expect(readPersonName(text)).toBeUndefined();
  });

  it('takes degrees off and leaves generations', () => {
    expect(readPersonName('Nina Ames, Ph.D.')?.name).toBe('Nina Ames');
    expect(readPersonName('Nolan N. Ames, Jr.')?.name).toBe('Nolan N. Ames, Jr.');
    expect(personKey('Dr. Nolan N. Ames, Jr.')).toBe(personKey('Nolan Ames'));
  });

  it.each([
    ['Jane Roe - Director of Finance', 'Jane Roe', 'Director of Finance'],
    ['Jane Roe, City Clerk', 'Jane Roe', 'City Clerk'],
    ['City Clerk: Jane Roe', 'Jane Roe', 'City Clerk'],
    ['SECRETARY - Jane M. Roe, County Clerk', 'Jane M. Roe', 'County Clerk'],
    ['Mayor Jane M. Roe', 'Jane M. Roe', 'Mayor'],
    ['City Controller Osric Penhallow', 'Osric Penhallow', 'City Controller'],
    ['District Attorney Osric Penhallow', 'Osric Penhallow', 'District Attorney'],
    ['Council President Jane Roe', 'Jane Roe', 'Council President'],
    ['Clerk of Courts Jane Roe', 'Jane Roe', 'Clerk of Courts'],
    ['Jane Roe, Jr. – Chief of Police', 'Jane Roe, Jr.', 'Chief of Police'],
  ])('reads %s', (text, name, title) => {
    expect(readPersonLine({ text, tag: 'p' })).toMatchObject({ name, title });
  });

  it.each([
    'Vacant, Deputy Director of Enforcement',
    'Director: Vacant',
    'Public Works - Director',
    'Springfield, Mayor',
    'City Auditor Annual Report',
    'County Recorder Property Records',
    'Jane Roe, former Mayor',
    'Jane Roe, John Smith, Chair',
  ])('reads nobody into %s at once', (text) => {
    const read = readPersonLine({ text, tag: 'p' });
    expect(read === undefined || (text.includes('Chair') && read.name !== 'Jane Roe')).toBe(true);
  });

  it('every name stands in the text it was read from', () => {
    const text = fc.array(
      fc.constantFrom(
        'Jane',
        'Roe',
        'M.',
        ',',
        ' - ',
        'Director',
        'Jr.',
        'Mayor',
        ':',
        'of',
        'Finance',
        'Ph.D.',
        '(',
        ')',
      ),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(text, (parts) => {
        const line = parts.join(' ');
        const read = readPersonLine({ text: line, tag: 'p' });
        if (read !== undefined) expect(line).toContain(read.name);
      }),
      { numRuns: 2000 },
    );
  });

  it('ranks titles', () => {
    expect(readTitle('Director of Finance')?.rank).toBe('head');
    expect(readTitle('Deputy Director')?.rank).toBe('deputy');
    expect(readTitle('Council Member, Ward 3')?.rank).toBe('member');
    expect(readTitle('Executive Assistant to the Director')?.rank).toBe('staff');
    expect(readTitle('The director said that it was late')).toBeUndefined();
    expect(titleOfList('Commissioners')).toBe('Commissioner');
    expect(titleOfList('Recent news')).toBeUndefined();
  });
});

it('addresses of one page have one key', () => {
  const keys = [
    'https://www.a.example/x/',
    'http://a.example/x',
    'http://a.example/x/index.html',
    'http://A.example/X.html',
  ].map(urlKey);
  expect(new Set(keys).size).toBe(1);
});
