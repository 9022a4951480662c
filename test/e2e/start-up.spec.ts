import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { electronPath, sandboxArguments } from '../fixtures/electron-program.js';
import { expect, test } from './fixtures.js';

const repository = resolve(__dirname, '..', '..');

test('the frame is on the screen before the data, and every screen’s code is there soon after', async ({
  desktop,
}) => {
  const { page } = desktop;
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const read = new Set<string | undefined>();
  page.on('request', (request) => read.add(/(\w+-screen)-[^/]*\.js$/.exec(request.url())?.[1]));
  await page.reload();
  await expect
    .poll(() => [...read].filter((name) => name !== undefined).sort())
    .toEqual([
      'activity-screen',
      'agents-screen',
      'knowledge-screen',
      'onboarding-screen',
      'settings-screen',
    ]);
});

test('a chosen or dropped file tells its path, anything else has none', async ({ desktop, home }) => {
  const file = join(home, 'copy of a site.zip');
  writeFileSync(file, '');
  const { page } = desktop;
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'file-for-test';
    document.body.append(input);
  });
  await page.setInputFiles('#file-for-test', file);
  const paths = await page.evaluate(() => {
    const { aios } = window as unknown as { aios: { pathForFile(file: object): string | null } };
    const chosen = document.querySelector<HTMLInputElement>('#file-for-test')?.files?.[0];
    return [chosen, new File(['made here'], 'made.txt'), new Blob([])].map((each) =>
      aios.pathForFile(each ?? {}),
    );
  });
  expect(paths).toEqual([file, null, null]);
});

test('the command line of an installed application answers on its own streams, with its exit code', ({
  home,
}) => {
  const command = (...words: string[]) =>
    spawnSync(electronPath(), [...sandboxArguments(), repository, '--cli', ...words], {
      encoding: 'utf8',
      timeout: 60_000,
    });
  const listed = command('kb', 'list', '--json', `--home=${home}`);
  expect(JSON.parse(listed.stdout)).toEqual({ documents: [] });
  expect(listed.status).toBe(0);
  expect(command('no-such-verb').status).toBe(2);
  expect(command('bundle', 'verify', join(home, 'absent.zip')).status).toBe(1);
});
