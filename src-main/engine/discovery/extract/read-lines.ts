import { collapse, detach } from './clean-text.js';
import {
  type AnyNode,
  type Element,
  headingLevel,
  isElement,
  isInline,
  isSilent,
  regionOf,
  textOf,
} from './page-nodes.js';
import type { PageLink, PageReading, PageTable, Region, TextLine } from './page-reading.js';
import { resolveUrl } from './resolve-url.js';

/** What one walk over the page's text yields. */
export type PageText = Pick<PageReading, 'headings' | 'lines' | 'tables' | 'images' | 'links' | 'emails'>;

const hintToken =
  /(?:^|[^a-z])(?:fn|n|name|job-?title|title|position|role|org|adr|tel|staff|person|member|vcard|email)(?:$|[^a-z])/i;
const longestTable = 2000;

interface Block {
  id: number;
  tag: string;
  region: Region;
  hint: string;
}

/**
 * Reads the visible text line by line (a block element or `<br>` ends a line), the links with their region, and the
 * tables. Comments, scripts, styles and templates are no text. E-mail addresses that CDNs obfuscate are decoded.
 */
export function readLines(roots: readonly AnyNode[], base: string): PageText {
  const reader = new LineReader(base);
  reader.walk(roots, { id: 0, tag: 'body', region: 'body', hint: '' });
  reader.flush();
  return reader.text;
}

class LineReader {
  readonly text: PageText = { headings: [], lines: [], tables: [], images: [], links: [], emails: [] };
  readonly #base: string;
  #blocks = 0;
  #buffer = '';
  #strong = '';
  #lineLinks: { text: string; href: string }[] = [];
  #block: Block = { id: 0, tag: 'body', region: 'body', hint: '' };
  #anchor: string | undefined;

  constructor(base: string) {
    this.#base = base;
  }

  walk(nodes: readonly AnyNode[], block: Block): void {
    for (const node of nodes) {
      if (node.type === 'text') this.#append(node.data, block);
      else if (isElement(node) && !isSilent(node)) this.#element(node, block);
    }
  }

  flush(): void {
    const text = collapse(this.#buffer);
    const strong = collapse(this.#strong);
    const links = this.#lineLinks;
    this.#buffer = '';
    this.#strong = '';
    this.#lineLinks = [];
    if (text === '' || text.length > 20_000) return;
    const { id, tag, region, hint } = this.#block;
    const line: TextLine = {
      text: detach(text),
      tag,
      region,
      heading: this.text.headings.length - 1,
      block: id,
    };
    if (strong !== '' && text.startsWith(strong)) line.strong = detach(strong);
    if (hint !== '') line.hint = hint;
    if (links.length > 0) line.links = links;
    this.text.lines.push(line);
  }

  #append(data: string, block: Block): void {
    this.#block = block;
    this.#buffer += data;
  }

  #element(node: Element, block: Block): void {
    if (node.attribs.id !== undefined && node.attribs.id !== '') this.#anchor = node.attribs.id;
    if (node.name === 'br' || node.name === 'hr') {
      this.flush();
      return;
    }
    if (node.name === 'img') {
      this.#image(node);
      return;
    }
    const level = headingLevel(node);
    if (level > 0) {
      this.#heading(node, level, block);
      return;
    }
    if (node.name === 'table') this.#table(node);
    if (!isInline(node)) {
      this.flush();
      this.walk(node.children, this.#begin(node, block));
      this.flush();
    } else {
      this.#inline(node, block);
    }
  }

  #begin(node: Element, parent: Block): Block {
    this.#blocks += 1;
    const classes = node.attribs.class ?? '';
    const hint = classes !== '' && hintToken.test(classes) ? classes.slice(0, 60) : '';
    return { id: this.#blocks, tag: node.name, region: regionOf(node, parent.region) ?? parent.region, hint };
  }

  #inline(node: Element, block: Block): void {
    const start = this.#buffer.length;
    if (node.attribs['data-cfemail'] !== undefined) {
      this.#append(decodeProtectedEmail(node.attribs['data-cfemail']), block);
    } else {
      this.walk(node.children, block);
    }
    const own = collapse(this.#buffer.slice(start));
    if ((node.name === 'strong' || node.name === 'b') && this.#buffer.slice(0, start).trim() === '') {
      this.#strong = own;
    }
    if (node.name === 'a') this.#link(node, own, block.region);
  }

  #heading(node: Element, level: number, block: Block): void {
    this.flush();
    const text = textOf(node);
    const anchor = node.attribs.id ?? this.#anchor;
    const begun = this.#begin(node, block);
    if (text !== '') {
      const heading = { level, text: detach(text), region: begun.region };
      this.text.headings.push(anchor === undefined ? heading : { ...heading, anchor });
    }
    this.walk(node.children, begun);
    this.flush();
  }

  #link(node: Element, text: string, region: Region): void {
    const href = resolveUrl(unmangle(node.attribs.href), this.#base);
    if (href === undefined) return;
    if (href.startsWith('mailto:')) {
      const address = mailAddress(href);
      if (address !== undefined) this.text.emails.push({ address, text: detach(text), region });
      return;
    }
    const link: PageLink = {
      href,
      text: detach(text || (node.attribs['aria-label'] ?? node.attribs.title ?? '')),
      region,
    };
    if (node.attribs.rel) link.rel = node.attribs.rel;
    if (!href.startsWith('tel:')) this.text.links.push(link);
    this.#lineLinks.push({ text: link.text, href });
  }

  #image(node: Element): void {
    const alt = collapse(node.attribs.alt ?? '');
    if (alt !== '' && alt.length <= 160) {
      this.text.images.push({ alt: detach(alt), heading: this.text.headings.length - 1 });
    }
  }

  #table(node: Element): void {
    const table: PageTable = { caption: '', heading: this.text.headings.length - 1, header: [], rows: [] };
    const visit = (parent: Element): void => {
      for (const child of parent.children) {
        if (!isElement(child)) continue;
        if (child.name === 'caption') table.caption = textOf(child);
        else if (child.name === 'tr') this.#row(child, table);
        else if (/^(?:thead|tbody|tfoot)$/.test(child.name)) visit(child);
      }
    };
    visit(node);
    if (table.rows.length > 0) this.text.tables.push(table);
  }

  #row(row: Element, table: PageTable): void {
    const cells = row.children.filter(
      (child): child is Element => isElement(child) && /^t[dh]$/.test(child.name),
    );
    if (cells.length === 0 || table.rows.length >= longestTable) return;
    if (table.rows.length === 0 && table.header.length === 0 && cells.every((cell) => cell.name === 'th')) {
      table.header = cells.map((cell) => detach(textOf(cell)));
      return;
    }
    table.rows.push(
      cells.map((cell) => {
        const link = cell.children.find((child): child is Element => isElement(child) && child.name === 'a');
        const href = resolveUrl(link?.attribs.href, this.#base);
        const text = detach(textOf(cell).slice(0, 300));
        return href === undefined ? { text } : { text, href };
      }),
    );
  }
}

/** `mailto:mailto:x@y>x@y` and `x [at] y [dot] z` are what editors leave behind. */
function unmangle(href: string | undefined): string | undefined {
  return href?.replace(/^(?:mailto:)+/i, 'mailto:').replace(/^(mailto:[^<>]*)[<>].*$/i, '$1');
}

/** The address of a `mailto:` URL, percent-decoded, without subject or body. */
export function mailAddress(href: string): string | undefined {
  let text = href.replace(/^mailto:/i, '').split('?')[0] ?? '';
  try {
    text = decodeURIComponent(text);
  } catch {
    // A stray per cent sign: the address is taken as it stands.
  }
  const match = /[\w.+'-]+@[\w-]+(?:\.[\w-]+)+/.exec(text.trim());
  return match?.[0].toLowerCase();
}

/** The address behind Cloudflare's `data-cfemail`: hexadecimal, each byte XORed with the first. */
export function decodeProtectedEmail(hex: string): string {
  if (!/^(?:[0-9a-f]{2}){2,128}$/i.test(hex)) return '';
  const bytes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const key = bytes[0] ?? 0;
  return bytes
    .slice(1)
    .map((byte) => String.fromCharCode(byte ^ key))
    .join('');
}
