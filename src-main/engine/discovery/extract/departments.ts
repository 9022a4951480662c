import type { Department, Evidence } from '@shared/contract/organisation-profile.js';
import { fold } from './clean-text.js';
import { confidenceOf, foldClaims, type Unit } from './fold-claims.js';
import { isStructural, labelKind } from './group-labels.js';
import type { PageReading } from './page-reading.js';
import { reportedUrl } from './reported-url.js';
import { pathSegments, urlKey } from './resolve-url.js';
import { claimsOf, explicitClaims } from './unit-claims.js';
import {
  collectGroups,
  effectiveKind,
  groupScore,
  homeShare,
  isUnitPath,
  pageLabel,
  type UnitGroup,
} from './unit-groups.js';
import { foldUnitName, unitKind } from './unit-names.js';
import { pageClaims, schemaClaims, tableClaims, trailClaims } from './unit-page-claims.js';

const threshold = 0.8;

/**
 * Finds the organisation's units. Independent evidence is added as log-odds: menus, directories, accordions and headings
 * under a label that announces units; links below a folder of units; trails; tables; schema.org. A list of units nested
 * in a unit, or standing on a unit's own page, names sub-units and is left out.
 */
export function findUnits(pages: readonly PageReading[], place: readonly string[]): Unit[] {
  const groups = collectGroups(pages, place);
  const scored = groups
    .map((group) => ({ group, score: groupScore(group) - depthDiscount(group, place) }))
    .filter(({ score }) => score > 0);
  const isStrong = (group: UnitGroup): boolean => effectiveKind(group).kind === 'units';
  const site = scored.filter(({ group }) => isStrong(group) && !isNested(group) && isSiteLevel(group, place));
  const claims = site.flatMap(({ group, score }) => claimsOf(group, score, place));
  const known = foldClaims(claims, place).filter((unit) => unit.logOdds >= threshold);
  // Where the organisation lists its units itself, lists under vaguer labels need more to add to them.
  const bar = known.length >= 4 ? 2 : 0;
  const homes = new Set(known.flatMap((unit) => (unit.href === undefined ? [] : [urlKey(unit.href)])));
  for (const { group, score } of scored) {
    if (site.some((entry) => entry.group === group) || isNested(group)) continue;
    if (isOnUnitPage(group.page, homes, known, place) && group.region !== 'nav') continue;
    const weight = isStrong(group) || homeShare(group) >= 0.75 ? score : score - bar;
    if (weight > 0) claims.push(...claimsOf(group, weight, place));
  }
  for (const group of groups) {
    const isSites = group.pages * 2 >= pages.length && !isNested(group);
    if (isSites) claims.push(...explicitClaims(group, place));
  }
  claims.push(
    ...trailClaims(pages, place),
    ...pageClaims(pages, place),
    ...tableClaims(pages.filter((page) => !isOnUnitPage(page, homes, known, place))),
  );
  claims.push(...schemaClaims(pages));
  return foldClaims(claims, place)
    .filter((unit) => unit.logOdds >= threshold)
    .filter((unit) => !namesOrganisation(unit.name, place));
}

const generic =
  /^(?:the|city|county|town|village|borough|district|parish|state|government|of|and|official|website|site)$/;

/** "City of X", "X County": the organisation itself, as sites write it in headers and trails. */
function namesOrganisation(name: string, place: readonly string[]): boolean {
  const rest = fold(name)
    .split(' ')
    .filter((word) => !generic.test(word));
  return place.length > 0 && rest.length > 0 && rest.every((word) => place.includes(word));
}

/** Whether the group stands inside an entry of a list of units: its entries are that unit's pages or sub-units. */
function isNested(group: UnitGroup): boolean {
  const top = group.above.findIndex((entry) => entry.kind === 'units');
  if (top < 0) return false;
  const between = [{ kind: group.kind }, ...group.above.slice(0, top)];
  return between.some((entry) => entry.kind !== 'silent' && entry.kind !== 'units');
}

/** A list that speaks for the whole organisation: in the site's menu, on the front page, or on a page that is about units. */
function isSiteLevel(group: UnitGroup, place: readonly string[]): boolean {
  const isFurniture = group.region === 'nav' || group.region === 'header' || group.region === 'footer';
  if (isFurniture) return group.pages > 1 || !isUnitPath(group.page.url);
  return labelKind(pageLabel(group.page), place) === 'units' || pathSegments(group.page.url).length === 0;
}

/** What a list deep inside one page loses: it speaks of that page's subject, not of the organisation. */
function depthDiscount(group: UnitGroup, place: readonly string[]): number {
  if (group.region === 'nav' || group.region === 'header' || group.pages > 1) return 0;
  const label = pageLabel(group.page);
  if (labelKind(label, place) === 'units' || isStructural(label)) return 0;
  const depth = pathSegments(group.page.url).length;
  if (depth <= 1) return 0;
  return effectiveKind(group).kind === 'units' ? 0.3 * Math.min(3, depth - 1) : 1.5;
}

function isOnUnitPage(
  page: PageReading,
  homes: ReadonlySet<string>,
  known: readonly Unit[],
  place: readonly string[],
): boolean {
  if (labelKind(pageLabel(page), place) === 'units') return false;
  const key = urlKey(page.url);
  if (homes.has(key)) return true;
  for (const home of homes) if (home.split('/').length >= 2 && key.startsWith(`${home}/`)) return true;
  const name = foldUnitName(pageLabel(page), place);
  return isUnitPath(page.url) || known.some((unit) => unit.key === name);
}

/** The unit as the contract describes it, without head and contacts. */
export function toDepartment(unit: Unit, id: string, pageUrl: (page: PageReading) => string): Department {
  const first = unit.claims[0];
  const evidence: Evidence[] = [];
  const seen = new Set<string>();
  for (const claim of unit.claims) {
    const source = pageUrl(claim.page);
    const key = `${claim.structure} ${source}`;
    if (seen.has(key) || evidence.length >= 5) continue;
    seen.add(key);
    const entry: Evidence = { source, quote: claim.quote, structure: claim.structure };
    if (claim.under !== '') entry.location = claim.under;
    evidence.push(entry);
  }
  const department: Department = {
    id,
    name: unit.name,
    kind: unitKind(unit.name, first?.under ?? ''),
    contacts: [],
    confidence: confidenceOf(unit.logOdds),
    evidence,
  };
  if (unit.href !== undefined) department.url = reportedUrl(unit.href);
  return department;
}
