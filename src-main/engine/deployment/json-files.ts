import { canonicalJson } from '@shared/evidence/canonical-json.js';
import type { Json } from '@shared/kernel/errors.js';

/** JSON that people read: keys in canonical order, two blanks a level, a final line break. Drops undefined members. */
export function prettyJson(value: object): string {
  const plain: Json = JSON.parse(canonicalJson(JSON.parse(JSON.stringify(value))));
  return `${JSON.stringify(plain, null, 2)}\n`;
}
