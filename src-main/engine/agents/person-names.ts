import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import type { AgentTemplate } from './agent-template.js';
import { indexSignals, isConnector, type SignalIndex } from './signal-index.js';
import { phraseKey, stemOf } from './words.js';

/** Takes the names of real people out of text that will stand for a role. */
export interface PersonNames {
  /** The text without people's names; empty when nothing else was in it. */
  reduce(text: string): string;
  /** Whether the text names somebody. */
  names(text: string): boolean;
  /** Whether an e-mail address belongs to a person rather than to an office. */
  ownsAddress(address: string): boolean;
}

const honorific = '(?:dr|mr|mrs|ms|miss|hon|honorable|honourable|rev|prof|cllr|sir|dame)\\.?';
const suffix = '(?:,?\\s+(?:jr|sr|ii|iii|iv|esq|phd|md|cpa|pe|aicp|jd|mpa)\\b\\.?)*';

/** Titles that are often followed by the name of who holds them: "Office of Council Member Ana Ruiz". */
const titlesBeforeNames = new Set(
  (
    'mayor councilmember councilman councilwoman councilperson councillor councilor member alderman alderwoman ' +
    'alderperson commissioner supervisor sheriff senator representative assemblymember assemblyman assemblywoman ' +
    'delegate governor judge justice chief superintendent trustee clerk treasurer president chairman chairwoman chair ' +
    'congressman congresswoman selectman director attorney dr mr mrs ms hon'
  ).split(' '),
);

const rolesAndUnits = new Set(
  (
    'office department division bureau board commission district ward of the for and at city county town state deputy ' +
    'assistant vice mayor pro tem tempore chief executive officer manager director council court general elect ' +
    'emeritus section unit north south east west northeast northwest southeast southwest central place position seat ' +
    'staff service support affair relation team agency center centre house hall advisory committee secretary school'
  ).split(' '),
);

/**
 * Knows the people of a profile, and recognises a personal name after a title although the profile does not name
 * its bearer. Surnames alone are only taken out after a title: "Parks" may be a person and is certainly a department.
 */
export function personNamesOf(
  profile: OrganisationProfile,
  templates: readonly AgentTemplate[],
): PersonNames {
  const people = [
    ...profile.leadership.map((leader) => leader.name),
    ...profile.departments.flatMap((department) => (department.head ? [department.head.name] : [])),
  ];
  return personNames(people, indexSignals(templates));
}

/** As `personNamesOf`, from the names themselves. */
export function personNames(people: readonly string[], signals?: SignalIndex): PersonNames {
  const parts = [...new Set(people.map(bareName))]
    .map((name) => name.split(/\s+/).filter(Boolean))
    .filter((name) => name.length > 1 && !isUnit(name, signals));
  const patterns = parts.map(fullNamePattern);
  const surnames = new Set(parts.map((name) => stemOf(name.at(-1) ?? '')));

  const reduce = (text: string): string => {
    let reduced = text.normalize('NFC');
    for (const pattern of patterns)
      reduced = reduced.replace(pattern, (found) => (endsPossessive(found) ? " 's" : ' '));
    return tidy(withoutNamesAfterTitles(reduced, surnames, signals));
  };
  return {
    reduce,
    names: (text) => reduce(text) !== tidy(text.normalize('NFC')),
    ownsAddress: (address) => isPersonal(address, parts),
  };
}

/** A "person" whose every word names a field of work is a mistake of discovery, not a person. */
const isUnit = (name: readonly string[], signals?: SignalIndex): boolean =>
  signals?.phrases.has(phraseKey(name.join(' '))) === true ||
  name.every((each) => {
    const stem = stemOf(each);
    return rolesAndUnits.has(stem) || isConnector(stem) || signals?.phrases.has(stem) === true;
  });

const endsPossessive = (text: string): boolean => /['’]s?$/u.test(text);

function bareName(name: string): string {
  return name
    .normalize('NFC')
    .replace(new RegExp(`^(?:${honorific}\\s+)+`, 'iu'), '')
    .replace(new RegExp(`${suffix}$`, 'iu'), '')
    .replace(/["“”(].*?["“”)]/gu, ' ')
    .trim();
}

/** Matches "Ana M. Ruiz", "Ana Ruiz", "Ruiz, Ana" and each with honorifics and suffixes, as whole words. */
function fullNamePattern(parts: string[]): RegExp {
  const first = escaped(parts[0] ?? '');
  const last = escaped(parts.at(-1) ?? '');
  const middle = "(?:\\s+\\p{L}[\\p{L}.'’-]*){0,3}?";
  const whole = parts.map(escaped).join('\\s+');
  const forms = `${whole}|${first}${middle}\\s+${last}|${last}\\s*,\\s*${first}${middle}`;
  return new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${honorific}\\s+)*(?:${forms})${suffix}(?:['’]s?)?(?![\\p{L}\\p{N}])`,
    'giu',
  );
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function withoutNamesAfterTitles(text: string, surnames: ReadonlySet<string>, signals?: SignalIndex): string {
  const tokens = text.split(/(\s+)/);
  const kept: string[] = [];
  let afterTitle = false;
  for (let place = 0; place < tokens.length; place += 1) {
    const token = tokens[place] ?? '';
    if (token.trim() === '') {
      kept.push(token);
      continue;
    }
    if (afterTitle) {
      const length = nameLength(tokens.slice(place), surnames, signals);
      if (length > 0) {
        if (endsPossessive(tokens[place + length - 1] ?? '')) kept.push("'s");
        place += length - 1;
        continue;
      }
    }
    kept.push(token);
    afterTitle = titlesBeforeNames.has(stemOf(token.replace(/[.:]$/, '')));
  }
  return kept.join('');
}

/** How many tokens (words and the spaces between) from here on are a personal name. */
function nameLength(tokens: readonly string[], surnames: ReadonlySet<string>, signals?: SignalIndex): number {
  if (isKnownSurname(tokens, surnames)) return 1;
  const words: string[] = [];
  let length = 0;
  for (let place = 0; place < tokens.length && words.length < 4; place += 2) {
    const token = tokens[place] ?? '';
    if (!couldBeName(token, signals)) break;
    words.push(token);
    length = place + 1;
    if (/(?:['’]s?|,|:)$/u.test(token)) break;
  }
  if (words.length >= 2) return length;
  return words.length === 1 && surnames.has(stemOf(words[0] ?? '')) ? length : 0;
}

/** A known surname that nothing follows which would make it a field of work: "Trustee Parks", not "Director Parks and Recreation". */
function isKnownSurname(
  [token = '', , next = '']: readonly string[],
  surnames: ReadonlySet<string>,
): boolean {
  const following = stemOf(next);
  return (
    surnames.has(stemOf(token.replace(/[.,]+$/u, ''))) &&
    !isConnector(following) &&
    !rolesAndUnits.has(following)
  );
}

function couldBeName(token: string, signals?: SignalIndex): boolean {
  if (!/^\p{Lu}(?:\p{Ll}|\.|['’]\p{Lu}|$)[\p{L}.'’-]*,?$/u.test(token)) return false;
  const stem = stemOf(token.replace(/[.,]+$/u, ''));
  return !rolesAndUnits.has(stem) && !isConnector(stem) && !signals?.phrases.has(stem);
}

function tidy(text: string): string {
  return text
    .replace(/\(\s*\)|\[\s*\]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\s+([,;:.)])/g, '$1')
    .replace(/\s+'s\b/g, "'s")
    .replace(/^(?:[\s,;:.|/–—-]|(?:['’]s\b))+/u, '')
    .replace(/(?:[\s,;:|/–—-]|\b(?:of|by|with|for)\s*$)+$/iu, '')
    .trim();
}

function isPersonal(address: string, people: readonly string[][]): boolean {
  const local = stemless(address.split('@')[0] ?? '');
  return people.some((name) => {
    const first = stemless(name[0] ?? '');
    const last = stemless(name.at(-1) ?? '');
    if (last.length < 3 || !local.includes(last)) return local === first && first.length > 2;
    const rest = local.replace(last, '');
    return rest === '' || rest.startsWith(first.slice(0, 1)) || rest.endsWith(first.slice(0, 1));
  });
}

const stemless = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase();
