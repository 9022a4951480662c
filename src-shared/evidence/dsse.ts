import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes } from '@noble/hashes/utils.js';
import type { Json } from '../kernel/errors.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { portableSha256 } from './sha256.js';
import { parseStrictJson } from './strict-json.js';
import { encodeUtf8 } from './utf8.js';

/** A DSSE v1 envelope (Dead Simple Signing Envelope, secure-systems-lab/dsse). */
export interface DsseEnvelope {
  payloadType: string;
  /** Base64. */
  payload: string;
  signatures: { keyid: string; sig: string }[];
}

/** Holds a private Ed25519 key and signs with it (RFC 8032, pure). */
export interface Signer {
  /** 32 bytes. */
  publicKey: Uint8Array;
  /** Returns 64 bytes. */
  sign(message: Uint8Array): Uint8Array;
}

/** A signer from the 32 bytes of an Ed25519 seed. */
export function signerFromSeed(seed: Uint8Array): Signer {
  return { publicKey: ed25519.getPublicKey(seed), sign: (message) => ed25519.sign(message, seed) };
}

/** The id of an Ed25519 public key: the hex SHA-256 of its 32 bytes. */
export function keyId(publicKey: Uint8Array): string {
  return portableSha256(publicKey);
}

/**
 * Strict Ed25519 verification (RFC 8032 section 5.1.7: canonical encodings, S below the group's order). ZIP 215,
 * which is laxer so that blockchains agree, would accept several encodings of one signature.
 */
export function verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** Pre-authentication encoding: what is really signed, so that a payload cannot be taken for one of another type. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = encodeUtf8(payloadType);
  return concatBytes(encodeUtf8(`DSSEv1 ${type.length} `), type, encodeUtf8(` ${payload.length} `), payload);
}

/** Signs a payload. */
export function sealEnvelope(payloadType: string, payload: Uint8Array, signer: Signer): DsseEnvelope {
  const signature = signer.sign(preAuthEncoding(payloadType, payload));
  return {
    payloadType,
    payload: encodeBase64(payload),
    signatures: [{ keyid: keyId(signer.publicKey), sig: encodeBase64(signature) }],
  };
}

export type EnvelopeVerdict =
  /** `signedBy`: ids of the trusted keys that signed, without repetition. */
  | { kind: 'trusted'; payloadType: string; payload: Uint8Array; signedBy: string[] }
  | { kind: 'malformed'; text: string }
  | { kind: 'unsigned'; text: string }
  /** Signed, but with no key that is trusted here. `keyIds` are claims, not facts. */
  | { kind: 'untrusted'; keyIds: string[]; text: string }
  /** It names a trusted key whose signature does not fit: the payload or the signature was changed. */
  | { kind: 'forged'; keyIds: string[]; text: string };

/**
 * Verifies an envelope's text against trusted Ed25519 public keys before anything of its payload is parsed. One fitting
 * signature suffices, but a wrong one under a trusted key's id makes the whole a forgery.
 */
export function verifyEnvelope(text: string, trustedKeys: readonly Uint8Array[]): EnvelopeVerdict {
  const envelope = parseEnvelope(text);
  if (typeof envelope === 'string') return { kind: 'malformed', text: envelope };
  const { payloadType, payload, signatures } = envelope;
  if (signatures.length === 0) return { kind: 'unsigned', text: 'The envelope carries no signature.' };
  const message = preAuthEncoding(payloadType, payload);
  const keys = new Map(trustedKeys.map((key) => [keyId(key), key]));
  const signedBy = new Set<string>();
  const forged: string[] = [];
  for (const { keyid, signature } of signatures) {
    const key = keys.get(keyid);
    if (key === undefined) continue;
    if (verifyEd25519(signature, message, key)) signedBy.add(keyid);
    else forged.push(keyid);
  }
  const keyIds = signatures.map((signature) => signature.keyid);
  if (forged.length > 0) {
    return {
      kind: 'forged',
      keyIds: forged,
      text: 'The signature does not fit: the signed list of files or the signature was changed, or another key made it.',
    };
  }
  if (signedBy.size === 0) {
    return { kind: 'untrusted', keyIds, text: `No trusted key signed it; it names ${keyIds.join(', ')}.` };
  }
  return { kind: 'trusted', payloadType, payload, signedBy: [...signedBy] };
}

interface ParsedEnvelope {
  payloadType: string;
  payload: Uint8Array;
  signatures: { keyid: string; signature: Uint8Array }[];
}

/** The envelope, or what is wrong with its form in a sentence. */
function parseEnvelope(text: string): ParsedEnvelope | string {
  const value = parseOrUndefined(text);
  if (!isRecord(value)) return 'The envelope is not a JSON object.';
  if (typeof value.payloadType !== 'string') return 'The envelope names no payload type.';
  const payload = typeof value.payload === 'string' ? decodeBase64(value.payload) : undefined;
  if (payload === undefined) return 'The payload of the envelope is not base64.';
  if (!Array.isArray(value.signatures) || value.signatures.length > 16) {
    return 'The envelope has no list of signatures, or an endless one.';
  }
  const signatures: ParsedEnvelope['signatures'] = [];
  for (const entry of value.signatures) {
    const signature = isRecord(entry) && typeof entry.sig === 'string' ? decodeBase64(entry.sig) : undefined;
    if (!isRecord(entry) || typeof entry.keyid !== 'string' || signature === undefined) {
      return 'A signature of the envelope is not well formed.';
    }
    signatures.push({ keyid: entry.keyid, signature });
  }
  return { payloadType: value.payloadType, payload, signatures };
}

function parseOrUndefined(text: string): Json | undefined {
  try {
    return parseStrictJson(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
