export { appendRecords, type LogContext } from './append-record.js';
export type { AuditFact } from './audit-fact.js';
export { countRecords, findRecords } from './audit-rows.js';
export { verifyLog } from './verify-log.js';
