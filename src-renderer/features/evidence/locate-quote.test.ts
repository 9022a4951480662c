import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locateQuote } from './locate-quote.js';

const joined = (segments: { text: string }[]) => segments.map((segment) => segment.text).join('');
const markedText = (quote: string, ...blocks: { heading: string; text: string }[]) =>
  locateQuote(blocks, { quote })
    .blocks.flatMap((block) => [...block.heading, ...block.text])
    .filter((segment) => segment.marked)
    .map((segment) => segment.text);

describe('locateQuote', () => {
  it('marks the words whatever their white space, case and quotation marks', () => {
    const block = { heading: 'Contact', text: 'Call  the\nDirector’s\u00a0office today.' };
    expect(markedText("call the director's office", block)).toEqual(['Call  the\nDirector’s\u00a0office']);
  });

  it('follows a quote from a heading into the text below', () => {
    const block = { heading: 'Public Works', text: 'Streets and drains. More.' };
    expect(markedText('Public Works Streets and drains.', block)).toEqual([
      'Public Works',
      'Streets and drains.',
    ]);
  });

  it('prefers whole words to the inside of one', () => {
    const found = locateQuote([{ heading: '', text: 'Permits. IT helps with it.' }], { quote: 'it' });
    expect(joined(found.blocks[0]?.text.slice(0, 1) ?? [])).toBe('Permits. ');
  });

  it('prefers the place that the evidence names: a line of its own, in the menu for a menu', () => {
    const page = [
      { heading: 'Who governs', text: 'The council appoints the City Manager, who directs.' },
      { heading: 'Departments', text: 'City Attorney\nCity Manager\nCity Clerk' },
      { heading: 'Page nav', text: 'City Manager' },
    ];
    const markedBlock = (place: { location?: string; structure?: string }) =>
      locateQuote(page, { quote: 'City Manager', ...place }).blocks.findIndex((block) => block.marked);
    expect(markedBlock({ structure: 'directory', location: 'list “Departments”' })).toBe(1);
    expect(markedBlock({ structure: 'menu' })).toBe(2);
    expect(markedBlock({ structure: 'heading' })).toBe(1);
  });

  it('says when only the beginning is there, and when nothing is', () => {
    const block = { heading: '', text: 'The charter was adopted by the voters in May.' };
    const partial = locateQuote([block], { quote: 'The charter was adopted by the council in June' });
    expect(partial.match).toBe('partial');
    expect(markedText('The charter was adopted by the council in June', block)).toEqual([
      'The charter was adopted by the',
    ]);
    expect(locateQuote([block], { quote: 'Parks and Recreation' }).match).toBe('absent');
    expect(locateQuote([], { quote: 'x' }).match).toBe('absent');
    expect(locateQuote([block], { quote: '' }).match).toBe('absent');
  });

  it('never changes the text, and always finds what was copied from it', () => {
    const blocks = fc.array(
      fc.record({ heading: fc.string({ unit: 'grapheme' }), text: fc.string({ unit: 'grapheme' }) }),
    );
    fc.assert(
      fc.property(blocks, fc.string({ unit: 'grapheme' }), (page, quote) => {
        const found = locateQuote(page, { quote: quote });
        expect(found.blocks.map((block) => joined(block.heading))).toEqual(page.map((b) => b.heading));
        expect(found.blocks.map((block) => joined(block.text))).toEqual(page.map((b) => b.text));
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ]{5,60}$/), fc.nat(), fc.nat(), (text, a, b) => {
        const from = Math.min(a, b) % text.length;
        const quote = text.slice(from, from + 1 + (Math.max(a, b) % text.length));
        fc.pre(quote.trim() !== '');
        expect(locateQuote([{ heading: 'h', text }], { quote: quote }).match).toBe('exact');
      }),
    );
  });
});
