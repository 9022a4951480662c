import { fold } from './clean-text.js';
import { announcesPeople, type Rank, readTitle, titleOfList, topTitle } from './job-titles.js';
import type { OutlineNode, PageReading, TextLine } from './page-reading.js';
import {
  readInvertedName,
  reading,
  readLastSentence,
  readPair,
  readPersonLine,
  readSegments,
} from './person-lines.js';
import { personKey, readPersonName } from './person-names.js';

/** One place where a page names a person with a post. */
export interface PersonMention {
  name: string;
  title: string;
  rank: Rank;
  certainty: number;
  page: PageReading;
  /** The words that carry the name, and those that carry the title where they stand apart. */
  quotes: string[];
  structure: string;
  /** Nearest heading, or the label of the list. */
  under: string;
}

const certainEnough = 0.6;

/**
 * Every person with a post on one page. Names are verbatim; vacancies, comments and menus of services yield nobody. `idle`
 * gathers lines that name nobody by themselves, so that those of headers and footers are read once a site.
 */
export function findPeople(page: PageReading, idle: Set<string> = new Set()): PersonMention[] {
  const mentions = [...fromLines(page, idle), ...fromTables(page), ...fromLists(page), ...fromSchema(page)];
  const seen = new Set<string>();
  return mentions.filter((mention) => {
    const key = `${personKey(mention.name)}|${fold(mention.title)}`;
    if (mention.certainty < certainEnough || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function fromLines(page: PageReading, idle: Set<string>): PersonMention[] {
  const mentions: PersonMention[] = [];
  const { lines } = page;
  for (const [index, line] of lines.entries()) {
    if (line.region === 'nav' || line.region === 'breadcrumb') continue;
    const under = page.headings[line.heading]?.text ?? '';
    if (line.text.length <= 200) {
      const inline = idle.has(line.text) ? undefined : readPersonLine(line);
      if (inline === undefined) idle.add(line.text);
      if (inline) {
        mentions.push({ ...inline, page, quotes: [line.text], structure: structureOf(line), under });
        continue;
      }
      const next = fieldLabel.test(lines[index + 1]?.text ?? '') ? lines[index + 2] : lines[index + 1];
      const pair = readPair(line, next, lines[index - 1]);
      if (pair) mentions.push({ ...pair, page, structure: structureOf(line), under });
    }
    const last = readLastSentence(line.text);
    if (last) mentions.push({ ...last, page, quotes: [line.text], structure: structureOf(line), under });
    const part = readSegments(line.text);
    if (part) mentions.push({ ...part.read, page, quotes: [part.quote], structure: 'text', under });
    mentions.push(...fromCaption(line, page, under));
    mentions.push(...fromProse(line, page, under));
  }
  return mentions.filter((mention) => !bygone.test(mention.under));
}

/** Labels of a card's field, between a name and its title. */
const fieldLabel = /^(?:job |position )?(?:title|position|role|post)s?:?$/i;
/** Headings over people who hold their post no more. */
const bygone = /\b(?:past|former|previous|retired|in memoriam|emeritus|history)\b/i;

/** "Left to right: Full Name (Chairman), Full Name and Full Name" under the heading of a body. */
function fromCaption(line: TextLine, page: PageReading, under: string): PersonMention[] {
  const list =
    /^(?:pictured\W+|photo\W+)?(?:from )?(?:left to right|l to r|l-r)\s*[:,–-]\s*(.{8,300})$/i.exec(
      line.text,
    )?.[1];
  const body = titleOfList(under);
  if (list === undefined || body === undefined) return [];
  return list.split(/,\s+and\s+|,\s+|;\s+|\s+and\s+/).flatMap((part) => {
    const match = /^([^(]+?)\s*(?:\(([^)]+)\))?\.?$/.exec(part);
    const person = readPersonName(match?.[1] ?? '');
    if (person === undefined) return [];
    const post = readTitle(match?.[2] ?? '') ?? { title: body, rank: 'member' as const };
    return [{ ...reading(person, post, 0.3), page, quotes: [line.text], structure: 'caption', under }];
  });
}

function structureOf(line: TextLine): string {
  if (/^h[1-6]$/.test(line.tag)) return 'heading';
  if (line.tag === 'li') return 'list';
  return line.tag === 'td' ? 'staff-table' : line.hint === undefined ? 'text' : 'card';
}

/** "… Mayor Full Name …" in running text: only for posts that one person holds, and never for former holders. */
function fromProse(line: TextLine, page: PageReading, under: string): PersonMention[] {
  const mentions: PersonMention[] = [];
  for (const match of line.text.matchAll(topTitle)) {
    const before = line.text.slice(Math.max(0, match.index - 14), match.index);
    if (/\b(?:former|late|ex|deputy|vice|lieutenant|assistant|then|past|under)[\s-]*$/i.test(before))
      continue;
    const person = readPersonName(match[2] ?? '');
    if (person === undefined || person.certainty < 0.7) continue;
    mentions.push({
      name: person.name,
      title: match[1] ?? '',
      rank: 'head',
      certainty: person.certainty - 0.1,
      page,
      quotes: [match[0]],
      structure: 'prose',
      under,
    });
  }
  return mentions;
}

const nameColumn =
  /^(?:name|staff|employee|staff member|council ?member|member|contact|contact person|official|full name|staff name|employee name)s?$/;
const titleColumn = /^(?:title|job title|position|role|post|designation|office|position title)s?$/;

function fromTables(page: PageReading): PersonMention[] {
  const mentions: PersonMention[] = [];
  for (const table of page.tables) {
    const header = table.header.map(fold);
    let names = header.findIndex((cell) => nameColumn.test(cell));
    let titles = header.findIndex((cell) => titleColumn.test(cell));
    if (names < 0 || titles < 0) [names, titles] = guessColumns(table.rows);
    if (names < 0 || titles < 0) continue;
    const under = table.caption || (page.headings[table.heading]?.text ?? '');
    // "Roe, Jane": only where the column is written so throughout, or a place and its state would be a person.
    const isInverted = mostly(table.rows, (row) => readInvertedName(row[names]?.text ?? '') !== undefined);
    for (const row of table.rows) {
      const cell = row[names]?.text ?? '';
      const person = isInverted ? readInvertedName(cell) : readPersonName(cell);
      const post = readTitle(row[titles]?.text ?? '');
      if (!person || !post || !(isInverted || cell.includes(person.name))) continue;
      const quotes = [cell, row[titles]?.text ?? ''];
      mentions.push({ ...reading(person, post, 0.35), page, quotes, structure: 'staff-table', under });
    }
  }
  return mentions;
}

function mostly<T>(all: readonly T[], test: (one: T) => boolean): boolean {
  return all.length > 0 && all.filter(test).length >= all.length / 2;
}

function guessColumns(rows: PageReading['tables'][number]['rows']): [number, number] {
  const width = Math.min(6, Math.max(0, ...rows.slice(0, 20).map((row) => row.length)));
  const sample = rows.slice(0, 40);
  const share = (column: number, test: (text: string) => boolean): number =>
    sample.filter((row) => test(row[column]?.text ?? '')).length / Math.max(1, sample.length);
  let names = -1;
  let titles = -1;
  for (let column = 0; column < width; column += 1) {
    if (names < 0 && share(column, (text) => readPersonName(text) !== undefined) >= 0.5) names = column;
    else if (titles < 0 && share(column, (text) => readTitle(text) !== undefined) >= 0.4) titles = column;
  }
  return sample.length >= 2 ? [names, titles] : [-1, -1];
}

/** Lists of names under a body or a plural post: siblings that are all names vouch for each other. */
function fromLists(page: PageReading): PersonMention[] {
  const mentions: PersonMention[] = [];
  const visit = (node: OutlineNode): void => {
    if (node.children.length >= 2 && node.label !== '') mentions.push(...fromList(node, page));
    for (const child of node.children) visit(child);
  };
  for (const node of page.outline) visit(node);
  return mentions;
}

function fromList(node: OutlineNode, page: PageReading): PersonMention[] {
  const title = titleOfList(node.label);
  if (title === undefined && !announcesPeople(node.label)) return [];
  const mentions: PersonMention[] = [];
  const found = node.children.map((child) => {
    const titled = readPersonLine({ text: child.label, tag: 'li' });
    return { child, titled, person: titled ? undefined : readPersonName(withoutDistrict(child.label)) };
  });
  const named = found.filter((entry) => entry.titled || entry.person);
  const listed = named.filter((entry) => (entry.person?.certainty ?? 1) >= 0.7);
  const run = longestRun(found.map((entry) => entry.titled !== undefined || entry.person !== undefined));
  if (listed.length < 2 || (run < 3 && named.length / found.length < 0.6)) return [];
  const share = named.length / found.length;
  for (const { child, titled, person } of named) {
    const common = {
      page,
      quotes: [child.label],
      structure: child.region === 'nav' ? 'menu' : 'list',
      under: node.label,
    };
    if (titled) mentions.push({ ...titled, ...common });
    else if (person && title !== undefined && (share >= 0.6 || person.certainty >= 0.7)) {
      mentions.push({
        name: person.name,
        title,
        rank: 'member',
        certainty: Math.min(1, person.certainty + 0.35),
        ...common,
      });
    }
  }
  return mentions;
}

function withoutDistrict(label: string): string {
  return label
    .replace(
      /\s*[(,–-]*\s*(?:dist(?:rict)?|ward|seat|place|zone|at[- ]large|position)\.?\s*(?:no\.?\s*)?[\w-]*\)?\s*$/i,
      '',
    )
    .replace(/^(?:district|ward|seat|place)\s+[\w]+\s*[:–-]\s*/i, '');
}

function longestRun(flags: readonly boolean[]): number {
  let longest = 0;
  let current = 0;
  for (const flag of flags) {
    current = flag ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

function fromSchema(page: PageReading): PersonMention[] {
  return page.schema.flatMap((node) => {
    if (!node.types.includes('Person') || node.name === undefined || node.jobTitle === undefined) return [];
    const { name, jobTitle } = node;
    const person = readPersonName(name);
    const post = readTitle(jobTitle);
    // Search-engine markup may name authors who stand nowhere on the page.
    const isVisible = page.lines.some((line) => line.text.includes(name));
    if (!person || !post || !isVisible) return [];
    return [{ ...reading(person, post, 0.3), page, quotes: [name], structure: 'schema.org', under: '' }];
  });
}
