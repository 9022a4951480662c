import { type JobTitle, type Rank, readTitle, topTitle } from './job-titles.js';
import type { TextLine } from './page-reading.js';
import { type PersonName, readPersonName } from './person-names.js';

/** A person with a post, as one or two lines of text give them. */
export interface PersonReading {
  name: string;
  title: string;
  rank: Rank;
  certainty: number;
}

/** Joins a name and a post; `bonus` is what their layout adds to the name's certainty. */
export function reading(person: PersonName, post: JobTitle, bonus: number): PersonReading {
  return {
    name: person.name,
    title: post.title,
    rank: post.rank,
    certainty: Math.min(1, person.certainty + bonus),
  };
}

/** "Name - Title", "Name, Title", "Title: Name", "Name (Title)", "Mayor Name", "ROLE - Name, Title". */
export function readPersonLine(line: Pick<TextLine, 'text' | 'tag' | 'strong'>): PersonReading | undefined {
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
  if (!/@|\d{3}|(?:mail|contact|bio|biography|profile)\s*$/i.test(text)) return text.replace(/,\s*$/, '');
  return text
    .replace(/\s*[\w.+-]+@[\w.-]+\s*$/, '')
    .replace(
      /[\s,;:–-]*(?:\b(?:tel|phone|ph|t|telephone|ext|x)\b[.:]?)?\s*\+?(?!\(?(?:19|20)\d\d\s*[-–])\(?\d[\d\s().-]{5,}(?:ext\.?\s*\d+)?\s*$/i,
      '',
    )
    .replace(/[\s,;:–-]+(?:e-?mail|send e-?mail|contact|bio|biography|profile)\s*$/i, '')
    .replace(/,\s*$/, '');
}

/** Posts that are written before a name that fills the rest of the line ("Mayor Pro Tem Full Name", "Cllr Full Name"). */
const address =
  /^(?:(?:Deputy |Vice[- ]|Acting |Interim |Lord |Lady )?Mayor(?: Pro[- ]Tem(?:pore)?)?|(?:Council ?|Committee |Board )?Member|Councilman|Councilwoman|Council ?person|Counsell?or|Councillor|Councilor|C(?:llr|LLR)\.?|COUNCILLOR|Cr\.?|Commissioner|Supervisor|Trustee|Alderman|Alderwoman|Alderperson|Ald\.|Selectman|Selectwoman|Select ?board Member|Freeholder|(?:Vice[- ]|Deputy )?Chair(?:man|woman|person)?|(?:Police |Fire )?Chief|Sheriff|Marshal|Judge|Magistrate|Constable|(?:Town |City |Village |County |Parish |State )?(?:Clerk|Treasurer|Manager|Administrator|Attorney|Solicitor|Controller|Comptroller|Auditor|Assessor|Recorder|Coroner|Surveyor|Prosecutor)|(?:District|Prosecuting|Commonwealth['’]s|State['’]s) Attorney|Attorney General|Public Defender|Council (?:Vice[- ])?President|Clerk of (?:the )?Courts?|Superintendent|Director|Secretary|(?:Vice[- ])?President|Senator|Governor|Chancellor|Principal)\s+(?=\p{Lu})/u;

/** "Title Name" without a mark between them: a post that is written before a name which fills the rest of the text. */
export function readAddressed(text: string): PersonReading | undefined {
  const match = address.exec(text);
  if (match === null) return undefined;
  const person = readPersonName(text.slice(match[0].length));
  const word = match[0].trim();
  const post = readTitle(
    /^(?:Cllr|Cr)\.?$|^councillor$/i.test(word) ? 'Councillor' : word === 'Ald.' ? 'Alderman' : word,
  );
  return person && post ? reading(person, post, 0.3) : undefined;
}

/** "Jane Roe, John Doe, Chair": the title belongs to the next name, not to the first. */
function namesSomebody(text: string): boolean {
  return text.split(/\s*[,;]\s*/).some((part) => (readPersonName(part)?.certainty ?? 0) >= 0.7);
}

/** The last sentence of a description, where it names who answers for it: "Runs the buses. Chief: Full Name". */
export function readLastSentence(text: string): PersonReading | undefined {
  const last = /[.!?]\s+(\p{Lu}[^.!?:]{2,50}:\s+\p{Lu}[^:]{3,60})$/u.exec(text)?.[1];
  return last === undefined ? undefined : readPersonLine({ text: last, tag: 'span' });
}

/** Lines that hold several things between bars or bullets, as footers do: the first that names a person with a post. */
export function readSegments(text: string): { read: PersonReading; quote: string } | undefined {
  const segments = text.split(/\s+[|•·]\s+/);
  if (segments.length < 2 || segments.length > 8) return undefined;
  for (const quote of segments) {
    const read = quote.includes(':') ? readPersonLine({ text: quote, tag: 'span' }) : undefined;
    if (read !== undefined) return { read, quote };
  }
  return undefined;
}

const inverted =
  /^((?:\p{Lu}\p{L}*['’-]?)?\p{Lu}?[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?(?:,? (?:Jr|Sr|II|III|IV)\.?)?), ((?:\p{Lu}[\p{L}'’.-]*)(?: \p{Lu}[\p{L}'’.-]*){0,2})$/u;

/** "Roe, Jane A." as staff directories sort it: the name in its natural order. */
export function readInvertedName(text: string): PersonName | undefined {
  const match = inverted.exec(text.trim());
  return match === null ? undefined : readPersonName(`${match[2]} ${match[1]}`);
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

type Pair = PersonReading & { quotes: string[] };

/** A line that is a name, with a line that is a title right below it; or above, as in captions of a card. */
export function readPair(
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
