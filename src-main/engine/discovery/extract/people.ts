import { fold } from './clean-text.js';
import { announcesPeople, type JobTitle, type Rank, readTitle, titleOfList, topTitle } from './job-titles.js';
import type { OutlineNode, PageReading, TextLine } from './page-reading.js';
import { type PersonName, personKey, readPersonName } from './person-names.js';

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
      const pair = readPair(line, lines[index + 1], lines[index - 1]);
      if (pair) mentions.push({ ...pair, page, structure: structureOf(line), under });
    }
    mentions.push(...fromProse(line, page, under));
  }
  return mentions;
}

function structureOf(line: TextLine): string {
  if (/^h[1-6]$/.test(line.tag)) return 'heading';
  if (line.tag === 'li') return 'list';
  return line.tag === 'td' ? 'staff-table' : line.hint === undefined ? 'text' : 'card';
}

interface Reading {
  name: string;
  title: string;
  rank: Rank;
  certainty: number;
}

function reading(person: PersonName, post: JobTitle, bonus: number): Reading {
  return {
    name: person.name,
    title: post.title,
    rank: post.rank,
    certainty: Math.min(1, person.certainty + bonus),
  };
}

/** "Name - Title", "Name, Title", "Title: Name", "Name (Title)", "Mayor Name", "ROLE - Name, Title". */
export function readPersonLine(line: Pick<TextLine, 'text' | 'tag' | 'strong'>): Reading | undefined {
  const text = withoutContact(line.text);
  for (const [before, after] of splits(text)) {
    const person = readPersonName(before);
    const post = person && !namesSomebody(after) ? readTitle(after) : undefined;
    if (person && post) return reading(person, post, line.strong === before ? 0.35 : 0.3);
    const role = readTitle(before);
    if (role === undefined || role.title.split(' ').length > 8) continue;
    const whole = readPersonName(after);
    if (whole) return reading(whole, role, 0.3);
    const inner = readPersonLine({ text: after, tag: 'span' });
    if (inner) return { ...inner, certainty: Math.min(1, inner.certainty + 0.1) };
  }
  if (text.length <= 70) {
    const addressed = readAddressed(text);
    if (addressed) return addressed;
    const titled = new RegExp(topTitle.source, 'u').exec(text);
    const person =
      titled?.index === 0 && titled[0].length >= text.length - 1
        ? readPersonName(titled[2] ?? '')
        : undefined;
    const post = person ? readTitle(titled?.[1] ?? '') : undefined;
    if (person && post) return reading(person, post, 0.3);
  }
  return undefined;
}

/** What stands behind a name and title: an address, a telephone number, a link's "email". */
function withoutContact(text: string): string {
  return text
    .replace(/\s*[\w.+-]+@[\w.-]+\s*$/, '')
    .replace(
      /[\s,;:–-]*(?:\b(?:tel|phone|ph|t|telephone|ext|x)\b[.:]?)?\s*\+?\(?\d[\d\s().-]{5,}(?:ext\.?\s*\d+)?\s*$/i,
      '',
    )
    .replace(/[\s,;:–-]+(?:e-?mail|send e-?mail|contact|bio|biography|profile)\s*$/i, '')
    .replace(/,\s*$/, '');
}

/** Posts that are written before a name that fills the rest of the line ("Mayor Pro Tem Full Name", "Cllr Full Name"). */
const address =
  /^(?:(?:Deputy |Vice[- ]|Acting |Interim |Lord |Lady )?Mayor(?: Pro[- ]Tem(?:pore)?)?|(?:Council ?|Committee |Board )?Member|Councilman|Councilwoman|Council ?person|Counsell?or|Councillor|Councilor|Cllr\.?|Cr\.?|Commissioner|Supervisor|Trustee|Alderman|Alderwoman|Alderperson|Ald\.|Selectman|Selectwoman|Select ?board Member|Freeholder|(?:Vice[- ]|Deputy )?Chair(?:man|woman|person)?|(?:Police |Fire )?Chief|Sheriff|Marshal|Judge|Magistrate|Constable|(?:Town |City |Village |County |Parish )?(?:Clerk|Treasurer|Manager|Administrator)|Superintendent|Director|Secretary|(?:Vice[- ])?President|Senator|Governor|Chancellor|Principal)\s+(?=\p{Lu})/u;

function readAddressed(text: string): Reading | undefined {
  const match = address.exec(text);
  if (match === null) return undefined;
  const person = readPersonName(text.slice(match[0].length));
  const word = match[0].trim();
  const post = readTitle(/^(?:Cllr|Cr)\.?$/.test(word) ? 'Councillor' : word === 'Ald.' ? 'Alderman' : word);
  return person && post ? reading(person, post, 0.3) : undefined;
}

/** "Jane Roe, John Doe, Chair": the title belongs to the next name, not to the first. */
function namesSomebody(text: string): boolean {
  return text.split(/\s*[,;]\s*/).some((part) => (readPersonName(part)?.certainty ?? 0) >= 0.7);
}

/** The ways to cut a line in two at a dash, colon, comma or bracket; suffixes like ", Jr." stay with the name. */
function splits(text: string): [string, string][] {
  const found: [string, string][] = [];
  for (const match of text.matchAll(
    /\s+[-–—|•·]+\s+|\s*:\s+|,\s+(?!(?:jr|sr|ii|iii|iv|esq|esquire|ph\.?d|m\.?d|cpa|p\.?e|j\.?d|ed\.?d|mba|mpa|aicp)\b)|\s+\((?=\p{L}{4})|\s*–\s*|—/giu,
  )) {
    const before = text.slice(0, match.index).trim();
    const after = text.slice(match.index + match[0].length).trim();
    if (before !== '' && after !== '') found.push([before, after]);
    if (found.length >= 5) break;
  }
  return found;
}

type Pair = Reading & { quotes: string[] };

/** A line that is a name, with a line that is a title right below it; or above, as in captions of a card. */
function readPair(
  line: TextLine,
  next: TextLine | undefined,
  previous: TextLine | undefined,
): Pair | undefined {
  const person = readPersonName(line.text);
  if (person === undefined) return undefined;
  const isClose =
    next !== undefined &&
    next.block - line.block <= 4 &&
    (next.heading === line.heading || /^h\d$/.test(line.tag));
  const below = isClose ? readTitle(next.text) : undefined;
  const bonus =
    line.hint !== undefined || next?.hint !== undefined || next?.block === line.block || line.tag !== 'p'
      ? 0.3
      : 0.2;
  if (below !== undefined && next !== undefined)
    return { ...reading(person, below, bonus), quotes: [line.text, next.text] };
  const isLabel = previous !== undefined && line.block - previous.block <= 3 && previous.text.length <= 60;
  const above = isLabel && readPersonName(previous.text) === undefined ? readTitle(previous.text) : undefined;
  const isHeaded = previous !== undefined && /^(?:h[1-6]|dt)$/.test(previous.tag);
  if (above === undefined || previous === undefined || person.certainty < (isHeaded ? 0.35 : 0.5))
    return undefined;
  return { ...reading(person, above, isHeaded ? 0.3 : 0.15), quotes: [line.text, previous.text] };
}

/** "… Mayor Full Name …" in running text: only for posts that one person holds, and never for former holders. */
function fromProse(line: TextLine, page: PageReading, under: string): PersonMention[] {
  const mentions: PersonMention[] = [];
  for (const match of line.text.matchAll(topTitle)) {
    const before = line.text.slice(Math.max(0, match.index - 14), match.index);
    if (/\b(?:former|late|ex|deputy|vice|lieutenant|assistant|then|past)[\s-]*$/i.test(before)) continue;
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
    for (const row of table.rows) {
      const person = readPersonName(row[names]?.text ?? '');
      const post = readTitle(row[titles]?.text ?? '');
      if (!person || !post || !(row[names]?.text ?? '').includes(person.name)) continue;
      const quotes = [row[names]?.text ?? '', row[titles]?.text ?? ''];
      mentions.push({ ...reading(person, post, 0.35), page, quotes, structure: 'staff-table', under });
    }
  }
  return mentions;
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
