import { nameProblem } from '@shared/evidence/archive-name.js';
import { sha256OfText } from '@shared/evidence/sha256.js';
import { sha256Hex } from './hashing.js';

/**
 * A file name for an id: the id itself where it is plain lower-case kebab-case, else a readable slug, `--`, and 12
 * digits of its hash. Different ids get different names, also where case does not count, and no name is special on
 * any system, whatever a department calls itself.
 */
export function fileNameFor(id: string): string {
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id) && id.length <= 80 && nameProblem(id) === undefined) return id;
  return `${slug(id, 60) || 'x'}--${hashDigits(id)}`;
}

/**
 * The folder of an organisation under `deployments/`: a slug that a person recognises. Where letters were lost (another
 * script, a very long name) hash digits keep two names apart.
 */
export function organisationFolder(name: string): string {
  const readable = slug(name, 60);
  const lost = /[^\p{ASCII}]/u.test(withoutMarks(name)) || slug(name, 10_000) !== readable;
  const folder = lost || readable === '' ? `${readable || 'organisation'}--${hashDigits(name)}` : readable;
  return nameProblem(folder) === undefined ? folder : `${folder}-organisation`;
}

function slug(text: string, limit: number): string {
  const words = withoutMarks(text)
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return words.length <= limit ? words : words.slice(0, limit).replace(/-[^-]*$/, '');
}

/** "São" becomes "Sao": combining marks go, the letters stay. */
function withoutMarks(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
}

function hashDigits(text: string): string {
  return sha256OfText(text, sha256Hex).slice(0, 12);
}
