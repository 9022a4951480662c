import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FileSet, writeDeploymentFolder, writeFileWhole } from './deployment-folder.js';
import { diskFiles, type FolderFiles } from './folder-files.js';

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'aios-folder-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const filesWith = (content: string): FileSet =>
  new Map([
    ['README.md', Buffer.from(content)],
    ['manifest/agents/parks.json', Buffer.from('{}')],
    ['knowledge/straße.md', Buffer.from('text')],
  ]);
const before = filesWith('before');
const after = new Map([...filesWith('after'), ['new.md', Buffer.from('new')]]);
const target = () => ({ parent, name: 'riverton' });

function snapshot(folder: string, prefix = ''): Record<string, string> {
  return Object.assign(
    {},
    ...readdirSync(folder, { withFileTypes: true }).map((entry) =>
      entry.isDirectory()
        ? snapshot(join(folder, entry.name), `${prefix}${entry.name}/`)
        : { [`${prefix}${entry.name}`]: readFileSync(join(folder, entry.name), 'utf8') },
    ),
  );
}

const contentOf = (files: FileSet, prefix = 'riverton/'): Record<string, string> =>
  Object.fromEntries([...files].map(([path, bytes]) => [`${prefix}${path}`, Buffer.from(bytes).toString()]));

class Killed extends Error {}

/** The real disk, which fails at its nth change, once (a full disk) or for good (a killed process). */
function failingAt(step: number, failure: () => Error, forGood: boolean) {
  let changes = 0;
  const guarded =
    <A extends unknown[], R>(change: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      changes += 1;
      if (changes === step || (forGood && changes > step)) return Promise.reject(failure());
      return change(...args);
    };
  const disk: FolderFiles = {
    ...diskFiles,
    makeFolder: guarded(diskFiles.makeFolder),
    writeNew: guarded(diskFiles.writeNew),
    sync: guarded(diskFiles.sync),
    rename: guarded(diskFiles.rename),
    remove: guarded(diskFiles.remove),
  };
  return { disk, changes: () => changes };
}

async function changesOfOneWrite(): Promise<number> {
  await writeDeploymentFolder(diskFiles, target(), before);
  const counting = failingAt(-1, () => new Killed(), false);
  await writeDeploymentFolder(counting.disk, target(), after);
  rmSync(join(parent, 'riverton'), { recursive: true });
  return counting.changes();
}

describe('writeDeploymentFolder', () => {
  test('writes exactly the files, replaces them, and removes what is gone', async () => {
    expect(await writeDeploymentFolder(diskFiles, target(), after)).toBe(join(parent, 'riverton'));
    expect(snapshot(parent)).toEqual(contentOf(after));
    await writeDeploymentFolder(diskFiles, target(), before);
    expect(snapshot(parent)).toEqual(contentOf(before));
  });

  test('does nothing when the folder holds exactly that already', async () => {
    await writeDeploymentFolder(diskFiles, target(), before);
    const { disk } = failingAt(4, () => new Killed('writes again'), true);
    await writeDeploymentFolder(disk, target(), before);
  });

  test.each([
    ['an extra file', () => writeFileSync(join(parent, 'riverton', 'extra'), '')],
    ['a changed file', () => writeFileSync(join(parent, 'riverton', 'README.md'), 'BEFORE')],
    ['a missing file', () => rmSync(join(parent, 'riverton', 'README.md'))],
    ['a link', () => symlinkSync('/etc', join(parent, 'riverton', 'link'))],
  ])('puts %s right', async (_, spoil) => {
    await writeDeploymentFolder(diskFiles, target(), before);
    spoil();
    await writeDeploymentFolder(diskFiles, target(), before);
    expect(snapshot(parent)).toEqual(contentOf(before));
  });

  test('killed at any change, the next run ends with the new folder alone, and a whole one stood all the time', async () => {
    const total = await changesOfOneWrite();
    expect(total).toBeGreaterThan(8);
    for (let step = 1; step <= total; step += 1) {
      rmSync(join(parent, 'riverton'), { recursive: true, force: true });
      await writeDeploymentFolder(diskFiles, target(), before);
      const { disk } = failingAt(step, () => new Killed(), true);
      await writeDeploymentFolder(disk, target(), after).catch(() => undefined);
      const left = snapshot(parent);
      const whole = ['riverton/', '.riverton.old/', '.riverton.new/'].some((place) =>
        [before, after].some((files) =>
          Object.entries(contentOf(files, place)).every(([path, text]) => left[path] === text),
        ),
      );
      expect(whole, `after change ${step}`).toBe(true);
      await writeDeploymentFolder(diskFiles, target(), after);
      expect(snapshot(parent), `after change ${step}`).toEqual(contentOf(after));
    }
  });

  test.each([
    ['ENOSPC', 'disk_full'],
    ['EDQUOT', 'disk_full'],
    ['EROFS', 'home_not_writable'],
    ['EACCES', 'home_not_writable'],
  ])('at %s says %s and leaves the old folder and nothing half-written', async (code, expected) => {
    const total = await changesOfOneWrite();
    for (let step = 1; step <= total; step += 1) {
      await writeDeploymentFolder(diskFiles, target(), before);
      const { disk } = failingAt(step, () => Object.assign(new Error(code), { code }), false);
      const outcome = await writeDeploymentFolder(disk, target(), after).then(
        () => 'written',
        (error: { code?: string }) => error.code,
      );
      const left = snapshot(parent);
      const kept = Object.fromEntries(
        Object.entries(left).filter(([path]) => !path.startsWith('.riverton.old/')),
      );
      if (outcome === 'written') expect(kept).toEqual(contentOf(after));
      else {
        expect(outcome).toBe(expected);
        expect([contentOf(before), contentOf(after)]).toContainEqual(kept);
      }
    }
  });

  test('refuses names that lead out, and a link or file in the place of the folder', async () => {
    const outside = new Map([['../outside', Buffer.from('x')]]);
    await expect(writeDeploymentFolder(diskFiles, target(), outside)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(writeDeploymentFolder(diskFiles, { parent, name: '..' }, before)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await mkdir(join(parent, 'elsewhere'));
    symlinkSync(join(parent, 'elsewhere'), join(parent, 'riverton'));
    await expect(writeDeploymentFolder(diskFiles, target(), before)).rejects.toMatchObject({
      code: 'home_not_writable',
    });
    expect(readdirSync(join(parent, 'elsewhere'))).toEqual([]);
  });

  test('says that a home below a file is not writable', async () => {
    writeFileSync(join(parent, 'file'), '');
    const below = { parent: join(parent, 'file', 'deployments'), name: 'riverton' };
    await expect(writeDeploymentFolder(diskFiles, below, before)).rejects.toMatchObject({
      code: 'home_not_writable',
    });
  });
});

describe('writeFileWhole', () => {
  test('replaces a file at once, and leaves the old one when the disk is full', async () => {
    await writeFileWhole(diskFiles, parent, 'bundle.zip', Buffer.from('old'));
    const { disk } = failingAt(3, () => Object.assign(new Error(), { code: 'ENOSPC' }), false);
    await expect(writeFileWhole(disk, parent, 'bundle.zip', Buffer.from('new'))).rejects.toMatchObject({
      code: 'disk_full',
    });
    expect(snapshot(parent)).toEqual({ 'bundle.zip': 'old' });
    await writeFileWhole(diskFiles, parent, 'bundle.zip', Buffer.from('new'));
    expect(snapshot(parent)).toEqual({ 'bundle.zip': 'new' });
  });
});
