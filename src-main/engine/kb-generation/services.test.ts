import { describe, expect, it } from 'vitest';
import { buildKnowledge } from './build-knowledge.js';
import { pageAt, profileOf, site, unit } from './kb-generation.fixture.js';
import type { KnowledgePage } from './knowledge-page.js';

const retrievedAt = '2026-05-05T00:00:00.000Z';
const department = unit('Building');

function services(given: Partial<KnowledgePage>) {
  const home = pageAt('/departments/building', { title: 'Building', ...given });
  return buildKnowledge({ profile: profileOf([department]), pages: [home], retrievedAt })
    .find((each) => each.id === 'department-building-services')
    ?.statements.map((each) => each.text);
}

const link = (text: string, href = `${site}/forms/${text.length}`) => ({ text, href });

describe('the services of a department', () => {
  it('are the headed parts of its page, each with its first sentence', () => {
    expect(
      services({
        blocks: [
          { heading: 'Building', text: 'Building keeps the houses of the city safe.' },
          { heading: 'Permits', text: 'A fence higher than six feet needs a permit. Apply at the counter.' },
          { heading: 'Contact', text: 'The counter is on the second floor of the hall.' },
          { heading: 'Inspections', text: 'Ask\nLate' },
          { heading: 'May I build?', text: 'Ask at the counter. Open Monday to Friday, 8 am to 4 pm.' },
          { heading: 'May I dig?', text: 'Everybody may dig after a call to the office.' },
        ],
      }),
    ).toEqual([
      'Permits: A fence higher than six feet needs a permit.',
      'May I dig? Everybody may dig after a call to the office.',
    ]);
  });

  it('are what its page links to, with the address, without the names of icons', () => {
    expect(
      services({
        links: [
          link('assignment Permit portal **', `${site}/permits`),
          link('list_alt Permit tracker **', `${site}/tracker`),
          link('apartment Rental registration', `${site}/rental`),
        ],
      }),
    ).toEqual([
      `Permit portal (${site}/permits)`,
      `Permit tracker (${site}/tracker)`,
      `Rental registration (${site}/rental)`,
    ]);
  });

  it('leaves a lower-case first word alone where no page has icons', () => {
    expect(
      services({ links: [link('iPermit Online', `${site}/i`), link('eCheck Payments', `${site}/e`)] }),
    ).toEqual([`iPermit Online (${site}/i)`, `eCheck Payments (${site}/e)`]);
  });

  it.each([
    'View All FAQs',
    'See all blog posts',
    'More News',
    '601 Lakeside Ave.',
    'Room 510',
    'Cleveland, Ohio 44114',
    '** Directions',
  ])('are not “%s”', (text) => {
    expect(services({ links: [link(text)] })).toBeUndefined();
  });

  it('are no maps and no social networks', () => {
    expect(
      services({
        links: [
          link('Find the hall', 'https://www.google.com/maps?q=hall'),
          link('Our page there', 'https://facebook.com/x'),
        ],
      }),
    ).toBeUndefined();
    expect(services({ links: [link('Form 12345', `${site}/form`)] })).toEqual([`Form 12345 (${site}/form)`]);
  });
});
