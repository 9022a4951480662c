import { z } from 'zod';

/** Who did it: always from the transport, never from an input. */
export const actorSchema = z.object({
  kind: z.enum(['person', 'system', 'agent']),
  id: z.string(),
  role: z.string(),
});
export type Actor = z.infer<typeof actorSchema>;

export const resourceSchema = z.object({
  kind: z.string(),
  id: z.string(),
  version: z.string().nullable(),
});

/**
 * One audit record, as it is hashed: RFC 8785 canonical JSON of all fields. Personal data stands in the details beside
 * it, of which the record holds the salted SHA-256.
 */
export const auditRecordSchema = z.object({
  schema: z.literal('aios.audit-record/1'),
  /** 1, 2, 3 … without a gap, per tenant and device. */
  sequence: z.number().int().positive(),
  /** ISO 8601 UTC with milliseconds. */
  time: z.string(),
  tenant: z.string(),
  device: z.string(),
  actor: actorSchema,
  action: z.string(),
  resource: resourceSchema,
  outcome: z.enum(['attempted', 'succeeded', 'refused', 'failed']),
  reason: z.string(),
  traceId: z.string(),
  policy: z.object({ version: z.string(), hash: z.string() }),
  /** Hex SHA-256 of salt + canonical details. */
  detailsHash: z.string(),
  /** Hex SHA-256 of the previous record's canonical JSON; 64 zeros for the first. */
  previousHash: z.string(),
});
export type AuditRecord = z.infer<typeof auditRecordSchema>;

export const storedAuditRecordSchema = auditRecordSchema.extend({
  hash: z.string(),
  details: z.record(z.string(), z.unknown()).nullable(),
});
export type StoredAuditRecord = z.infer<typeof storedAuditRecordSchema>;

export const auditProblemSchema = z.object({
  sequence: z.number().int(),
  kind: z.enum([
    'hash-mismatch',
    'chain-broken',
    'gap',
    'details-mismatch',
    'unreadable',
    'head-mismatch',
    'time-backwards',
  ]),
  text: z.string(),
});
export type AuditProblem = z.infer<typeof auditProblemSchema>;

export const auditVerificationSchema = z.object({
  verified: z.boolean(),
  records: z.number().int(),
  firstSequence: z.number().int().nullable(),
  lastSequence: z.number().int().nullable(),
  headHash: z.string().nullable(),
  /** What makes it fail. */
  problems: z.array(auditProblemSchema),
  /** What an auditor should know but does not break the chain (a clock that went back). */
  remarks: z.array(auditProblemSchema),
  /** What was checked, in sentences. */
  checked: z.array(z.string()),
  durationMs: z.number(),
});
export type AuditVerification = z.infer<typeof auditVerificationSchema>;
