import { z } from 'zod';
import { canonicalJson } from './canonical-json.js';
import { portableSha256, type Sha256 } from './sha256.js';
import { parseStrictJson } from './strict-json.js';

/*
 * What a bundle's signature is over: an in-toto Statement v1 that lists every file. The type names end in reserved
 * top-level domains where they are ours: they identify, and nothing is ever fetched from them.
 */
export const statementType = 'https://in-toto.io/Statement/v1';
export const bundlePredicateType = 'https://aios.invalid/predicates/aios.bundle/1';
export const statementPayloadType = 'application/vnd.in-toto+json';

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

export const bundlePredicateSchema = z.strictObject({
  schema: z.literal('aios.bundle/1'),
  organisation: z.string(),
  /** Id of the deployment, and which one in the client's order it is. */
  deployment: z.string(),
  sequence: z.number().int().nonnegative(),
  platform: z.string(),
  /** ISO 8601 UTC: when the deployment was approved, not when the archive was packed. */
  createdAt: z.string(),
  generator: z.strictObject({ name: z.string(), version: z.string() }),
  author: z.string(),
  approver: z.string(),
  previewHash: z.string(),
  /** The head of the audit log at sealing: ties the bundle to the log that tells how it came about. */
  auditHead: z.strictObject({ sequence: z.number().int(), hash: z.string() }).nullable(),
});
export type BundlePredicate = z.infer<typeof bundlePredicateSchema>;

const subjectSchema = z.strictObject({
  name: z.string(),
  digest: z.strictObject({ sha256: sha256Hex }),
  annotations: z.strictObject({ bytes: z.number().int().nonnegative() }),
});
export type BundleSubject = z.infer<typeof subjectSchema>;

const statementSchema = z.strictObject({
  _type: z.literal(statementType),
  predicateType: z.literal(bundlePredicateType),
  subject: z.array(subjectSchema),
  predicate: bundlePredicateSchema,
});
export type BundleStatement = z.infer<typeof statementSchema>;

/** The canonical text of the statement over files given in archive order. */
export function statementText(
  files: readonly (readonly [string, Uint8Array])[],
  predicate: BundlePredicate,
  sha256: Sha256 = portableSha256,
): string {
  const statement: BundleStatement = {
    _type: statementType,
    predicateType: bundlePredicateType,
    subject: files.map(([name, bytes]) => ({
      name,
      digest: { sha256: sha256(bytes) },
      annotations: { bytes: bytes.length },
    })),
    predicate,
  };
  return canonicalJson(statement);
}

/** The statement in a text whose signature was already verified; `undefined` when it is not one, or not canonical. */
export function parseStatement(text: string): BundleStatement | undefined {
  try {
    const parsed = statementSchema.safeParse(parseStrictJson(text));
    return parsed.success && canonicalJson(parsed.data) === text ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
