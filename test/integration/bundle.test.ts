import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '@shared/kernel/must.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSmallSite } from '../fixtures/small-site.js';
import { deployAll, discoverAll, openTestEngine, type TestEngine } from '../fixtures/test-engine.js';

let root: string;
let test: TestEngine;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'aios-bundle-'));
  test = await openTestEngine();
  const departments = [
    'Finance Department',
    'Police Department',
    'Fire Department',
    'Public Works Department',
  ];
  const site = { city: 'Handford', departments: departments.map((name) => ({ name })) };
  await discoverAll(test.client, writeSmallSite(join(root, 'site'), site));
  await deployAll(test.client);
});
afterAll(async () => {
  await test.remove();
  rmSync(root, { recursive: true, force: true });
});

describe('the bundle of a deployment', () => {
  it('is made again byte for byte, also when its file is gone and by a later version of the program', async () => {
    const deployment = must((await test.client.deployment.list())[0], 'a deployment');
    const sealed = must(deployment.bundle, 'a bundle');
    const bytes = readFileSync(sealed.path);
    rmSync(sealed.path);
    await test.reopen('99.0.0');
    const out = join(root, 'again.zip');
    const again = await test.client.deployment.exportBundle({ platform: 'generic', out });
    expect(again.sha256).toBe(sealed.sha256);
    expect(readFileSync(out).equals(bytes)).toBe(true);
    expect(await test.client.deployment.verifyBundle({ path: out })).toMatchObject({
      valid: true,
      problems: [],
    });
  });

  it('is refused for a platform that this version does not write, and for a deployment that is not there', async () => {
    const out = join(root, 'no.zip');
    const refused = { data: { code: 'invalid_input' } };
    await expect(test.client.deployment.exportBundle({ platform: 'copilot', out })).rejects.toMatchObject(
      refused,
    );
    await expect(
      test.client.deployment.exportBundle({ platform: 'generic', out, deployment: 'none' }),
    ).rejects.toMatchObject({ data: { code: 'not_found' } });
  });
});
