import { parseUrl } from '@shared/kernel/parse-url.js';

/** How the source of what a person entered begins: the recorded operation, which has its author and reason. */
export const personsWord = 'urn:aios:operation:';

/** A page as it was read, before cleaning: what knowledge is made from. */
export interface KnowledgePage {
  /** Absolute URL: the page's identity. */
  url: string;
  title: string;
  /** ISO 8601 UTC. */
  retrievedAt: string;
  /** In reading order; lines of `text` are separated by line feeds. */
  blocks: readonly { heading: string; anchor?: string | undefined; text: string }[];
  /** `href` is absolute. */
  links: readonly { href: string; text: string }[];
  /** From the root to the page's parent, or to the page itself. */
  breadcrumbs: readonly string[];
}

/** Plain order of code units: the same on every machine, whatever its language. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Words with single spaces, as a person reads them; halves of surrogate pairs, which no JSON may carry, are replaced. */
export const collapsed = (text: string): string =>
  text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * The address of a page without what makes no difference: scheme, `www.`, fragment, index file, extension, trailing
 * slash. Empty for what is no web address.
 */
export function addressOf(url: string): string {
  // A page of a mirror that does not tell its origin is known by its path alone.
  const parsed = parseUrl(url, url.startsWith('/') ? 'http://mirror.invalid' : undefined);
  if (!parsed) return '';
  const { protocol, host, pathname, search } = parsed;
  if (protocol !== 'http:' && protocol !== 'https:') return '';
  const path = pathname
    .replace(/\/(?:index|default)\.[a-z]+$/i, '/')
    .replace(/\.(?:html?|php|aspx?|jsp|cfm)$/i, '')
    .replace(/\/+$/, '');
  return `${host.toLowerCase().replace(/^www\./, '')}${path}${search}`;
}
