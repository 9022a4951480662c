import { parseArgs } from 'node:util';
import { tenantIdSchema } from '@shared/contract/tenants.js';
import { z } from 'zod';
import type { HostOptions } from './host-arguments.js';

const hostOptionsSchema = z.object({
  home: z.string().min(1),
  tenant: tenantIdSchema,
  resources: z.string().min(1),
  migrations: z.string().min(1),
  template: z.string().min(1),
  version: z.string().min(1),
  platform: z.string().min(1),
  user: z.string().min(1),
});

/** Reads the process's arguments. Throws when one is missing: only our own main process starts this one. */
export function readHostOptions(words: readonly string[]): HostOptions {
  const options = Object.fromEntries(
    Object.keys(hostOptionsSchema.shape).map((name) => [name, { type: 'string' as const }]),
  );
  return hostOptionsSchema.parse(parseArgs({ args: [...words], options, strict: false }).values);
}
