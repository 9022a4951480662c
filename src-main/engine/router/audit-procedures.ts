import { findRecords, verifyLog } from '../audit/index.js';
import { callerOf, procedures } from './session.js';

const os = procedures.audit;

export const auditProcedures = os.router({
  list: os.list.handler(async ({ input, context }) => {
    const { database } = context.engine.tenant.store;
    const { cursor, limit, ...filter } = input;
    const { items, total } = await database.asTenant(callerOf(context).tenant, (tx) =>
      findRecords(tx, { ...filter, limit, ...(cursor === undefined ? {} : { before: Number(cursor) }) }),
    );
    const last = items.at(-1);
    return { items, total, next: items.length === limit && last ? String(last.sequence) : null };
  }),
  verify: os.verify.handler(({ context }) =>
    verifyLog(context.engine.tenant.store.database, callerOf(context).tenant),
  ),
});
