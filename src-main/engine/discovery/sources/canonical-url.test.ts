import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalUrl, pageKey } from './canonical-url.js';

describe('canonicalUrl', () => {
  it.each([
    ['HTTPS://WWW.City.GOV:443/About/#staff', 'https://www.city.gov/About/'],
    ['http://city.gov', 'http://city.gov/'],
    ['http://city.gov./x', 'http://city.gov/x'],
    ['http://user:secret@city.gov/x', 'http://city.gov/x'],
    ['https://city.gov/index.html', 'https://city.gov/'],
    ['https://city.gov/dept/Index.php', 'https://city.gov/dept/'],
    ['https://city.gov/dept/default.aspx?id=3', 'https://city.gov/dept/?id=3'],
    ['https://city.gov/reindex.html', 'https://city.gov/reindex.html'],
    ['https://city.gov/a//b///c', 'https://city.gov/a/b/c'],
    ['https://city.gov/a/../b/./c', 'https://city.gov/b/c'],
    ['https://city.gov/%7Eclerk/%e2%82%ac', 'https://city.gov/~clerk/%E2%82%AC'],
    ['https://city.gov/?utm_source=x&utm_medium=y&id=3&fbclid=z', 'https://city.gov/?id=3'],
    ['https://city.gov/p?PHPSESSID=abc', 'https://city.gov/p'],
    ['https://city.gov/p;jsessionid=AB12?x=1', 'https://city.gov/p?x=1'],
    ['https://city.gov/(S(lit3py55t21z5v55vlm25s55))/page.aspx', 'https://city.gov/page.aspx'],
    ['https://city.gov/p?sid=12', 'https://city.gov/p?sid=12'],
    ['https://city.gov/p?sid=0a1b2c3d4e5f60718293a4b5', 'https://city.gov/p'],
    ['https://city.gov/?', 'https://city.gov/'],
    ['  https://city.gov/x  ', 'https://city.gov/x'],
  ])('%s becomes %s', (raw, expected) => {
    expect(canonicalUrl(raw)).toBe(expected);
  });

  it.each([
    'mailto:clerk@city.gov',
    'javascript:void(0)',
    'tel:+1555',
    'data:text/html,x',
    'ftp://city.gov/',
    'http://',
    '',
    'x y',
  ])('%s is no page', (raw) => {
    expect(canonicalUrl(raw)).toBeUndefined();
  });

  it('resolves against a base', () => {
    expect(canonicalUrl('../hr/', 'https://city.gov/dept/fire/')).toBe('https://city.gov/dept/hr/');
    expect(canonicalUrl('//data.city.gov/x', 'https://city.gov/')).toBe('https://data.city.gov/x');
    expect(canonicalUrl('', 'https://city.gov/a#b')).toBe('https://city.gov/a');
  });

  const urlText = fc.oneof(
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc
      .array(
        fc.constantFrom(
          '/',
          '//',
          'index.html',
          '%2e',
          '%2E%2e',
          ';jsessionid=1',
          '(S(a))',
          'a',
          '?',
          '&',
          '=',
          '%',
          '%25',
          'sid=',
          '#',
          'ü',
          '..',
          'default.aspx',
        ),
        {
          maxLength: 12,
        },
      )
      .map((parts) => `https://city.gov/${parts.join('')}`),
    fc.string().map((text) => `https://city.gov/${text}`),
  );

  it('is idempotent', () => {
    fc.assert(
      fc.property(urlText, (raw) => {
        const once = canonicalUrl(raw);
        return once === undefined || canonicalUrl(once) === once;
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.option(fc.webUrl(), { nil: undefined }), (raw, base) => {
        const url = canonicalUrl(raw, base);
        return url === undefined || /^https?:\/\//.test(url);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('pageKey', () => {
  it('is one for the spellings of one page', () => {
    const keys = ['http://city.gov/a', 'https://www.city.gov/a/', 'https://city.gov/a'].map(pageKey);
    expect(new Set(keys).size).toBe(1);
    expect(pageKey('https://city.gov/?b=1&a=2')).toBe(pageKey('https://city.gov/?a=2&b=1'));
    expect(pageKey('https://city.gov/?a=2')).not.toBe(pageKey('https://city.gov/'));
  });
});
