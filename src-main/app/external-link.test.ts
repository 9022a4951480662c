import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalLink } from './external-link.js';

describe('a link that may be opened in the browser', () => {
  it.each(['https://www.example.com/', 'https://example.gov/a/b?c=d#e', 'https://xn--bcher-kva.example/'])(
    'is a plain https address: %s',
    (text) => {
      expect(externalLink(text)?.href).toBe(text);
    },
  );

  it.each([
    'http://example.com/',
    'https:example.com',
    'https:///example.com',
    'https://user@example.com/',
    'https://example.com:8443/',
    'https://127.0.0.1/',
    'https://0x7f000001/',
    'https://[::1]/',
    'https://intranet/',
    'https://metadata.google.internal/',
    'https://example.com/\u0000',
    'https://example.com/\u200b',
    'https://example.com/ a',
    'https://example.com/"x',
    'javascript:https://example.com/',
  ])('is not %s', (text) => {
    expect(externalLink(text)).toBeNull();
  });

  it('is no other type of value', () => {
    for (const value of [null, undefined, 1, {}, ['https://example.com/'], new URL('https://example.com/')]) {
      expect(externalLink(value)).toBeNull();
    }
  });

  it('is always https to a named host, whatever text comes', () => {
    const text = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.webUrl().map((url) => url.replace('http:', 'https:')),
    );
    fc.assert(
      fc.property(text, (candidate) => {
        const url = externalLink(candidate);
        expect(
          url === null || (url.protocol === 'https:' && url.username === '' && url.hostname.includes('.')),
        ).toBe(true);
      }),
    );
  });
});
