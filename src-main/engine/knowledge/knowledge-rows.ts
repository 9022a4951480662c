import {
  type KnowledgeDocument,
  type KnowledgeSummary,
  knowledgeDocumentSchema,
} from '@shared/contract/knowledge-document.js';
import { z } from 'zod';
import { emptySql, json, sql, type Tx } from '../db/index.js';

const documentRow = z.object({ document: knowledgeDocumentSchema, agents: z.array(z.string()) });

/** Only what the active deployment delivers: what was prepared or replaced is not anybody's knowledge. */
const active = sql`
  from agent_knowledge k
  join deployments p using (tenant_id, deployment_id)
  join knowledge_documents d using (tenant_id, content_hash, document_id)
  where p.state = 'active'`;

/** The documents that agents read now, with the agents that read them. */
export async function listKnowledge(
  tx: Tx,
  filter: { agent?: string | undefined; search?: string | undefined },
): Promise<KnowledgeSummary[]> {
  const words = filter.search?.trim();
  const like = `%${words?.replace(/[\\%_]/g, '\\$&') ?? ''}%`;
  const rows = await tx.rows(
    sql`select * from (
          select d.document, array_agg(k.agent_id order by k.agent_id) as agents ${active} group by d.document_id, d.document
        ) found
        where true
        ${filter.agent === undefined ? emptySql : sql`and ${filter.agent} = any(agents)`}
        ${words ? sql`and (document ->> 'title' ilike ${like} or document ->> 'markdown' ilike ${like} or document ->> 'sources' ilike ${like})` : emptySql}
        order by document ->> 'title', document ->> 'id'`,
    documentRow,
  );
  return rows.map(
    ({
      document: { sections: _sections, statements: _statements, markdown: _markdown, ...summary },
      agents,
    }) => ({
      ...summary,
      agents,
    }),
  );
}

/** One document that agents read now. */
export async function readKnowledge(
  tx: Tx,
  id: string,
): Promise<(KnowledgeDocument & { agents: string[] }) | null> {
  const rows = await tx.rows(
    sql`select d.document, array_agg(k.agent_id order by k.agent_id) as agents ${active} and d.document_id = ${id} group by d.document`,
    documentRow,
  );
  const row = rows[0];
  return row ? { ...row.document, agents: row.agents } : null;
}

/** Stores documents by their content; a document that is there already stays as it is. */
export async function storeKnowledge(
  tx: Tx,
  tenant: string,
  documents: readonly KnowledgeDocument[],
): Promise<number> {
  let stored = 0;
  for (const document of documents) {
    stored += await tx.execute(sql`
      insert into knowledge_documents (tenant_id, content_hash, document_id, document)
      values (${tenant}, ${document.contentHash}, ${document.id}, ${json(document)}::jsonb)
      on conflict do nothing`);
  }
  return stored;
}

/** Says which agents of a deployment read a document. */
export async function linkKnowledge(
  tx: Tx,
  key: { tenant: string; deployment: string },
  links: readonly { agent: string; document: string; contentHash: string }[],
): Promise<void> {
  await tx.execute(sql`
    insert into agent_knowledge (tenant_id, deployment_id, agent_id, document_id, content_hash)
    select ${key.tenant}, ${key.deployment}, l.agent, l.document, l."contentHash"
    from jsonb_to_recordset(${json(links)}::jsonb) as l (agent text, document text, "contentHash" text)
    on conflict do nothing`);
}
