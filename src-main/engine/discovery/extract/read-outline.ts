import { detach } from './clean-text.js';
import {
  accordionTitle,
  anchors,
  boldHeading,
  boldLead,
  closestBlock,
  emptyNode,
  enclosingLink,
  firstLink,
  headings,
  isListHeading,
  labelElement,
  lists,
  longestLabel,
  namesBlock,
  ownsMore,
  prune,
  rowHeading,
  signature,
} from './outline-structure.js';
import {
  type AnyNode,
  descendants,
  type Element,
  firstLine,
  headingLevel,
  isElement,
  isSilent,
  regionOf,
  textOf,
} from './page-nodes.js';
import type { OutlineKind, OutlineNode, Region } from './page-reading.js';
import { resolveUrl } from './resolve-url.js';

const rich = new Set(['ul', 'ol', 'menu', 'table', 'details', 'nav', 'a', ...headings]);
const longestNote = 300;
/** Links of an entry with a description: its own, and two within the description or below it. */
const mostDescribed = 3;
/** Link texts that say nothing about where they lead; the words around them do. */
const emptyWords =
  /^(?:click )?(?:here|this|link|this link|more|read more|learn more|view|view more|details|website|visit(?: website)?|open|download|pdf|go|»|›|>|\+|-|\*+)\.?$/i;

/** A stretch of the page inside which headings hold sway: the page, a landmark, a menu entry, a table cell. */
interface Scope {
  owner: OutlineNode;
  open: OutlineNode[];
}

/**
 * Reads a page's menus, sections, accordions, cards and lists into one tree of labelled nodes. Structure alone decides:
 * nested lists, heading levels in document order, and blocks of equal make that hold one link each.
 */
export function readOutline(roots: readonly AnyNode[], base: string): OutlineNode[] {
  const builder = new OutlineBuilder(base);
  builder.walk(roots, 'body');
  return builder.finish();
}

class OutlineBuilder {
  readonly #base: string;
  readonly #root: OutlineNode;
  readonly #density = new Map<Element, { links: number; prose: boolean }>();
  #scope: Scope;

  constructor(base: string) {
    this.#base = base;
    this.#root = emptyNode('region', '', 0, 'body', '');
    this.#scope = { owner: this.#root, open: [] };
  }

  finish(): OutlineNode[] {
    prune(this.#root);
    return this.#root.children;
  }

  walk(nodes: readonly AnyNode[], region: Region, skip?: AnyNode): void {
    for (const node of nodes) {
      if (node === skip || !isElement(node) || isSilent(node)) continue;
      this.#element(node, region, skip);
    }
  }

  #element(node: Element, region: Region, skip?: AnyNode): void {
    const level = headingLevel(node);
    if (level > 0) {
      this.#heading(node, level, region);
      return;
    }
    const begins = regionOf(node, region);
    if (begins !== undefined && begins !== region && !lists.has(node.name)) {
      const owner = this.#add(emptyNode('region', '', 0, begins, ''));
      this.#within(owner, () => this.walk(node.children, begins, skip));
      return;
    }
    const here = begins ?? region;
    if (lists.has(node.name)) {
      this.#list(node, here);
      return;
    }
    if (node.name === 'details') {
      this.#details(node, here);
      return;
    }
    if (node.name === 'dl') {
      this.#terms(node, here);
      return;
    }
    if (node.name === 'a') {
      this.#link(node, here, skip);
      return;
    }
    if (node.name === 'table') {
      const table = this.#container();
      this.#within(table, () => this.walk(node.children, here, skip));
      return;
    }
    const band = rowHeading(node) ?? boldHeading(node);
    if (band !== undefined) {
      this.#open('heading', band, undefined, 7, here, node);
      return;
    }
    if (node.name === 'td' || node.name === 'th') {
      const owner = this.#container();
      this.#within(owner, () => this.walk(node.children, here, skip));
      return;
    }
    const title = accordionTitle(node);
    if (title !== undefined) {
      this.#open('summary', title, undefined, 6, here, node);
      return;
    }
    this.walk(node.children, here, skip);
  }

  #heading(node: Element, level: number, region: Region): void {
    const label = firstLine(node);
    if (label === '') return;
    const link = descendants(node, anchors)[0] ?? enclosingLink(node);
    this.#open('heading', label, resolveUrl(link?.attribs.href, this.#base), level, region, node);
  }

  /** Closes the headings of equal or lower rank, then opens one more. */
  #open(
    kind: OutlineKind,
    label: string,
    href: string | undefined,
    level: number,
    region: Region,
    source: Element,
  ): void {
    const { open } = this.#scope;
    while (open.length > 0 && (open.at(-1)?.level ?? 0) >= level) open.pop();
    const node = emptyNode(kind, label, level, region, signature(source));
    if (href !== undefined) node.href = href;
    this.#add(node);
    open.push(node);
  }

  #list(list: Element, region: Region): void {
    const run = signature(list);
    const entries = list.children.filter((child): child is Element => isElement(child) && !isSilent(child));
    for (const [index, entry] of entries.entries()) {
      if (entry.name !== 'li') {
        this.#element(entry, region);
        continue;
      }
      const links = descendants(entry, anchors);
      const label = links.length === 0 ? textOf(entry) : '';
      const next = entries[index + 1];
      if (label !== '' && next !== undefined && isListHeading(entry, index, entries)) {
        this.#open('heading', label, undefined, 7, region, list);
      } else {
        this.#entry(entry, links, region, run);
      }
    }
  }

  #entry(entry: Element, links: readonly Element[], region: Region, run: string): void {
    // An entry that holds several headings is a panel of a mega menu: its headings speak for themselves.
    if (links.length >= 3 && descendants(entry, headings).length >= 2) {
      const isPanel = firstLink(entry, links) === undefined;
      if (isPanel) {
        this.#within(this.#container(), () => this.walk(entry.children, region));
        return;
      }
    }
    const label = labelElement(entry, links);
    if (label !== undefined && ownsMore(entry, label, links)) {
      const link = label.name === 'a' ? label : descendants(label, anchors)[0];
      const node = emptyNode('item', firstLine(label), 8, region, run);
      const href = resolveUrl(link?.attribs.href, this.#base);
      if (href !== undefined) node.href = href;
      this.#add(node);
      this.#within(node, () => this.walk(entry.children, region, label));
      return;
    }
    const text = textOf(entry);
    if (links.length >= 2 && label === undefined) {
      const isLinkList = links.reduce((sum, link) => sum + textOf(link).length, 0) > text.length * 0.6;
      if (isLinkList) for (const link of links) this.#item(firstLine(link), link, region, run, '');
      return;
    }
    const link = links.find((candidate) => firstLine(candidate) !== '');
    const linkText = label === undefined ? (link ? firstLine(link) : '') : firstLine(label);
    const lead =
      linkText === '' || emptyWords.test(linkText) ? (boldLead(entry) ?? firstLine(entry)) : linkText;
    this.#item(lead, link, region, run, text === lead ? '' : text);
  }

  #details(node: Element, region: Region): void {
    const summary = node.children.find(
      (child): child is Element => isElement(child) && child.name === 'summary',
    );
    const owner = this.#add(
      emptyNode('summary', summary ? firstLine(summary) : '', 6, region, signature(node)),
    );
    this.#within(owner, () => this.walk(node.children, region, summary));
  }

  #terms(list: Element, region: Region): void {
    const run = signature(list);
    for (const child of descendants(list, new Set(['dt', 'dd']))) {
      if (child.name === 'dt') {
        const link = descendants(child, anchors)[0];
        const node = emptyNode('term', firstLine(child), 8, region, run);
        const href = resolveUrl(link?.attribs.href, this.#base);
        if (href !== undefined) node.href = href;
        if (node.label !== '') this.#add(node);
      } else {
        this.#within(this.#container().children.at(-1) ?? this.#container(), () =>
          this.walk(child.children, region),
        );
      }
    }
  }

  #link(node: Element, region: Region, skip?: AnyNode): void {
    // Links that were never closed swallow the menu behind them; cards wrap a heading and a text in one link.
    if (descendants(node, rich).length > 0) {
      this.walk(node.children, region, skip);
      return;
    }
    const block = closestBlock(node);
    const density = this.#densityOf(block);
    const isEntry = density.prose && density.links <= mostDescribed && namesBlock(node, block);
    if (density.prose && !isEntry) return;
    const text = firstLine(node);
    if (text === '') return;
    const container = density.links === 1 || isEntry ? closestBlock(block) : block;
    const table = block.name === 'td' || block.name === 'th';
    const run = table ? 'table' : `${signature(container)}>${block.name}.${block.attribs.class ?? ''}`;
    this.#item(text, node, region, run, isEntry ? textOf(block) : '');
  }

  #item(label: string, link: Element | undefined, region: Region, run: string, note: string): void {
    if (label === '' || label.length > longestLabel * 2) return;
    const node = emptyNode('item', label, 8, region, run);
    const href = resolveUrl(link?.attribs.href, this.#base);
    if (href !== undefined) node.href = href;
    if (note !== '') node.note = detach(note.slice(0, longestNote));
    this.#add(node);
  }

  #densityOf(block: Element): { links: number; prose: boolean } {
    const known = this.#density.get(block);
    if (known) return known;
    const links = descendants(block, anchors).filter((link) => textOf(link) !== '');
    const linked = links.reduce((sum, link) => sum + textOf(link).length, 0);
    const density = { links: links.length, prose: linked < textOf(block).length * 0.5 };
    this.#density.set(block, density);
    return density;
  }

  #container(): OutlineNode {
    return this.#scope.open.at(-1) ?? this.#scope.owner;
  }

  #add(node: OutlineNode): OutlineNode {
    this.#container().children.push(node);
    return node;
  }

  #within(owner: OutlineNode, visit: () => void): void {
    const outer = this.#scope;
    this.#scope = { owner, open: [] };
    visit();
    this.#scope = outer;
  }
}
