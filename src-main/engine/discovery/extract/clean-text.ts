/** Collapses every run of white space (also no-break and zero-width) into one space and trims. */
export function collapse(text: string): string {
  return untidy.test(text) ? text.replace(/(?:[\s\u200b\u2060]|\u200c|\u200d)+/g, ' ').trim() : text;
}

/** Most labels are tidy already; a test costs a tenth of a replacement. */
const untidy = /[^\S ]|[\u200b\u2060]|\u200c|\u200d|^ | $| {2}/;

/**
 * A copy that shares no memory with `text`: engines keep the whole parsed page alive behind a short slice of it, and
 * readings of a thousand pages are held at once.
 */
export function detach(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

/** Casefolded, compatibility-normalised, straight apostrophes, `&` as "and", punctuation as space: for comparing words. */
export function fold(text: string): string {
  if (/^[a-z\d]+(?: [a-z\d]+)*$/.test(text)) return text;
  const normal = /^[\x20-\x7e]*$/.test(text) ? text : text.normalize('NFKC');
  return normal
    .toLowerCase()
    .replace(/[\u2018\u2019`\u00b4]/g, "'")
    .replace(/&amp;|&/g, ' and ')
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
