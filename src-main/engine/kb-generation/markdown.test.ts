import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeLine, escapeMarkdown, linkTo } from './markdown.js';

const unescaped = (text: string) =>
  text
    .replace(/\\([\\`*_[\]|~#+=.)-])/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

describe('escapeMarkdown', () => {
  it('leaves no HTML, link, image, table or heading in effect', () => {
    expect(escapeMarkdown('<script>alert(1)</script>')).toBe('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(escapeMarkdown('![x](javascript:1) | a')).toBe('!\\[x\\](javascript:1) \\| a');
    expect(escapeMarkdown('# a\n- b\n1. c')).toBe('\\# a\n\\- b\n1\\. c');
    expect(escapeLine('a\n# b')).toBe('a \\# b');
  });

  it('can be read back as exactly the text', () => {
    const visible = fc.string({ unit: 'grapheme' }).filter((text) => !/[\p{Cc}\p{Cf}]/u.test(text));
    fc.assert(
      fc.property(visible, (text) => {
        expect(unescaped(escapeMarkdown(text))).toBe(text);
      }),
    );
  });

  it('never lets a raw angle bracket, bracket or bar through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeMarkdown(text)).not.toMatch(/[<>]|(?:^|[^\\])(?:\\\\)*[[\]|`]/);
      }),
    );
  });

  it('drops characters that hide or reorder text', () => {
    expect(escapeMarkdown('a\u202Eb\u0000c\u200Bd')).toBe('abcd');
  });
});

describe('linkTo', () => {
  it('links web addresses only, and cannot be broken out of', () => {
    expect(linkTo('https://x.example/a b')).toBe('<https://x.example/a%20b>');
    expect(linkTo('javascript:alert(1)')).toBe('javascript:alert(1)');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(linkTo(`https://x.example/${text.replace(/\p{Cs}/gu, '')}`)).toMatch(/^<[^<>\s]*>$/);
      }),
    );
  });

  it('does not encode twice', () => {
    expect(linkTo('https://x.example/a%20b%2Fc')).toBe('<https://x.example/a%20b%2Fc>');
  });
});
