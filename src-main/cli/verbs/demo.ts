import { join } from 'node:path';
import { AiosError } from '@shared/kernel/errors.js';
import type { Command } from 'commander';
import type { CliHost } from '../cli-host.js';
import type { VerbContext } from '../run-cli.js';
import { type CliSession, type CommonOptions, withEngine } from '../session.js';
import { deployPreview } from './deploy.js';
import { followDiscovery } from './discover.js';

export function addDemo(program: Command, { host, verb, action }: VerbContext): void {
  verb(program, 'demo', 'the whole job on the bundled sample organisation, then a summary').action(
    action((options: CommonOptions) => withEngine(host, options, (session) => demo(session, host))),
  );
}

async function demo(session: CliSession, host: CliHost): Promise<number> {
  const { client, output } = session;
  const timings: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    timings[`${name}Ms`] = Math.round(performance.now() - started);
    return result;
  };
  await refuseForeignClient(session);
  output.say('1/5  Discover: reading the sample city from its site mirror …');
  const profile = await timed('discover', async () => {
    const run = await client.discovery.startSample();
    return followDiscovery(session, host, run.id);
  });
  output.say(
    `     ${profile.organisation.name}: ${profile.departments.length} departments, ${profile.leadership.length} people.`,
  );
  output.say('2/5  Preview, approve and deploy …');
  const deployment = await timed('deploy', () => deployPreview(session, 'Demo approver'));
  output.say('3/5  Export the signed bundle …');
  const { folders } = await client.system.status();
  const bundle = await timed('bundle', () =>
    client.deployment.exportBundle({ platform: 'generic', out: join(folders.bundles, 'demo-generic.zip') }),
  );
  output.say('4/5  Verify the bundle …');
  const checked = await timed('verifyBundle', () => client.deployment.verifyBundle({ path: bundle.path }));
  output.say('5/5  Verify the audit log …');
  const audit = await timed('verifyAudit', () => client.audit.verify());
  const summary = {
    profile: {
      organisation: profile.organisation,
      departments: profile.departments,
      leadership: profile.leadership,
    },
    deployment: {
      id: deployment.id,
      agents: deployment.agents,
      documents: deployment.documents,
      folder: deployment.folder,
    },
    audit: { records: audit.records, verified: audit.verified },
    bundle: { path: bundle.path, sha256: bundle.sha256, verified: checked.valid },
    timings,
  };
  output.result(summary, () =>
    [
      '',
      `Organisation  ${profile.organisation.name}`,
      `Departments   ${profile.departments.length}`,
      `Agents        ${deployment.agents} deployed with ${deployment.documents} documents`,
      `Folder        ${deployment.folder ?? ''}`,
      `Bundle        ${bundle.path}`,
      `SHA-256       ${bundle.sha256}`,
      `Audit log     ${audit.records} records, ${audit.verified ? 'verified' : 'NOT VERIFIED'}`,
      `Time          ${(Object.values(timings).reduce((sum, ms) => sum + ms, 0) / 1000).toFixed(1)} s`,
    ].join('\n'),
  );
  return audit.verified && checked.valid ? 0 : 1;
}

/** The demo must not replace what a consultant found for a real client. */
async function refuseForeignClient({ client }: CliSession): Promise<void> {
  const { sampleOrganisation } = await client.system.status();
  const foreign = (await client.discovery.runs()).find((run) => run.source !== sampleOrganisation);
  if (foreign) {
    throw new AiosError(
      'conflict',
      `This client holds the discovery of ${foreign.source}; run the demo with --tenant demo.`,
    );
  }
}
