import { type TenantSettings, tenantSettingsSchema } from '@shared/contract/tenants.js';
import { z } from 'zod';
import { json, sql, type Tx } from '../db/index.js';

const settingsRow = z.object({ settings: tenantSettingsSchema });

/** The tenant's settings; null before its first command. */
export async function readSettings(tx: Tx): Promise<TenantSettings | null> {
  const rows = await tx.rows(sql`select settings from tenants`, settingsRow);
  return rows[0]?.settings ?? null;
}

export async function writeSettings(
  tx: Tx,
  tenant: string,
  settings: TenantSettings,
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    insert into tenants (tenant_id, settings, created_at) values (${tenant}, ${json(settings)}::jsonb, ${now})
    on conflict (tenant_id) do update set settings = excluded.settings`);
}
