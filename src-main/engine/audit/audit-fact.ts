import type { AuditRecord } from '@shared/contract/audit-record.js';
import type { Json } from '@shared/kernel/errors.js';

/** What a command says happened; the log adds who, when, and its place in the chain. */
export interface AuditFact {
  action: string;
  resource: { kind: string; id: string; version?: string };
  outcome?: AuditRecord['outcome'];
  reason?: string;
  /** Kept beside the record, of which it holds only the salted hash. */
  details?: Record<string, Json>;
}
