/** Whether every word of `filter` occurs in one of `fields`, whatever the case and the accents. */
export function matchesFilter(filter: string, fields: readonly (string | null | undefined)[]): boolean {
  const words = folded(filter).split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = folded(fields.filter(Boolean).join('\n'));
  return words.every((word) => text.includes(word));
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

export type SortValue = string | number | null;

/** Orders texts as people do (`Ward 2` before `Ward 10`) and numbers by size; nothing comes last. */
export function compareValues(a: SortValue, b: SortValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
