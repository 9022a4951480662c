import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { createEngine, type Engine, type EngineClient } from '@engine';
import { tenantIdSchema } from '@shared/contract/tenants.js';
import { AiosError, type ErrorCode } from '@shared/kernel/errors.js';
import { isErrorCode } from '@shared/kernel/explain-error.js';
import { defaultHome } from '../default-home.js';
import type { CliHost } from './cli-host.js';
import { Output } from './output.js';
import { programPaths } from './program-paths.js';

/** Options that every verb takes. */
export interface CommonOptions {
  home?: string;
  tenant: string;
  json: boolean;
}

/** What a verb works with. */
export interface CliSession {
  engine: Engine;
  client: EngineClient;
  output: Output;
  home: string;
  user: string;
}

/** Root of all data: the option, then `AIOS_HOME`, then the operating system's folder. */
export function homeOf(host: CliHost, options: CommonOptions): string {
  return resolve(options.home ?? host.env.AIOS_HOME ?? defaultHome(process.platform, host.env, homedir()));
}

export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

/**
 * Opens the engine, runs the verb, and closes the engine whatever happens. A client whose data does not open is an
 * error, unless the verb is there to restore it.
 */
export async function withEngine(
  host: CliHost,
  options: CommonOptions,
  work: (session: CliSession) => Promise<number>,
  { evenIfDamaged = false } = {},
): Promise<number> {
  const paths = programPaths(__dirname);
  const tenant = tenantIdSchema.safeParse(options.tenant);
  if (!tenant.success) {
    throw new AiosError(
      'invalid_input',
      `"${options.tenant}" is no client id: use lower-case letters, digits and hyphens.`,
    );
  }
  const home = homeOf(host, options);
  const engine = await createEngine({
    home,
    tenant: tenant.data,
    resources: paths.resources,
    migrations: paths.migrations,
    template: paths.template,
    version: programVersion(),
    platform: `Node ${process.versions.node}`,
  });
  const code = await runVerb(host, options, { engine, home, evenIfDamaged }, work).catch(
    async (error: unknown) => {
      // What stopped the verb is told, not what a full disk then says about closing.
      await engine.close().catch(() => undefined);
      throw error;
    },
  );
  await engine.close();
  return code;
}

async function runVerb(
  host: CliHost,
  options: CommonOptions,
  { engine, home, evenIfDamaged }: { engine: Engine; home: string; evenIfDamaged: boolean },
  work: (session: CliSession) => Promise<number>,
): Promise<number> {
  if (engine.startup.phase === 'failed' && !evenIfDamaged) throw startupError(engine.startup);
  const user = userName();
  const client = engine.client({ user: { id: user, name: user, roles: ['administrator'] } });
  return work({ engine, client, output: new Output(host, options.json), home, user });
}

export function programVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(programPaths(__dirname).packageJson, 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '0.0.0';
}

function startupError(startup: { code: string; message: string }): AiosError {
  const code: ErrorCode = isErrorCode(startup.code) ? startup.code : 'internal';
  return new AiosError(code, startup.message);
}
