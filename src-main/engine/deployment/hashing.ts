import { createHash } from 'node:crypto';
import type { Sha256 } from '@shared/evidence/sha256.js';

/** SHA-256 by the platform, as 64 hex digits: several times faster than portable code. */
export const sha256Hex: Sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
