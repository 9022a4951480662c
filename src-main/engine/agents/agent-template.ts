import { modeRuleSchema, modeSchema, sensitivitySchema } from '@shared/contract/agent-manifest.js';
import { AiosError } from '@shared/kernel/errors.js';
import { z } from 'zod';

const sentence = z.string().trim().min(3).max(400);

const kernelPartsSchema = z.strictObject({
  purpose: sentence,
  competencies: z.array(sentence).min(3).max(7),
  prohibited: z.array(sentence).min(4).max(8),
  protocols: z.array(sentence).min(1).max(4),
  /** Law that the template's domain is bound by, cited so that it can be looked up. */
  regulations: z.array(z.strictObject({ citation: z.string().min(3), title: z.string().min(3) })),
});

/** What ships in `resources/templates/ID.json`: how an agent of one field of work is to behave, and how that field is recognised. */
export const agentTemplateSchema = z.strictObject({
  schema: z.literal('aios.agent-template/1'),
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.number().int().positive(),
  kind: z.enum(['concierge', 'department']),
  title: z.string().trim().min(3).max(120),
  domain: z.string().trim().min(2).max(60),
  description: sentence,
  /** Words and phrases of department names, with 0..1: how surely the phrase alone tells this template. */
  signals: z.record(z.string().min(2), z.number().gt(0).max(1)),
  /** Short forms that count only as a whole word, in capitals or as a part of an address. */
  abbreviations: z.array(z.string().regex(/^[A-Za-z]{2,6}$/)),
  /** Words that the pages of such a department use more than others do. */
  vocabulary: z.array(z.string().min(2)),
  /** Typical services and topics of its pages. */
  topics: z.array(sentence).min(3),
  capabilities: z.array(sentence).min(3).max(7),
  guardrails: z.array(sentence).min(3).max(7),
  modes: z.strictObject({ default: modeSchema, rules: z.array(modeRuleSchema).min(1) }),
  requiresApprovalFor: z.array(sentence),
  sensitivityCeiling: sensitivitySchema,
  /** Who takes over when the organisation's pages name nobody. */
  escalationRole: sentence,
  kernel: kernelPartsSchema,
});
export type AgentTemplate = z.infer<typeof agentTemplateSchema>;

/** The template of the agent that only routes, and the one for departments that no other template fits. */
export const conciergeTemplateId = 'router-concierge';
export const fallbackTemplateId = 'basic-faq';

/**
 * Parses a template library and returns it in the order of ids. Throws `data_damaged` when a template is malformed,
 * an id occurs twice, or the concierge or the general template is missing.
 */
export function loadTemplates(json: readonly unknown[]): AgentTemplate[] {
  const templates = json.map((value, index) => {
    const parsed = agentTemplateSchema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new AiosError('data_damaged', `Agent template ${index + 1} is malformed.`, {
      details: { template: index + 1, problem: z.prettifyError(parsed.error) },
    });
  });
  const ids = new Set(templates.map((template) => template.id));
  if (ids.size !== templates.length) {
    throw new AiosError('data_damaged', 'Two agent templates have the same id.', {
      details: { ids: templates.map((template) => template.id) },
    });
  }
  for (const id of [conciergeTemplateId, fallbackTemplateId]) {
    if (!ids.has(id)) {
      throw new AiosError('data_damaged', `The agent template ${id} is missing.`, { details: { id } });
    }
  }
  return templates.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The template with this id; throws `not_found`, naming the ids there are. */
export function templateById(templates: readonly AgentTemplate[], id: string): AgentTemplate {
  const found = templates.find((template) => template.id === id);
  if (found) return found;
  throw new AiosError('not_found', `There is no agent template ${id}.`, {
    details: { id, templates: templates.map((template) => template.id) },
  });
}
