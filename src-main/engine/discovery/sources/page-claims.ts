import { canonicalUrl } from './canonical-url.js';

/** What a saved page says about the address that it was saved from. */
export interface PageClaims {
  /** Where it says so first in this order: saver's comment, canonical link, og:url. Canonical. */
  url: string | undefined;
  /** Absolute `base href`, which tells the host but not always the page. */
  base: string | undefined;
  /** Written by HTTrack itself (its start page), not by the site. */
  isSaverPage: boolean;
}

/** Bytes of a page in which its claims are looked for. */
export const claimBytes = 96 * 1024;

const archived = /^https?:\/\/web\.archive\.org\/web\/\d+(?:[a-z]{2}_)?\/(https?:\/\/.*)$/i;

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

function absolute(raw: string | undefined): string | undefined {
  if (raw === undefined) return undefined;
  const decoded = raw.trim().replace(/&amp;/gi, '&');
  const original = archived.exec(decoded)?.[1] ?? decoded;
  return /^https?:\/\//i.test(original) ? canonicalUrl(original) : undefined;
}

function savedFrom(head: string): string | undefined {
  const browser = /<!--\s*saved from url=\(\d+\)\s*(\S+)\s*-->/i.exec(head)?.[1];
  if (browser !== undefined) return absolute(browser);
  const singleFile = /<!--\s*Page saved with SingleFile\s+url:\s*(\S+)/i.exec(head)?.[1];
  if (singleFile !== undefined) return absolute(singleFile);
  // HTTrack leaves the scheme out.
  const httrack = /<!--\s*Mirrored from (\S+) by HTTrack/i.exec(head)?.[1];
  return httrack === undefined
    ? undefined
    : absolute(/^https?:/i.test(httrack) ? httrack : `https://${httrack}`);
}

/** Reads a page's claims from its first bytes. Accepts any bytes; nothing in it is trusted yet. */
export function readPageClaims(body: Uint8Array): PageClaims {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, claimBytes))
    .toString('latin1')
    .replaceAll('\0', '');
  const fromSaver = savedFrom(head);
  let canonical: string | undefined;
  let openGraph: string | undefined;
  let base: string | undefined;
  for (const [tag] of head.replace(/<!--[\s\S]*?-->/g, '').matchAll(/<(?:link|meta|base)\b[^>]{0,2000}>/gi)) {
    if (/^<base/i.test(tag)) base ??= absolute(attribute(tag, 'href'));
    else if (/^<link/i.test(tag)) {
      if (/\bcanonical\b/i.test(attribute(tag, 'rel') ?? '')) canonical ??= absolute(attribute(tag, 'href'));
    } else if (/^og:url$/i.test(attribute(tag, 'property') ?? attribute(tag, 'name') ?? '')) {
      openGraph ??= absolute(attribute(tag, 'content'));
    }
  }
  const isSaverPage =
    fromSaver === undefined && /<title>\s*(?:Local index - HTTrack|HTTrack Website Copier)/i.test(head);
  return { url: fromSaver ?? canonical ?? openGraph, base, isSaverPage };
}

/** The absolute http(s) link targets in a page's text, canonical; at most `limit`. */
export function absoluteLinks(body: Uint8Array, limit: number): string[] {
  const text = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 512 * 1024)).toString(
    'latin1',
  );
  const links: string[] = [];
  for (const match of text.matchAll(/<a\b[^>]{0,500}?\bhref\s*=\s*["']?(https?:\/\/[^"'\s>]{4,500})/gi)) {
    const url = absolute(match[1]);
    if (url !== undefined) links.push(url);
    if (links.length >= limit) break;
  }
  return links;
}
