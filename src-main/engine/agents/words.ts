/** One word of a name: as it was written, and the form by which words are compared. */
export interface Word {
  written: string;
  stem: string;
}

const word = /[\p{L}\p{N}]+(?:['’][\p{L}]+)?(?:\.(?=\p{L}\.))?/gu;

/**
 * Splits text into words. Stems are lower-case, without diacritics, possessive or plural ending; nothing else is cut, so
 * that "parking" never becomes "park".
 */
export function wordsOf(text: string): Word[] {
  const joined = text
    .normalize('NFKC')
    .replace(/\b(\p{Lu})\.(?=\p{Lu}\b)/gu, '$1')
    .replace(/&|\+/g, ' and ');
  const words: Word[] = [];
  for (const [written] of joined.matchAll(word)) words.push({ written, stem: stemOf(written) });
  return words;
}

/** The form by which words are compared. */
export function stemOf(written: string): string {
  const folded = written
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/['’](?:s|)$/u, '')
    .replace(/['’]/g, '');
  return singular(folded);
}

function singular(stem: string): string {
  if (stem.length < 4 || !stem.endsWith('s') || /(?:ss|us|is)$/.test(stem)) return stem;
  if (stem.endsWith('ies') && stem.length > 4) return `${stem.slice(0, -3)}y`;
  if (/(?:x|ch|sh|ss)es$/.test(stem)) return stem.slice(0, -2);
  return stem.slice(0, -1);
}

/** The stems of a phrase, joined by one space: the key of a signal. */
export function phraseKey(text: string): string {
  return wordsOf(text)
    .map((each) => each.stem)
    .join(' ');
}
