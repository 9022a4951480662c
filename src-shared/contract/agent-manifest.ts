import { z } from 'zod';

/** HAAIS's four modes, least to most restrictive is decided by governance, not by this order. */
export const modes = ['inform', 'draft', 'execute', 'escalate'] as const;
export const modeSchema = z.enum(modes);
export type Mode = z.infer<typeof modeSchema>;

/** Ordered from least to most sensitive. */
export const sensitivities = ['public', 'internal', 'confidential', 'restricted', 'privileged'] as const;
export const sensitivitySchema = z.enum(sensitivities);
export type Sensitivity = z.infer<typeof sensitivitySchema>;

export const policyTiers = ['constitutional', 'organisation', 'department', 'agent'] as const;
export const policyTierSchema = z.enum(policyTiers);
export type PolicyTier = z.infer<typeof policyTierSchema>;

/** A rule as text and as a floor: what it can do is restrict, whatever its tier. */
export const policyRuleSchema = z.object({
  id: z.string(),
  tier: policyTierSchema,
  title: z.string(),
  text: z.string(),
  /** Department id or agent id for those tiers. */
  scope: z.string().optional(),
  /** Citation of the statute, ordinance or order that asks for the rule. */
  legalBasis: z.string().optional(),
  /** The least restrictive mode that remains possible where the rule applies. */
  modeFloor: modeSchema.optional(),
});
export type PolicyRule = z.infer<typeof policyRuleSchema>;

export const modeRuleSchema = z.object({ when: z.string(), mode: modeSchema });

/** Which documents an agent may read. */
export const knowledgeProfileSchema = z.object({
  /** Department ids whose documents are read; the agent's own department is always among them. */
  departments: z.array(z.string()),
  /** Whether documents that concern the whole organisation are read too. */
  organisationWide: z.boolean(),
  /** URL prefixes that a human added, and document ids that a human left out. */
  includeUrls: z.array(z.string()),
  excludeDocuments: z.array(z.string()),
});
export type KnowledgeProfile = z.infer<typeof knowledgeProfileSchema>;

/** The canonical JSON of an agent: what is reviewed, hashed, signed and deployed. */
export const agentManifestSchema = z.object({
  schema: z.literal('aios.agent-manifest/1'),
  id: z.string(),
  organisation: z.string(),
  /** Department id; null for the concierge. */
  department: z.string().nullable(),
  kind: z.enum(['concierge', 'department']),
  /** A role, never the name of a real official. */
  name: z.string(),
  description: z.string(),
  template: z.object({ id: z.string(), version: z.number().int() }),
  instructionKernel: z.string(),
  modes: z.object({ default: modeSchema, rules: z.array(modeRuleSchema) }),
  sensitivityCeiling: sensitivitySchema,
  knowledgeProfile: knowledgeProfileSchema,
  /** Tools the agent may use; empty means none. */
  actionProfile: z.object({ tools: z.array(z.string()) }),
  escalationContact: z.object({ role: z.string(), department: z.string(), channel: z.string() }),
  /** For the concierge: where it may send a question. */
  routes: z.array(z.object({ agent: z.string(), department: z.string(), topics: z.array(z.string()) })),
  guardrails: z.array(z.string()),
  /** SHA-256 of the canonical policies and of the knowledge index (`sha256:` + hex). */
  policyHash: z.string(),
  knowledgeHash: z.string(),
});
export type AgentManifest = z.infer<typeof agentManifestSchema>;

/** An agent as proposed before deployment: what a human looks at and changes. */
export const agentProposalSchema = z.object({
  id: z.string(),
  kind: z.enum(['concierge', 'department']),
  departmentId: z.string().nullable(),
  name: z.string(),
  description: z.string(),
  template: z.object({
    id: z.string(),
    version: z.number().int(),
    title: z.string(),
    /** 0..1: how well the template fits the department. */
    confidence: z.number().min(0).max(1),
    /** Why this template, in words: "the name says …", "its pages speak of …". */
    reasons: z.array(z.string()),
    alternatives: z.array(z.object({ id: z.string(), title: z.string(), confidence: z.number() })),
  }),
  capabilities: z.array(z.string()),
  guardrails: z.array(z.string()),
  modes: z.object({ default: modeSchema, rules: z.array(modeRuleSchema) }),
  sensitivityCeiling: sensitivitySchema,
  knowledgeProfile: knowledgeProfileSchema,
  escalationContact: z.object({ role: z.string(), department: z.string(), channel: z.string() }),
});
export type AgentProposal = z.infer<typeof agentProposalSchema>;
