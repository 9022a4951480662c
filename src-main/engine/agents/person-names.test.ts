import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personNames } from './person-names.js';
import { shippedTemplates } from './shipped-templates.fixture.js';
import { indexSignals } from './signal-index.js';

const signals = indexSignals(shippedTemplates);

describe('personNames', () => {
  it.each([
    ['Ruthanne Okoye-Barr', 'Office of Ruthanne Okoye-Barr', 'Office'],
    ["Sean O'Neil, Jr.", "Sheriff Sean O'Neil's Office", "Sheriff's Office"],
    ['Dr. Ana M. Ruiz', 'Ruiz, Ana (Health)', '(Health)'],
    ['Rosa Parks', 'Parks and Recreation', 'Parks and Recreation'],
    ['Rosa Parks', 'Trustee Parks', 'Trustee'],
    ['Public Works', 'Department of Public Works', 'Department of Public Works'],
    ['Li', 'Licensing', 'Licensing'],
  ])('with %s: %s → %s', (person, text, reduced) => {
    expect(personNames([person], signals).reduce(text)).toBe(reduced);
  });

  it('takes any name whatever its letters are, and never throws', () => {
    const anyName = fc.string({ unit: 'binary', maxLength: 30 });
    fc.assert(
      fc.property(fc.array(anyName, { maxLength: 5 }), anyName, (people, text) => {
        const names = personNames(people, signals);
        expect(names.names(names.reduce(text))).toBe(false);
      }),
    );
  });

  it('tells the address of a person from that of an office', () => {
    const names = personNames(['Ana Ruiz']);
    for (const own of ['aruiz@x.org', 'ana.ruiz@x.org', 'ruiza@x.org', 'ruiz@x.org', 'ana@x.org']) {
      expect(names.ownsAddress(own), own).toBe(true);
    }
    for (const office of ['finance@x.org', 'info@x.org', 'clerk@x.org']) {
      expect(names.ownsAddress(office), office).toBe(false);
    }
  });

  it('is quick on long text without an end', () => {
    const started = process.cpuUsage().user;
    personNames(['Ana Ruiz'], signals).reduce(`Ana ${'Maria '.repeat(20_000)}`);
    expect(process.cpuUsage().user - started).toBeLessThan(3_000_000);
  });
});
