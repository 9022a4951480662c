import { AiosError } from '../kernel/errors.js';

export interface CanonicalOptions {
  /**
   * `refuse` (the default): whole numbers beyond ±2^53 are refused, because another reader may round them
   * differently and what was meant is already lost. `allow`: plain RFC 8785, any finite double.
   */
  largeIntegers?: 'refuse' | 'allow';
}

/** Nested deeper than this is refused: no record of ours is, and a stack overflow is no answer to a hostile one. */
export const maxJsonDepth = 200;

/**
 * The canonical JSON text of a value (RFC 8785). Refuses with `invalid_input`, naming the place, what JSON cannot
 * carry faithfully: undefined, functions, symbols, bigint, NaN and infinities, whole numbers beyond ±2^53, strings
 * or keys with a lone surrogate, sparse arrays, class instances, hidden or symbol-keyed properties, and endless nesting.
 */
export function canonicalJson(value: unknown, options: CanonicalOptions = {}): string {
  return write(value, { allowLarge: options.largeIntegers === 'allow', path: [] });
}

interface Place {
  readonly allowLarge: boolean;
  /** Keys and indexes from the root to the value: pushed and popped, so that the good case builds no strings. */
  readonly path: (string | number)[];
}

function write(value: unknown, place: Place): string {
  switch (typeof value) {
    case 'string':
      return writeString(value, place);
    case 'number':
      return writeNumber(value, place);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (place.path.length >= maxJsonDepth) return refuse(place, `is nested deeper than ${maxJsonDepth}`);
      return Array.isArray(value) ? writeArray(value, place) : writeObject(value, place);
    default:
      return refuse(place, `is ${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`}`);
  }
}

function writeNumber(value: number, place: Place): string {
  if (!Number.isFinite(value)) return refuse(place, `is ${String(value)}`);
  if (!place.allowLarge && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return refuse(place, 'is a whole number beyond 2^53, which JSON readers do not agree on');
  }
  // ECMAScript's own number formatting is the one that RFC 8785 prescribes; it already writes -0 as 0.
  return String(value);
}

/** Without these a string is its own JSON: most are, and quoting them by hand is several times faster. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be escaped
const needsCare = /["\\\u0000-\u001f\ud800-\udfff]/;

function writeString(value: string, place: Place): string {
  if (!needsCare.test(value)) return `"${value}"`;
  if (hasLoneSurrogate(value)) return refuse(place, 'holds half of a surrogate pair');
  // ECMA-262 since 2019 escapes exactly as RFC 8785 does, lone surrogates (refused above) apart.
  return JSON.stringify(value);
}

/** Whether a string holds half of a surrogate pair, which UTF-8 cannot carry. */
export function hasLoneSurrogate(value: string): boolean {
  for (let index = 0; index < value.length; index += 1) {
    const unit = value.charCodeAt(index);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const next = value.charCodeAt(index + 1);
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return true;
    index += 1;
  }
  return false;
}

function writeArray(value: readonly unknown[], place: Place): string {
  if (Object.getPrototypeOf(value) !== Array.prototype || ownPropertyCount(value) !== value.length + 1) {
    return refuse(place, 'is not a plain list: it has holes, further properties or a class');
  }
  let text = '[';
  for (let index = 0; index < value.length; index += 1) {
    place.path.push(index);
    if (index > 0) text += ',';
    text += write(value[index], place);
    place.path.pop();
  }
  return `${text}]`;
}

function writeObject(value: object, place: Place): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return refuse(place, `is not a plain object but a ${className(prototype)}`);
  }
  const members = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(value);
  // State that Object.keys hides would not be hashed, and must not look as if it were.
  if (ownPropertyCount(value) !== keys.length) {
    return refuse(place, 'has hidden or symbol-keyed properties');
  }
  // The default order of sort() is by UTF-16 code units, as RFC 8785 section 3.2.3 wants.
  keys.sort();
  let text = '{';
  for (const key of keys) {
    place.path.push(key);
    text += `${text.length > 1 ? ',' : ''}${writeString(key, place)}:${write(members[key], place)}`;
    place.path.pop();
  }
  return `${text}}`;
}

/** As many as Reflect.ownKeys lists, several times faster: this runs for every object of every audit record. */
function ownPropertyCount(value: object): number {
  return Object.getOwnPropertyNames(value).length + Object.getOwnPropertySymbols(value).length;
}

function className(prototype: unknown): string {
  if (typeof prototype !== 'object' || prototype === null) return 'class instance';
  const maker: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof maker === 'function' && maker.name !== '' ? maker.name : 'class instance';
}

function refuse(place: Place, what: string): never {
  const path = jsonPath(place.path);
  throw new AiosError(
    'invalid_input',
    `The value at ${path} ${what}, so it cannot be written as canonical JSON.`,
    {
      details: { path },
    },
  );
}

/** `$.a["b c"][0]`: a place in a JSON value in the notation of JSONPath (RFC 9535), printable whatever the keys. */
export function jsonPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, '$');
}
