import { describe, expect, it } from 'vitest';
import { readPage } from './extract/read-page.js';
import { pageKey } from './sources/canonical-url.js';
import { unreadLinks } from './unread-links.js';

const page = (url: string, body: string) =>
  readPage({
    url,
    contentType: 'text/html; charset=utf-8',
    body: new TextEncoder().encode(`<title>t</title>${body}`),
    retrievedAt: '2026-01-01T00:00:00.000Z',
  });

describe('pages that are known and were not read', () => {
  const home = page(
    'https://www.example.org/',
    `<a href="/parks">Parks</a> <a href="/parks/">Parks again</a> <a href="/roads#top">Roads</a> <a href="/about">About</a>
     <a href="https://example.org/budget.pdf">Budget</a> <a href="/logo.png">Logo</a>
     <a href="https://elsewhere.net/x">Elsewhere</a> <a href="mailto:a@example.org">Mail</a> <a href="javascript:void(0)">Menu</a>`,
  );
  const about = page('https://www.example.org/about', '<a href="/roads">Roads</a>');
  const read = new Set([home, about].map((reading) => pageKey(reading.url)));

  it('are linked from the same site, each once, the most linked first, without what is no page', () => {
    expect(unreadLinks([home, about], read).map(({ url }) => pageKey(url))).toEqual([
      'example.org/roads',
      'example.org/budget.pdf',
      'example.org/parks',
    ]);
  });

  it('are none when everything was read', () => {
    const all = new Set([...read, 'example.org/roads', 'example.org/parks', 'example.org/budget.pdf']);
    expect(unreadLinks([home, about], all)).toEqual([]);
  });
});
