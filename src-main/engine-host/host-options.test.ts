import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toArguments } from './host-arguments.js';
import { readHostOptions } from './host-options.js';

const text = fc.string({ minLength: 1, unit: 'grapheme' }).filter((value) => !value.includes('\0'));

describe('the arguments of the engine process', () => {
  it('read back as what was given, whatever the paths contain', () => {
    const options = fc.record({
      home: text,
      tenant: fc.constant('springdale'),
      resources: text,
      migrations: text,
      template: text,
      version: text,
      platform: text,
      user: text,
    });
    fc.assert(
      fc.property(options, (given) => {
        expect(readHostOptions(toArguments(given))).toEqual({ ...given });
      }),
    );
  });

  it('must be complete', () => {
    expect(() => readHostOptions(['--home=/a'])).toThrow();
  });
});
