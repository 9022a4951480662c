import { load } from 'cheerio/slim';
import { collapse } from './clean-text.js';
import type { Region } from './page-reading.js';

/** The parser's own node types, which cheerio does not name in its exports. */
export type AnyNode = ReturnType<ReturnType<typeof load>['root']>[number]['children'][number];
export type Element = Extract<AnyNode, { attribs: Record<string, string> }>;

/** Elements whose text no visitor reads. */
const silent = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'math',
  'iframe',
  'object',
  'select',
  'datalist',
  'textarea',
  'head',
  'canvas',
  'audio',
  'video',
]);

/** Elements that stand inside a line of text; all others begin a new one. */
const inline = new Set(
  (
    'a abbr acronym b bdi bdo big button cite code data del dfn em font i img ins kbd label mark meter output progress q s ' +
    'samp small span strike strong sub sup time tt u var wbr input path'
  ).split(' '),
);

/** Deeper nesting than this comes from tags that were never closed; it would only exhaust the stack. */
const deepestNesting = 600;

/** Parses HTML as it stands, broken or not; never throws. Below 600 levels only the text is kept. */
export function parsePage(html: string): AnyNode[] {
  const roots = load(html).root()[0]?.children ?? [];
  const open: { node: AnyNode; depth: number }[] = roots.map((node) => ({ node, depth: 0 }));
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    if (!isElement(entry.node)) continue;
    if (entry.depth >= deepestNesting) entry.node.children = textNodesOf(entry.node);
    else for (const node of entry.node.children) open.push({ node, depth: entry.depth + 1 });
  }
  return roots;
}

function textNodesOf(element: Element): Element['children'] {
  const found: Element['children'] = [];
  const open = [...element.children].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'text') found.push(node);
    else if (isElement(node) && !isSilent(node)) {
      for (let index = node.children.length - 1; index >= 0; index -= 1) {
        const child = node.children[index];
        if (child !== undefined) open.push(child);
      }
    }
  }
  return found;
}

/** Whether a node is an element, scripts and styles included. */
export function isElement(node: AnyNode): node is Element {
  return node.type === 'tag' || node.type === 'script' || node.type === 'style';
}

/** Whether no visitor reads what an element holds. */
export function isSilent(node: Element): boolean {
  return silent.has(node.name);
}

/** Whether an element stands inside a line of text. */
export function isInline(node: Element): boolean {
  return inline.has(node.name);
}

/** Whether an element is a heading by name or role. */
export function isHeading(node: Element): boolean {
  return headingLevel(node) > 0;
}

/** 1–6 for h1–h6 and `role=heading`, else 0. */
export function headingLevel(node: Element): number {
  const match = /^h([1-6])$/.exec(node.name);
  if (match) return Number(match[1]);
  if (node.attribs.role !== 'heading') return 0;
  const level = Number(node.attribs['aria-level'] ?? 3);
  return level >= 1 && level <= 6 ? Math.floor(level) : 3;
}

/** Visible text under a node as `textContent` gives it, white space collapsed; block borders count as a space. */
export function textOf(node: AnyNode): string {
  const parts: string[] = [];
  appendText(node, parts);
  return collapse(parts.join(''));
}

function appendText(node: AnyNode, parts: string[]): void {
  if (node.type === 'text') {
    parts.push(node.data);
  } else if (isElement(node) && !isSilent(node)) {
    const border = node.name === 'br' || !isInline(node);
    if (border) parts.push(' ');
    for (const child of node.children) appendText(child, parts);
    if (border) parts.push(' ');
  }
}

/** The first non-empty line of text under a node: the label of a card, without what stands below it. */
export function firstLine(node: AnyNode): string {
  const state = { text: '', done: false };
  appendFirstLine(node, state);
  return collapse(state.text);
}

function appendFirstLine(node: AnyNode, state: { text: string; done: boolean }): void {
  if (state.done) return;
  if (node.type === 'text') {
    state.text += node.data;
    return;
  }
  if (!isElement(node) || isSilent(node)) return;
  const border = node.name === 'br' || !isInline(node);
  if (border && state.text.trim() !== '') {
    state.done = true;
    return;
  }
  for (const child of node.children) {
    appendFirstLine(child, state);
    if (state.done) return;
  }
  if (border && state.text.trim() !== '') state.done = true;
}

/** Every descendant element with one of these names, in document order. */
export function descendants(node: Element, names: ReadonlySet<string>): Element[] {
  const found: Element[] = [];
  const visit = (parent: Element): void => {
    for (const child of parent.children) {
      if (!isElement(child) || isSilent(child)) continue;
      if (names.has(child.name)) found.push(child);
      visit(child);
    }
  };
  visit(node);
  return found;
}

const regionOfElement: Record<string, Region> = {
  nav: 'nav',
  header: 'header',
  footer: 'footer',
  aside: 'aside',
  main: 'main',
};

const regionOfRole: Record<string, Region> = {
  navigation: 'nav',
  menubar: 'nav',
  banner: 'header',
  contentinfo: 'footer',
  complementary: 'aside',
  main: 'main',
};

/** What every name of a region holds: saves looking closely at the others. */
const mayBeRegion = /nav|menu|crumb|trail|footer|header|masthead|branding|top-?bar|sidebar|colophon/i;

const breadcrumbToken = /^(?:.*[-_])?(?:breadcrumbs?|crumbs?|trail)(?:[-_].*)?$/i;
const navToken =
  /^(?:(?:main|primary|top|site|mega|mobile|global|desktop|side|left|right|secondary|slide|dropdown|department)?[-_]?(?:nav|navbar|navigation|menu|megamenu)(?:bar)?|.*[-_](?:nav|navbar|navigation|megamenu|mainmenu))$/i;
const footerToken = /^(?:(?:site|page|main|global)[-_]?)?footer$|^colophon$/i;
const headerToken = /^(?:(?:site|page|main|global)[-_]?)?(?:header|masthead|branding|topbar|top-bar)$/i;
const asideToken = /^(?:(?:left|right|page|site)[-_]?)?sidebar$/i;

/**
 * The region that begins at an element, or undefined where it only continues its parent's: landmark elements and roles
 * first, then the class names that content systems use where they have no landmarks.
 */
export function regionOf(node: Element, parent: Region): Region | undefined {
  const { class: classes, id, role } = node.attribs;
  const label = node.attribs['aria-label'] ?? '';
  if (/breadcrumb/i.test(label)) return 'breadcrumb';
  const byRole = role === undefined ? undefined : regionOfRole[role.toLowerCase()];
  const names = `${id ?? ''} ${classes ?? ''}`;
  const tokens = mayBeRegion.test(names) ? names.split(/\s+/).filter((token) => token !== '') : [];
  if (node.name !== 'body' && node.name !== 'html') {
    if (tokens.some((token) => breadcrumbToken.test(token) && token.length < 40)) return 'breadcrumb';
  }
  if (byRole) return byRole;
  // An article's own header is content, not the site's.
  const byElement = regionOfElement[node.name];
  if (byElement === 'header' && parent === 'main') return undefined;
  if (byElement) return byElement;
  if (node.name !== 'div' && node.name !== 'ul' && node.name !== 'ol' && node.name !== 'section') {
    return undefined;
  }
  if (parent === 'nav' || parent === 'breadcrumb') return undefined;
  for (const token of tokens) {
    if (footerToken.test(token)) return 'footer';
    if (navToken.test(token)) return 'nav';
    if (parent !== 'main' && headerToken.test(token)) return 'header';
    if (asideToken.test(token)) return 'aside';
  }
  return undefined;
}
