import { fold } from './clean-text.js';
import type { Unit } from './fold-claims.js';

/** Kebab-case identifiers from the units' names, unique in the list; equal names are numbered in order. */
export function unitIds(units: readonly Pick<Unit, 'name'>[]): string[] {
  const used = new Map<string, number>();
  return units.map((unit) => {
    const base =
      fold(unit.name)
        .normalize('NFKD')
        .replace(/\p{M}|'/gu, '')
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 60)
        .replace(/-+$/, '') || 'unit';
    const count = (used.get(base) ?? 0) + 1;
    used.set(base, count);
    return count === 1 ? base : `${base}-${count}`;
  });
}
