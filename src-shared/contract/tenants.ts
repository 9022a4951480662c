import { z } from 'zod';
import { command, query } from './procedure.js';

/** A tenant is one client organisation of the consultant: its own data directory, keys and log. */
export const tenantIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens');

export const tenantSettingsSchema = z.object({
  /** Name shown for this client. */
  displayName: z.string().trim().min(1).max(200),
  /** Whether the author of a deployment may approve it. */
  allowSelfApproval: z.boolean(),
});
export type TenantSettings = z.infer<typeof tenantSettingsSchema>;

export const tenantSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  open: z.boolean(),
  lastOpenedAt: z.string().nullable(),
  bytes: z.number().int(),
});

export const snapshotSchema = z.object({
  id: z.string(),
  takenAt: z.string(),
  reason: z.enum(['before-migration', 'before-deployment', 'before-restore', 'manual']),
  bytes: z.number().int(),
  records: z.number().int(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const tenantsContract = {
  list: query.output(z.array(tenantSummarySchema)),
  create: command
    .input(z.object({ id: tenantIdSchema, name: z.string().trim().min(1).max(200) }))
    .output(tenantSummarySchema),
  /** The hard switch: closes this client's database and opens the other's. */
  open: command.input(z.object({ id: tenantIdSchema })).output(tenantSummarySchema),
  settings: query.output(tenantSettingsSchema),
  updateSettings: command.input(tenantSettingsSchema.partial()).output(tenantSettingsSchema),
  snapshots: query.output(z.array(snapshotSchema)),
  takeSnapshot: command.output(snapshotSchema),
  restoreSnapshot: command
    .input(z.object({ id: z.string() }))
    .output(z.object({ restored: snapshotSchema, records: z.number().int() })),
};
