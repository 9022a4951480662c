import { collapse, detach } from './clean-text.js';
import {
  type AnyNode,
  descendants,
  type Element,
  firstLine,
  isElement,
  isHeading,
  isInline,
  isSilent,
  textOf,
} from './page-nodes.js';
import type { OutlineKind, OutlineNode, Region } from './page-reading.js';

/** Names of elements that carry structure, as sets for `descendants`. */
export const lists: ReadonlySet<string> = new Set(['ul', 'ol', 'menu']);
export const anchors: ReadonlySet<string> = new Set(['a']);
export const headings: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
/** Longest label of a node, in characters; longer ones are cut. */
export const longestLabel = 160;

/** A node without children; the label is collapsed and cut to `longestLabel`. */
export function emptyNode(
  kind: OutlineKind,
  label: string,
  level: number,
  region: Region,
  run: string,
): OutlineNode {
  const cleaned = collapse(label).slice(0, longestLabel);
  return { kind, label: detach(cleaned), level, region, run: detach(run), children: [] };
}

/** Element names and classes of a container and its parent, with what numbers single elements taken out. */
export function signature(node: Element): string {
  const own = (element: Element): string =>
    `${element.name}.${(element.attribs.class ?? '')
      .replace(/\S*\d\S*/g, '')
      .replace(/\s+/g, ' ')
      .trim()}`;
  const parent = node.parent;
  return parent && isElement(parent) ? `${own(parent)}>${own(node)}` : own(node);
}

/** The link that stands before every heading of an entry, if one does. */
export function firstLink(entry: Element, links: readonly Element[]): Element | undefined {
  const order = descendants(entry, new Set(['a', 'button', ...headings]));
  const first = order.find((node) => textOf(node) !== '');
  if (first === undefined || isHeading(first)) return undefined;
  return links.includes(first) || first.name === 'button' ? first : undefined;
}

/** The nearest ancestor that is no inline element. */
export function closestBlock(node: Element): Element {
  let parent = node.parent;
  while (parent && isElement(parent) && isInline(parent)) parent = parent.parent;
  return parent && isElement(parent) ? parent : node;
}

/** The link that wraps an element within four levels, as cards do. */
export function enclosingLink(node: Element): Element | undefined {
  let parent = node.parent;
  for (let steps = 0; parent && isElement(parent) && steps < 4; steps += 1) {
    if (parent.name === 'a') return parent;
    parent = parent.parent;
  }
  return undefined;
}

/** A text-only entry heads those after it when its class says so, or when it is first and all others are links. */
export function isListHeading(entry: Element, index: number, entries: readonly Element[]): boolean {
  const following = entries.slice(index + 1);
  if (!following.some((next) => descendants(next, anchors).length > 0)) return false;
  if (/head|title|label|divider/i.test(entry.attribs.class ?? '')) return true;
  return (
    index === 0 && following.length >= 2 && following.every((next) => descendants(next, anchors).length > 0)
  );
}

/** What opens a panel of headed lists: a menu entry's own link or button before the first heading of its panel. */
function panelOpener(entry: Element, links: readonly Element[]): Element | undefined {
  if (links.length < 3 || descendants(entry, lists).length === 0) return undefined;
  const order = descendants(entry, new Set(['a', 'button', 'span', ...headings, ...lists]));
  const first = order.find((node) => textOf(node) !== '');
  if (first === undefined || isHeading(first) || lists.has(first.name)) return undefined;
  return descendants(first, headings).length === 0 ? first : undefined;
}

/** Bold words alone in their block, or a button, right before a list: a heading that its author did not mark as one. */
export function boldHeading(node: Element): string | undefined {
  if (!/^(?:p|div|span|strong|b|button)$/.test(node.name)) return undefined;
  // Three siblings tell enough; a page may hold a hundred thousand.
  const following: AnyNode[] = [];
  for (let next = node.next; next && following.length < 3; next = next.next) {
    const counts = isElement(next) ? next.name !== 'br' && !isSilent(next) : textOf(next) !== '';
    if (counts) following.push(next);
  }
  if (!beginsList(following)) return undefined;
  const text = textOf(node).replace(/\s*:$/, '');
  if (text === '' || text.length > 60 || descendants(node, new Set(['a', ...headings, ...lists])).length > 0)
    return undefined;
  const isBold =
    (node.name === 'button' && !/\b(?:menu|navigation|search|close|open|toggle)\b/i.test(text)) ||
    /^(?:strong|b)$/.test(node.name) ||
    descendants(node, new Set(['b', 'strong'])).some((part) => textOf(part).replace(/\s*:$/, '') === text);
  return isBold ? text : undefined;
}

/** Whether a list follows: an element of that name, a block of little but links, or several links in a row. */
function beginsList(following: readonly AnyNode[]): boolean {
  const [first] = following;
  if (first === undefined || !isElement(first)) return false;
  if (lists.has(first.name)) return true;
  if (first.name === 'a')
    return following.filter((node) => isElement(node) && node.name === 'a').length === 3;
  if (!/^(?:p|div|table)$/.test(first.name)) return false;
  const links = descendants(first, anchors);
  const linked = links.reduce((sum, link) => sum + textOf(link).length, 0);
  return (
    links.length >= 3 && descendants(first, headings).length === 0 && linked > textOf(first).length * 0.7
  );
}

/** What names a list entry: its heading, else the first link, button or bold words before any list inside it. */
export function labelElement(entry: Element, links: readonly Element[]): Element | undefined {
  const inner = descendants(
    entry,
    new Set([...lists, ...headings, 'button', 'a', 'span', 'strong', 'b', 'p']),
  );
  const firstList = inner.findIndex((node) => lists.has(node.name));
  const before = firstList < 0 ? inner : inner.slice(0, firstList);
  const heading = before.find((node) => isHeading(node) && firstLine(node) !== '');
  if (heading) return panelOpener(entry, links) ?? heading;
  const link = before.find((node) => node.name === 'a' && firstLine(node) !== '');
  if (firstList < 0) {
    const blocks = entry.children.filter((child) => isElement(child) && !isInline(child)).length;
    if (links.length >= 2 && blocks === 0) return undefined;
    return link;
  }
  return link ?? before.find((node) => firstLine(node) !== '');
}

/** Longest description of an entry beside its link, in characters; longer blocks are articles. */
const longestDescription = 600;

/**
 * Whether a link names the block that holds it, as in a directory that describes each entry: it stands first, and behind it
 * prose begins on a line of its own or as a new sentence. A paragraph that only opens with a link runs on in small letters.
 */
export function namesBlock(link: Element, block: Element): boolean {
  const shown = block.children.filter(
    (child) => textOf(child) !== '' || (isElement(child) && child.name === 'br'),
  );
  const [first, ...rest] = shown;
  const label = textOf(link);
  if (first === undefined || textOf(first) !== label || label.length > longestLabel) return false;
  if (descendants(block, new Set([...headings, ...lists, 'table', 'form'])).length > 0) return false;
  if (textOf(block).length - label.length > longestDescription) return false;
  const border = rest.findIndex((child) => isElement(child) && !isInline(child));
  const beside = collapse((border < 0 ? rest : rest.slice(0, border)).map(textOf).join(' '));
  // An abbreviation or a dash may stand between the name and its description.
  const after = beside.replace(/^\([^()]{1,40}\)\s*/, '');
  const tail = after.replace(/^[-–—:|]\s*/, '');
  if (tail === '') return border >= 0;
  return (block.name !== 'p' || tail !== after) && /^["“(]?\p{Lu}/u.test(tail);
}

/** The bold words with which an entry begins where plain words describe them: "**Finance** – pays the bills". */
export function boldLead(entry: Element): string | undefined {
  const first = entry.children.find((child) => textOf(child) !== '');
  if (first === undefined || !isElement(first) || !/^(?:strong|b)$/.test(first.name)) return undefined;
  const lead = firstLine(first).replace(/\s*[:–—-]+$/, '');
  return lead === '' || lead.length === textOf(entry).length ? undefined : lead;
}

/** The words of a table row that only heads the rows after it: one short cell, all of it bold or a header, without links. */
export function rowHeading(row: Element): string | undefined {
  if (row.name !== 'tr') return undefined;
  const cells = row.children.filter((child): child is Element => isElement(child) && textOf(child) !== '');
  const cell = cells[0];
  if (cell === undefined || cells.length > 1 || !/^t[dh]$/.test(cell.name)) return undefined;
  const text = textOf(cell);
  if (text.length > 60 || descendants(cell, new Set(['a', 'table', 'tr', ...headings, ...lists])).length > 0)
    return undefined;
  const bold = descendants(cell, new Set(['b', 'strong'])).some((part) => textOf(part) === text);
  return bold || cell.name === 'th' ? text : undefined;
}

/** Whether an entry has a submenu: a list, or several links in a container that its label does not share. */
export function ownsMore(entry: Element, label: Element, links: readonly Element[]): boolean {
  const nested = descendants(entry, lists).some((list) => !descendants(list, anchors).includes(label));
  if (nested) return true;
  const others = links.filter((link) => link !== label && link.parent !== label && textOf(link) !== '');
  if (isHeading(label)) return others.length >= 3;
  return others.length >= 3 && others.every((link) => link.parent !== label.parent);
}

/** The title of an accordion or tab that is built from plain elements, by its ARIA attributes or class. */
export function accordionTitle(node: Element): string | undefined {
  const { class: classes = '', role, 'aria-controls': controls } = node.attribs;
  const isTitle =
    (node.name === 'button' && (controls !== undefined || /accordion|collaps|toggle/i.test(classes))) ||
    role === 'tab' ||
    node.name === 'legend' ||
    node.name === 'caption' ||
    /(?:^|[\s_-])(?:accordion|panel|card|widget|block|section|tab|menu|nav|column|group)[-_](?:title|header|heading|label)(?:\s|$)/i.test(
      classes,
    );
  if (!isTitle || descendants(node, headings).length > 0) return undefined;
  if (descendants(node, anchors).length > 1 || descendants(node, lists).length > 0) return undefined;
  const text = textOf(node);
  return text !== '' && text.length <= 80 ? text : undefined;
}

/** Drops regions without content and repeats of a menu that stands beside its twin (desktop and mobile). */
export function prune(node: OutlineNode): number {
  const seen = new Set<number>();
  const kept: OutlineNode[] = [];
  let hash = hashText(node.label, hashText(node.href ?? '', 0x811c9dc5));
  for (const child of node.children) {
    const key = prune(child);
    if (child.kind === 'region' && child.children.length === 0) continue;
    const isLarge = child.children.length >= 3;
    if (isLarge && seen.has(key)) continue;
    if (isLarge) seen.add(key);
    kept.push(child);
    hash = Math.imul(hash ^ key, 0x01000193);
  }
  node.children = kept;
  return hash;
}

/** FNV-1a over UTF-16 units, begun with `seed`. */
function hashText(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
