import type { Contact } from '@shared/contract/organisation-profile.js';
import { collapse, fold } from './clean-text.js';
import type { PageReading, TextLine } from './page-reading.js';

export type ContactClaim = Pick<Contact, 'kind' | 'value'> & {
  quote: string;
  page: PageReading;
  location: string;
};

const usPhone =
  /(?<![\d.-])(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.\-–])\d{3}[\s.\-–]\d{4}(?:\s*(?:ext\.?|x)\s*\d{1,5})?(?![\d-])/g;
const ukPhone = /(?<![\d.-])(?:\+44\s?\(?0?\)?\s?\d{2,4}|\(?0\d{2,4}\)?)[\s-]?\d{3,4}[\s-]?\d{3,4}(?![\d-])/g;
const email =
  /[\w.+'-]+(?:@|\s?(?:\[at\]|\(at\)|\[@\])\s?)[\w-]+(?:(?:\.|\s?(?:\[dot\]|\(dot\))\s?)[\w-]+)+/gi;
const usPlace =
  /\b[A-Z][\p{L}. -]{1,30},?\s+(?:[A-Z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?),?\s+\d{5}(?:-\d{4})?\b/u;
const ukPlace = /\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b/;
const street =
  /^(?:P\.?\s?O\.? Box \d+|\d+[\w-]* (?:[NSEW]\.? )?[\p{L}\d'’. -]{2,60}|.{0,60}\b(?:Floor|Suite|Room|Building|Bldg|Hall)\b.{0,40})$/iu;

/** A house number or post box with what follows it up to the town. */
const streetBefore =
  /(?:^|[\s,:(])(?:P\.?\s?O\.? Box )?\d{1,6}[A-Za-z]?(?:-\d+)? (?!AM\b|PM\b|am\b|pm\b|hours\b)\p{Lu}[^:;!?]{2,90}$/u;

/** Phones, fax numbers, e-mail and postal addresses in the lines of a page for which `counts` says yes. */
export function findContacts(page: PageReading, counts: (line: TextLine) => boolean): ContactClaim[] {
  const found: ContactClaim[] = [];
  const { lines } = page;
  for (const [index, line] of lines.entries()) {
    if (!counts(line) || line.text.length > 600) continue;
    const location = page.headings[line.heading]?.text ?? '';
    for (const [kind, value, quote] of readLine(line)) found.push({ kind, value, quote, page, location });
    const address = readAddress(lines, index);
    if (address) found.push({ kind: 'address', ...address, page, location });
  }
  for (const entry of page.emails) {
    if (entry.region !== 'main' && entry.region !== 'body' && entry.region !== 'aside') continue;
    if (found.some((claim) => claim.kind === 'email' && claim.value === entry.address)) continue;
    found.push({
      kind: 'email',
      value: entry.address,
      quote: entry.text || entry.address,
      page,
      location: '',
    });
  }
  return unique(found);
}

function readLine(line: TextLine): [Contact['kind'], string, string][] {
  const found: [Contact['kind'], string, string][] = [];
  for (const match of [...line.text.matchAll(usPhone), ...line.text.matchAll(ukPhone)]) {
    if (match[0].replace(/\D/g, '').length < 10) continue;
    if (found.some(([, value]) => value.includes(match[0]) || match[0].includes(value))) continue;
    const before = line.text.slice(Math.max(0, match.index - 12), match.index);
    found.push([/\bfax\b|\bf:\s*$/i.test(before) ? 'fax' : 'phone', collapse(match[0]), match[0]]);
  }
  for (const match of line.text.matchAll(email)) {
    const address = match[0]
      .replace(/\s?(?:\[at\]|\(at\)|\[@\])\s?/i, '@')
      .replace(/\s?(?:\[dot\]|\(dot\))\s?/gi, '.')
      .toLowerCase();
    if (/@.*\.(?:png|jpe?g|gif|svg|webp)$/.test(address)) continue;
    found.push(['email', address, match[0]]);
  }
  return found;
}

/** "City, ST 12345" with the street above it in the same paragraph, or the whole address in one line. */
function readAddress(
  lines: readonly TextLine[],
  index: number,
): { value: string; quote: string } | undefined {
  const line = lines[index];
  if (line === undefined || line.text.length > 200) return undefined;
  const place = usPlace.exec(line.text) ?? ukPlace.exec(line.text);
  if (place === null) return undefined;
  const before = streetBefore.exec(line.text.slice(0, place.index));
  if (before !== null) {
    const whole = line.text.slice(before.index, place.index + place[0].length).replace(/^[\s,:.]+/, '');
    return { value: whole, quote: whole };
  }
  const parts = [place[0]];
  for (let back = index - 1; back >= 0 && parts.length < 4; back -= 1) {
    const above = lines[back];
    if (above === undefined || line.block - above.block > 3 || !street.test(above.text)) break;
    parts.unshift(above.text);
  }
  return parts.length < 2 ? undefined : { value: parts.join(', '), quote: place[0] };
}

function unique(claims: readonly ContactClaim[]): ContactClaim[] {
  const seen = new Set<string>();
  return claims.filter((claim) => {
    const key = `${claim.kind === 'fax' ? 'phone' : claim.kind} ${claim.kind === 'email' || claim.kind === 'address' ? fold(claim.value) : claim.value.replace(/\D/g, '')}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
