import { z } from 'zod';
import { agentManifestSchema, modeSchema, policyRuleSchema, sensitivitySchema } from './agent-manifest.js';
import { knowledgeSummarySchema } from './knowledge-document.js';
import { query } from './procedure.js';

export const agentTemplateSummarySchema = z.object({
  id: z.string(),
  version: z.number().int(),
  title: z.string(),
  description: z.string(),
  domain: z.string(),
  defaultMode: modeSchema,
});

export const agentSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['concierge', 'department']),
  department: z.string().nullable(),
  mode: modeSchema,
  sensitivityCeiling: sensitivitySchema,
  /** Documents that the agent reads, and how many of them belong to its own departments. */
  documents: z.number().int(),
  ownDocuments: z.number().int(),
  version: z.number().int(),
  deployedAt: z.string(),
});
export type AgentSummary = z.infer<typeof agentSummarySchema>;

export const agentDetailSchema = agentSummarySchema.extend({
  manifest: agentManifestSchema,
  manifestHash: z.string(),
  policies: z.array(policyRuleSchema),
  knowledge: z.array(knowledgeSummarySchema),
  versions: z.array(
    z.object({ version: z.number().int(), deployment: z.string(), manifestHash: z.string(), at: z.string() }),
  ),
});
export type AgentDetail = z.infer<typeof agentDetailSchema>;

export const agentsContract = {
  list: query.output(z.array(agentSummarySchema)),
  get: query.input(z.object({ id: z.string() })).output(agentDetailSchema),
  templates: query.output(z.array(agentTemplateSummarySchema)),
};
