import { fold } from './clean-text.js';
import { headingsWithContact, isForeign, ownHosts } from './group-facts.js';
import { type LabelKind, labelKind } from './group-labels.js';
import type { OutlineNode, PageReading, Region } from './page-reading.js';
import { pathSegments, urlKey } from './resolve-url.js';
import { nameShape } from './unit-names.js';

/** Entries that the author put side by side under one label, as they were found on one or more pages. */
export interface UnitGroup {
  label: string;
  kind: LabelKind;
  /** The label's own link. */
  labelHref?: string;
  /** Labels above, nearest first, with their kinds. */
  above: { label: string; kind: LabelKind }[];
  entries: OutlineNode[];
  region: Region;
  /** The page on which it was first found. */
  page: PageReading;
  /** On how many pages the same entries stand. */
  pages: number;
  structure: 'menu' | 'list' | 'headings' | 'accordion' | 'directory';
}

const largestGroup = 400;

/** Every group of two or more siblings on the pages, equal groups of several pages taken together. */
export function collectGroups(pages: readonly PageReading[], place: readonly string[]): UnitGroup[] {
  const groups = new Map<string, UnitGroup>();
  // A menu that a pool shares between pages is walked once.
  const shared = new Map<OutlineNode, UnitGroup[]>();
  // Every page repeats the site's menu: each label is read once.
  const kinds = new Map<string, LabelKind>();
  const kindOf = (label: string): LabelKind => {
    const known = kinds.get(label) ?? labelKind(label, place);
    kinds.set(label, known);
    return known;
  };
  for (const page of pages) {
    const top = pageLabel(page);
    const heading = page.headings.find((entry) => entry.level === 1 && entry.region !== 'header');
    const seen = new Set<UnitGroup>();
    const visit = (node: OutlineNode, above: UnitGroup['above']): void => {
      if (node.region === 'breadcrumb') return;
      const earlier = shared.get(node);
      if (earlier !== undefined) {
        for (const group of earlier) if (!seen.has(group)) group.pages += 1;
        for (const group of earlier) seen.add(group);
        return;
      }
      const before = new Set(seen);
      // What stands outside the main part is none of the main heading's, toolbars and alerts above it for example.
      const isText = node.region === 'main' || (node.region === 'body' && heading?.region !== 'main');
      const named = node.label === '' && isText ? (above[0]?.label ?? top) : node.label;
      const namedKind = kindOf(named);
      // The main heading says nothing about the bars of links before it.
      const isBefore =
        isText && node.label === '' && node.children.some((child) => isMainHeading(child, top));
      for (const entries of [...runsOf(node), ...lettered(node)]) {
        const isUntitled = isBefore && entries[0]?.kind !== 'heading';
        const [label, kind] = isUntitled ? (['', 'unknown'] as const) : ([named, namedKind] as const);
        const key = `${label}|${entries.map((entry) => entry.label).join('|')}`;
        const known = groups.get(key);
        const group = known ?? newGroup(label, kind, node, above, entries, page);
        if (known === undefined) {
          if (entries.length > largestGroup) continue;
          groups.set(key, group);
        } else if (!seen.has(group)) group.pages += 1;
        seen.add(group);
      }
      const chain = node.label === '' ? above : [{ label: node.label, kind: namedKind }, ...above];
      for (const child of node.children) if (child.children.length > 0) visit(child, chain);
      if (node.kind === 'region' && above.length === 0)
        shared.set(
          node,
          [...seen].filter((group) => !before.has(group)),
        );
    };
    const root: OutlineNode = {
      kind: 'region',
      label: '',
      level: 0,
      region: 'body',
      run: '',
      children: page.outline,
    };
    visit(root, []);
  }
  return [...groups.values()];
}

function isMainHeading(node: OutlineNode, top: string): boolean {
  return node.kind === 'heading' && node.label === top;
}

function newGroup(
  label: string,
  kind: LabelKind,
  node: OutlineNode,
  above: UnitGroup['above'],
  entries: OutlineNode[],
  page: PageReading,
): UnitGroup {
  const first = entries[0];
  const region = first?.region ?? node.region;
  const structure =
    region === 'nav' || region === 'header'
      ? 'menu'
      : first?.kind === 'heading'
        ? 'headings'
        : node.kind === 'summary'
          ? 'accordion'
          : kind === 'units' && node.level <= 2
            ? 'directory'
            : 'list';
  const group: UnitGroup = { label, kind, above, entries, region, page, pages: 1, structure };
  if (node.href !== undefined) group.labelHref = node.href;
  return group;
}

/** A menu entry's children are one group; under headings and in regions, what looks alike is one group. */
function runsOf(node: OutlineNode): OutlineNode[][] {
  const runs = new Map<string, OutlineNode[]>();
  const menu = node.kind === 'item';
  for (const child of node.children) {
    if (child.kind === 'region' || child.label === '') continue;
    const key =
      menu && child.kind === 'item'
        ? 'item'
        : `${child.kind === 'heading' ? child.level : child.kind} ${child.run}`;
    const run = runs.get(key);
    if (run) run.push(child);
    else runs.set(key, [child]);
  }
  return [...runs.values()];
}

/** An index by letters ("A", "B–C") is one list, however many headings it has. */
function lettered(node: OutlineNode): OutlineNode[][] {
  const letters = node.children.filter(
    (child) => /^\p{L}(?:\s*[-–—/]\s*\p{L})?$/u.test(child.label) && child.children.length > 0,
  );
  if (letters.length < 2) return [];
  return [
    letters.flatMap((child) =>
      child.children.filter((entry) => entry.kind !== 'region' && entry.label !== ''),
    ),
  ];
}

/** What a page calls itself: its first heading of the first rank, else its title without the site's name. */
export function pageLabel(page: PageReading): string {
  const heading =
    page.headings.find((entry) => entry.level === 1 && entry.region !== 'header') ??
    page.headings.find((entry) => entry.level === 1);
  if (heading) return heading.text;
  return page.title.split(/\s+[|–—-]\s+/)[0] ?? '';
}

/** Path segments under which sites keep the pages of their units. */
const unitSegment =
  /^(?:(?:city|county|town|our|your|state|gov|government|all)?[-_]?(?:departments?|depts?|divisions?|offices|bureaus?|agencies)(?:[-_](?:and[-_])?(?:offices|divisions|agencies|services|directory))?|elected|elected[-_]offic(?:ials|es)|business[-_]units)$/;

/** Whether an address lies below a folder of units ("/departments/finance"). */
export function isUnitPath(href: string): boolean {
  return pathSegments(href)
    .slice(0, -1)
    .some((segment) => unitSegment.test(segment));
}

/** Position of the unit folder's child in the path: exactly one below it, so not a page of the unit. */
export function isUnitHome(href: string): boolean {
  const segments = pathSegments(href).filter(
    (segment) => !/^(?:index|home|default|welcome|about|about-us)$/.test(segment),
  );
  return (
    segments.length >= 2 &&
    unitSegment.test(segments.at(-2) ?? '') &&
    !unitSegment.test(segments.at(-1) ?? '')
  );
}

const labelWeight: Record<LabelKind, number> = {
  units: 2.6,
  mixed: 0.6,
  neutral: -0.8,
  silent: -1.2,
  unknown: -1.4,
  other: -3.2,
  boards: -5,
  outside: -6,
};

/** The kind that counts for a group: a silent or unknown label takes its meaning from the one above. */
export function effectiveKind(group: UnitGroup): { kind: LabelKind; discount: number } {
  if (group.kind === 'silent' || group.kind === 'unknown') {
    const above = group.above.find(
      (entry) => fold(entry.label) !== fold(group.label) && entry.kind !== 'silent',
    );
    if (above?.kind === 'units' && group.kind === 'silent') return { kind: 'units', discount: 0.3 };
    // In running text a label of its own begins another subject.
    const isOwn = group.kind === 'unknown' && (group.region === 'main' || group.region === 'body');
    if (above?.kind === 'mixed') return { kind: 'mixed', discount: isOwn ? 2 : 0.5 };
    if (above && (above.kind === 'boards' || above.kind === 'outside'))
      return { kind: above.kind, discount: 0 };
  }
  return { kind: group.kind, discount: 0 };
}

/** Kinds of label that say little enough for the entries' own addresses to speak against them. */
function isOpen(kind: LabelKind): boolean {
  return kind === 'unknown' || kind === 'other' || kind === 'neutral' || kind === 'silent';
}

/** Headings that each have a telephone number or an e-mail address under them, and are worded like units: a small body's directory. */
function contactBonus(group: UnitGroup, wording: number): number {
  if (group.entries[0]?.kind !== 'heading' || group.entries.length < 3 || wording < 0.35) return 0;
  const reached = headingsWithContact(group.page);
  const share = group.entries.filter((entry) => reached.has(fold(entry.label))).length / group.entries.length;
  return share >= 0.6 ? 2.4 * share : 0;
}

/** A list that nothing announces as units, and that leads to other bodies' sites, lists those bodies. */
function foreignness(group: UnitGroup, linked: number): number {
  if (group.kind === 'units' || linked < 2) return 0;
  const own = ownHosts(group.page);
  const away = group.entries.filter((entry) => entry.href !== undefined && isForeign(entry.href, own)).length;
  return away / group.entries.length >= 0.6 ? -3 : 0;
}

/** Share of a group's entries that lead exactly one below a folder of units. */
export function homeShare(group: UnitGroup): number {
  const homes = group.entries.filter((entry) => entry.href !== undefined && isUnitHome(entry.href));
  return homes.length / group.entries.length;
}

/**
 * Log-odds that a group lists the organisation's units: what its label says, where its links lead, how its entries are
 * worded, and how many there are, each as independent evidence.
 */
export function groupScore(group: UnitGroup): number {
  const { kind, discount } = effectiveKind(group);
  const count = group.entries.length;
  const shapes = group.entries.map((entry) => nameShape(entry.label));
  const share = (...kinds: string[]): number =>
    shapes.filter((shape) => kinds.includes(shape)).length / count;
  const good = share('unit') + 0.8 * share('function') + 0.25 * share('plain');
  const bad = share('service', 'furniture') + 0.7 * share('thing');
  const linked = group.entries.filter((entry) => entry.href !== undefined);
  const paths = linked.filter((entry) => isUnitPath(entry.href ?? '')).length / count;
  const homes = count < 3 ? 0 : linked.filter((entry) => isUnitHome(entry.href ?? '')).length / count;
  const distinct = new Set(linked.map((entry) => urlKey(entry.href ?? ''))).size;
  // Entries that all lead to one page are a page's own anchors or a placeholder menu.
  const scattered = linked.length >= 4 && distinct <= linked.length / 3 ? -1 : 0;
  const size = count >= 5 ? 0.3 : count === 1 ? -2.2 : count === 2 ? -0.7 : 0;
  const footer = group.region === 'footer' && kind !== 'units' ? -0.8 : 0;
  const isProse =
    (group.region === 'main' || group.region === 'body') && (kind === 'unknown' || kind === 'neutral')
      ? -0.6
      : 0;
  return (
    isProse +
    contactBonus(group, good - bad) +
    foreignness(group, linked.length) +
    (homes >= 0.75 && isOpen(kind) ? Math.max(0, labelWeight[kind]) : labelWeight[kind]) -
    discount +
    3 * good -
    3.2 * bad +
    1.4 * paths +
    size +
    scattered +
    footer -
    1.2
  );
}
