import { type PolicyRule, policyRuleSchema } from '@shared/contract/agent-manifest.js';
import { AiosError } from '@shared/kernel/errors.js';
import { z } from 'zod';

const constitutionSchema = z.strictObject({
  schema: z.literal('aios.constitution/1'),
  version: z.number().int().positive(),
  rules: z
    .array(policyRuleSchema.strict().extend({ tier: z.literal('constitutional') }))
    .min(1)
    .refine((rules) => new Set(rules.map((rule) => rule.id)).size === rules.length, 'ids must differ'),
});

/**
 * The constitutional rules, in the order of their text. Throws `data_damaged` when the file is malformed: without a
 * constitution nothing may be deployed, so there is no empty default.
 */
export function loadConstitution(json: unknown): PolicyRule[] {
  const parsed = constitutionSchema.safeParse(json);
  if (parsed.success) return parsed.data.rules;
  throw new AiosError('data_damaged', 'The constitution that ships with the program is malformed.', {
    details: { problem: z.prettifyError(parsed.error) },
  });
}
