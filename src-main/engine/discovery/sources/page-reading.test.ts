import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeHtml } from './media-types.js';
import { readPageClaims } from './page-claims.js';
import { decodePage, readPageLinks } from './page-links.js';
import { parseSitemap } from './sitemap.js';

const fragments = fc.constantFrom(
  '<a href="',
  '">',
  '<base href=',
  '<!--',
  '-->',
  '<script>',
  '</a>',
  '<meta http-equiv=refresh content="0;url=',
  "'",
  '\0',
  'ü',
  '<urlset><url><loc>',
  '</loc>',
  '<link rel=canonical href=',
  'https://city.gov/',
  '<![CDATA[',
  '&amp;',
  '&#x110000;',
);
const markup = fc.array(fc.oneof(fragments, fc.string()), { maxLength: 30 }).map((parts) => parts.join(''));

describe('readPageLinks', () => {
  it('reads links with their words, base and refresh', () => {
    const page = readPageLinks(
      '<base href="/x/"><base href="/y/"><meta http-equiv="Refresh" content="0; URL=\'/home\'"><a href="a">Fire <b>Department</b></a><area href="b" alt="Map"><script>document.write("<a href=c>")</script><!-- <a href=d> -->',
    );
    expect(page.base).toBe('/x/');
    expect(page.refresh).toBe('/home');
    expect(page.links).toEqual([
      { href: 'a', text: 'Fire Department' },
      { href: 'b', text: 'Map' },
    ]);
  });

  it.each([
    ['<div id="root"></div><script></script>', true],
    [
      '<script></script><script></script><script></script><noscript>Please switch on JavaScript</noscript>',
      true,
    ],
    [`<div id="root">${'words '.repeat(100)}</div><script></script>`, false],
    ['<p>A short page.</p>', false],
  ])('tells whether scripts build the page', (html, expected) => {
    expect(readPageLinks(html).scriptBuilt).toBe(expected);
  });

  it('accepts any text', () => {
    fc.assert(
      fc.property(markup, (text) => readPageLinks(text).links.every((link) => link.text.length <= 200)),
    );
  });
});

describe('decodePage', () => {
  it.each<[string, Buffer, string, string]>([
    ['UTF-8 without a declaration', Buffer.from('Peñón'), 'text/html', 'Peñón'],
    ['windows-1252 without a declaration', Buffer.from('Pe\xf1\xf3n', 'latin1'), 'text/html', 'Peñón'],
    ['the header', Buffer.from([0xcf, 0xf0]), 'text/html; charset=windows-1251', 'Пр'],
    [
      'a meta element',
      Buffer.from('<meta charset=iso-8859-2>\xb1', 'latin1'),
      'text/html',
      '<meta charset=iso-8859-2>ą',
    ],
    ['a byte order mark', Buffer.from([0xff, 0xfe, 0x41, 0]), 'text/html', 'A'],
    ['a charset that does not exist', Buffer.from('é'), 'text/html; charset=klingon', 'é'],
  ])('reads %s', (_name, body, type, expected) => {
    expect(decodePage(body, type)).toBe(expected);
  });
});

describe('readPageClaims', () => {
  it('prefers the saver to the canonical link to og:url, and ignores comments', () => {
    const canonical =
      '<!-- <link rel="canonical" href="https://old.gov/"> --><link href=https://city.gov/b rel=canonical><meta property="og:url" content="https://city.gov/c">';
    expect(readPageClaims(Buffer.from(canonical)).url).toBe('https://city.gov/b');
    expect(
      readPageClaims(Buffer.from(`<!-- saved from url=(0018)https://city.gov/a -->${canonical}`)).url,
    ).toBe('https://city.gov/a');
    expect(readPageClaims(Buffer.from('<link rel=canonical href="/relative">')).url).toBeUndefined();
  });

  it('accepts any bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          markup.map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          const { url } = readPageClaims(bytes);
          expect(typeof looksLikeHtml(bytes)).toBe('boolean');
          return url === undefined || url.startsWith('http');
        },
      ),
    );
  });
});

describe('parseSitemap', () => {
  it('reads url sets with prefixes and CDATA, indexes, and plain text', () => {
    expect(
      parseSitemap(
        '<?xml version="1.0"?><s:urlset><s:url><s:loc><![CDATA[https://city.gov/a?x=1&y=2]]></s:loc></s:url></s:urlset>',
        9,
      ).pages,
    ).toEqual(['https://city.gov/a?x=1&y=2']);
    expect(
      parseSitemap('<sitemapindex><sitemap><loc> https://city.gov/s.xml </loc></sitemap></sitemapindex>', 9)
        .sitemaps,
    ).toEqual(['https://city.gov/s.xml']);
    expect(parseSitemap('https://city.gov/a\nnot a url\nhttps://city.gov/b\n', 9).pages).toHaveLength(2);
    expect(parseSitemap('<html><body><loc>https://city.gov/</loc></body></html>', 9).pages).toEqual([]);
  });

  it('expands no entities of its own (billion laughs) and keeps its limit', () => {
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><urlset><url><loc>https://city.gov/&b;</loc></url></urlset>';
    expect(parseSitemap(bomb, 9).pages.join('').length).toBeLessThan(40);
    expect(
      parseSitemap(`<urlset>${'<url><loc>https://city.gov/</loc></url>'.repeat(50)}</urlset>`, 9).pages,
    ).toHaveLength(9);
  });

  it('accepts any text', () => {
    fc.assert(fc.property(markup, (text) => Array.isArray(parseSitemap(`<urlset>${text}`, 9).pages)));
  });
});
