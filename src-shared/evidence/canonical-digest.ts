import { canonicalJson } from './canonical-json.js';
import { portableSha256, type Sha256, sha256OfText } from './sha256.js';

/** `sha256:` + 64 hex digits of a value's canonical JSON: how manifests name policies and knowledge. */
export function canonicalDigest(value: unknown, sha256: Sha256 = portableSha256): string {
  return `sha256:${sha256OfText(canonicalJson(value), sha256)}`;
}
