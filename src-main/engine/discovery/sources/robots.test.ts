import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRobots } from './robots.js';

const origin = 'https://city.gov';
const allows = (text: string, path: string) => parseRobots(origin, text).allows(`${origin}${path}`);

describe('parseRobots (RFC 9309)', () => {
  it.each<[string, string, string, boolean]>([
    ['an empty file allows all', '', '/x', true],
    ['the star group applies', 'User-agent: *\nDisallow: /x', '/x/y', false],
    ['an empty disallow allows all', 'User-agent: *\nDisallow:', '/x', true],
    [
      'our own group wins over the star',
      'User-agent: *\nDisallow: /\nUser-agent: aios\nDisallow: /p',
      '/x',
      true,
    ],
    ['our own group, in any case', 'User-agent: AIOS\nDisallow: /p', '/p', false],
    ['a version behind the token is ignored', 'User-agent: AIOS/2.0 (bot)\nDisallow: /p', '/p', false],
    ['another crawler is not us', 'User-agent: AIOSbot\nDisallow: /', '/p', true],
    [
      'groups of one token are merged',
      'User-agent: aios\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: aios\nDisallow: /b',
      '/b',
      false,
    ],
    ['several tokens share a group', 'User-agent: x\nUser-agent: aios\nDisallow: /a', '/a', false],
    [
      'a sitemap line between tokens does not part them',
      'User-agent: aios\nSitemap: https://city.gov/s.xml\nUser-agent: x\nDisallow: /a',
      '/a',
      false,
    ],
    ['an unknown line does not end a group', 'User-agent: *\nNoindex: /q\nDisallow: /a', '/a', false],
    ['the longest match wins: allow', 'User-agent: *\nDisallow: /a\nAllow: /a/b', '/a/b/c', true],
    ['the longest match wins: disallow', 'User-agent: *\nAllow: /a\nDisallow: /a/b', '/a/b/c', false],
    ['allow wins a tie', 'User-agent: *\nDisallow: /a\nAllow: /a', '/a', true],
    ['paths are case-sensitive', 'User-agent: *\nDisallow: /A', '/a', true],
    ['a star stands for anything', 'User-agent: *\nDisallow: /*.pdf', '/x/y.pdf?z', false],
    ['a dollar ends the path', 'User-agent: *\nDisallow: /*.php$', '/a.php?x', true],
    ['a dollar ends the path (match)', 'User-agent: *\nDisallow: /*.php$', '/a.php', false],
    ['queries are compared', 'User-agent: *\nDisallow: /s?q=', '/s?q=1', false],
    [
      'escapes of unreserved octets are decoded in the rule',
      'User-agent: *\nDisallow: /foo/bar/%62%61%7A',
      '/foo/bar/baz',
      false,
    ],
    [
      'escapes of unreserved octets are decoded in the path',
      'User-agent: *\nDisallow: /foo/bar/baz',
      '/foo/bar/%62%61%7A',
      false,
    ],
    [
      'letters outside ASCII are compared escaped',
      'User-agent: *\nDisallow: /foo/ツ',
      '/foo/%E3%83%84',
      false,
    ],
    ['reserved escapes stay', 'User-agent: *\nDisallow: /a%2Fb', '/a/b', true],
    ['reserved escapes match in any case', 'User-agent: *\nDisallow: /a%2fb', '/a%2Fb', false],
    ['comments are cut', 'User-agent: * # all\nDisallow: /a # not this', '/a', false],
    ['carriage returns end lines', 'User-agent: *\rDisallow: /a', '/a', false],
    ['a byte order mark is skipped', '\uFEFFUser-agent: *\nDisallow: /a', '/a', false],
    ['white space around keys is allowed', '  User-Agent :  *  \n  Disallow :   /a  ', '/a', false],
    ['rules before any group have no effect', 'Disallow: /\nUser-agent: *\nDisallow: /a', '/b', true],
    ['robots.txt itself may be read', 'User-agent: *\nDisallow: /', '/robots.txt', true],
    ['HTML in place of the file has no effect', '<!doctype html><title>Not found</title>', '/a', true],
  ])('%s', (_name, text, path, expected) => {
    expect(allows(text, path)).toBe(expected);
  });

  it('reads crawl-delay of our group, and sitemaps of the whole file', () => {
    const rules = parseRobots(
      origin,
      'Sitemap: https://city.gov/a.xml\nUser-agent: *\nCrawl-delay: 7\nUser-agent: aios\nCrawl-delay: 2.5\nSitemap: /b.xml',
    );
    expect(rules.crawlDelayMs).toBe(2500);
    expect(rules.sitemaps).toEqual(['https://city.gov/a.xml', '/b.xml']);
    expect(parseRobots(origin, 'User-agent: *\nCrawl-delay: soon').crawlDelayMs).toBeUndefined();
    expect(parseRobots(origin, 'User-agent: *\nCrawl-delay: -1').crawlDelayMs).toBeUndefined();
  });

  it('accepts any text', () => {
    const line = fc.tuple(
      fc.constantFrom('User-agent', 'Allow', 'Disallow', 'Crawl-delay', 'Sitemap', ''),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(line), fc.webPath(), (lines, path) => {
        const text = lines.map(([key, value]) => `${key}: ${value}`).join('\n');
        expect(typeof allows(text, path || '/')).toBe('boolean');
      }),
    );
  });
});
