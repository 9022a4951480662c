import { gunzipSync, gzipSync } from 'node:zlib';
import { AiosError } from '@shared/kernel/errors.js';
import type { CompositionInput } from './composition-content.js';
import type { Artefact } from './deployment-rows.js';
import { sha256Hex } from './hashing.js';

/** What was approved, as an artefact: a resumed deployment and a bundle that is made again start from it. */
export function freezeInput(input: CompositionInput): Artefact {
  const content = gzipSync(JSON.stringify(input));
  return { sha256: sha256Hex(content), content };
}

/** The input that was frozen under this hash. Throws `data_damaged` when it is gone or changed. */
export function thawInput(content: Uint8Array | null, sha256: string): CompositionInput {
  if (!content || sha256Hex(content) !== sha256) {
    throw new AiosError('data_damaged', 'What was approved for this deployment is no longer there.');
  }
  const input: CompositionInput = JSON.parse(gunzipSync(content).toString('utf8'));
  return input;
}
