import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AiosError } from '../kernel/errors.js';
import { canonicalJson } from './canonical-json.js';
import { sha256OfText } from './sha256.js';
import { parseStrictJson } from './strict-json.js';
import { encodeUtf8 } from './utf8.js';

// biome-ignore lint/style/noProcessEnv: how tests find the measuring data, which is not part of the project
const vectors = path.resolve(process.env.AIOS_SHARED ?? '../shared', 'data/vectors/jcs');

function refusal(make: () => unknown): AiosError {
  try {
    make();
  } catch (error) {
    if (error instanceof AiosError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

const jsonValue = fc.jsonValue({ maxDepth: 6 }).filter((value) => {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
});

describe('canonicalJson', () => {
  test('orders keys by UTF-16 code units and writes numbers and strings as RFC 8785 says', () => {
    expect(canonicalJson({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6 })).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}',
    );
    expect(canonicalJson([-0, 1e15, 1e-7, 0.000001, 4.5])).toBe('[0,1000000000000000,1e-7,0.000001,4.5]');
    expect(canonicalJson('\u001f\b\t\n\f\r"\\/\u007f\u2028')).toBe(
      '"\\u001f\\b\\t\\n\\f\\r\\"\\\\/\u007f\u2028"',
    );
    expect(canonicalJson(JSON.parse('{"__proto__":{"b":1,"a":2}}'))).toBe('{"__proto__":{"a":2,"b":1}}');
  });

  test.each([
    ['undefined', { a: [1, undefined] }, '$.a[1]'],
    ['a hole', { 'a b': new Array(3) }, '$["a b"]'],
    ['NaN', { a: { b: Number.NaN } }, '$.a.b'],
    ['infinity', [Number.NEGATIVE_INFINITY], '$[0]'],
    ['2^53', { n: 2 ** 53 }, '$.n'],
    ['a lone surrogate', { s: 'x\ud800y' }, '$.s'],
    ['a lone low surrogate', { s: '\udc00' }, '$.s'],
    ['a lone surrogate in a key', { '\ud800': 1 }, '$["\\ud800"]'],
    ['a date', { at: new Date(0) }, '$.at'],
    ['a map', new Map([['a', 1]]), '$'],
    ['bytes', { b: new Uint8Array(2) }, '$.b'],
    ['a bigint', { b: 1n }, '$.b'],
    ['a function', { toJSON: () => 1 }, '$.toJSON'],
    ['a symbol key', { [Symbol('s')]: 1 }, '$'],
    ['a hidden property', Object.defineProperty({}, 'x', { value: 1, enumerable: false }), '$'],
    ['a list with a name', Object.assign([1], { name: 2 }), '$'],
  ])('refuses %s and says where', (_, value, place) => {
    const error = refusal(() => canonicalJson(value));
    expect(error.code).toBe('invalid_input');
    expect(error.details).toEqual({ path: place });
    expect(error.message).toContain(place);
  });

  test('refuses endless nesting and cycles', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(refusal(() => canonicalJson(cycle)).message).toContain('nested deeper');
  });

  test('agrees with an independent implementation on any JSON value', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: 2000 },
    );
  });

  test('does not depend on the order of insertion, and is its own canonical form', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), jsonValue), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        const text = canonicalJson(value);
        expect(canonicalJson(turned)).toBe(text);
        expect(canonicalJson(parseStrictJson(text))).toBe(text);
      }),
    );
  });
});

describe('parseStrictJson', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(jsonValue, fc.constantFrom(0, 1, 3), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseStrictJson(text)).toStrictEqual(JSON.parse(text));
      }),
      { numRuns: 1000 },
    );
  });

  test('refuses what JSON.parse refuses, whatever is thrown at it', () => {
    const soup = fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0019eE+-.tfn alsurl\ud800\n\t\u0001') });
    fc.assert(
      fc.property(soup, (text) => {
        let lenient: unknown;
        try {
          lenient = JSON.parse(text);
        } catch {
          lenient = undefined;
        }
        let strict: unknown;
        try {
          strict = parseStrictJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(AiosError);
          return;
        }
        expect(strict).toStrictEqual(lenient);
      }),
      { numRuns: 20_000 },
    );
  });

  test.each([
    ['{"a":1,"a":2}', '$.a'],
    ['{"a":{"b":1,"\\u0062":2}}', '$.a.b'],
    ['["\\ud800"]', '$[0]'],
    ['[9007199254740993]', '$[0]'],
    ['[1e400]', '$[0]'],
    ['[01]', '$'],
    ['[1,]', '$[1]'],
    ['{"a":1} x', '$'],
    ['', '$'],
    ['"\t"', '$'],
    ['"\\x"', '$'],
    ['"abc', '$'],
    ['\ufeff{}', '$'],
    ['nul', '$'],
  ])('refuses %j', (text, place) => {
    const error = refusal(() => parseStrictJson(text));
    expect(error.code).toBe('invalid_input');
    expect(String(error.details.path).startsWith(place)).toBe(true);
  });

  test('refuses endless nesting instead of overflowing the stack', () => {
    expect(refusal(() => parseStrictJson('['.repeat(100_000))).message).toContain('nested deeper');
  });

  test('keeps a key named __proto__ a key', () => {
    const value = parseStrictJson('{"__proto__":{"polluted":true}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('reads a string of 20 megabytes', () => {
    const long = 'x'.repeat(20_000_000);
    expect(parseStrictJson(`"${long}"`)).toBe(long);
  });
});

describe('official vectors', () => {
  const large = { largeIntegers: 'allow' } as const;

  test('the pairs of the RFC 8785 test suite', (ctx) => {
    if (!existsSync(vectors)) return ctx.skip(`no vectors at ${vectors}`);
    const { cases } = JSON.parse(readFileSync(path.join(vectors, 'pairs.json'), 'utf8')) as {
      cases: { name: string; inputUtf8Base64: string; expectedHex: string }[];
    };
    expect(cases.length).toBeGreaterThan(2);
    for (const { inputUtf8Base64, expectedHex } of cases) {
      const value = parseStrictJson(Buffer.from(inputUtf8Base64, 'base64').toString('utf8'), large);
      expect(Buffer.from(encodeUtf8(canonicalJson(value, large))).toString('hex')).toBe(expectedHex);
    }
  });

  test('the number sequence', (ctx) => {
    if (!existsSync(vectors)) return ctx.skip(`no vectors at ${vectors}`);
    const { lines, sha256OfLines } = JSON.parse(readFileSync(path.join(vectors, 'numbers.json'), 'utf8')) as {
      lines: string[];
      sha256OfLines: Record<string, string>;
    };
    const written = lines.map((line) => {
      const bits = line.slice(0, line.indexOf(','));
      const number = Buffer.from(bits.padStart(16, '0'), 'hex').readDoubleBE(0);
      return `${bits},${canonicalJson(number, large)}`;
    });
    expect(written).toEqual(lines);
    expect(sha256OfText(`${written.join('\n')}\n`)).toBe(sha256OfLines[String(lines.length)]);
  });

  test('edge cases', (ctx) => {
    if (!existsSync(vectors)) return ctx.skip(`no vectors at ${vectors}`);
    const { cases } = JSON.parse(readFileSync(path.join(vectors, 'own-edge.json'), 'utf8')) as {
      cases: { name: string; json: string; expect?: 'reject'; expectedText?: string }[];
    };
    for (const { name, json, expectedText } of cases) {
      const outcome = () => canonicalJson(parseStrictJson(json));
      if (expectedText === undefined) expect(outcome, name).toThrow(AiosError);
      else expect(outcome(), name).toBe(expectedText);
    }
  });
});
