import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { query, stream } from './procedure.js';

/** What waits for a human, in the order of urgency. */
export const waitingItemSchema = z.object({
  kind: z.enum([
    'start',
    'resume-discovery',
    'review-profile',
    'resolve-conflicts',
    'preview',
    'resume-deployment',
    'deployed',
    'audit-broken',
  ]),
  title: z.string(),
  text: z.string(),
  /** Screen to open. */
  screen: z.enum(['onboarding', 'agents', 'activity', 'settings']),
  count: z.number().int(),
});

export const systemStatusSchema = z.object({
  version: z.string(),
  tenant: z.object({ id: z.string(), name: z.string() }),
  home: z.string(),
  /** `postgres` version string of the embedded database. */
  database: z.string(),
  platform: z.string(),
  organisation: z.string().nullable(),
  counts: z.object({
    departments: z.number().int(),
    agents: z.number().int(),
    documents: z.number().int(),
    records: z.number().int(),
    deployments: z.number().int(),
  }),
  waiting: z.array(waitingItemSchema),
  user: z.object({ id: z.string(), name: z.string(), roles: z.array(z.string()) }),
  /** Paths a user may want: logs, deployments, backups. */
  folders: z.object({ logs: z.string(), deployments: z.string(), backups: z.string(), bundles: z.string() }),
  sampleOrganisation: z.string().nullable(),
});
export type SystemStatus = z.infer<typeof systemStatusSchema>;

/** Something changed: the caches of these modules are stale. */
export const changeEventSchema = z.object({
  modules: z.array(
    z.enum(['tenants', 'discovery', 'customisation', 'agents', 'knowledge', 'deployment', 'audit']),
  ),
});

export const systemContract = {
  status: query.output(systemStatusSchema),
  changes: stream.output(eventIterator(changeEventSchema)),
};
