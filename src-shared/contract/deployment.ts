import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { deploymentSchema, previewSchema } from './deployment-record.js';
import { command, query, stream } from './procedure.js';

const approver = z.string().trim().min(1).max(200);

/** What checking a bundle found. `problems` is empty exactly when `valid`. */
export const bundleVerificationSchema = z.object({
  valid: z.boolean(),
  sha256: z.string(),
  files: z.number().int(),
  organisation: z.string().nullable(),
  deployment: z.string().nullable(),
  signedBy: z.string().nullable(),
  problems: z.array(z.object({ path: z.string(), kind: z.string(), text: z.string() })),
  checked: z.array(z.string()),
});
export type BundleVerification = z.infer<typeof bundleVerificationSchema>;

export const exportPlatforms = [
  'generic',
  'copilot',
  'chatgpt',
  'azure',
  'n8n',
  'vertex',
  'mcp',
  'a2a',
] as const;

export const deploymentContract = {
  preview: query.output(previewSchema),
  /** Approves exactly the preview with this hash, and starts its deployment. */
  deploy: command.input(z.object({ approver, previewHash: z.string() })).output(deploymentSchema),
  resume: command.input(z.object({ deployment: z.string() })).output(deploymentSchema),
  /** Makes the previous deployment the active one again. */
  rollback: command
    .input(z.object({ approver, reason: z.string().trim().min(1).max(2000) }))
    .output(deploymentSchema),
  /** The deployment now and after each change, until it ends. */
  watch: stream.input(z.object({ deployment: z.string() })).output(eventIterator(deploymentSchema)),
  list: query.output(z.array(deploymentSchema)),
  get: query.input(z.object({ id: z.string() })).output(deploymentSchema),
  exportBundle: command
    .input(
      z.object({
        platform: z.enum(exportPlatforms),
        out: z.string().min(1),
        deployment: z.string().optional(),
      }),
    )
    .output(
      z.object({ path: z.string(), sha256: z.string(), bytes: z.number().int(), files: z.number().int() }),
    ),
  /** `publicKey`: the Ed25519 key that is trusted, as 64 hex digits; without it the key of this client is. */
  verifyBundle: query
    .input(
      z.object({
        path: z.string().min(1),
        publicKey: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .optional(),
      }),
    )
    .output(bundleVerificationSchema),
  signingKey: query.output(z.object({ publicKey: z.string(), keyId: z.string() })),
};
