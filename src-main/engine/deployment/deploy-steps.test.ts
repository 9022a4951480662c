import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stepNames } from '@shared/contract/deployment-record.js';
import { openBundle, verifyBundle } from '@shared/evidence/bundle.js';
import { signerFromSeed } from '@shared/evidence/dsse.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inputWith, manifestWith } from './composition.fixture.js';
import { composeDeployment } from './composition.js';
import { placeFolder, runStep, type StepContext, type StepPorts, samePerson } from './deploy-steps.js';
import { diskFiles } from './folder-files.js';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'aios-steps-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const signer = signerFromSeed(new Uint8Array(32).fill(3));

/** A store in memory with the semantics that the ports ask for: by key, so that doing it twice is doing it once. */
function memoryPorts() {
  const rows = new Map<string, string>();
  const deployment = { bundle: null as StepContext['deployment']['bundle'] };
  let killAt = Number.POSITIVE_INFINITY;
  let calls = 0;
  const put = async (key: string, value: unknown) => {
    calls += 1;
    if (calls >= killAt) throw new Error('killed');
    rows.set(key, JSON.stringify(value));
  };
  const ports: StepPorts = {
    saveOrganisation: (id, profile) => put(`${id} organisation`, profile),
    saveFiles: async (id, files) => {
      for (const { path, sha256 } of files) await put(`${id} file ${path}`, sha256);
    },
    saveDocuments: async (id, documents) => {
      for (const { document, agents } of documents)
        await put(`${id} document ${document.id}`, [document.contentHash, agents]);
    },
    saveAgentVersions: async (id, manifests) => {
      for (const { manifest, hash } of manifests) await put(`${id} agent ${manifest.id}`, hash);
    },
    savePolicies: (id, policies) => put(`${id} policies`, policies),
    saveGrants: (id, grants) => put(`${id} grants`, grants),
    saveBundle: async (id, bundle) => {
      await put(`${id} bundle`, bundle);
      deployment.bundle = bundle;
    },
    saveFolder: (id, folder) => put(`${id} folder`, folder),
    auditHead: async () => ({ sequence: 9, hash: 'c'.repeat(64) }),
  };
  return {
    rows,
    ports,
    deployment,
    calls: () => calls,
    killAfter(more: number) {
      killAt = calls + more;
    },
  };
}

function contextWith(store: ReturnType<typeof memoryPorts>, given: Partial<StepContext> = {}): StepContext {
  const input = inputWith();
  const composition = composeDeployment(input);
  return {
    get deployment() {
      return {
        id: 'd-1',
        sequence: 1,
        author: 'ada',
        approver: 'grace',
        previewHash: composition.previewHash,
        startedAt: '2026-01-02T00:00:00.000Z',
        bundle: store.deployment.bundle,
      };
    },
    composition,
    profile: input.profile,
    generator: { name: 'AIOS', version: '0.1.0' },
    allowSelfApproval: false,
    folders: { deployments: join(home, 'deployments'), bundles: join(home, 'bundles') },
    signer,
    ports: store.ports,
    disk: diskFiles,
    progress: () => undefined,
    ...given,
  };
}

async function runAll(context: StepContext): Promise<void> {
  for (const name of stepNames) await runStep(name, context);
}

describe('runStep', () => {
  test('the eight steps make the folder and a bundle that verifies with the same files', async () => {
    const store = memoryPorts();
    const context = contextWith(store);
    const told: string[] = [];
    await runAll({
      ...context,
      progress: (done, total, detail) => void told.push(`${done}/${total} ${detail}`),
    });
    const path = join(home, 'bundles', 'town-of-riverton-1.aios.zip');
    const bytes = readFileSync(path);
    const { files, verification } = openBundle(bytes, [signer.publicKey]);
    expect(verification).toMatchObject({ organisation: 'Town of Riverton', deployment: 'd-1' });
    for (const [name, content] of files) {
      expect(readFileSync(join(home, 'deployments', 'town-of-riverton', name))).toEqual(Buffer.from(content));
    }
    expect(readdirSync(join(home, 'deployments'))).toEqual(['town-of-riverton']);
    expect(JSON.parse(store.rows.get('d-1 bundle') ?? '')).toEqual({ path, sha256: verification.sha256 });
    expect(told).toContain('3/3 3 of 3 agents');
  });

  test('killed at any write of the store, and run again from the interrupted step, it ends the same', async () => {
    const reference = memoryPorts();
    await runAll(contextWith(reference));
    const total = reference.calls();
    expect(total).toBeGreaterThan(20);
    for (let at = 1; at <= total; at += 1) {
      rmSync(join(home, 'deployments'), { recursive: true });
      rmSync(join(home, 'bundles'), { recursive: true });
      const store = memoryPorts();
      const context = contextWith(store);
      store.killAfter(at);
      let step = 0;
      try {
        for (; step < stepNames.length; step += 1) await runStep(stepNames[step] ?? 'access', context);
      } catch (error) {
        expect(error).toMatchObject({ message: 'killed' });
      }
      store.killAfter(Number.POSITIVE_INFINITY);
      for (const name of stepNames.slice(step)) await runStep(name, context);
      expect([...store.rows].sort()).toEqual([...reference.rows].sort());
    }
  });

  test('a bundle that was sealed is kept, and made again only when it is gone', async () => {
    const store = memoryPorts();
    await runStep('audit', contextWith(store));
    const path = store.deployment.bundle?.path ?? '';
    writeFileSync(path, 'marker');
    await runStep('audit', contextWith(store));
    expect(readFileSync(path, 'utf8')).toBe('marker');
    rmSync(path);
    await runStep('audit', contextWith(store));
    expect(verifyBundle(readFileSync(path), [signer.publicKey]).valid).toBe(true);
  });

  test('refuses what is not what was approved', async () => {
    const changed = inputWith({
      manifests: [...inputWith().manifests.slice(0, 2), manifestWith('water', { name: 'Other' })],
    });
    const context = contextWith(memoryPorts());
    const tampered = { ...context, deployment: context.deployment, composition: composeDeployment(changed) };
    await expect(runStep('validate', tampered)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('refuses an author as approver, however the name is written, unless the tenant allows it', async () => {
    const context = contextWith(memoryPorts());
    const deployment = { ...context.deployment, author: 'Grace  HOPPER', approver: ' grace hopper' };
    await expect(runStep('validate', { ...context, deployment })).rejects.toMatchObject({
      code: 'self_approval',
    });
    await expect(runStep('validate', { ...context, deployment, allowSelfApproval: true })).resolves.toMatch(
      /approved/,
    );
    expect(samePerson('ada', 'grace')).toBe(false);
  });

  test('refuses an inconsistent composition, with all problems in the details', async () => {
    const input = inputWith({ policies: [] });
    const composition = composeDeployment(input);
    const context = contextWith(memoryPorts());
    const deployment = { ...context.deployment, previewHash: composition.previewHash };
    await expect(runStep('validate', { ...context, deployment, composition })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { problems: [{ subject: 'policies' }] },
    });
  });

  test('a rollback puts the earlier folder back from its bundle', async () => {
    const context = contextWith(memoryPorts());
    await runAll(context);
    const bundle = readFileSync(join(home, 'bundles', 'town-of-riverton-1.aios.zip'));
    const folder = join(home, 'deployments', 'town-of-riverton');
    const first = readFileSync(join(folder, 'SHA256SUMS'), 'utf8');
    await placeFolder(context, 'Town of Riverton', new Map([['other', Buffer.from('x')]]));
    await placeFolder(context, 'Town of Riverton', openBundle(bundle, [signer.publicKey]).files);
    expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8')).toBe(first);
  });
});
