import { z } from 'zod';
import { agentProposalSchema, modeSchema, policyRuleSchema, sensitivitySchema } from './agent-manifest.js';
import { contactSchema, organisationProfileSchema, organisationTypeSchema } from './organisation-profile.js';
import { command, query } from './procedure.js';

/**
 * What a human may change, as typed operations. They are kept as an overlay over what was discovered, so that a later
 * discovery is merged under them and never over them.
 */
const departmentRef = z.string().min(1);
const text = z.string().trim().min(1).max(4000);
const title = z.string().trim().min(1).max(200);

export const operationSchema = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('set-organisation'),
    name: title.optional(),
    type: organisationTypeSchema.optional(),
    state: title.optional(),
  }),
  z.object({
    op: z.literal('add-department'),
    id: departmentRef,
    name: title,
    url: z.url().optional(),
    parentId: departmentRef.optional(),
  }),
  z.object({ op: z.literal('remove-department'), department: departmentRef }),
  z.object({ op: z.literal('rename-department'), department: departmentRef, name: title }),
  z.object({ op: z.literal('merge-departments'), from: departmentRef, into: departmentRef }),
  z.object({
    op: z.literal('set-head'),
    department: departmentRef,
    head: z.object({ name: title, title: title }).nullable(),
  }),
  z.object({
    op: z.literal('set-contact'),
    department: departmentRef,
    contact: contactSchema.pick({ kind: true, value: true }),
  }),
  z.object({ op: z.literal('rename-agent'), agent: z.string(), name: title }),
  z.object({ op: z.literal('set-template'), agent: z.string(), template: z.string() }),
  z.object({ op: z.literal('set-sensitivity'), agent: z.string(), ceiling: sensitivitySchema }),
  z.object({ op: z.literal('set-mode-default'), agent: z.string(), mode: modeSchema }),
  z.object({
    op: z.literal('add-rule'),
    id: z.string().min(1),
    tier: z.enum(['organisation', 'department', 'agent']),
    scope: z.string().optional(),
    title,
    text,
    modeFloor: modeSchema.optional(),
  }),
  z.object({ op: z.literal('remove-rule'), rule: z.string() }),
  z.object({
    op: z.literal('edit-knowledge'),
    agent: z.string(),
    organisationWide: z.boolean().optional(),
    addDepartments: z.array(departmentRef).optional(),
    removeDepartments: z.array(departmentRef).optional(),
    includeUrls: z.array(z.url()).optional(),
    excludeDocuments: z.array(z.string()).optional(),
  }),
]);
export type Operation = z.infer<typeof operationSchema>;

/** An operation with who, why, when, and what it saw when it was made (for the three-way merge). */
export const recordedOperationSchema = z.object({
  id: z.string(),
  sequence: z.number().int(),
  operation: operationSchema,
  author: z.string(),
  reason: z.string(),
  at: z.string(),
  /** The discovered value that the human saw and overruled; null where there was none. */
  base: z.unknown(),
  state: z.enum(['active', 'undone']),
});
export type RecordedOperation = z.infer<typeof recordedOperationSchema>;

/** A later discovery says something else than what the human saw, or the thing is gone. The human's word stands until somebody decides. */
export const conflictSchema = z.object({
  operationId: z.string(),
  /** `changed-underneath`: discovery now differs from what the human saw; `target-gone`: it no longer finds the thing. */
  kind: z.enum(['changed-underneath', 'target-gone']),
  subject: z.string(),
  human: z.string(),
  before: z.string(),
  now: z.string(),
});
export type Conflict = z.infer<typeof conflictSchema>;

export const customisationViewSchema = z.object({
  /** Changes whenever the discovered profile or the overlay does; pass it back to refuse stale edits. */
  revision: z.string(),
  profile: organisationProfileSchema,
  agents: z.array(agentProposalSchema),
  rules: z.array(policyRuleSchema),
  operations: z.array(recordedOperationSchema),
  conflicts: z.array(conflictSchema),
});
export type CustomisationView = z.infer<typeof customisationViewSchema>;

/** The file that `aios customise -f` takes: operations, or operations with one reason. */
export const changesFileSchema = z.preprocess(
  (content) => (Array.isArray(content) ? { operations: content } : content),
  z.object({ reason: z.string().optional(), operations: z.array(operationSchema).min(1) }),
);

export const customisationContract = {
  view: query.output(customisationViewSchema.nullable()),
  apply: command
    .input(
      z.object({
        operations: z.array(operationSchema).min(1).max(500),
        reason: z.string().trim().max(2000).default(''),
        revision: z.string().optional(),
      }),
    )
    .output(customisationViewSchema),
  undo: command.input(z.object({ operation: z.string() })).output(customisationViewSchema),
  /** `keep` confirms the human's word against what discovery says now; `take` gives way to discovery. */
  resolve: command
    .input(z.object({ operation: z.string(), decision: z.enum(['keep', 'take']) }))
    .output(customisationViewSchema),
};
