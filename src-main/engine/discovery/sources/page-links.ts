import { Parser } from 'htmlparser2';

export interface PageLink {
  /** As written. */
  href: string;
  /** Its words, white space collapsed, at most 200 characters. */
  text: string;
}

/** What a crawl needs to know of a page: where it leads, and whether a script still has to build it. */
export interface PageLinks {
  /** The href of the first `base` element. */
  base: string | undefined;
  links: PageLink[];
  /** The target of a `meta refresh` of at most 10 seconds. */
  refresh: string | undefined;
  /** Little text, many scripts, or the empty root of a client-side application. */
  scriptBuilt: boolean;
}

const maxLinks = 5000;

function declaredCharset(body: Uint8Array, contentType: string): string | undefined {
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  const inHeader = /charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType)?.[1];
  if (inHeader !== undefined) return inHeader;
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 1024)).toString('latin1');
  return /<meta[^>]+charset\s*=\s*["']?([^\s;"'/>]+)/i.exec(head)?.[1];
}

function decodeAs(charset: string, body: Uint8Array, fatal: boolean): string | undefined {
  try {
    return new TextDecoder(charset, { fatal }).decode(body);
  } catch {
    return undefined;
  }
}

/** Decodes a page for its links: BOM, header or meta charset, else UTF-8 if the bytes are UTF-8, else windows-1252. */
export function decodePage(body: Uint8Array, contentType: string): string {
  const charset = declaredCharset(body, contentType);
  return (
    (charset === undefined ? undefined : decodeAs(charset, body, false)) ??
    decodeAs('utf-8', body, true) ??
    decodeAs('windows-1252', body, false) ??
    Buffer.from(body).toString('latin1')
  );
}

interface Reading extends PageLinks {
  textLength: number;
  scripts: number;
  appRoot: boolean;
  silent: number;
  open: PageLink | undefined;
}

const silentElements = new Set(['script', 'style', 'noscript', 'template', 'svg']);

function refreshTarget(content: string): string | undefined {
  const match = /^\s*(\d+)[^;,]*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(content);
  return match !== null && Number(match[1]) <= 10 ? match[2]?.trim() : undefined;
}

function openElement(reading: Reading, name: string, attributes: Record<string, string>): void {
  const href = attributes.href;
  if ((name === 'a' || name === 'area') && href !== undefined && reading.links.length < maxLinks) {
    reading.open = { href, text: attributes.title ?? attributes.alt ?? '' };
    reading.links.push(reading.open);
    if (name === 'a') reading.open.text = '';
  } else if ((name === 'frame' || name === 'iframe') && attributes.src && reading.links.length < maxLinks) {
    reading.links.push({ href: attributes.src, text: attributes.title ?? '' });
  } else if (name === 'base' && href !== undefined) {
    reading.base ??= href;
  } else if (name === 'meta' && attributes['http-equiv']?.toLowerCase() === 'refresh') {
    reading.refresh ??= refreshTarget(attributes.content ?? '');
  } else if (name === 'script') {
    reading.scripts++;
  } else if (/^(?:root|app|__next|__nuxt|app-root)$/.test(attributes.id ?? '') || name === 'app-root') {
    reading.appRoot = true;
  }
  if (silentElements.has(name)) reading.silent++;
}

function readText(reading: Reading, data: string): void {
  if (reading.silent > 0) return;
  const words = data.replace(/\s+/g, ' ');
  reading.textLength += words.trim().length;
  if (reading.open !== undefined && reading.open.text.length < 200) {
    reading.open.text = `${reading.open.text}${words}`.slice(0, 200).trimStart();
  }
}

/** Reads the links of an HTML page in one pass, without building a tree. Accepts any text. */
export function readPageLinks(html: string): PageLinks {
  const reading: Reading = {
    base: undefined,
    links: [],
    refresh: undefined,
    scriptBuilt: false,
    textLength: 0,
    scripts: 0,
    appRoot: false,
    silent: 0,
    open: undefined,
  };
  const parser = new Parser({
    onopentag: (name, attributes) => openElement(reading, name, attributes),
    ontext: (data) => readText(reading, data),
    onclosetag(name) {
      if (name === 'a') reading.open = undefined;
      if (silentElements.has(name) && reading.silent > 0) reading.silent--;
    },
  });
  parser.write(html);
  parser.end();
  for (const link of reading.links) link.text = link.text.trim();
  const { base, links, refresh, textLength, scripts, appRoot } = reading;
  const scriptBuilt = textLength < 250 && (appRoot ? scripts >= 1 : scripts >= 3 && links.length < 5);
  return { base, links, refresh, scriptBuilt };
}
