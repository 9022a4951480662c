import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { keyId, type Signer, signerFromSeed } from '@shared/evidence/dsse.js';
import { AiosError } from '@shared/kernel/errors.js';
import { z } from 'zod';
import { errorCode, storageError, tenantPaths } from '../db/index.js';
import { clientDirectory } from '../tenancy/index.js';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const keyFileSchema = z.strictObject({ algorithm: z.literal('Ed25519'), seed: hex32, publicKey: hex32 });

const fileOf = (keys: string): string => join(keys, 'signing-key.json');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The client's Ed25519 signing key, made at first use; readable by the user of this computer only. */
export function signingKey(keys: string): Signer {
  const stored = readKeyFile(keys);
  if (stored) return signerFromSeed(Uint8Array.from(Buffer.from(stored.seed, 'hex')));
  const seed = new Uint8Array(randomBytes(32));
  const signer = signerFromSeed(seed);
  const file = { algorithm: 'Ed25519', seed: hex(seed), publicKey: hex(signer.publicKey) };
  try {
    mkdirSync(keys, { recursive: true, mode: 0o700 });
    const part = `${fileOf(keys)}.part`;
    const descriptor = openSync(part, 'w', 0o600);
    writeSync(descriptor, JSON.stringify(file));
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(part, fileOf(keys));
  } catch (error) {
    throw storageError(error, keys);
  }
  return signer;
}

/** A client's public key, read while its database is closed. Throws `not_found` before the first deployment. */
export function readPublicKey(home: string, tenant: string): Uint8Array {
  const { keys } = tenantPaths(clientDirectory(home, tenant));
  const stored = readKeyFile(keys);
  if (!stored) {
    throw new AiosError(
      'not_found',
      'This client has no signing key here; name the trusted public key with --key.',
    );
  }
  return Uint8Array.from(Buffer.from(stored.publicKey, 'hex'));
}

/** How people compare keys: the public key and its id. */
export function describeKey(signer: Signer): { publicKey: string; keyId: string } {
  return { publicKey: hex(signer.publicKey), keyId: keyId(signer.publicKey) };
}

function readKeyFile(keys: string): z.infer<typeof keyFileSchema> | null {
  let text: string;
  try {
    text = readFileSync(fileOf(keys), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw storageError(error, keys);
  }
  try {
    return keyFileSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new AiosError('data_damaged', `The signing key in ${fileOf(keys)} is damaged.`, { cause: error });
  }
}
