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

interface Folded {
  text: string;
  /** For every character of `text`: which part it came from, and where it stands in that part. */
  part: number[];
  offset: number[];
}

/** Lower case, typographic quotes and dashes made plain, white space collapsed; remembers where each character stood. */
function fold(parts: readonly string[]): Folded {
  const folded: Folded = { text: '', part: [], offset: [] };
  const characters: string[] = [];
  const push = (character: string, part: number, offset: number) => {
    characters.push(character);
    folded.part.push(part);
    folded.offset.push(offset);
  };
  parts.forEach((original, part) => {
    // Parts are apart as words are: a quote may run from a heading into the text below it.
    if (characters.length > 0 && characters.at(-1) !== ' ') push(' ', part, 0);
    for (let offset = 0; offset < original.length; offset++) {
      const character = original.charAt(offset);
      if (/[\s\u00a0\u200b]/.test(character)) {
        if (characters.length > 0 && characters.at(-1) !== ' ') push(' ', part, offset);
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
export function locateQuote(blocks: ReadPage['blocks'], quote: string): LocatedQuote {
  const parts = blocks.flatMap((block) => [block.heading, block.text]);
  const page = fold(parts);
  const wanted = fold([quote]).text.trim();
  const found = find(page.text, wanted);
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

function find(
  page: string,
  wanted: string,
): { match: 'exact' | 'partial'; start: number; end: number } | null {
  if (wanted === '') return null;
  const start = indexOfWords(page, wanted);
  if (start >= 0) return { match: 'exact', start, end: start + wanted.length };
  const words = wanted.split(' ');
  let low = 0;
  let best: { match: 'partial'; start: number; end: number } | null = null;
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

/** The first place where `wanted` stands as whole words, else the first where it stands at all. */
function indexOfWords(page: string, wanted: string): number {
  const isWord = (character: string) => /[\p{L}\p{N}]/u.test(character);
  const opens = isWord(wanted.charAt(0));
  const closes = isWord(wanted.charAt(wanted.length - 1));
  for (let at = page.indexOf(wanted); at >= 0; at = page.indexOf(wanted, at + 1)) {
    const before = page.charAt(at - 1);
    const after = page.charAt(at + wanted.length);
    if (!(opens && isWord(before)) && !(closes && isWord(after))) return at;
  }
  return page.indexOf(wanted);
}

function cut(text: string, mark: { from: number; to: number } | undefined): Segment[] {
  if (mark === undefined || mark.from < 0) return text === '' ? [] : [{ text, marked: false }];
  return [
    { text: text.slice(0, mark.from), marked: false },
    { text: text.slice(mark.from, mark.to), marked: true },
    { text: text.slice(mark.to), marked: false },
  ].filter((segment) => segment.text !== '');
}
