import { z } from 'zod';
import { errorCodes } from '../kernel/errors.js';
import { agentManifestSchema, policyRuleSchema } from './agent-manifest.js';

export const stepNames = [
  'validate',
  'tenant',
  'manifests',
  'knowledge',
  'agents',
  'policies',
  'audit',
  'access',
] as const;
export const stepNameSchema = z.enum(stepNames);
export type StepName = z.infer<typeof stepNameSchema>;

export const deploymentStepSchema = z.object({
  name: stepNameSchema,
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** What is being done, or was done: "15 of 15 agents". */
  detail: z.string(),
  done: z.number().int(),
  total: z.number().int(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type DeploymentStep = z.infer<typeof deploymentStepSchema>;

export const deploymentSchema = z.object({
  id: z.string(),
  sequence: z.number().int(),
  organisation: z.string(),
  state: z.enum(['running', 'active', 'superseded', 'failed', 'rolled-back']),
  author: z.string(),
  approver: z.string(),
  previewHash: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  agents: z.number().int(),
  documents: z.number().int(),
  /** Absolute path of the written folder, and of the signed bundle; null until the step that makes them. */
  folder: z.string().nullable(),
  bundle: z.object({ path: z.string(), sha256: z.string() }).nullable(),
  steps: z.array(deploymentStepSchema),
  /** For a failed one: what happened, in words. */
  failure: z.string().nullable(),
  /** Its code, while the engine that saw it fail is open. */
  failureCode: z.enum(errorCodes).optional(),
});
export type Deployment = z.infer<typeof deploymentSchema>;

export const previewFileSchema = z.object({
  path: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  change: z.enum(['added', 'changed', 'unchanged']),
});

export const previewSchema = z.object({
  /** SHA-256 over everything that would be deployed: approve exactly this. */
  hash: z.string(),
  organisation: z.string(),
  manifests: z.array(agentManifestSchema),
  policies: z.array(policyRuleSchema),
  documents: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      kind: z.string(),
      bytes: z.number().int(),
      agents: z.number().int(),
    }),
  ),
  files: z.array(previewFileSchema),
  removedFiles: z.array(z.string()),
  totalBytes: z.number().int(),
  warnings: z.array(z.object({ subject: z.string(), text: z.string() })),
  /** Against the last deployment; null when there is none. */
  changes: z
    .object({
      deploymentId: z.string(),
      agentsAdded: z.array(z.string()),
      agentsRemoved: z.array(z.string()),
      agentsChanged: z.array(z.object({ agent: z.string(), fields: z.array(z.string()) })),
    })
    .nullable(),
  /** From measured step times of earlier deployments, else from the shipped reference measurement. */
  estimate: z.object({ ms: z.number().int(), basis: z.enum(['measured', 'reference']) }),
});
export type Preview = z.infer<typeof previewSchema>;
