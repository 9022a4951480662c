import { parseUrl } from '@shared/kernel/parse-url.js';
import {
  type Abbreviations,
  findSignals,
  isConnector,
  type SignalIndex,
  type SignalMatch,
} from './signal-index.js';
import { type Word, wordsOf } from './words.js';

/** What one witness says for each template: 0..1, and the words that say it. */
export type Evidence = ReadonlyMap<string, { strength: number; words: string[] }>;

/** Words that say what kind of unit it is and nothing about its work. */
const frame = new Set(
  (
    'department dept office division bureau section unit agency authority branch directorate ministry secretariat ' +
    'service program programme city county town village borough state national federal regional district municipal ' +
    'metropolitan director head chief team group center centre division management affair amt abteilung fachbereich ' +
    'dezernat servicio direccion secretaria departamento direction departement afdeling ufficio settore our department'
  ).split(' '),
);

const laterInList = 0.8;
const beforeHead = 0.62;
const unknownWord = 0.07;
const rival = 0.45;

/** What the name of a department says. */
export function nameEvidence(name: string, index: SignalIndex): Evidence {
  const words = wordsOf(name);
  const oneCase = name === name.toUpperCase();
  return evidenceOf(words, index, oneCase ? (words.length <= 3 ? 'any' : 'none') : 'capitals');
}

/** What the last telling part of an address says: `/departments/public-works/index.html` says "public works". */
export function addressEvidence(url: string | undefined, index: SignalIndex): Evidence {
  for (const segment of segmentsOf(url).reverse()) {
    const words = wordsOf(segment);
    const telling = words.filter((each) => !frame.has(each.stem) && !isConnector(each.stem));
    const evidence = evidenceOf(words, index, telling.length <= 1 ? 'any' : 'none');
    if (evidence.size > 0) return evidence;
  }
  return new Map();
}

function segmentsOf(url: string | undefined): string[] {
  const parsed =
    url === undefined ? null : parseUrl(url, url.startsWith('/') ? 'http://mirror.invalid' : undefined);
  if (!parsed) return [];
  return parsed.pathname
    .split('/')
    .map((segment) =>
      decoded(segment)
        .replace(/\.[a-z]{2,5}$/i, '')
        .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
        .replace(/[-_+.]/g, ' ')
        .trim(),
    )
    .filter((segment) => segment !== '' && !/^(?:index|default|home|\d+)$/i.test(segment));
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function evidenceOf(words: readonly Word[], index: SignalIndex, abbreviations: Abbreviations): Evidence {
  const matches = findSignals(words, index, abbreviations);
  const strengths = new Map<string, { strength: number; words: string[] }>();
  matches.forEach((match, place) => {
    const share = placeShare(words, matches, place);
    for (const [template, weight] of match.weights) {
      const known = strengths.get(template) ?? { strength: 0, words: [] };
      known.strength = 1 - (1 - known.strength) * (1 - weight * share);
      known.words.push(match.phrase);
      strengths.set(template, known);
    }
  });
  const penalty = Math.max(0.7, 1 - unknownWord * unknownWords(words, matches));
  const all = [...strengths].map(([template, each]) => ({ template, ...each }));
  return new Map(
    all.map(({ template, strength, words: said }) => {
      const strongest = Math.max(0, ...all.filter((o) => o.template !== template).map((o) => o.strength));
      const share = strength / (strength + rival * strongest * (strongest / (strength + strongest)));
      return [template, { strength: strength * share * penalty, words: said }];
    }),
  );
}

/**
 * In a compound the last word is the head ("Water Revenue Bureau" collects revenue); in a list the first is named
 * first for a reason ("Finance and Human Resources").
 */
function placeShare(words: readonly Word[], matches: readonly SignalMatch[], place: number): number {
  const match = matches[place];
  const next = matches[place + 1];
  if (!match) return 0;
  if (next && !hasConnector(words, match.start + match.length, next.start)) return beforeHead;
  return place > 0 &&
    words.slice(0, match.start).some((each) => isConnector(each.stem)) &&
    !follows(words, matches, place)
    ? laterInList
    : 1;
}

function follows(words: readonly Word[], matches: readonly SignalMatch[], place: number): boolean {
  const before = matches[place - 1];
  const match = matches[place];
  return (
    before !== undefined &&
    match !== undefined &&
    !hasConnector(words, before.start + before.length, match.start)
  );
}

const hasConnector = (words: readonly Word[], from: number, to: number): boolean =>
  words.slice(from, to).some((each) => isConnector(each.stem));

function unknownWords(words: readonly Word[], matches: readonly SignalMatch[]): number {
  return words.filter(
    (each, place) =>
      !isConnector(each.stem) &&
      !frame.has(each.stem) &&
      !matches.some((match) => place >= match.start && place < match.start + match.length),
  ).length;
}
