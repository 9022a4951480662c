import { AiosError, type Json } from '../kernel/errors.js';
import { type CanonicalOptions, hasLoneSurrogate, jsonPath, maxJsonDepth } from './canonical-json.js';

/**
 * Parses JSON text as I-JSON (RFC 7493) wants it: refuses with `invalid_input`, naming the place, duplicate keys,
 * lone surrogates, numbers that overflow or are whole and beyond ±2^53, and whatever RFC 8259 does not allow.
 * `JSON.parse` keeps the last of two equal keys in silence, so two readers of one signed text could differ.
 */
export function parseStrictJson(text: string, options: CanonicalOptions = {}): Json {
  const reader = new Reader(text, options.largeIntegers === 'allow');
  return reader.document();
}

const numberPattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const spacePattern = /[ \t\n\r]*/y;

class Reader {
  private at = 0;
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly text: string,
    private readonly allowLarge: boolean,
  ) {}

  document(): Json {
    this.space();
    const value = this.value();
    this.space();
    if (this.at !== this.text.length) this.refuse('something follows the end of the document');
    return value;
  }

  private value(): Json {
    const character = this.text[this.at];
    if (character === '{') return this.object();
    if (character === '[') return this.array();
    if (character === '"') return this.string();
    if (this.text.startsWith('true', this.at)) return this.literal(4, true);
    if (this.text.startsWith('false', this.at)) return this.literal(5, false);
    if (this.text.startsWith('null', this.at)) return this.literal(4, null);
    return this.number();
  }

  private object(): Json {
    this.enter();
    const result: { [key: string]: Json } = {};
    const seen = new Set<string>();
    this.space();
    if (this.text[this.at] === '}') return this.leave(result);
    for (;;) {
      this.space();
      if (this.text[this.at] !== '"') this.refuse('a key in double quotes is missing');
      const key = this.string();
      this.path.push(key);
      if (seen.has(key)) this.refuse('the key occurs twice');
      seen.add(key);
      this.space();
      this.expect(':');
      this.space();
      // An assignment would call the setter of `__proto__` instead of making a property of that name.
      Object.defineProperty(result, key, {
        value: this.value(),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      this.path.pop();
      this.space();
      if (this.text[this.at] === '}') return this.leave(result);
      this.expect(',');
    }
  }

  private array(): Json {
    this.enter();
    const result: Json[] = [];
    this.space();
    if (this.text[this.at] === ']') return this.leave(result);
    for (;;) {
      this.path.push(result.length);
      this.space();
      result.push(this.value());
      this.path.pop();
      this.space();
      if (this.text[this.at] === ']') return this.leave(result);
      this.expect(',');
    }
  }

  private enter(): void {
    if (this.path.length >= maxJsonDepth) this.refuse(`it is nested deeper than ${maxJsonDepth}`);
    this.at += 1;
  }

  private leave(result: Json): Json {
    this.at += 1;
    return result;
  }

  private string(): string {
    // A loop and not a pattern: a pattern's backtracking stack overflows on a string of many megabytes.
    const start = this.at;
    let escaped = false;
    for (this.at += 1; this.text[this.at] !== '"'; this.at += 1) {
      if (!(this.text.charCodeAt(this.at) >= 0x20)) this.refuse('the text in quotes is not well formed');
      if (this.text[this.at] === '\\') {
        escaped = true;
        this.at += 1;
      }
    }
    this.at += 1;
    const value = escaped ? this.unescape(start) : this.text.slice(start + 1, this.at - 1);
    if (hasLoneSurrogate(value)) this.refuse('the text holds half of a surrogate pair');
    return value;
  }

  private unescape(start: number): string {
    try {
      return String(JSON.parse(this.text.slice(start, this.at)));
    } catch {
      return this.refuse('the text in quotes has an escape that JSON does not know');
    }
  }

  private number(): number {
    const raw = this.match(numberPattern);
    if (raw === undefined) {
      return this.refuse(
        this.at >= this.text.length ? 'the text ends too early' : 'this is not the beginning of a JSON value',
      );
    }
    const value = Number(raw);
    if (!Number.isFinite(value)) this.refuse('the number is too large for a double');
    if (!this.allowLarge && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      this.refuse('the whole number is beyond 2^53, which JSON readers do not agree on');
    }
    return value;
  }

  private literal<T extends Json>(length: number, value: T): T {
    this.at += length;
    return value;
  }

  private expect(character: string): void {
    if (this.text[this.at] !== character) this.refuse(`"${character}" is missing`);
    this.at += 1;
  }

  private space(): void {
    this.match(spacePattern);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private refuse(what: string): never {
    const path = jsonPath(this.path);
    throw new AiosError('invalid_input', `Not valid JSON at ${path} (character ${this.at + 1}): ${what}.`, {
      details: { path, character: this.at + 1 },
    });
  }
}
