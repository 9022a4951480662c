import type { SourcePage } from '../source-page.js';
import { collapse, detach } from './clean-text.js';
import type { OutlineNode, PageReading, TextLine } from './page-reading.js';
import { resolveUrl } from './resolve-url.js';

const link = /\[([^\]]{1,200})\]\(([^)\s]{1,2000})[^)]*\)/g;

/** Reads plain text with Markdown headings and links, as `llms.txt` (llmstxt.org) is written. */
export function readMarkdown(source: string, page: SourcePage): PageReading {
  const reading: PageReading = {
    url: page.url,
    title: '',
    retrievedAt: page.retrievedAt,
    headings: [],
    breadcrumbs: [],
    outline: [],
    lines: [],
    tables: [],
    images: [],
    schema: [],
    links: [],
    pdfs: [],
    emails: [],
    blocks: [],
  };
  const open: OutlineNode[] = [];
  for (const [index, raw] of source
    .split(/\r\n|[\r\n]/)
    .slice(0, 20_000)
    .entries()) {
    const text = collapse(raw);
    if (text === '') continue;
    const heading = /^(#{1,6}) (.+)$/.exec(text);
    if (heading) addHeading(reading, open, heading[1]?.length ?? 1, heading[2] ?? '', index);
    else addLine(reading, open, text, index);
  }
  reading.title = reading.headings[0]?.text ?? '';
  reading.pdfs = reading.links.map((entry) => entry.href).filter((href) => /\.pdf(?:$|[?#])/i.test(href));
  return reading;
}

function addHeading(
  reading: PageReading,
  open: OutlineNode[],
  level: number,
  text: string,
  block: number,
): void {
  while (open.length > 0 && (open.at(-1)?.level ?? 0) >= level) open.pop();
  const node: OutlineNode = {
    kind: 'heading',
    label: detach(text),
    level,
    region: 'main',
    run: `md${level}`,
    children: [],
  };
  (open.at(-1)?.children ?? reading.outline).push(node);
  open.push(node);
  reading.headings.push({ level, text: node.label, region: 'main' });
  reading.lines.push(lineOf(reading, text, `h${level}`, block));
}

function addLine(reading: PageReading, open: OutlineNode[], text: string, block: number): void {
  const line = lineOf(reading, text, 'p', block);
  const links = [...text.matchAll(link)].flatMap((match) => {
    const href = resolveUrl(match[2], reading.url);
    return href === undefined ? [] : [{ text: detach(match[1] ?? ''), href }];
  });
  if (links.length > 0) line.links = links;
  reading.lines.push(line);
  for (const found of links) reading.links.push({ ...found, region: 'main' });
  const first = links[0];
  const container = open.at(-1);
  if (first !== undefined && container !== undefined && /^[-*+] /.test(text)) {
    container.children.push({
      kind: 'item',
      label: first.text,
      href: first.href,
      level: 8,
      region: 'main',
      run: 'md-list',
      note: detach(
        text
          .replace(link, '')
          .replace(/^[-*+]\s*:?\s*/, '')
          .slice(0, 300),
      ),
      children: [],
    });
  }
  const heading = reading.headings.at(-1)?.text ?? '';
  const last = reading.blocks.at(-1);
  if (last !== undefined && last.heading === heading) last.text += `\n${text}`;
  else reading.blocks.push({ heading, text: detach(text) });
}

function lineOf(reading: PageReading, text: string, tag: string, block: number): TextLine {
  return { text: detach(text), tag, region: 'main', heading: reading.headings.length - 1, block };
}
