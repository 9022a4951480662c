import { z } from 'zod';
import { auditVerificationSchema, storedAuditRecordSchema } from './audit-record.js';
import { pageOf, query } from './procedure.js';

export const auditFilterSchema = z.object({
  action: z.string().optional(),
  actor: z.string().optional(),
  /** Words that must occur in action, resource, reason or details. */
  search: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
});

export const auditContract = {
  /** Newest first. */
  list: query
    .input(
      auditFilterSchema
        .extend({ cursor: z.string().optional(), limit: z.number().int().min(1).max(500).default(100) })
        .prefault({}),
    )
    .output(pageOf(storedAuditRecordSchema)),
  verify: query.output(auditVerificationSchema),
};
