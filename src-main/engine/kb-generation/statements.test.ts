import { describe, expect, it } from 'vitest';
import { buildKnowledge } from './build-knowledge.js';
import { pageAt, profileOf, unit } from './kb-generation.fixture.js';
import { firstSentences, listedBy } from './statements.js';

describe('sentences in the organisation’s own words', () => {
  it('are no slogans and no lists that lost their line breaks', () => {
    expect(firstSentences('Find your place and join our team today!', 3)).toEqual([]);
    expect(
      firstSentences(
        'Apply for a license Renew your license Search for a license File a complaint Make a payment Learn about rules.',
        3,
      ),
    ).toEqual([]);
    const named = 'The Department of Public Safety of Cleveland oversees Police, Fire and Animal Control.';
    expect(firstSentences(named, 3)).toEqual([named]);
  });
});

describe('that there is a department', () => {
  const profile = profileOf([]);

  it('is the organisation’s word where a page lists it', () => {
    expect(listedBy(profile, unit('Parks'))[0]?.text).toBe(
      'City of Example lists Parks among its departments.',
    );
  });

  it('is a person’s word where a person entered or renamed it', () => {
    const entered = { source: 'urn:aios:operation:1', quote: 'Parks and Play', structure: 'human' };
    const renamed = unit('Parks and Play', { evidence: [entered, ...unit('Parks').evidence] });
    const [statement] = listedBy(profile, renamed);
    expect(statement).toEqual({
      text: 'Parks and Play is one of the departments of City of Example, as a person entered it.',
      source: 'urn:aios:operation:1',
      quote: 'Parks and Play',
    });
    const documents = buildKnowledge({ profile: profileOf([renamed]), pages: [], retrievedAt: '' });
    expect(documents.find((each) => each.kind === 'overview')?.markdown).toContain(
      'Source: entered by a person, urn:aios:operation:1',
    );
  });
});

describe('contacts', () => {
  const hoursOf = (text: string) =>
    buildKnowledge({
      profile: profileOf([unit('Police')]),
      pages: [pageAt('/departments/police', { text })],
      retrievedAt: '',
    })
      .find((each) => each.id === 'department-police-contacts')
      ?.statements.map((each) => each.text);

  it('hold hours that are stated, and no sentence that mentions some by the way', () => {
    expect(hoursOf('Records counter: Monday to Friday, 8:00 am to 4:00 pm')).toEqual([
      'Records counter: Monday to Friday, 8:00 am to 4:00 pm',
    ]);
    expect(
      hoursOf(
        'Call the desk first. Pay the tow and storage and show proof of ownership and of insurance at the impound lot, 1810 Quarry Road, which is open every day from 8:00 am to 8:00 pm.',
      ),
    ).toBeUndefined();
  });

  it('are no document when only a name is known', () => {
    const head = {
      name: 'Ana Ruiz',
      title: 'Chief',
      evidence: [{ source: 'https://a.example', quote: 'Ana Ruiz' }],
    };
    const documents = buildKnowledge({
      profile: profileOf([unit('Police', { head })]),
      pages: [],
      retrievedAt: '',
    });
    expect(documents.some((each) => each.id === 'department-police-contacts')).toBe(false);
  });
});
