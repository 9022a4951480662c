import { type AgentTemplate, fallbackTemplateId } from './agent-template.js';
import type { Evidence } from './name-evidence.js';
import { stemOf } from './words.js';

/** The readable part of a page: all that template matching looks at. */
export interface PageText {
  url: string;
  title: string;
  blocks: readonly { heading: string; text: string }[];
}

/** Beyond this many words a department's pages say nothing new about what kind of department it is. */
const mostWords = 60_000;
/** This many different telling words make the witness as sure as it gets. */
const enoughWords = 9;

interface Vocabulary {
  templates: { id: string; words: ReadonlyMap<string, string> }[];
  /** Of a word: log of how few templates use it. */
  rarity: ReadonlyMap<string, number>;
}
const vocabularies = new WeakMap<readonly AgentTemplate[], Vocabulary>();

/** What the words of a department's own pages say, by term frequency and rarity among the templates. */
export function vocabularyEvidence(
  pages: readonly PageText[],
  templates: readonly AgentTemplate[],
): Evidence {
  if (pages.length === 0) return new Map();
  const vocabulary = vocabularies.get(templates) ?? vocabularyOf(templates);
  vocabularies.set(templates, vocabulary);
  const counts = countWords(pages, vocabulary.rarity);
  const scored = vocabulary.templates.map(({ id, words }) => ({
    id,
    ...scoreOf(words, vocabulary.rarity, counts),
  }));
  const total = scored.reduce((sum, each) => sum + each.score ** 2, 0);
  if (total === 0) return new Map();
  const chance = 1 / vocabulary.templates.length;
  return new Map(
    scored.map(({ id, score, found }) => {
      const share = Math.max(0, (score ** 2 / total - chance) / (1 - chance));
      return [id, { strength: share * Math.min(1, found.length / enoughWords), words: found }];
    }),
  );
}

function vocabularyOf(templates: readonly AgentTemplate[]): Vocabulary {
  const used = templates
    .filter((template) => template.kind === 'department' && template.id !== fallbackTemplateId)
    .map((template) => ({
      id: template.id,
      words: new Map(template.vocabulary.map((word) => [stemOf(word), word])),
    }));
  const rarity = new Map<string, number>();
  for (const { words } of used) {
    for (const stem of words.keys()) rarity.set(stem, (rarity.get(stem) ?? 0) + 1);
  }
  for (const [stem, count] of rarity) rarity.set(stem, Math.log(1 + used.length / count));
  return { templates: used, rarity };
}

function countWords(pages: readonly PageText[], wanted: ReadonlyMap<string, number>): Map<string, number> {
  const counts = new Map<string, number>();
  let left = mostWords;
  for (const page of pages) {
    const text = [page.title, ...page.blocks.flatMap((block) => [block.heading, block.text])].join('\n');
    for (const [written] of text.matchAll(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu)) {
      left -= 1;
      if (left < 0) return counts;
      const stem = stemOf(written);
      if (wanted.has(stem)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    }
  }
  return counts;
}

function scoreOf(
  words: ReadonlyMap<string, string>,
  rarity: ReadonlyMap<string, number>,
  counts: ReadonlyMap<string, number>,
): { score: number; found: string[] } {
  const found = [...words]
    .map(([stem, word]) => ({ word, value: (rarity.get(stem) ?? 0) * Math.log(1 + (counts.get(stem) ?? 0)) }))
    .filter((each) => each.value > 0)
    .sort((a, b) => b.value - a.value || (a.word < b.word ? -1 : 1));
  const sum = found.reduce((total, each) => total + each.value, 0);
  return { score: sum / Math.sqrt(Math.max(1, words.size)), found: found.map((each) => each.word) };
}
