import { type Sql, sql } from './sql.js';

/**
 * First statement of every request's transaction. `set_config('role', …, true)` is `SET LOCAL ROLE`; both settings end
 * with the transaction, whatever its outcome.
 */
export function bindTenant(tenant: string): Sql {
  return sql`select set_config('role', 'aios_app', true), set_config('app.tenant_id', ${tenant}, true)`;
}
