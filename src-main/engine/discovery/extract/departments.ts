import type { Department, Evidence } from '@shared/contract/organisation-profile.js';
import { fold } from './clean-text.js';
import { labelKind } from './group-labels.js';
import type { OutlineNode, PageReading, PageTable } from './page-reading.js';
import { readPersonName } from './person-names.js';
import { reportedUrl } from './reported-url.js';
import { pathSegments, urlKey } from './resolve-url.js';
import {
  collectGroups,
  effectiveKind,
  groupScore,
  isUnitHome,
  isUnitPath,
  pageLabel,
  type UnitGroup,
} from './unit-groups.js';
import { cleanUnitName, foldUnitName, type NameShape, nameShape, unitKind } from './unit-names.js';

/** One place on the pages that says: this is a unit. `weight` is the log-odds it brings alone. */
export interface UnitClaim {
  name: string;
  href?: string;
  weight: number;
  structure: string;
  under: string;
  page: PageReading;
  quote: string;
  note?: string;
  /** On how many pages it says so. */
  pages: number;
}

/** A unit with all that speaks for it; the strongest claim comes first. */
export interface Unit {
  name: string;
  key: string;
  href?: string;
  claims: UnitClaim[];
  logOdds: number;
}

const threshold = 0.8;

const shapeWeight: Record<NameShape, number> = {
  unit: 0.8,
  function: 0.3,
  plain: -0.4,
  thing: -1.6,
  service: -4.5,
  furniture: -8,
};

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
    const weight = isStrong(group) ? score : score - bar;
    if (weight > 0) claims.push(...claimsOf(group, weight, place));
  }
  claims.push(
    ...trailClaims(pages, place),
    ...pageClaims(pages, place),
    ...tableClaims(pages, homes, known, place),
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

/** A list that speaks for the whole organisation: in the site's menu, or on a page that is about units. */
function isSiteLevel(group: UnitGroup, place: readonly string[]): boolean {
  const isFurniture = group.region === 'nav' || group.region === 'header' || group.region === 'footer';
  if (isFurniture) return group.pages > 1 || !isUnitPath(group.page.url);
  return labelKind(pageLabel(group.page), place) === 'units' || !isUnitPath(group.page.url);
}

/** What a list deep inside one page loses: it speaks of that page's subject, not of the organisation. */
function depthDiscount(group: UnitGroup, place: readonly string[]): number {
  if (group.region === 'nav' || group.region === 'header' || group.pages > 1) return 0;
  if (labelKind(pageLabel(group.page), place) === 'units') return 0;
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

function claimsOf(group: UnitGroup, score: number, place: readonly string[]): UnitClaim[] {
  const weight = Math.min(score, 4);
  const claims: UnitClaim[] = [];
  const isWeak = effectiveKind(group).kind !== 'units';
  const categories = categoriesOf(group, place);
  for (const entry of group.entries) {
    const children = categories.get(entry);
    if (children !== undefined && labelKind(entry.label, place) === 'outside') continue;
    for (const child of children ?? []) {
      const shape = nameShape(cleanUnitName(child.label));
      if (shape !== 'unit' && shape !== 'function') continue;
      const claim = claimOf(child, group, weight - 0.8, place);
      if (claim) claims.push({ ...claim, under: entry.label });
    }
    // A heading without a page of its own only groups what stands under it.
    if (children !== undefined && entry.href === undefined) continue;
    const claim = claimOf(entry, group, weight - (children === undefined ? 0 : 0.8), place);
    if (!claim || (isWeak && nameShape(claim.name) === 'plain')) continue;
    claims.push(claim);
  }
  return claims;
}

/** The entries that group units instead of being one, with those units. */
function categoriesOf(group: UnitGroup, place: readonly string[]): Map<OutlineNode, OutlineNode[]> {
  const found = new Map<OutlineNode, OutlineNode[]>();
  const small: [OutlineNode, OutlineNode[]][] = [];
  for (const entry of group.entries) {
    const children = entry.children.filter((child) => child.kind !== 'region' && child.label !== '');
    if (children.length === 0 || !listsUnits(entry, children, place)) continue;
    if (children.length >= 3) found.set(entry, children);
    else if (entry.href === undefined) small.push([entry, children]);
  }
  // One or two units make no category by themselves, but do beside larger ones.
  if (found.size > 0 && found.size + small.length >= group.entries.length / 2) {
    for (const [entry, children] of small) found.set(entry, children);
  }
  return found;
}

/**
 * Whether an entry's children are units that it only groups ("Public Safety": Police, Fire), or pages of a unit: pages
 * bring their own "Home" and "Contact us", lie below the unit's address, or are not named like units.
 */
function listsUnits(entry: OutlineNode, children: readonly OutlineNode[], place: readonly string[]): boolean {
  if (labelKind(entry.label, place) === 'outside') return true;
  const shapes = children.map((child) => nameShape(cleanUnitName(child.label)));
  if (shapes.some((shape) => shape === 'furniture')) return false;
  const own = fold(entry.label);
  if (children.some((child) => fold(child.label) === own)) return false;
  const named = shapes.filter((shape) => shape === 'unit' || shape === 'function').length / children.length;
  const home = entry.href === undefined ? undefined : urlKey(entry.href);
  const below =
    home === undefined
      ? 0
      : children.filter((child) => child.href !== undefined && urlKey(child.href).startsWith(`${home}/`))
          .length / children.length;
  return named >= 0.6 && below < 0.75;
}

function claimOf(
  entry: OutlineNode,
  group: UnitGroup,
  score: number,
  place: readonly string[],
): UnitClaim | undefined {
  const name = cleanUnitName(entry.label);
  if (name.length < 2 || name.length > 110) return undefined;
  if (labelKind(name, place) === 'units' || labelKind(name, place) === 'outside') return undefined;
  if (
    entry.href !== undefined &&
    /^(?:mailto|tel):|\.(?:pdf|docx?|xlsx?|zip|jpe?g|png)(?:$|[?#])/i.test(entry.href)
  )
    return undefined;
  const person = readPersonName(name);
  if (person !== undefined && person.certainty >= 0.7 && nameShape(name) === 'plain') return undefined;
  const path = entry.href !== undefined && isUnitPath(entry.href) ? 0.4 : 0;
  const weight = score + shapeWeight[nameShape(name)] + path;
  if (weight <= -1) return undefined;
  const claim: UnitClaim = {
    name,
    weight,
    structure: group.structure,
    under: group.label,
    page: group.page,
    quote: entry.label,
    pages: group.pages,
  };
  const href = entry.href ?? frontPage(entry);
  if (href !== undefined && urlKey(href) !== urlKey(group.page.url)) claim.href = href;
  if (entry.note !== undefined)
    claim.note = entry.note.startsWith(entry.label)
      ? entry.note.slice(entry.label.length).trim()
      : entry.note;
  return claim;
}

/** A menu entry that only opens its submenu keeps its own page there, as "Home" or under its own name. */
function frontPage(entry: OutlineNode): string | undefined {
  const own = fold(entry.label);
  return entry.children.find((child) => {
    const label = fold(child.label);
    return (
      label === own ||
      /^(?:home|home ?page|overview|welcome|about|about us|main page|department home)$/.test(label)
    );
  })?.href;
}

/** "Home > Departments > Finance": what follows the crumb of units is a unit. */
function trailClaims(pages: readonly PageReading[], place: readonly string[]): UnitClaim[] {
  const claims: UnitClaim[] = [];
  for (const page of pages) {
    const index = page.breadcrumbs.findIndex((crumb) => labelKind(crumb.label, place) === 'units');
    const crumb = index < 0 ? undefined : page.breadcrumbs[index + 1];
    if (crumb === undefined) continue;
    const name = cleanUnitName(crumb.label);
    const shape = shapeWeight[nameShape(name)];
    if (shape < -2 || name.length > 110) continue;
    const isLast = index + 2 === page.breadcrumbs.length;
    const href = crumb.href ?? (isLast ? page.url : undefined);
    const claim: UnitClaim = {
      name,
      weight: 1.6 + shape,
      structure: 'breadcrumb',
      under: page.breadcrumbs[index]?.label ?? '',
      page,
      quote: crumb.label,
      pages: 1,
    };
    claims.push(href === undefined ? claim : { ...claim, href });
  }
  return claims;
}

/** A page exactly one below a folder of units, by the name in its first heading. */
function pageClaims(pages: readonly PageReading[], place: readonly string[]): UnitClaim[] {
  const claims: UnitClaim[] = [];
  for (const page of pages) {
    if (!isUnitHome(page.url)) continue;
    const heading = page.headings.find((entry) => entry.level === 1) ?? page.headings[0];
    if (heading === undefined || labelKind(heading.text, place) !== 'unknown') continue;
    const name = cleanUnitName(heading.text);
    const shape = nameShape(name);
    if (shape !== 'unit' && shape !== 'function') continue;
    claims.push({
      name,
      href: page.url,
      weight: 1.1 + shapeWeight[shape],
      structure: 'page',
      under: '',
      page,
      quote: heading.text,
      pages: 1,
    });
  }
  return claims;
}

const unitColumn =
  /^(?:department|office|division|agency|bureau|unit|department name|department office|office name)s?$/;

/** Tables with a column of units: directories and staff lists. */
function tableClaims(
  pages: readonly PageReading[],
  homes: ReadonlySet<string>,
  known: readonly Unit[],
  place: readonly string[],
): UnitClaim[] {
  const claims: UnitClaim[] = [];
  for (const page of pages) {
    if (page.tables.length === 0 || isOnUnitPage(page, homes, known, place)) continue;
    for (const table of page.tables) {
      const column = table.header.findIndex((cell) => unitColumn.test(fold(cell)));
      if (column < 0 || holdsFigures(table)) continue;
      const cells = new Map<string, { text: string; href?: string }>();
      for (const row of table.rows) {
        const cell = row[column];
        if (cell !== undefined && cell.text !== '' && !cells.has(fold(cell.text)))
          cells.set(fold(cell.text), cell);
      }
      if (cells.size < 3) continue;
      for (const cell of cells.values()) {
        const name = cleanUnitName(cell.text);
        const weight = 1.2 + shapeWeight[nameShape(name)];
        if (weight <= 0) continue;
        const under = table.header[column] ?? '';
        const claim: UnitClaim = {
          name,
          weight,
          structure: 'directory',
          under,
          page,
          quote: cell.text,
          pages: 1,
        };
        claims.push(cell.href === undefined ? claim : { ...claim, href: cell.href });
      }
    }
  }
  return claims;
}

/** Budgets and statistics name units too, by functions and totals rather than as they are organised. */
function holdsFigures(table: PageTable): boolean {
  const width = Math.min(12, table.header.length);
  for (let column = 0; column < width; column += 1) {
    const figures = table.rows.filter((row) =>
      /^[($£€-]{0,3}\d[\d,. ]*[%)kKmM]?$/.test(row[column]?.text ?? ''),
    );
    if (figures.length > table.rows.length / 2) return true;
  }
  return false;
}

function schemaClaims(pages: readonly PageReading[]): UnitClaim[] {
  const claims: UnitClaim[] = [];
  for (const page of pages) {
    for (const node of page.schema) {
      const isUnit =
        node.types.includes('GovernmentOffice') ||
        (node.parent !== undefined && node.types.some((type) => type.endsWith('Organization')));
      if (!isUnit || node.name === undefined) continue;
      const visible = page.lines.find((line) => line.text.includes(node.name ?? ''));
      if (visible === undefined) continue;
      const name = cleanUnitName(node.name);
      claims.push({
        name,
        weight: 2 + shapeWeight[nameShape(name)],
        structure: 'schema.org',
        under: '',
        page,
        quote: node.name,
        pages: 1,
      });
    }
  }
  return claims;
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
  for (const claim of claims) {
    if (claim.weight + 1 < (best?.weight ?? 0) || claim.structure !== best?.structure) continue;
    support.set(claim.name, (support.get(claim.name) ?? 0) + claim.pages);
  }
  let name = best?.name ?? '';
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
