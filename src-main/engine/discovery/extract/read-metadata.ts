import { collapse, detach } from './clean-text.js';
import { type AnyNode, descendants, type Element, isElement, textOf } from './page-nodes.js';
import type { PageReading, SchemaNode } from './page-reading.js';
import { resolveUrl } from './resolve-url.js';

export type PageMetadata = Pick<PageReading, 'title' | 'schema'> &
  Partial<Pick<PageReading, 'canonical' | 'language' | 'description' | 'siteName'>> & { base?: string };

const mostSchemaNodes = 200;

/** Reads title, meta, canonical address, language and the JSON-LD nodes; anything malformed counts as absent. */
export function readMetadata(roots: readonly AnyNode[], url: string): PageMetadata {
  const found: PageMetadata = { title: '', schema: [] };
  const open = [...roots].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!isElement(node)) continue;
    if (node.name === 'html' && node.attribs.lang) found.language = node.attribs.lang;
    readElement(node, url, found);
    // Scripts of JSON-LD and stray titles may stand anywhere, but never inside running text.
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      const child = node.children[index];
      if (child !== undefined) open.push(child);
    }
  }
  return found;
}

function readElement(node: Element, url: string, found: PageMetadata): void {
  const { content, href, rel } = node.attribs;
  if (node.name === 'title' && found.title === '' && !isDrawing(node)) {
    found.title = detach(
      collapse(node.children.map((child) => (child.type === 'text' ? child.data : '')).join('')),
    );
  } else if (node.name === 'base' && found.base === undefined) {
    const base = resolveUrl(href, url);
    if (base !== undefined) found.base = base;
  } else if (node.name === 'link' && rel?.toLowerCase() === 'canonical') {
    const canonical = resolveUrl(href, url);
    if (canonical !== undefined) found.canonical = canonical;
  } else if (node.name === 'meta' && content !== undefined) {
    const key = (node.attribs.property ?? node.attribs.name ?? '').toLowerCase();
    if (key === 'og:site_name') found.siteName = detach(collapse(content));
    else if (key === 'description' || (key === 'og:description' && found.description === undefined)) {
      found.description = detach(collapse(content).slice(0, 400));
    } else if (key === 'og:title' && found.title === '') found.title = detach(collapse(content));
  } else if (node.type === 'script' && /ld\+json/i.test(node.attribs.type ?? '')) {
    readSchema(
      node.children.map((child) => (child.type === 'text' ? child.data : '')).join(''),
      found.schema,
    );
  }
}

/** Titles inside drawings label the drawing. */
function isDrawing(node: Element): boolean {
  const { parent } = node;
  return parent !== null && isElement(parent) && !/^(?:html|head|body)$/.test(parent.name);
}

function readSchema(json: string, nodes: SchemaNode[]): void {
  if (json.length > 1_000_000) return;
  try {
    collectSchema(JSON.parse(json), nodes, 0);
  } catch {
    // Not JSON: site builders leave templates and trailing commas behind.
  }
}

function collectSchema(value: unknown, nodes: SchemaNode[], depth: number): void {
  if (depth > 8 || nodes.length >= mostSchemaNodes) return;
  if (Array.isArray(value)) {
    for (const entry of value) collectSchema(entry, nodes, depth + 1);
  } else if (isRecord(value)) {
    const types = [value['@type']].flat().filter((type): type is string => typeof type === 'string');
    if (types.length > 0) nodes.push(schemaNode(value, types));
    for (const entry of Object.values(value)) {
      if (typeof entry === 'object') collectSchema(entry, nodes, depth + 1);
    }
  }
}

function schemaNode(value: Record<string, unknown>, types: string[]): SchemaNode {
  const node: SchemaNode = { types };
  for (const key of ['name', 'url', 'telephone', 'email', 'jobTitle'] as const) {
    const text = value[key];
    if (typeof text === 'string' && text.trim() !== '') node[key] = detach(collapse(text).slice(0, 200));
  }
  const parent = value.parentOrganization;
  if (isRecord(parent) && typeof parent.name === 'string') node.parent = collapse(parent.name);
  return node;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The trail "Home > Departments > Finance" of the page, outermost first, empty where there is none. */
export function readBreadcrumbs(
  roots: readonly AnyNode[],
  isTrail: (node: Element) => boolean,
  base: string,
): { label: string; href?: string }[] {
  const open = [...roots].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!isElement(node)) continue;
    if (isTrail(node)) {
      const trail = crumbsOf(node, base);
      if (trail.length > 0) return trail;
      continue;
    }
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      const child = node.children[index];
      if (child !== undefined) open.push(child);
    }
  }
  return [];
}

function crumbsOf(node: Element, base: string): { label: string; href?: string }[] {
  const items = descendants(node, new Set(['li']));
  const parts = items.length > 0 ? items : descendants(node, new Set(['a', 'span']));
  const trail: { label: string; href?: string }[] = [];
  for (const part of parts) {
    const label = textOf(part).replace(/^[\s>»›/|\\-]+|[\s>»›/|\\-]+$/g, '');
    if (label === '' || label.length > 120 || trail.at(-1)?.label === label) continue;
    const link = part.name === 'a' ? part : descendants(part, new Set(['a']))[0];
    const href = resolveUrl(link?.attribs.href, base);
    trail.push(href === undefined ? { label } : { label, href });
  }
  return trail.slice(0, 12);
}
