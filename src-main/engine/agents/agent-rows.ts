import {
  type AgentManifest,
  agentManifestSchema,
  policyRuleSchema,
} from '@shared/contract/agent-manifest.js';
import type { AgentDetail, AgentSummary } from '@shared/contract/agents.js';
import { z } from 'zod';
import { json, sql, type Tx } from '../db/index.js';

const instant = z.date().transform((date) => date.toISOString());

const agentRow = z.object({
  agent_id: z.string(),
  version: z.number(),
  deployment_id: z.string(),
  manifest: agentManifestSchema,
  manifest_hash: z.string(),
  created_at: instant,
  documents: z.number(),
  own_documents: z.number(),
});

const current = sql`
  select v.agent_id, v.version, v.deployment_id, v.manifest, v.manifest_hash, v.created_at,
         (select count(*)::int from agent_knowledge k
          where k.tenant_id = v.tenant_id and k.agent_id = v.agent_id
            and k.deployment_id = (select p.deployment_id from deployments p where p.state = 'active')) as documents,
         (select count(*)::int from agent_knowledge k
          join knowledge_documents d using (tenant_id, content_hash, document_id)
          where k.tenant_id = v.tenant_id and k.agent_id = v.agent_id and d.document -> 'departments' <> '[]'::jsonb
            and k.deployment_id = (select p.deployment_id from deployments p where p.state = 'active')) as own_documents
  from agents a join agent_versions v using (tenant_id, agent_id, version)`;

function toSummary(row: z.infer<typeof agentRow>): AgentSummary {
  const { manifest } = row;
  return {
    id: row.agent_id,
    name: manifest.name,
    kind: manifest.kind,
    department: manifest.department,
    mode: manifest.modes.default,
    sensitivityCeiling: manifest.sensitivityCeiling,
    documents: row.documents,
    ownDocuments: row.own_documents,
    version: row.version,
    deployedAt: row.created_at,
  };
}

/** The agents that answer now, the concierge first. */
export async function listAgents(tx: Tx): Promise<AgentSummary[]> {
  const rows = await tx.rows(
    sql`${current} order by v.manifest ->> 'kind' = 'concierge' desc, v.manifest ->> 'name', v.agent_id`,
    agentRow,
  );
  return rows.map(toSummary);
}

/** One agent with its manifest, the policies that bind it and its versions; its knowledge belongs to another module. */
export async function readAgent(tx: Tx, id: string): Promise<Omit<AgentDetail, 'knowledge'> | null> {
  const row = (await tx.rows(sql`${current} where v.agent_id = ${id}`, agentRow))[0];
  if (!row) return null;
  const versions = await tx.rows(
    sql`select version, deployment_id, manifest_hash, created_at from agent_versions where agent_id = ${id} order by version desc`,
    z.object({
      version: z.number(),
      deployment_id: z.string(),
      manifest_hash: z.string(),
      created_at: instant,
    }),
  );
  const policies = await tx.rows(
    sql`select rule from deployment_policies p join deployments d using (tenant_id, deployment_id)
        where d.state = 'active' order by p.position`,
    z.object({ rule: policyRuleSchema }),
  );
  const scopes = [row.manifest.department, id];
  return {
    ...toSummary(row),
    manifest: row.manifest,
    manifestHash: row.manifest_hash,
    policies: policies
      .map(({ rule }) => rule)
      .filter((rule) => rule.scope === undefined || scopes.includes(rule.scope)),
    versions: versions.map((version) => ({
      version: version.version,
      deployment: version.deployment_id,
      manifestHash: version.manifest_hash,
      at: version.created_at,
    })),
  };
}

export interface ManifestToStore {
  manifest: AgentManifest;
  hash: string;
}

/** Adds a version of each agent for a deployment; an agent that has one already keeps it. */
export async function storeAgentVersions(
  tx: Tx,
  key: { tenant: string; deployment: string; now: Date },
  manifests: readonly ManifestToStore[],
): Promise<void> {
  for (const { manifest, hash } of manifests) {
    await tx.execute(sql`
      insert into agent_versions (tenant_id, agent_id, version, deployment_id, manifest, manifest_hash, created_at)
      select ${key.tenant}, ${manifest.id},
             coalesce((select max(version) from agent_versions where agent_id = ${manifest.id}), 0) + 1,
             ${key.deployment}, ${json(manifest)}::jsonb, ${hash}, ${key.now}
      on conflict (tenant_id, deployment_id, agent_id) do nothing`);
  }
}

/** Makes a deployment's versions the ones that answer; agents that it does not have answer no longer. */
export async function activateAgents(tx: Tx, key: { tenant: string; deployment: string }): Promise<number> {
  await tx.execute(sql`
    delete from agents a where not exists (
      select from agent_versions v where v.agent_id = a.agent_id and v.deployment_id = ${key.deployment})`);
  return tx.execute(sql`
    insert into agents (tenant_id, agent_id, version)
    select v.tenant_id, v.agent_id, v.version from agent_versions v where v.deployment_id = ${key.deployment}
    on conflict (tenant_id, agent_id) do update set version = excluded.version`);
}
