import type { Deployment, Preview } from '@shared/contract/deployment-record.js';
import { AiosError } from '@shared/kernel/errors.js';
import type { Command } from 'commander';
import { table } from '../output.js';
import type { VerbContext } from '../run-cli.js';
import { type CliSession, type CommonOptions, withEngine } from '../session.js';

export function addPreview(program: Command, { host, verb, action }: VerbContext): void {
  verb(program, 'preview', 'show all that would be deployed').action(
    action((options: CommonOptions) =>
      withEngine(host, options, async ({ client, output }) => {
        const preview = await client.deployment.preview();
        output.result(preview, () => describePreview(preview));
        return 0;
      }),
    ),
  );
}

export function addDeploy(program: Command, { host, verb, action }: VerbContext): void {
  verb(program, 'deploy', 'approve what the preview shows, and deploy it')
    .requiredOption('--approver <name>', 'who approves; not the author, unless this client allows it')
    .option('--resume', 'go on with the deployment that was interrupted')
    .action(
      action((options: CommonOptions & { approver: string; resume?: boolean }) =>
        withEngine(host, options, async (session) => {
          const deployment = options.resume
            ? await resumeDeployment(session)
            : await deployPreview(session, options.approver);
          session.output.result(deployment, () => describeDeployment(deployment));
          return 0;
        }),
      ),
    );
}

/** Approves exactly what the preview shows now, and follows its deployment to the end. */
export async function deployPreview(session: CliSession, approver: string): Promise<Deployment> {
  const preview = await session.client.deployment.preview();
  const started = await session.client.deployment.deploy({ approver, previewHash: preview.hash });
  return followDeployment(session, started.id);
}

async function resumeDeployment(session: CliSession): Promise<Deployment> {
  const open = (await session.client.deployment.list()).find((deployment) =>
    ['running', 'failed'].includes(deployment.state),
  );
  if (!open) throw new AiosError('not_found', 'No deployment is waiting to be resumed.');
  await session.client.deployment.resume({ deployment: open.id });
  return followDeployment(session, open.id);
}

async function followDeployment({ client, output }: CliSession, id: string): Promise<Deployment> {
  const told = new Set<string>();
  for await (const state of await client.deployment.watch({ deployment: id })) {
    for (const step of state.steps) {
      if (step.state === 'running')
        output.progress(`${step.name}  ${step.done} of ${step.total}  ${step.detail}`);
      if (step.state === 'done' && !told.has(step.name)) {
        told.add(step.name);
        output.say(`  done  ${step.name.padEnd(10)} ${step.detail}`);
      }
      if (step.state === 'failed') output.say(`  FAILED ${step.name}: ${state.failure ?? step.detail}`);
    }
  }
  const ended = await client.deployment.get({ id });
  if (ended.state === 'active') return ended;
  const reason = (ended.failure ?? 'It was interrupted.').replace(/\.$/, '');
  const code = ended.failureCode ?? 'engine_stopped';
  // What was refused for what it says has to be changed, and then approved anew.
  const resumable = !['invalid_input', 'conflict', 'self_approval'].includes(code);
  const words = resumable
    ? `The deployment is not finished: ${reason}; go on with aios deploy --resume --approver "${ended.approver}".`
    : `The deployment was refused: ${reason}.`;
  throw new AiosError(code, words, { details: { deployment: id } });
}

function describePreview(preview: Preview): string {
  return [
    `${preview.organisation}: ${preview.manifests.length} agents, ${preview.documents.length} documents, ${preview.policies.length} policy rules, ${preview.files.length} files (${kilobytes(preview.totalBytes)})`,
    '',
    table(
      preview.manifests.map((m) => ['', m.id, m.name, m.modes.default, m.sensitivityCeiling, m.template.id]),
    ),
    ...(preview.warnings.length > 0
      ? ['', 'Warnings', table(preview.warnings.map((warning) => ['', warning.subject, warning.text]))]
      : []),
    ...(preview.changes
      ? [
          '',
          `Since the last deployment: ${preview.changes.agentsAdded.length} agents added, ${preview.changes.agentsChanged.length} changed, ${preview.changes.agentsRemoved.length} removed`,
        ]
      : []),
    '',
    `Estimated time ${(preview.estimate.ms / 1000).toFixed(1)} s (${preview.estimate.basis}). Preview ${preview.hash.slice(0, 19)}…`,
  ].join('\n');
}

/** The outcome of a deployment in words. */
export function describeDeployment(deployment: Deployment): string {
  return [
    `Deployed ${deployment.agents} agents with ${deployment.documents} documents, approved by ${deployment.approver}.`,
    `Folder  ${deployment.folder ?? ''}`,
    `Bundle  ${deployment.bundle?.path ?? ''}`,
    `SHA-256 ${deployment.bundle?.sha256 ?? ''}`,
  ].join('\n');
}

export function kilobytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
