/** Something that can be meant: its id, and the name that people know it by. */
export interface Named {
  id: string;
  name: string;
}

const nearEnough = 0.35;

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The id of the thing that is meant by its id, or by a name that only one thing has; null when none is. */
export function meant(reference: string, things: readonly Named[]): string | null {
  if (things.some((each) => each.id === reference)) return reference;
  const wanted = folded(reference);
  const found = things.filter((each) => wanted !== '' && folded(each.name) === wanted);
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}

/** At most three things whose id or name resembles the reference, the nearest first. */
export function nearMatches(reference: string, things: readonly Named[]): Named[] {
  const wanted = folded(reference);
  return things
    .map((each) => ({
      each,
      score: Math.max(likeness(wanted, folded(each.id)), likeness(wanted, folded(each.name))),
    }))
    .filter(({ score }) => score >= nearEnough)
    .sort((a, b) => b.score - a.score || (a.each.id < b.each.id ? -1 : 1))
    .slice(0, 3)
    .map(({ each }) => each);
}

/** Dice's coefficient of the pairs of letters: 0 for nothing in common, 1 for the same. */
function likeness(a: string, b: string): number {
  const pairsA = pairs(a);
  const pairsB = pairs(b);
  const shared = [...pairsA].filter((pair) => pairsB.has(pair)).length;
  return pairsA.size + pairsB.size === 0 ? 0 : (2 * shared) / (pairsA.size + pairsB.size);
}

function pairs(text: string): Set<string> {
  const padded = ` ${text} `;
  const found = new Set<string>();
  for (let place = 0; place + 2 <= padded.length; place += 1) found.add(padded.slice(place, place + 2));
  return found;
}
