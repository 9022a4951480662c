import type { Statement } from '@shared/contract/knowledge-document.js';
import type {
  Contact,
  Department,
  Evidence,
  OrganisationProfile,
} from '@shared/contract/organisation-profile.js';
import type { CleanPage } from './clean-pages.js';
import { collapsed, personsWord } from './knowledge-page.js';

/** The statement with the first evidence whose quote bears it out; none when no quote does. */
export function stated(
  text: string,
  evidence: readonly Evidence[],
  bearsOut: (quote: string) => boolean = () => true,
): Statement[] {
  const proof = evidence.find(
    (each) => collapsed(each.quote) !== '' && each.source !== '' && bearsOut(each.quote),
  );
  return proof ? [{ text: collapsed(text), source: proof.source, quote: collapsed(proof.quote) }] : [];
}

const letters = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Whether the quote holds the words, whatever their case and punctuation. */
export const holdsWords = (words: string) => {
  const wanted = letters(words);
  return (quote: string): boolean => wanted !== '' && ` ${letters(quote)} `.includes(` ${wanted} `);
};

/** Whether a heading is the name, whatever their case and punctuation. */
export const isSameName = (name: string) => {
  const wanted = letters(name);
  return (heading: string): boolean => wanted !== '' && letters(heading) === wanted;
};

/** Whether the quote holds the contact: by its digits for numbers, its letters for addresses of any kind. */
function holdsContact({ kind, value }: Pick<Contact, 'kind' | 'value'>): (quote: string) => boolean {
  if (kind === 'phone' || kind === 'fax') {
    const digits = value.replace(/\D/g, '');
    const local = digits.length > 10 ? digits.slice(-10) : digits;
    return (quote) => local.length >= 3 && quote.replace(/\D/g, '').includes(local);
  }
  if (kind === 'email') return (quote) => quote.toLowerCase().includes(value.trim().toLowerCase());
  if (kind === 'form') return () => true;
  const words = letters(value).split(' ').filter(Boolean);
  return (quote) => {
    const said = new Set(letters(quote).split(' '));
    return words.length > 0 && words.filter((word) => said.has(word)).length / words.length >= 0.8;
  };
}

const contactWords: Record<Contact['kind'], string> = {
  phone: 'Phone',
  email: 'E-mail',
  address: 'Address',
  fax: 'Fax',
  form: 'Form',
};

/** The contacts of a department, each with the quote it was read in. */
export function contactStatements(contacts: readonly Contact[], prefix = ''): Statement[] {
  return contacts.flatMap((contact) =>
    stated(
      `${prefix}${contactWords[contact.kind]}: ${contact.value}`,
      contact.evidence,
      holdsContact(contact),
    ),
  );
}

/** Who leads a department, where the quote names the person. */
export function headStatements(department: Department): Statement[] {
  const { head } = department;
  return head ? stated(`${head.title}: ${head.name}`, head.evidence, holdsWords(head.name)) : [];
}

/** A description in the organisation's own words, where a page really says it. */
export function descriptionStatements(
  description: string | undefined,
  pages: readonly CleanPage[],
): Statement[] {
  const wanted = collapsed(description ?? '');
  if (wanted === '') return [];
  const page = pages.find(({ page: { blocks } }) =>
    blocks.some((block) => collapsed(block.text).includes(wanted)),
  );
  return page ? [{ text: wanted, source: page.page.url, quote: wanted }] : [];
}

const abbreviation =
  /(?:\b(?:mr|mrs|ms|dr|st|ave|blvd|rd|no|dept|inc|jr|sr|u\.s|a\.m|p\.m|e\.g|i\.e|sec|art|ext|vs)|\b\p{Lu})\.$/iu;

/** The first sentences of running text, verbatim. */
export function firstSentences(text: string, most: number): string[] {
  const sentences: string[] = [];
  for (const line of text.split('\n').map(collapsed)) {
    let start = 0;
    for (const match of line.matchAll(/[.!?](?=\s+[\p{Lu}\p{N}“"(]|$)/gu)) {
      const end = match.index + 1;
      const sentence = line.slice(start, end).trim();
      if (abbreviation.test(sentence) && end < line.length) continue;
      start = end;
      if (isProse(sentence)) sentences.push(sentence);
      if (sentences.length >= most) return sentences;
    }
  }
  return sentences;
}

/** A statement of fact in running text: no slogan, and no list of links that lost its line breaks. */
const isProse = (sentence: string): boolean => {
  const words = sentence.split(' ');
  return (
    words.length >= 5 &&
    words.length <= 60 &&
    sentence.length <= 400 &&
    !sentence.endsWith('!') &&
    restarts(words) < mostRestarts
  );
};

/** As many words that begin anew between small ones ("license Renew your license Search for …") are a list. */
const mostRestarts = 4;
const capital = /^\p{Lu}\p{Ll}+$/u;
const small = /^\p{Ll}+$/u;

function restarts(words: readonly string[]): number {
  return words.filter(
    (word, place) =>
      capital.test(word) && small.test(words[place - 1] ?? '') && small.test(words[place + 1] ?? ''),
  ).length;
}

const hours =
  /\b(?:mon(?:day)?s?|weekdays?|daily|office hours|hours of operation|open)\b.{0,60}?\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?\s?m|uhr|h\b|[-–—]|to)/iu;

export const saysHours = (text: string): boolean => hours.test(text);

/** What a page says first, as statements in its own words. */
export function openingStatements(page: CleanPage, most: number): Statement[] {
  const prose = page.blocks.map((block) => block.text).join('\n');
  // A few more than wanted, since hours are told elsewhere.
  return firstSentences(prose, most + 6)
    .filter((sentence) => !saysHours(sentence))
    .slice(0, most)
    .map((sentence) => ({ text: sentence, source: page.page.url, quote: sentence }));
}

/** A longer line or sentence is about something else, and names hours by the way. */
const longestHours = 140;

/** Opening hours that the pages state, in their own words. */
export function hoursStatements(pages: readonly CleanPage[]): Statement[] {
  return pages.flatMap((page) =>
    page.blocks.flatMap((block) =>
      block.text
        .split('\n')
        .flatMap((line) => (line.length <= longestHours ? [line] : firstSentences(line, 20)))
        .filter((line) => line.length <= longestHours && saysHours(line))
        .map((line) => ({ text: line, source: page.page.url, quote: line })),
    ),
  );
}

/** Statements without those that say the same again. */
export function distinct(statements: readonly Statement[]): Statement[] {
  const seen = new Set<string>();
  return statements.filter((each) => {
    const key = letters(each.text) || each.text;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

/**
 * That the organisation has the unit: the organisation lists it where a page does; what a person entered or renamed is
 * said to be a person's word.
 */
export function listedBy(profile: OrganisationProfile, department: Department): Statement[] {
  const { name } = profile.organisation;
  const kinds = department.kind === 'agency' ? 'agencies' : `${department.kind}s`;
  const entered = department.evidence.filter((each) => each.source.startsWith(personsWord));
  const read = department.evidence.filter((each) => !entered.includes(each));
  return entered.length === 0
    ? stated(`${name} lists ${department.name} among its ${kinds}.`, read)
    : stated(`${department.name} is one of the ${kinds} of ${name}, as a person entered it.`, entered);
}
