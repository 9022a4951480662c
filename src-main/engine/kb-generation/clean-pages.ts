import { addressOf, byText, collapsed, type KnowledgePage } from './knowledge-page.js';

/** A page without what it shares with the rest of the site. */
export interface CleanPage {
  page: KnowledgePage;
  address: string;
  /** Without the name of the site that every title carries. */
  title: string;
  blocks: { heading: string; anchor?: string; text: string }[];
  /** Links that are not on every page, with text and a web address. */
  links: { href: string; address: string; text: string }[];
}

/** A line on more than this share of the pages, and on at least `fewest` of them, belongs to the site and not to the page. */
const repeatedShare = 0.3;
const fewest = 3;
/** Long lines that differ in a few words are compared by every eighth run of four words. */
const longLine = 24;
const sampled = 8;
const sharedRuns = 0.8;

/** Cleans the pages of a site together; one page for each address, in the order of addresses. */
export function cleanPages(pages: readonly KnowledgePage[]): CleanPage[] {
  const unique = onePerAddress(pages);
  const limit = Math.max(fewest - 1, unique.length * repeatedShare);
  const repeated = countRepeated(unique.map(({ page }) => page));
  const isRepeated = (line: string): boolean => {
    if ((repeated.lines.get(lineKey(line)) ?? 0) > limit) return true;
    const runs = runsOf(line);
    if (runs.length === 0) return false;
    return runs.filter((run) => (repeated.runs.get(run) ?? 0) > limit).length / runs.length >= sharedRuns;
  };
  return unique.map(({ page, address }) => ({
    page,
    address,
    title:
      cleanTitle(page.title, (part) => (repeated.titleParts.get(part) ?? 0) > limit) || collapsed(page.title),
    blocks: cleanBlocks(page, isRepeated),
    links: page.links.flatMap((link) => {
      const text = collapsed(link.text);
      const target = addressOf(link.href);
      const shared = (repeated.links.get(`${target}\n${text}`) ?? 0) > limit;
      return shared || text === '' || target === '' ? [] : [{ href: link.href, address: target, text }];
    }),
  }));
}

function onePerAddress(pages: readonly KnowledgePage[]): { page: KnowledgePage; address: string }[] {
  const best = new Map<string, KnowledgePage>();
  for (const page of pages) {
    const address = addressOf(page.url);
    if (address === '') continue;
    const known = best.get(address);
    if (!known || preferred(page, known)) best.set(address, page);
  }
  return [...best].map(([address, page]) => ({ address, page })).sort((a, b) => byText(a.address, b.address));
}

/** Of two readings of one address the later counts; of equals the one with the smaller text form, so that order never matters. */
function preferred(page: KnowledgePage, known: KnowledgePage): boolean {
  if (page.retrievedAt !== known.retrievedAt) return page.retrievedAt > known.retrievedAt;
  return JSON.stringify(page) < JSON.stringify(known);
}

interface Repeated {
  lines: Map<string, number>;
  runs: Map<number, number>;
  titleParts: Map<string, number>;
  links: Map<string, number>;
}

/** On how many pages each line, run of words, part of a title and link stands. */
function countRepeated(pages: readonly KnowledgePage[]): Repeated {
  const counts: Repeated = { lines: new Map(), runs: new Map(), titleParts: new Map(), links: new Map() };
  for (const page of pages) {
    const lines = page.blocks.flatMap((block) => linesOf(block.text));
    countOnce(counts.lines, lines.map(lineKey));
    countOnce(counts.runs, lines.flatMap(runsOf));
    countOnce(counts.titleParts, titleParts(page.title));
    countOnce(
      counts.links,
      page.links.map((link) => `${addressOf(link.href)}\n${collapsed(link.text)}`),
    );
  }
  return counts;
}

function countOnce<T>(counts: Map<T, number>, values: readonly T[]): void {
  for (const value of new Set(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map(collapsed)
    .filter((line) => line !== '');

/** Dates and years make no difference in a footer; elsewhere digits are facts and always do. */
function lineKey(line: string): string {
  const key = line.toLowerCase();
  return /©|copyright|all rights reserved|last (?:updated|modified|reviewed)|page \d+ of \d+/.test(key)
    ? key.replace(/\d+/g, '#')
    : key;
}

function runsOf(line: string): number[] {
  const words = line.toLowerCase().split(' ');
  if (words.length < longLine) return [];
  const runs: number[] = [];
  for (let start = 0; start + 4 <= words.length; start += 1) {
    const run = hashOf(words.slice(start, start + 4).join(' '));
    if (run % sampled === 0) runs.push(run);
  }
  return runs.length < 3 ? [] : runs;
}

/** FNV-1a, 32 bits: only to compare runs of words. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193) >>> 0;
  }
  return hash;
}

/** Headings of a page's own menu: it says again what stands below. */
const wayAround =
  /^(?:page )?(?:menu|nav|navigation|on this page|in this section|quick links|table of contents|contents|jump to)$/i;

function cleanBlocks(page: KnowledgePage, isRepeated: (line: string) => boolean): CleanPage['blocks'] {
  const seen = new Set<string>();
  const said = new Set<string>();
  const headings = new Set(page.blocks.map((block) => collapsed(block.heading)));
  return page.blocks.flatMap((block) => {
    const heading = collapsed(block.heading);
    const lines = linesOf(block.text).filter((line) => !isRepeated(line));
    const text = lines.filter((line, place) => line !== lines[place - 1]).join('\n');
    const key = `${heading}\n${text}`.toLowerCase();
    // A menu for wide and one for narrow screens, a card and its copy: once is enough.
    if (text === '' || seen.has(key)) return [];
    if (wayAround.test(heading) && lines.every((line) => said.has(line))) return [];
    if (heading === '' && headings.has(text)) return [];
    for (const line of lines) said.add(line);
    seen.add(key);
    return [block.anchor === undefined ? { heading, text } : { heading, anchor: block.anchor, text }];
  });
}

const titleParts = (title: string): string[] =>
  collapsed(title)
    .split(/\s+[|–—»·•:-]\s+|\s*\|\s*/u)
    .filter(Boolean);

function cleanTitle(title: string, isShared: (part: string) => boolean): string {
  const parts = titleParts(title);
  const own = parts.filter((part) => !isShared(part));
  return own.join(' – ');
}
