import { readFileSync } from 'node:fs';
import { discoveryOptionsSchema } from '@shared/contract/discovery.js';
import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { AiosError } from '@shared/kernel/errors.js';
import { isErrorCode } from '@shared/kernel/explain-error.js';
import { type Command, InvalidArgumentError } from 'commander';
import type { CliHost } from '../cli-host.js';
import { table } from '../output.js';
import type { VerbContext } from '../run-cli.js';
import { type CliSession, type CommonOptions, withEngine } from '../session.js';

interface DiscoverOptions extends CommonOptions {
  render?: boolean;
  maxPages: number;
  allowHost: string[];
  resume?: boolean;
}

export function addDiscover(program: Command, { host, verb, action }: VerbContext): void {
  verb(
    program,
    'discover <source>',
    'read a website or a copy of it, and make the profile of the organisation',
  )
    .option('--render', 'render pages that scripts build (needs the desktop application)')
    .option('--max-pages <n>', 'most pages to read', wholeNumber(1, 20_000), 2_000)
    .option('--allow-host <host>', 'a host that may be read although its address is private', collect, [])
    .option('--resume', 'go on with the interrupted run of this source')
    .addHelpText(
      'after',
      '\nSOURCE is a URL, a folder or .zip with a site mirror, or a .warc or .warc.gz file.',
    )
    .action(
      action((source: string, options: DiscoverOptions) =>
        withEngine(host, options, async (session) => {
          const profile = await discover(session, host, source, options);
          session.output.result(profile, () => describeProfile(profile));
          return 0;
        }),
      ),
    );
}

/** Parses an option's value; anything else than a whole number in the range is wrong usage. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

function collect(value: string, all: string[]): string[] {
  return [...all, value];
}

async function discover(
  session: CliSession,
  host: CliHost,
  source: string,
  options: DiscoverOptions,
): Promise<OrganisationProfile> {
  const parsed = discoveryOptionsSchema.parse({
    render: options.render ?? false,
    maxPages: options.maxPages,
    allowedHosts: options.allowHost,
  });
  const { client } = session;
  const earlier = options.resume
    ? (await client.discovery.runs()).find((run) => run.source === source && run.state !== 'done')
    : undefined;
  const run = earlier
    ? await client.discovery.resume({ run: earlier.id })
    : await client.discovery.start({ source, options: parsed });
  return followDiscovery(session, host, run.id);
}

/** Shows the progress of a run until it ends, and returns the profile; throws what stopped it. */
export async function followDiscovery(
  { client, output }: CliSession,
  host: CliHost,
  run: string,
): Promise<OrganisationProfile> {
  host.onInterrupt(() => void client.discovery.cancel({ run }));
  for await (const state of await client.discovery.watch({ run })) {
    output.progress(
      `${state.visited} pages read, ${state.queued} queued, ${state.blocked} blocked  ${state.current}`,
    );
    if (state.failure) {
      throw new AiosError(
        isErrorCode(state.failure.code) ? state.failure.code : 'internal',
        state.failure.message,
      );
    }
  }
  const found = await client.discovery.profile();
  if (!found) throw new AiosError('internal', 'The discovery ended without a profile.');
  const { coverage } = found.profile;
  output.say(
    `Read ${coverage.visited} pages; ${coverage.known} more are known, ${coverage.blocked} blocked, ${coverage.errors} failed.`,
  );
  return found.profile;
}

/** The profile in words. */
export function describeProfile(profile: OrganisationProfile): string {
  const { organisation, departments, leadership, dataPortals, governanceDocs } = profile;
  const place = [organisation.state, organisation.country].filter(Boolean).join(', ');
  return [
    `${organisation.name} (${organisation.type}${place ? `, ${place}` : ''})`,
    '',
    `${departments.length} departments`,
    table(
      departments.map((d) => [
        '',
        `${Math.round(d.confidence * 100)} %`,
        d.name,
        d.head ? `${d.head.name}, ${d.head.title}` : '',
        d.url ?? '',
      ]),
    ),
    '',
    `${leadership.length} people in leadership`,
    table(leadership.map((person) => ['', person.name, person.title])),
    ...(dataPortals.length > 0
      ? ['', 'Data portals', table(dataPortals.map((portal) => ['', portal.type, portal.url]))]
      : []),
    ...(governanceDocs.length > 0
      ? ['', 'Governance documents', table(governanceDocs.map((doc) => ['', doc.type, doc.title, doc.url]))]
      : []),
  ].join('\n');
}

/** Reads a JSON file that the user named. */
export function readJsonFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new AiosError('source_not_found', `${path} cannot be read.`, { details: { path }, cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AiosError(
      'invalid_input',
      `${path} is not JSON (${error instanceof Error ? error.message : ''}).`,
      { cause: error },
    );
  }
}
