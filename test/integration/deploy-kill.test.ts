import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createEngine, type Engine, type EngineClient } from '@engine';
import type { Deployment } from '@shared/contract/deployment-record.js';
import { envelopePath } from '@shared/evidence/bundle.js';
import { readArchive } from '@shared/evidence/read-archive.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programFiles } from '../fixtures/built-programs.js';
import { type KillableEngine, type Message, seededRandom, startEngine } from '../fixtures/killable.js';

const seed = Number(process.env.AIOS_SEED ?? Date.now() % 1_000_000);
/** Kills at random moments, besides the one at each border of a step. */
const randomKills = Number(process.env.AIOS_DEPLOY_KILLS ?? (process.env.CI ? 8 : 4));
const random = seededRandom(seed);

const steps = ['validate', 'tenant', 'manifests', 'knowledge', 'agents', 'policies', 'audit', 'access'];

let root: string;
/** A closed home with the sample city discovered, and one with it deployed once and corrected since. */
let discovered: string;
let deployed: string;

async function withEngine<T>(
  home: string,
  work: (client: EngineClient, engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await createEngine({
    ...programFiles,
    home,
    tenant: 'default',
    version: 'test',
    platform: 'test',
  });
  try {
    expect(engine.startup).toEqual({ phase: 'ready' });
    return await work(
      engine.client({ user: { id: 'writer', name: 'Writer', roles: ['administrator'] } }),
      engine,
    );
  } finally {
    await engine.close();
  }
}

async function deploy(client: EngineClient): Promise<void> {
  const preview = await client.deployment.preview();
  const { id } = await client.deployment.deploy({ approver: 'Approver', previewHash: preview.hash });
  for await (const _ of await client.deployment.watch({ deployment: id })) {
    // Until it ends.
  }
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'aios-deploy-kill-'));
  discovered = join(root, 'discovered');
  await withEngine(discovered, async (client) => {
    const run = await client.discovery.startSample();
    for await (const _ of await client.discovery.watch({ run: run.id })) {
      // Until it ends.
    }
  });
  deployed = join(root, 'deployed');
  cpSync(discovered, deployed, { recursive: true });
  await withEngine(deployed, async (client) => {
    await deploy(client);
    const view = await client.customisation.view();
    const department = view?.profile.departments[0]?.id ?? '';
    await client.customisation.apply({
      operations: [{ op: 'rename-department', department, name: 'Department of Tests' }],
      reason: 'so that the second deployment differs',
    });
  });
}, 120_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

function filesBelow(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  const walk = (path: string): void => {
    for (const name of readdirSync(path)) {
      const entry = join(path, name);
      if (statSync(entry).isDirectory()) walk(entry);
      else files.set(relative(folder, entry).replaceAll('\\', '/'), sha256(readFileSync(entry)));
    }
  };
  walk(folder);
  return files;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The folder of the active deployment has exactly the files that its bundle has, and nothing lies beside it. */
function expectFolderIsBundle(home: string, active: Deployment): void {
  const bundle = readFileSync(active.bundle?.path ?? '');
  expect(sha256(bundle)).toBe(active.bundle?.sha256);
  const folder = filesBelow(active.folder ?? '');
  const archive = readArchive(bundle);
  expect(archive.canonical).toBe(true);
  const packed = new Map([...archive.files].map(([path, bytes]) => [path, sha256(bytes)]));
  packed.delete(envelopePath);
  expect(Object.fromEntries(folder)).toEqual(Object.fromEntries(packed));
  const client = join(home, 'tenants', 'default');
  expect(readdirSync(join(client, 'deployments'))).toHaveLength(1);
  expect(readdirSync(join(client, 'bundles')).filter((name) => name.startsWith('.'))).toEqual([]);
}

/** What must be so after a deployment was completed, however often it was killed on its way. */
async function expectDeployedOnce(home: string, deployments: number): Promise<void> {
  await withEngine(home, async (client) => {
    const all = await client.deployment.list();
    expect(all).toHaveLength(deployments);
    expect(all.map(({ state }) => state)).toEqual([
      'active',
      ...Array<string>(deployments - 1).fill('superseded'),
    ]);
    const [active] = all;
    if (!active) throw new Error('expected a deployment');
    expect(active.steps.map(({ state }) => state)).toEqual(steps.map(() => 'done'));
    const agents = await client.agents.list();
    expect(agents).toHaveLength(active.agents);
    for (const { id } of agents) {
      const { versions } = await client.agents.get({ id });
      const own = versions.filter(({ deployment }) => deployment === active.id);
      expect(own, id).toHaveLength(1);
      expect(new Set(versions.map(({ deployment }) => deployment)).size, id).toBe(versions.length);
    }
    expect(new Set((await client.knowledge.list({})).map(({ id }) => id)).size).toBe(active.documents);
    expectFolderIsBundle(home, active);
    const again = await client.deployment.exportBundle({ platform: 'generic', out: join(home, 'again.zip') });
    expect(again.sha256).toBe(active.bundle?.sha256);
    expect(await client.deployment.verifyBundle({ path: again.path })).toMatchObject({
      valid: true,
      problems: [],
    });
    expect(await client.audit.verify()).toMatchObject({ verified: true, problems: [] });
  });
}

/** Kills the engine when `at` says so, then lets another resume until the deployment is active. */
async function killAndResume(
  from: string,
  name: string,
  at: (engine: KillableEngine) => Promise<unknown>,
): Promise<void> {
  const home = join(root, name);
  cpSync(from, home, { recursive: true });
  const engine = startEngine({ home, mode: 'deploy' });
  await engine.waitFor(({ kind }) => kind === 'open');
  await at(engine);
  await engine.kill();
  const expected = from === deployed ? 2 : 1;
  const resumed = startEngine({ home, mode: 'resume' });
  const found = await resumed.waitFor(({ kind }) => kind === 'open');
  expect(await resumed.ended(), resumed.errors).toBe(0);
  // Killed before the approval was recorded: it is as if it had never been asked for.
  if (found?.deployments !== expected) {
    const again = startEngine({ home, mode: 'deploy' });
    expect(await again.ended(), again.errors).toBe(0);
  }
  await expectDeployedOnce(home, expected);
  rmSync(home, { recursive: true, force: true });
}

const isStep = (name: string) => (message: Message) => message.kind === 'step' && message.step === name;

describe.concurrent(`a deployment whose engine is killed (seed ${seed})`, () => {
  it.for(steps)('at the start of %s is resumed with the effects of one', async (step) => {
    await killAndResume(discovered, `border-${step}`, (engine) => engine.waitFor(isStep(step)));
  });

  it.for(steps)('inside %s, over an earlier deployment, is resumed with the effects of one', async (step) => {
    await killAndResume(deployed, `inside-${step}`, async (engine) => {
      await engine.waitFor(isStep(step));
      await delay(random() * 40);
    });
  });

  it.for(Array.from({ length: randomKills }, (_, index) => index))(
    'at a random moment (%d)',
    async (index) => {
      await killAndResume(index % 2 === 0 ? discovered : deployed, `random-${index}`, () =>
        delay(random() * 3_500),
      );
    },
  );

  it('twice, the second time while it resumes', async () => {
    const home = join(root, 'twice');
    cpSync(discovered, home, { recursive: true });
    const first = startEngine({ home, mode: 'deploy' });
    await first.waitFor(isStep('knowledge'));
    await first.kill();
    const second = startEngine({ home, mode: 'resume' });
    await second.waitFor(isStep('audit'));
    await second.kill();
    const third = startEngine({ home, mode: 'resume' });
    expect(await third.ended(), third.errors).toBe(0);
    await expectDeployedOnce(home, 1);
  });
});

describe('a rollback', () => {
  async function twiceDeployed(name: string): Promise<string> {
    const home = join(root, name);
    cpSync(deployed, home, { recursive: true });
    await withEngine(home, (client) => deploy(client));
    return home;
  }

  /** Either it did not happen, or it did as a whole: the folder is always that of the deployment that is active. */
  async function expectWhole(home: string): Promise<boolean> {
    return withEngine(home, async (client) => {
      const all = await client.deployment.list();
      const active = all.find(({ state }) => state === 'active');
      if (!active) throw new Error('expected an active deployment');
      expectFolderIsBundle(home, active);
      const rolledBack = active.sequence === 1;
      expect(all.map(({ state }) => state)).toEqual(
        rolledBack ? ['rolled-back', 'active'] : ['active', 'superseded'],
      );
      const names = (await client.agents.list()).map((agent) => agent.name).join();
      expect(names.includes('Tests')).toBe(!rolledBack);
      expect(await client.audit.verify()).toMatchObject({ verified: true });
      return rolledBack;
    });
  }

  it('makes the previous deployment answer again, in the store and in the folder', async () => {
    const home = await twiceDeployed('rollback');
    expect(await expectWhole(home)).toBe(false);
    await withEngine(home, (client) =>
      client.deployment.rollback({ approver: 'Approver', reason: 'a test' }),
    );
    expect(await expectWhole(home)).toBe(true);
    await expect(
      withEngine(home, (client) => client.deployment.rollback({ approver: 'Approver', reason: 'a test' })),
    ).rejects.toMatchObject({ data: { code: 'conflict' } });
  });

  it('that is killed at any moment happened as a whole or not at all', async () => {
    const prepared = await twiceDeployed('rollback-prepared');
    for (let index = 0; index < 8; index += 1) {
      const home = join(root, `rollback-${index}`);
      cpSync(prepared, home, { recursive: true });
      const engine = startEngine({ home, mode: 'rollback' });
      await engine.waitFor(({ kind }) => kind === 'rolling-back');
      await delay(index * 25 + random() * 25);
      await engine.kill();
      await expectWhole(home);
      rmSync(home, { recursive: true, force: true });
    }
  });
});
