/** The published matching rules of the discovery data: two names are equal when their forms here are. */
export function unitForm(name: string): string {
  let text = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/&amp;|&/g, ' and ')
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:city|county|borough|town|village) of /, '');
  for (let round = 0; round < 3; round += 1) {
    text = text
      .replace(
        /^(?:department of(?: the)?|office of(?: the)?|division of(?: the)?|bureau of(?: the)?|the) /,
        '',
      )
      .replace(/ (?:department|dept|office|division|bureau)$/, '')
      .trim();
  }
  return text;
}

/** A person's name without titles, suffixes and initials. */
export function personForm(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\b(?:dr|mr|mrs|ms|hon|cllr|councillor|jr|sr|ii|iii|esq|phd|md)\b\.?/g, ' ')
    .replace(/[^\p{L} ]+/gu, ' ')
    .replace(/\b\p{L}\b/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether two names are one person: equal forms, or equal first and last words. */
export function isSamePerson(first: string, second: string): boolean {
  const a = personForm(first).split(' ');
  const b = personForm(second).split(' ');
  return (
    a.join(' ') === b.join(' ') || (a.length > 1 && b.length > 1 && a[0] === b[0] && a.at(-1) === b.at(-1))
  );
}

/** Host and path of an address without scheme, `www.`, query and trailing slash. */
export function addressForm(href: string): string {
  try {
    return new URL(href, 'http://x/').href
      .replace(/^https?:\/\/(?:www\.)?/, '')
      .replace(/[#?].*$/, '')
      .replace(/\/$/, '')
      .toLowerCase();
  } catch {
    return href.toLowerCase();
  }
}
