/** Line feed, tab, and the joiners that scripts and emoji need; other invisible characters can hide or reorder text. */
const visible = new Set(['\n', '\t', '\u200c', '\u200d']);

/**
 * Writes text of unknown origin as markdown that shows exactly that text: no HTML, link, image, heading or table of the
 * page can take effect.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => (visible.has(character) ? character : ''))
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replace(/^(\s*)([-+=])/gm, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)])/gm, '$1\\$2');
}

/** One line of escaped text: for headings, list items and titles. */
export const escapeLine = (text: string): string => escapeMarkdown(text.replace(/\s+/g, ' ').trim());

/** A web address as a link; what is no http(s) address is written as plain text. */
export function linkTo(url: string): string {
  if (!/^https?:\/\//i.test(url)) return escapeLine(url);
  const safe = url
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character))
    .replace(/[()<>[\]|`*\\'"]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `<${safe}>`;
}
