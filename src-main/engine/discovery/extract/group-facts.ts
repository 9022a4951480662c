import { fold } from './clean-text.js';
import type { PageReading } from './page-reading.js';
import { hostOf } from './resolve-url.js';

const phone =
  /(?:^|[^\d-])(?:\+?1[-. ]?)?(?:\(?\d{3}\)?[-. ]{1,2})?\d{3}[-.]\d{4}(?!\d)|\b0\d{2,4} ?\d{3} ?\d{3,4}\b/;
const email = /[\w.+-]+@[\w-]+\.\w/;
const contacts = new WeakMap<PageReading, ReadonlySet<string>>();

/** The folded headings of a page under which, before the next heading, a telephone number or an e-mail address stands. */
export function headingsWithContact(page: PageReading): ReadonlySet<string> {
  const known = contacts.get(page);
  if (known !== undefined) return known;
  const found = new Set<string>();
  for (const line of page.lines) {
    const heading = page.headings[line.heading];
    if (heading === undefined || line.region === 'footer' || line.region === 'nav') continue;
    if (phone.test(line.text) || email.test(line.text)) found.add(fold(heading.text));
  }
  contacts.set(page, found);
  return found;
}

/** The hosts under which a page speaks: its own and its canonical one; empty where a copy's origin is unknown. */
export function ownHosts(page: PageReading): string[] {
  return [page.url, page.canonical ?? '']
    .map(hostOf)
    .filter((host) => host !== '' && host !== 'mirror.invalid');
}

/** Whether an address leads to a host that is none of the page's own, nor above or below one of them. */
export function isForeign(href: string, own: readonly string[]): boolean {
  const host = hostOf(href);
  if (host === '' || host === 'mirror.invalid' || own.length === 0) return false;
  return !own.some((known) => host === known || host.endsWith(`.${known}`) || known.endsWith(`.${host}`));
}
