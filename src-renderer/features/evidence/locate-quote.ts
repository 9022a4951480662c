import type { ReadPage } from '@shared/contract/discovery.js';

/** A piece of a heading or of a text, and whether it belongs to the quote. */
export interface Segment {
  text: string;
  marked: boolean;
}

/** A block of the page, cut where the quote begins and ends. */
export interface MarkedBlock {
  heading: Segment[];
  text: Segment[];
  marked: boolean;
}

export interface LocatedQuote {
  /**
   * `exact`: the words stand there as quoted (case and white space aside). `partial`: only the longest beginning of
   * the quote does. `absent`: the words are not in the page's text (a menu, a title or a footer is not kept).
   */
  match: 'exact' | 'partial' | 'absent';
  blocks: MarkedBlock[];
}

/** A quote that shares fewer of its first words than this with the page is called absent. */
const leastPartialWords = 3;

/** What is known of the quote's place: of several places with these words the one that fits best is marked. */
export interface QuotePlace {
  quote: string;
  location?: string | undefined;
  structure?: string | undefined;
}

interface Folded {
  text: string;
  /** Positions of the spaces that stand for a line break or the border of a part. */
  breaks: Set<number>;
  /** For every character of `text`: which part it came from, and where it stands in that part. */
  part: number[];
  offset: number[];
}

/** Lower case, typographic quotes and dashes made plain, white space collapsed; remembers where each character stood. */
function fold(parts: readonly string[]): Folded {
  const folded: Folded = { text: '', breaks: new Set(), part: [], offset: [] };
  const characters: string[] = [];
  const push = (character: string, part: number, offset: number) => {
    characters.push(character);
    folded.part.push(part);
    folded.offset.push(offset);
  };
  parts.forEach((original, part) => {
    // Parts are apart as words are: a quote may run from a heading into the text below it.
    if (characters.length > 0 && characters.at(-1) !== ' ') push(' ', part, 0);
    folded.breaks.add(characters.length - 1);
    for (let offset = 0; offset < original.length; offset++) {
      const character = original.charAt(offset);
      if (/[\s\u00a0\u200b]/.test(character)) {
        if (characters.length > 0 && characters.at(-1) !== ' ') push(' ', part, offset);
        if (character === '\n') folded.breaks.add(characters.length - 1);
      } else {
        push(plain(character), part, offset);
      }
    }
  });
  folded.text = characters.join('');
  return folded;
}

function plain(character: string): string {
  if (/[\u2018\u2019\u02bc]/.test(character)) return "'";
  if (/[\u201c\u201d]/.test(character)) return '"';
  if (/[\u2010-\u2015]/.test(character)) return '-';
  const lower = character.toLowerCase();
  // A few capitals grow when lowered; the length must stay for the positions to hold.
  return lower.length === 1 ? lower : character;
}

/** Finds `quote` in the page's blocks, also across a heading and its text, and cuts the blocks there. */
export function locateQuote(blocks: ReadPage['blocks'], place: QuotePlace): LocatedQuote {
  const parts = blocks.flatMap((block) => [block.heading, block.text]);
  const page = fold(parts);
  const wanted = fold([place.quote]).text.trim();
  const location = fold([place.location ?? '']).text.trim();
  const isMenu = place.structure === 'menu';
  const fits = (start: number, end: number): number => {
    const block = blocks[Math.floor((page.part[start] ?? 0) / 2)];
    const heading = fold([block?.heading ?? '']).text.trim();
    const ownLine = page.breaks.has(start - 1) && (end === page.text.length || page.breaks.has(end));
    const named =
      location !== '' && heading !== '' && (location.includes(heading) || heading.includes(location));
    const inMenu = /^page (nav|header|footer)/.test(heading);
    return (ownLine ? 2 : 0) + (named ? 2 : 0) + (isMenu === inMenu ? 1 : 0);
  };
  const found = find(page.text, wanted, fits);
  const marks = parts.map(() => ({ from: -1, to: -1 }));
  if (found !== null) {
    for (let at = found.start; at < found.end; at++) {
      const mark = marks[page.part[at] ?? -1];
      const offset = page.offset[at];
      if (mark === undefined || offset === undefined) continue;
      if (mark.from < 0) mark.from = offset;
      mark.to = offset + 1;
    }
  }
  return {
    match: found?.match ?? 'absent',
    blocks: blocks.map((block, index) => {
      const heading = cut(block.heading, marks[index * 2]);
      const text = cut(block.text, marks[index * 2 + 1]);
      return { heading, text, marked: [...heading, ...text].some((segment) => segment.marked) };
    }),
  };
}

interface Found {
  match: 'exact' | 'partial';
  start: number;
  end: number;
}

function find(page: string, wanted: string, fits: (start: number, end: number) => number): Found | null {
  if (wanted === '') return null;
  const start = bestPlace(page, wanted, fits);
  if (start >= 0) return { match: 'exact', start, end: start + wanted.length };
  const words = wanted.split(' ');
  let low = 0;
  let best: Found | null = null;
  // A beginning of a findable beginning is findable: the longest is found by halving.
  let high = words.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const beginning = words.slice(0, middle).join(' ');
    const at = page.indexOf(beginning);
    if (at >= 0) {
      low = middle;
      best = { match: 'partial', start: at, end: at + beginning.length };
    } else {
      high = middle - 1;
    }
  }
  return low >= leastPartialWords ? best : null;
}

/** A common word stands on a page thousands of times: the best of the first so many places is good enough. */
const mostPlaces = 500;

/** The best fitting place where `wanted` stands as whole words, else the first where it stands at all; -1 when nowhere. */
function bestPlace(page: string, wanted: string, fits: (start: number, end: number) => number): number {
  const isWord = (character: string) => /[\p{L}\p{N}]/u.test(character);
  const opens = isWord(wanted.charAt(0));
  const closes = isWord(wanted.charAt(wanted.length - 1));
  let best = -1;
  let bestFit = -1;
  let places = 0;
  for (let at = page.indexOf(wanted); at >= 0 && places < mostPlaces; at = page.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    if ((opens && isWord(page.charAt(at - 1))) || (closes && isWord(page.charAt(end)))) continue;
    places++;
    const fit = fits(at, end);
    if (fit > bestFit) {
      best = at;
      bestFit = fit;
    }
  }
  return best >= 0 ? best : page.indexOf(wanted);
}

function cut(text: string, mark: { from: number; to: number } | undefined): Segment[] {
  if (mark === undefined || mark.from < 0) return text === '' ? [] : [{ text, marked: false }];
  return [
    { text: text.slice(0, mark.from), marked: false },
    { text: text.slice(mark.from, mark.to), marked: true },
    { text: text.slice(mark.to), marked: false },
  ].filter((segment) => segment.text !== '');
}
