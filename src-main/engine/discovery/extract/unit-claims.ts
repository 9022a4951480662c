import { fold } from './clean-text.js';
import { isForeign, ownHosts } from './group-facts.js';
import { labelKind } from './group-labels.js';
import type { OutlineNode, PageReading } from './page-reading.js';
import { readAddressed } from './person-lines.js';
import { readPersonName } from './person-names.js';
import { urlKey } from './resolve-url.js';
import { effectiveKind, isUnitHome, isUnitPath, type UnitGroup } from './unit-groups.js';
import { cleanUnitName, type NameShape, nameShape } from './unit-names.js';

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

/** What the words of a name add to the log-odds that it names a unit. */
export const shapeWeight: Record<NameShape, number> = {
  unit: 0.8,
  function: 0.3,
  plain: -0.4,
  thing: -1.6,
  service: -4.5,
  furniture: -8,
};

/** What a group that lists units says of each of its entries, and of the units under its categories. */
export function claimsOf(group: UnitGroup, score: number, place: readonly string[]): UnitClaim[] {
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

const explicitForm =
  /^(?:the )?(?:office|bureau|division|department|directorate) (?:of|for) \S|\S (?:office|bureau|division|department|directorate)$/;
const branch =
  /^(?:contact|find|visit)\b|\b(?:field|regional|branch|district|local|area|home|head|main|post|box|satellite|ticket|back|front|contact (?:our|the)|state|federal|u s|us) office$|\bof (?:conduct|the day)\b/;

/**
 * Entries of the site's own menus that are named in the full form of a unit ("Office of …", "… Division"), below labels that
 * speak of the organisation in general ("About us", "Government"), where agencies keep the offices around their head.
 */
export function explicitClaims(group: UnitGroup, place: readonly string[]): UnitClaim[] {
  const isGeneral =
    group.kind === 'neutral' ||
    /^(?:about|inside|who we are|our (?:agency|organi[sz]ation))\b/.test(fold(group.label));
  if (group.region !== 'nav' || !isGeneral) return [];
  const own = ownHosts(group.page);
  return group.entries.flatMap((entry) => {
    const text = fold(cleanUnitName(entry.label));
    if (!explicitForm.test(text) || branch.test(text) || nameShape(entry.label) !== 'unit') return [];
    if (entry.href === undefined || isForeign(entry.href, own)) return [];
    // Deep below a folder of units: a unit's own office.
    if (isUnitPath(entry.href) && !isUnitHome(entry.href)) return [];
    const claim = claimOf(entry, group, 0.4, place);
    return claim === undefined ? [] : [claim];
  });
}

/** The entries that group units instead of being one, with those units. */
function categoriesOf(group: UnitGroup, place: readonly string[]): Map<OutlineNode, OutlineNode[]> {
  const found = new Map<OutlineNode, OutlineNode[]>();
  const small: [OutlineNode, OutlineNode[]][] = [];
  for (const entry of group.entries) {
    const children = entry.children.filter((child) => child.kind !== 'region' && child.label !== '');
    if (children.length === 0 || !listsUnits(entry, children, place)) continue;
    // Plain words under a unit's heading say what it does.
    if (entry.kind !== 'item' && !children.some((child) => child.href !== undefined || child.kind !== 'item'))
      continue;
    if (children.length >= 3) found.set(entry, children);
    else if (entry.href === undefined) small.push([entry, children]);
  }
  // An entry with a page of its own is a unit whose submenu lists its pages, unless those stand beside it as equals.
  const isCategorised = [...found.keys()].filter((entry) => isField(entry, place)).length >= found.size / 3;
  for (const [entry, children] of isCategorised ? [] : found) {
    if (entry.href !== undefined && !isCategory(entry, children, group)) found.delete(entry);
  }
  // One or two units make no category by themselves, but do beside larger ones.
  if (found.size > 0 && found.size + small.length >= group.entries.length / 2) {
    for (const [entry, children] of small) found.set(entry, children);
  }
  return found;
}

/** Whether a linked entry is only a heading: its children lie in a folder of units, or it is named like no unit. */
function isCategory(entry: OutlineNode, children: readonly OutlineNode[], group: UnitGroup): boolean {
  const homes = children.filter((child) => child.href !== undefined && isUnitHome(child.href)).length;
  if (homes >= children.length * 0.6 || group.kind !== 'units') return true;
  return nameShape(cleanUnitName(entry.label)) === 'plain' || broad.test(fold(entry.label));
}

/** Whether an entry names a field of government or other bodies: a list with several such entries is filed by fields. */
function isField(entry: OutlineNode, place: readonly string[]): boolean {
  return broad.test(fold(entry.label)) || labelKind(entry.label, place) === 'outside';
}

/** Fields of government under which sites file several units. */
const broad =
  /^(?:public safety(?: and .{3,30})?|(?:general|internal|external) (?:government|services|administration)|administration and finance|health and (?:human|social) services|health and welfare|human services|community (?:services|development and services)|land use.*|infrastructure.*|development(?: and infrastructure)?|justice(?: and .{3,30})?|law and justice|courts(?: and .{3,30})?|culture and recreation|other.*)$/;

/**
 * Whether an entry's children are units that it only groups ("Public Safety": Police, Fire), or pages of a unit: pages
 * bring their own "Home" and "Contact us", lie below the unit's address, or are not named like units.
 */
function listsUnits(entry: OutlineNode, children: readonly OutlineNode[], place: readonly string[]): boolean {
  if (labelKind(entry.label, place) === 'outside') return true;
  const shapes = children.map((child) => nameShape(cleanUnitName(child.label)));
  if (shapes.some((shape) => shape === 'furniture')) return false;
  const own = fold(entry.label);
  if (children.some((child) => fold(child.label) === own || isDocument(child.href))) return false;
  const named = shapes.filter((shape) => shape === 'unit' || shape === 'function').length / children.length;
  const home = entry.href === undefined ? undefined : urlKey(entry.href);
  const below =
    home === undefined
      ? 0
      : children.filter((child) => child.href !== undefined && urlKey(child.href).startsWith(`${home}/`))
          .length / children.length;
  return named >= 0.6 && below < 0.6;
}

function isDocument(href: string | undefined): boolean {
  return href !== undefined && /\.(?:pdf|docx?|xlsx?|zip|jpe?g|png)(?:$|[?#])/i.test(href);
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
  if (isDocument(entry.href) || /^(?:mailto|tel):/i.test(entry.href ?? '')) return undefined;
  const person = readPersonName(name);
  if (person !== undefined && person.certainty >= 0.7 && nameShape(name) === 'plain') return undefined;
  if (isOfficial(name, group.label) && !isUnitPath(entry.href ?? '')) return undefined;
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
      ? entry.note.slice(entry.label.length).replace(betweenNameAndNote, '').trim()
      : entry.note;
  return claim;
}

/** An abbreviation of the name, and the dash or colon before its description. */
const betweenNameAndNote = /^\s*(?:\([^()]{1,40}\))?[\s–—:|-]*/;

/** "Sheriff Full Name": a person in office. Outside lists of officials only with a given name that is known. */
function isOfficial(name: string, label: string): boolean {
  const official = readAddressed(name);
  if (official === undefined) return false;
  return official.certainty >= 0.9 || /\b(?:elected|officials|officers)\b/.test(fold(label));
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
