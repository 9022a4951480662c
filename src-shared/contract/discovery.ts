import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { coverageSchema, organisationProfileSchema } from './organisation-profile.js';
import { command, query, stream } from './procedure.js';

export const discoveryOptionsSchema = z.object({
  render: z.boolean().default(false),
  maxPages: z.number().int().min(1).max(20_000).default(2_000),
  /** Hosts allowed by name although their address is private. */
  allowedHosts: z.array(z.string().min(1)).default([]),
});
export type DiscoveryOptions = z.infer<typeof discoveryOptionsSchema>;

export const discoveryRunSchema = z.object({
  id: z.string(),
  source: z.string(),
  sourceKind: z.enum(['url', 'folder', 'zip', 'warc']),
  state: z.enum(['reading', 'analysing', 'done', 'failed', 'cancelled', 'interrupted']),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Pages read so far, still queued, and the page being read. */
  visited: z.number().int(),
  queued: z.number().int(),
  blocked: z.number().int(),
  errors: z.number().int(),
  current: z.string(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type DiscoveryRun = z.infer<typeof discoveryRunSchema>;

/** The text of a page as it was read, to show a quote in its place. */
export const readPageSchema = z.object({
  url: z.string(),
  title: z.string(),
  retrievedAt: z.string(),
  contentHash: z.string(),
  blocks: z.array(z.object({ heading: z.string(), anchor: z.string().optional(), text: z.string() })),
});
export type ReadPage = z.infer<typeof readPageSchema>;

export const discoveryContract = {
  start: command
    .input(
      z.object({ source: z.string().trim().min(1).max(4096), options: discoveryOptionsSchema.prefault({}) }),
    )
    .output(discoveryRunSchema),
  /** The bundled sample organisation. */
  startSample: command.output(discoveryRunSchema),
  resume: command.input(z.object({ run: z.string() })).output(discoveryRunSchema),
  cancel: command.input(z.object({ run: z.string() })).output(discoveryRunSchema),
  runs: query.output(z.array(discoveryRunSchema)),
  /** The run's state now and after each change, until it ends. */
  watch: stream.input(z.object({ run: z.string() })).output(eventIterator(discoveryRunSchema)),
  /** What the last finished discovery found, before any human change; null before the first. */
  profile: query.output(
    z.object({ version: z.number().int(), runId: z.string(), profile: organisationProfileSchema }).nullable(),
  ),
  page: query.input(z.object({ url: z.string() })).output(readPageSchema),
  coverage: query.output(coverageSchema.nullable()),
};
