import type { AgentTemplate } from './agent-template.js';
import { phraseKey, type Word } from './words.js';

/** A phrase found in a name: what it says for each template, and where it stands. */
export interface SignalMatch {
  phrase: string;
  start: number;
  length: number;
  weights: ReadonlyMap<string, number>;
}

export interface SignalIndex {
  phrases: ReadonlyMap<string, ReadonlyMap<string, number>>;
  abbreviations: ReadonlyMap<string, ReadonlyMap<string, number>>;
  longest: number;
}

/** How surely an abbreviation tells its template: less than a spelled-out name, since abbreviations have many meanings. */
const abbreviationWeight = 0.9;

/** The phrases of a template library, made once and looked up by stems. */
export function indexSignals(templates: readonly AgentTemplate[]): SignalIndex {
  const phrases = new Map<string, Map<string, number>>();
  const abbreviations = new Map<string, Map<string, number>>();
  let longest = 1;
  for (const template of templates) {
    for (const [phrase, weight] of Object.entries(template.signals)) {
      const key = phraseKey(phrase);
      longest = Math.max(longest, key.split(' ').length);
      const weights = entry(phrases, key);
      weights.set(template.id, Math.max(weight, weights.get(template.id) ?? 0));
    }
    for (const short of template.abbreviations) {
      entry(abbreviations, short.toUpperCase()).set(template.id, abbreviationWeight);
    }
  }
  return { phrases, abbreviations, longest };
}

function entry(map: Map<string, Map<string, number>>, key: string): Map<string, number> {
  const found = map.get(key) ?? new Map<string, number>();
  map.set(key, found);
  return found;
}

/** Words that join or frame a name and may stand inside a phrase: "Department of Parks and Recreation". */
const connectors = new Set([
  'and',
  'of',
  'the',
  'for',
  'on',
  'to',
  'de',
  'la',
  'le',
  'y',
  'et',
  'und',
  'en',
  'di',
  'e',
  'a',
  'des',
  'del',
  'du',
  'der',
  'den',
  'fur',
  'los',
  'las',
  'les',
  'da',
  'do',
  'i',
  'with',
  'in',
]);

export const isConnector = (stem: string): boolean => connectors.has(stem);

/** Which words may be read as an abbreviation: those in capitals, any (text of one case), or none. */
export type Abbreviations = 'capitals' | 'any' | 'none';

/**
 * Finds the phrases of a name, the longest first at each place, so that "human relations" never counts as "human
 * resources" and "law enforcement" never as "law".
 */
export function findSignals(
  words: readonly Word[],
  index: SignalIndex,
  abbreviations: Abbreviations,
): SignalMatch[] {
  const matches: SignalMatch[] = [];
  const taken = new Array<boolean>(words.length).fill(false);
  for (let length = Math.min(index.longest, words.length); length >= 1; length -= 1) {
    for (let start = 0; start + length <= words.length; start += 1) {
      if (taken.slice(start, start + length).some(Boolean)) continue;
      const found = lookUp(words.slice(start, start + length), index, abbreviations);
      if (!found) continue;
      taken.fill(true, start, start + length);
      matches.push({ ...found, start, length });
    }
  }
  return matches.sort((a, b) => a.start - b.start);
}

function lookUp(
  words: readonly Word[],
  index: SignalIndex,
  abbreviations: Abbreviations,
): { phrase: string; weights: ReadonlyMap<string, number> } | null {
  const first = words[0];
  if (words.length === 1 && first && abbreviations !== 'none') {
    const short = index.abbreviations.get(first.written.toUpperCase());
    if (short && (abbreviations === 'any' || isCapitals(first.written))) {
      return { phrase: first.written, weights: short };
    }
  }
  const weights = index.phrases.get(words.map((each) => each.stem).join(' '));
  return weights ? { phrase: words.map((each) => each.written).join(' '), weights } : null;
}

const isCapitals = (written: string): boolean =>
  written === written.toUpperCase() || /^[A-Z][a-z]?[A-Z]{2,}$/.test(written);
