import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tenantColours, tenantMark } from './tenant-colour.js';

/** WCAG 2.2: relative luminance of an sRGB colour. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe('tenantMark', () => {
  it('uses only colours that carry white text', () => {
    for (const colour of tenantColours) expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThanOrEqual(4.5);
  });

  it('takes the telling words, and always has a letter', () => {
    expect(tenantMark({ id: 'a', name: 'City of Alder Falls' }).initials).toBe('AF');
    expect(tenantMark({ id: 'a', name: 'City of' }).initials).toBe('CO');
    fc.assert(
      fc.property(fc.string(), fc.string(), (id, name) => {
        expect(tenantMark({ id, name }).initials).not.toBe('');
        expect(tenantMark({ id, name })).toEqual(tenantMark({ id, name }));
      }),
    );
  });
});
