import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tenantIdSchema } from '@shared/contract/tenants.js';
import { z } from 'zod';

const lastClientSchema = z.object({ tenant: tenantIdSchema });

const fileOf = (home: string): string => join(home, 'last-client.json');

/**
 * The client that the desktop had open last, or tried to open: an engine that is started again after a crash must never
 * show another client's data in the same window. Null when there is none, or its folder is gone.
 */
export function readLastClient(home: string): string | null {
  try {
    const { tenant } = lastClientSchema.parse(JSON.parse(readFileSync(fileOf(home), 'utf8')));
    return existsSync(join(home, 'tenants', tenant)) ? tenant : null;
  } catch {
    return null;
  }
}

/** Keeps which client is open. A home that cannot be written says so elsewhere, and does not stop the switch. */
export function keepLastClient(home: string, tenant: string): void {
  try {
    const part = `${fileOf(home)}.part`;
    writeFileSync(part, JSON.stringify({ tenant }));
    renameSync(part, fileOf(home));
  } catch {
    // What is open now is right; only the next start falls back to the first client.
  }
}
