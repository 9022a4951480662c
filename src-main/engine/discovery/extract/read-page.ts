import type { SourcePage } from '../source-page.js';
import { detach } from './clean-text.js';
import { decodePage } from './decode-page.js';
import { type AnyNode, parsePage, regionOf } from './page-nodes.js';
import type { ContentBlock, OutlineNode, PageReading } from './page-reading.js';
import { type PageText, readLines } from './read-lines.js';
import { readMarkdown } from './read-markdown.js';
import { readBreadcrumbs, readMetadata } from './read-metadata.js';
import { readOutline } from './read-outline.js';

/**
 * Menus that were seen on earlier pages: a site repeats one menu of hundreds of links on every page, and sharing it keeps
 * a thousand readings in a few megabytes.
 */
export type MenuPool = Map<string, OutlineNode>;

/** The longest page that is parsed, in characters; what stands behind it is cut off. */
export const longestPage = 8_000_000;

/**
 * Reads one page into the features that discovery and knowledge need. Pure; never throws, whatever the bytes are. With
 * a pool, equal menus of several pages become one object.
 */
export function readPage(page: SourcePage, pool?: MenuPool): PageReading {
  const source = decodePage(page.body, page.contentType).slice(0, longestPage);
  const isText = /^text\/(?:plain|markdown)/i.test(page.contentType) || /\.(?:txt|md)$/i.test(page.url);
  if (isText) return readMarkdown(source, page);
  const roots = parsePage(source);
  const { base, ...metadata } = readMetadata(roots, page.url);
  const against = base ?? page.url;
  const text = readLines(roots, against);
  const outline = readOutline(roots, against);
  return {
    url: page.url,
    retrievedAt: page.retrievedAt,
    ...metadata,
    ...text,
    outline: pool ? outline.map((node) => shareMenus(node, pool)) : outline,
    breadcrumbs: breadcrumbsOf(roots, text, against),
    pdfs: pdfsOf(text),
    blocks: blocksOf(text),
  };
}

function breadcrumbsOf(roots: readonly AnyNode[], text: PageText, base: string): PageReading['breadcrumbs'] {
  const trail = readBreadcrumbs(roots, (node) => regionOf(node, 'body') === 'breadcrumb', base);
  return trail.length > 0 ? trail : trailBefore(text);
}

/** Text-only conversions keep a trail as short linked lines right above the first heading. */
function trailBefore(text: PageText): PageReading['breadcrumbs'] {
  const title = text.lines.findIndex((line) => line.tag === 'h1');
  const heading = text.lines[title];
  if (heading === undefined) return [];
  const trail: PageReading['breadcrumbs'] = [];
  for (const line of text.lines.slice(Math.max(0, title - 8), title)) {
    const label = line.text.replace(/^[\s\-*>»›/|]+|[\s\-*>»›/|]+$/g, '');
    const href = line.links?.[0]?.href;
    if (line.links?.length === 1 && href !== undefined && label.length < 60 && /^[-*>»›/|]/.test(line.text)) {
      trail.push(label === '' ? { label: 'Home', href } : { label, href });
    } else if (trail.length > 0 && label === heading.text) trail.push({ label });
  }
  return trail.length >= 2 ? trail : [];
}

function pdfsOf(text: PageText): string[] {
  const found = new Set<string>();
  for (const link of text.links) if (/\.pdf(?:$|[?#])/i.test(link.href)) found.add(link.href);
  return [...found];
}

/** Main text in paragraphs: menus, trails and footers left out, and everything outside `main` where there is a `main`. */
function blocksOf(text: PageText): ContentBlock[] {
  const hasMain = text.lines.some((line) => line.region === 'main');
  const blocks: ContentBlock[] = [];
  let lines: string[] = [];
  let heading = -2;
  const close = (): void => {
    const joined = lines.join('\n').trim();
    const begun = text.headings[heading];
    lines = [];
    if (joined === '') return;
    const block: ContentBlock = { heading: begun?.text ?? '', text: detach(joined) };
    if (begun?.anchor !== undefined) block.anchor = begun.anchor;
    blocks.push(block);
  };
  for (const line of text.lines) {
    if (hasMain ? line.region !== 'main' : line.region !== 'body' && line.region !== 'aside') continue;
    if (/^h[1-6]$/.test(line.tag)) continue;
    if (line.heading !== heading || lines.length > 40) {
      close();
      heading = line.heading;
    }
    lines.push(line.text);
  }
  close();
  return blocks;
}

function shareMenus(node: OutlineNode, pool: MenuPool): OutlineNode {
  if (node.kind !== 'region') return node;
  const key = menuKey(node);
  const known = pool.get(key);
  if (known) return known;
  node.children = node.children.map((child) => shareMenus(child, pool));
  if (node.children.length > 0 && (node.region === 'nav' || node.region === 'footer')) pool.set(key, node);
  return node;
}

/** Two independent 32-bit hashes of all labels and links below a node, and their count. */
function menuKey(node: OutlineNode): string {
  let first = 0x811c9dc5;
  let second = 5381;
  let count = 0;
  const add = (text: string): void => {
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      first = Math.imul(first ^ code, 0x01000193);
      second = (Math.imul(second, 33) + code) | 0;
    }
    first = Math.imul(first ^ 0x1f, 0x01000193);
  };
  const visit = (entry: OutlineNode): void => {
    count += 1;
    add(`${entry.region}${entry.level}${entry.label}`);
    add(entry.href ?? '');
    for (const child of entry.children) visit(child);
    add(')');
  };
  visit(node);
  return `${count}.${first >>> 0}.${second >>> 0}`;
}
