import { describe, expect, it } from 'vitest';
import { cleanPages } from './clean-pages.js';
import { pageAt } from './kb-generation.fixture.js';

const footer = '1 Main Street, Example | Phone 555-0100';
const long =
  'The City of Example does not discriminate on the basis of race color national origin sex religion age or disability in employment or the provision of services and offers help to all who need it at the counter';

describe('cleanPages', () => {
  it('ships a footer of 200 pages not even once', () => {
    const pages = Array.from({ length: 200 }, (_, place) =>
      pageAt(`/p${place}`, {
        text: `Fact number ${place}.\n${footer}\n© ${2000 + place} City\n${long} ${place % 7}.`,
      }),
    );
    const clean = cleanPages(pages);
    expect(clean).toHaveLength(200);
    for (const page of clean)
      expect(page.blocks.map((block) => block.text).join()).toMatch(/^Fact number \d+\.$/);
  });

  it('keeps what differs in its facts only', () => {
    const pages = Array.from({ length: 10 }, (_, place) =>
      pageAt(`/d${place}`, { text: `Phone: 555-010${place}` }),
    );
    expect(cleanPages(pages).every((page) => page.blocks.length === 1)).toBe(true);
  });

  it('keeps what two pages share, and drops copies within a page', () => {
    const text = 'Office hours are short.';
    const menu = { heading: 'Hours', text };
    const clean = cleanPages([
      pageAt('/a', { blocks: [menu, menu] }),
      pageAt('/b', { blocks: [menu] }),
      pageAt('/c'),
    ]);
    expect(clean.map((page) => page.blocks.length)).toEqual([1, 1, 0]);
  });

  it('takes the name of the site out of titles, and shared links out of links', () => {
    const link = { href: 'https://www.example.org/home', text: 'Home' };
    const clean = cleanPages(['/a', '/b', '/c', '/d'].map((path) => pageAt(path, { links: [link] })));
    expect(clean.map((page) => page.title)).toEqual(['Page /a', 'Page /b', 'Page /c', 'Page /d']);
    expect(clean.every((page) => page.links.length === 0)).toBe(true);
  });

  it('reads an address once, and takes the later reading', () => {
    const old = pageAt('/a/index.html', { text: 'old', retrievedAt: '2020-01-01T00:00:00.000Z' });
    const clean = cleanPages([pageAt('/a/', { text: 'new' }), old]);
    expect(clean.map((page) => page.blocks[0]?.text)).toEqual(['new']);
  });
});
