import { type AgentManifest, agentManifestSchema, type PolicyRule } from '@shared/contract/agent-manifest.js';
import { type Deployment, deploymentStepSchema, stepNameSchema } from '@shared/contract/deployment-record.js';
import { z } from 'zod';
import { json, sql, type Tx } from '../db/index.js';
import type { AccessGrant } from './access-files.js';
import type { DeploymentSize } from './estimate-duration.js';

const instant = z.date().transform((date) => date.toISOString());
const sizeSchema = z.object({
  agents: z.number(),
  documents: z.number(),
  rules: z.number(),
  files: z.number(),
  bytes: z.number(),
});
const auditHeadSchema = z.object({ sequence: z.number(), hash: z.string() });
export type AuditEnd = z.infer<typeof auditHeadSchema>;

const stepRow = z
  .object({
    deployment_id: z.string(),
    name: stepNameSchema,
    state: deploymentStepSchema.shape.state,
    detail: z.string(),
    done: z.number(),
    total: z.number(),
    started_at: instant.nullable(),
    finished_at: instant.nullable(),
  })
  .transform(({ started_at, finished_at, deployment_id, ...step }) => ({
    deployment: deployment_id,
    step: { ...step, startedAt: started_at, finishedAt: finished_at },
  }));

const deploymentRow = z.object({
  deployment_id: z.string(),
  sequence: z.number(),
  organisation: z.string(),
  state: z.enum(['running', 'active', 'superseded', 'failed', 'rolled-back']),
  author: z.string(),
  approver: z.string(),
  preview_hash: z.string(),
  started_at: instant,
  finished_at: instant.nullable(),
  agents: z.number(),
  documents: z.number(),
  folder: z.string().nullable(),
  bundle_path: z.string().nullable(),
  bundle_sha256: z.string().nullable(),
  failure: z.string().nullable(),
  input_sha256: z.string(),
  size: sizeSchema,
  audit_head: auditHeadSchema.nullable(),
});

/** A deployment with what is remembered of it besides what people see. */
export interface StoredDeployment {
  deployment: Deployment;
  inputSha256: string;
  size: DeploymentSize;
  auditHead: AuditEnd | null;
}

/** All deployments, newest first. */
export async function readDeployments(tx: Tx): Promise<StoredDeployment[]> {
  const rows = await tx.rows(sql`select * from deployments order by sequence desc`, deploymentRow);
  const steps = await tx.rows(sql`select * from deployment_steps order by deployment_id, position`, stepRow);
  return rows.map((row) => ({
    deployment: {
      id: row.deployment_id,
      sequence: row.sequence,
      organisation: row.organisation,
      state: row.state,
      author: row.author,
      approver: row.approver,
      previewHash: row.preview_hash,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      agents: row.agents,
      documents: row.documents,
      folder: row.folder,
      bundle:
        row.bundle_path && row.bundle_sha256 ? { path: row.bundle_path, sha256: row.bundle_sha256 } : null,
      steps: steps.filter((step) => step.deployment === row.deployment_id).map(({ step }) => step),
      failure: row.failure,
    },
    inputSha256: row.input_sha256,
    size: row.size,
    auditHead: row.audit_head,
  }));
}

export async function readDeployment(tx: Tx, id: string): Promise<StoredDeployment | null> {
  return (await readDeployments(tx)).find((stored) => stored.deployment.id === id) ?? null;
}

export async function insertDeployment(tx: Tx, tenant: string, stored: StoredDeployment): Promise<void> {
  const { deployment } = stored;
  await tx.execute(sql`
    insert into deployments (tenant_id, deployment_id, sequence, organisation, state, author, approver, preview_hash,
                             started_at, agents, documents, input_sha256, size)
    values (${tenant}, ${deployment.id}, ${deployment.sequence}, ${deployment.organisation}, ${deployment.state},
            ${deployment.author}, ${deployment.approver}, ${deployment.previewHash}, ${deployment.startedAt},
            ${deployment.agents}, ${deployment.documents}, ${stored.inputSha256}, ${json(stored.size)}::jsonb)`);
  await saveSteps(tx, tenant, deployment);
}

/** Stores the state of a deployment and of its steps; who approved what never changes. */
export async function updateDeployment(tx: Tx, tenant: string, deployment: Deployment): Promise<void> {
  await tx.execute(sql`
    update deployments set state = ${deployment.state}, finished_at = ${deployment.finishedAt},
      failure = ${deployment.failure}
    where deployment_id = ${deployment.id}`);
  await saveSteps(tx, tenant, deployment);
}

async function saveSteps(tx: Tx, tenant: string, deployment: Deployment): Promise<void> {
  const steps = deployment.steps.map((step, position) => ({ ...step, position }));
  await tx.execute(sql`
    insert into deployment_steps (tenant_id, deployment_id, position, name, state, detail, done, total, started_at, finished_at)
    select ${tenant}, ${deployment.id}, s.position, s.name, s.state, s.detail, s.done, s.total, s."startedAt", s."finishedAt"
    from jsonb_to_recordset(${json(steps)}::jsonb) as s
      (position int, name text, state text, detail text, done int, total int, "startedAt" timestamptz, "finishedAt" timestamptz)
    on conflict (tenant_id, deployment_id, name) do update
      set state = excluded.state, detail = excluded.detail, done = excluded.done, total = excluded.total,
          started_at = excluded.started_at, finished_at = excluded.finished_at`);
}

export async function saveBundleOf(
  tx: Tx,
  id: string,
  bundle: { path: string; sha256: string },
): Promise<void> {
  await tx.execute(sql`
    update deployments set bundle_path = ${bundle.path}, bundle_sha256 = ${bundle.sha256} where deployment_id = ${id}`);
}

export async function saveFolderOf(tx: Tx, id: string, folder: string | null): Promise<void> {
  await tx.execute(sql`update deployments set folder = ${folder} where deployment_id = ${id}`);
}

export async function saveAuditHeadOf(tx: Tx, id: string, head: AuditEnd): Promise<void> {
  await tx.execute(sql`update deployments set audit_head = ${json(head)}::jsonb where deployment_id = ${id}`);
}

export interface Artefact {
  sha256: string;
  content: Uint8Array;
}

/** Stores contents by their hash; what is there already is equal. */
export async function storeArtefacts(tx: Tx, tenant: string, artefacts: readonly Artefact[]): Promise<void> {
  for (const { sha256, content } of artefacts) {
    await tx.execute(sql`
      insert into artefacts (tenant_id, sha256, content) values (${tenant}, ${sha256}, ${content}) on conflict do nothing`);
  }
}

export async function readArtefact(tx: Tx, sha256: string): Promise<Uint8Array | null> {
  const rows = await tx.rows(
    sql`select content from artefacts where sha256 = ${sha256}`,
    z.object({ content: z.instanceof(Uint8Array) }),
  );
  return rows[0]?.content ?? null;
}

export async function linkFiles(
  tx: Tx,
  key: { tenant: string; deployment: string },
  files: readonly { path: string; sha256: string }[],
): Promise<void> {
  await tx.execute(sql`
    insert into deployment_files (tenant_id, deployment_id, path, sha256)
    select ${key.tenant}, ${key.deployment}, f.path, f.sha256
    from jsonb_to_recordset(${json(files.map(({ path, sha256 }) => ({ path, sha256 })))}::jsonb) as f (path text, sha256 text)
    on conflict do nothing`);
}

/** Paths and hashes of a deployment's files. */
export async function readFileList(tx: Tx, deployment: string): Promise<{ path: string; sha256: string }[]> {
  return tx.rows(
    sql`select path, sha256 from deployment_files where deployment_id = ${deployment} order by path`,
    z.object({ path: z.string(), sha256: z.string() }),
  );
}

/** The files of a deployment with their contents. */
export async function readFiles(tx: Tx, deployment: string): Promise<Map<string, Uint8Array>> {
  const rows = await tx.rows(
    sql`select f.path, a.content from deployment_files f join artefacts a using (tenant_id, sha256)
        where f.deployment_id = ${deployment} order by f.path`,
    z.object({ path: z.string(), content: z.instanceof(Uint8Array) }),
  );
  return new Map(rows.map((row) => [row.path, new Uint8Array(row.content)]));
}

export async function readManifests(tx: Tx, deployment: string): Promise<AgentManifest[]> {
  const rows = await tx.rows(
    sql`select manifest from agent_versions where deployment_id = ${deployment}`,
    z.object({ manifest: agentManifestSchema }),
  );
  return rows.map(({ manifest }) => manifest);
}

export async function storePolicies(
  tx: Tx,
  key: { tenant: string; deployment: string },
  policies: readonly PolicyRule[],
): Promise<void> {
  const rows = policies.map((rule, position) => ({ id: rule.id, position, rule }));
  await tx.execute(sql`
    insert into deployment_policies (tenant_id, deployment_id, rule_id, position, rule)
    select ${key.tenant}, ${key.deployment}, p.id, p.position, p.rule
    from jsonb_to_recordset(${json(rows)}::jsonb) as p (id text, position int, rule jsonb)
    on conflict do nothing`);
}

export async function storeGrants(
  tx: Tx,
  key: { tenant: string; deployment: string },
  grants: readonly AccessGrant[],
): Promise<void> {
  await tx.execute(sql`
    insert into access_grants (tenant_id, deployment_id, agent_id, account, role)
    select ${key.tenant}, ${key.deployment}, g.agent, g.account, g.role
    from jsonb_to_recordset(${json(grants)}::jsonb) as g (agent text, account text, role text)
    on conflict do nothing`);
}
