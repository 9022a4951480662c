import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { encodeUtf8 } from './utf8.js';

/**
 * SHA-256 of bytes as 64 lower-case hex digits. Where the platform has a faster one (`node:crypto`), pass that; a
 * stranger who checks our evidence needs nothing but the default.
 */
export type Sha256 = (bytes: Uint8Array) => string;

/** SHA-256 in portable code. */
export const portableSha256: Sha256 = (bytes) => bytesToHex(nobleSha256(bytes));

/** SHA-256 of a text's UTF-8 bytes, as 64 lower-case hex digits. */
export function sha256OfText(text: string, sha256: Sha256 = portableSha256): string {
  return sha256(encodeUtf8(text));
}
