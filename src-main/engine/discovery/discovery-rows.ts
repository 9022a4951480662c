import {
  type DiscoveryOptions,
  type DiscoveryRun,
  discoveryOptionsSchema,
} from '@shared/contract/discovery.js';
import {
  type Coverage,
  type OrganisationProfile,
  organisationProfileSchema,
} from '@shared/contract/organisation-profile.js';
import { z } from 'zod';
import { json, sql, type Tx } from '../db/index.js';

const instant = z.date().transform((date) => date.toISOString());

const runRow = z
  .object({
    run_id: z.string(),
    source: z.string(),
    source_kind: z.enum(['url', 'folder', 'zip', 'warc']),
    options: discoveryOptionsSchema,
    state: z.enum(['reading', 'analysing', 'done', 'failed', 'cancelled', 'interrupted']),
    started_at: instant,
    finished_at: instant.nullable(),
    visited: z.number(),
    queued: z.number(),
    blocked: z.number(),
    errors: z.number(),
    current_url: z.string(),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .transform(({ run_id, source_kind, started_at, finished_at, current_url, options, ...row }) => ({
    options,
    run: {
      ...row,
      id: run_id,
      sourceKind: source_kind,
      startedAt: started_at,
      finishedAt: finished_at,
      current: current_url,
    } satisfies DiscoveryRun,
  }));
export interface StoredRun {
  run: DiscoveryRun;
  options: DiscoveryOptions;
}

export async function readRuns(tx: Tx): Promise<StoredRun[]> {
  return tx.rows(sql`select * from discovery_runs order by started_at desc, run_id limit 100`, runRow);
}

export async function readRun(tx: Tx, id: string): Promise<StoredRun | null> {
  return (await tx.rows(sql`select * from discovery_runs where run_id = ${id}`, runRow))[0] ?? null;
}

export async function insertRun(tx: Tx, tenant: string, { run, options }: StoredRun): Promise<void> {
  await tx.execute(sql`
    insert into discovery_runs (tenant_id, run_id, source, source_kind, options, state, started_at)
    values (${tenant}, ${run.id}, ${run.source}, ${run.sourceKind}, ${json(options)}::jsonb, ${run.state}, ${run.startedAt})`);
}

export async function updateRun(tx: Tx, run: DiscoveryRun): Promise<void> {
  await tx.execute(sql`
    update discovery_runs set state = ${run.state}, finished_at = ${run.finishedAt}, visited = ${run.visited},
      queued = ${run.queued}, blocked = ${run.blocked}, errors = ${run.errors}, current_url = ${run.current},
      failure = ${run.failure === null ? null : json(run.failure)}::jsonb
    where run_id = ${run.id}`);
}

export interface StoredPage {
  url: string;
  position: number;
  contentType: string;
  contentHash: string;
  /** gzip */
  body: Uint8Array;
  retrievedAt: string;
}

export interface PageNote {
  url: string;
  state: 'known' | 'blocked' | 'error';
  reason: string;
  /** How many of the read pages link to it; 0 where that was not counted. */
  linkedBy?: number;
}

export async function insertPage(
  tx: Tx,
  key: { tenant: string; run: string },
  page: StoredPage,
): Promise<void> {
  await tx.execute(sql`
    insert into discovery_pages (tenant_id, run_id, url, position, content_type, content_hash, body, retrieved_at)
    values (${key.tenant}, ${key.run}, ${page.url}, ${page.position}, ${page.contentType}, ${page.contentHash},
            ${page.body}, ${page.retrievedAt})
    on conflict do nothing`);
}

export async function insertNotes(
  tx: Tx,
  key: { tenant: string; run: string },
  notes: readonly PageNote[],
): Promise<void> {
  if (notes.length === 0) return;
  await tx.execute(sql`
    insert into discovery_notes (tenant_id, run_id, url, state, reason, linked_by)
    select ${key.tenant}, ${key.run}, n.url, n.state, n.reason, coalesce(n."linkedBy", 0)
    from jsonb_to_recordset(${json(notes)}::jsonb) as n (url text, state text, reason text, "linkedBy" integer)
    on conflict (tenant_id, run_id, url) do update set state = excluded.state, reason = excluded.reason`);
}

const pageRow = z
  .object({
    url: z.string(),
    position: z.number(),
    content_type: z.string(),
    content_hash: z.string(),
    body: z.instanceof(Uint8Array),
    retrieved_at: instant,
  })
  .transform((row) => ({
    url: row.url,
    position: row.position,
    contentType: row.content_type,
    contentHash: row.content_hash,
    body: row.body,
    retrievedAt: row.retrieved_at,
  }));

/** The next `limit` pages of a run after a position, in the order in which they were read. */
export async function readPages(tx: Tx, run: string, after: number, limit: number): Promise<StoredPage[]> {
  return tx.rows(
    sql`select * from discovery_pages where run_id = ${run} and position > ${after} order by position limit ${limit}`,
    pageRow,
  );
}

export async function findPage(tx: Tx, run: string, url: string): Promise<StoredPage | null> {
  return (
    (await tx.rows(sql`select * from discovery_pages where run_id = ${run} and url = ${url}`, pageRow))[0] ??
    null
  );
}

const noteRow = z.object({
  url: z.string(),
  state: z.enum(['known', 'blocked', 'error']),
  reason: z.string(),
});
const listedNotes = 200;

/** What was read and what was not, with the first 200 blocked or failed and the first 200 unread addresses. */
export async function readCoverage(tx: Tx, run: string): Promise<Coverage> {
  const counts = await tx.rows(
    sql`select (select count(*)::int from discovery_pages where run_id = ${run}) as visited,
               count(*) filter (where state = 'known')::int as known,
               count(*) filter (where state = 'blocked')::int as blocked,
               count(*) filter (where state = 'error')::int as errors
        from discovery_notes where run_id = ${run}`,
    z.object({ visited: z.number(), known: z.number(), blocked: z.number(), errors: z.number() }),
  );
  const notRead = await tx.rows(
    sql`select url, state, reason from discovery_notes where run_id = ${run} and state <> 'known' order by url limit ${listedNotes}`,
    noteRow,
  );
  const known = await tx.rows(
    sql`select url, state, reason from discovery_notes where run_id = ${run} and state = 'known' order by linked_by desc, url limit ${listedNotes}`,
    noteRow,
  );
  return { ...(counts[0] ?? { visited: 0, known: 0, blocked: 0, errors: 0 }), items: [...notRead, ...known] };
}

const profileRow = z
  .object({ version: z.number(), run_id: z.string(), profile: organisationProfileSchema })
  .transform((row) => ({ version: row.version, runId: row.run_id, profile: row.profile }));
export interface StoredProfile {
  version: number;
  runId: string;
  profile: OrganisationProfile;
}

export async function readLatestProfile(tx: Tx): Promise<StoredProfile | null> {
  return (await tx.rows(sql`select * from profiles order by version desc limit 1`, profileRow))[0] ?? null;
}

export async function insertProfile(
  tx: Tx,
  tenant: string,
  stored: StoredProfile & { createdAt: Date },
): Promise<void> {
  await tx.execute(sql`
    insert into profiles (tenant_id, version, run_id, profile, created_at)
    values (${tenant}, ${stored.version}, ${stored.runId}, ${json(stored.profile)}::jsonb, ${stored.createdAt})`);
}
