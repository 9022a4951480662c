import { pathSegments, urlKey } from './resolve-url.js';
import type { UnitClaim } from './unit-claims.js';
import { foldUnitName } from './unit-names.js';

/** A unit with all that speaks for it; the strongest claim comes first. */
export interface Unit {
  name: string;
  key: string;
  href?: string;
  claims: UnitClaim[];
  logOdds: number;
}

/** Takes claims on one unit together: by folded name, or by an address that belongs to one name only. */
export function foldClaims(claims: readonly UnitClaim[], place: readonly string[]): Unit[] {
  const ordered = [...claims].sort((a, b) => b.weight - a.weight);
  const shared = sharedAddresses(ordered, place);
  const byName = new Map<string, Unit>();
  const byAddress = new Map<string, Unit>();
  const units: Unit[] = [];
  for (const claim of ordered) {
    const key = foldUnitName(claim.name, place);
    if (key === '') continue;
    const address = claim.href === undefined ? undefined : addressOf(claim.href);
    const isOwn = address !== undefined && !shared.has(address);
    let unit = byName.get(key) ?? (isOwn && claim.structure !== 'page' ? byAddress.get(address) : undefined);
    if (unit === undefined) {
      unit = { name: claim.name, key, claims: [], logOdds: 0 };
      units.push(unit);
    }
    unit.claims.push(claim);
    if (unit.href === undefined && claim.href !== undefined) unit.href = claim.href;
    if (!byName.has(key)) byName.set(key, unit);
    if (isOwn && !byAddress.has(address)) byAddress.set(address, unit);
  }
  for (const unit of units) {
    unit.logOdds = combine(unit.claims);
    unit.name = commonName(unit.claims);
  }
  return units;
}

/** The name that stands on most pages among the claims of the strongest kind; saved pages may show menus of several years. */
function commonName(claims: readonly UnitClaim[]): string {
  const best = claims[0];
  const support = new Map<string, number>();
  const linked = claims.some(
    (claim) => claim.href !== undefined && claim.weight + 1.5 >= (best?.weight ?? 0),
  );
  for (const claim of claims) {
    if (linked && claim.href === undefined) continue;
    if (claim.weight + 1.5 < (best?.weight ?? 0)) continue;
    support.set(claim.name, (support.get(claim.name) ?? 0) + claim.pages);
  }
  let name = [...support.keys()][0] ?? best?.name ?? '';
  for (const [candidate, pages] of support) if (pages > (support.get(name) ?? 0)) name = candidate;
  return name;
}

function addressOf(href: string): string {
  return urlKey(href).replace(/^([^/]*)\/content\//, '$1/');
}

/** Addresses to which several names lead at equal strength, and addresses of front pages, identify nothing. */
function sharedAddresses(claims: readonly UnitClaim[], place: readonly string[]): Set<string> {
  const names = new Map<string, Set<string>>();
  const shared = new Set<string>();
  for (const claim of claims) {
    if (claim.href === undefined) continue;
    const address = addressOf(claim.href);
    if (
      pathSegments(claim.href).length === 0 &&
      address.split('/')[0] === addressOf(claim.page.url).split('/')[0]
    )
      shared.add(address);
    const key = `${claim.page.url} ${claim.under} ${claim.structure} ${address}`;
    const known = names.get(key) ?? new Set<string>();
    known.add(foldUnitName(claim.name, place));
    names.set(key, known);
    if (known.size > 1) shared.add(address);
  }
  return shared;
}

/** The strongest claim counts in full, every further kind of structure by two fifths: they are not quite independent. */
function combine(claims: readonly UnitClaim[]): number {
  const best = new Map<string, number>();
  for (const claim of claims) {
    best.set(claim.structure, Math.max(best.get(claim.structure) ?? Number.NEGATIVE_INFINITY, claim.weight));
  }
  const [first = 0, ...rest] = [...best.values()].sort((a, b) => b - a);
  return (
    first +
    Math.min(
      2,
      rest.filter((weight) => weight > 0).reduce((sum, weight) => sum + 0.4 * weight, 0),
    )
  );
}

/** Logistic function of the log-odds above the threshold's even chance, in 0..1 with two decimals. */
export function confidenceOf(logOdds: number): number {
  return Math.round(100 / (1 + Math.exp(-logOdds))) / 100;
}
