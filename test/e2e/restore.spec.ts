import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './fixtures.js';
import { OnboardingPage } from './pages/onboarding-page.js';
import { WindowPage } from './pages/window-page.js';

/** Every file below a folder that has this name. */
function filesNamed(folder: string, name: string): string[] {
  return readdirSync(folder).flatMap((entry) => {
    const path = join(folder, entry);
    if (statSync(path).isDirectory()) return filesNamed(path, name);
    return entry === name ? [path] : [];
  });
}

test('data that does not open is told in words and brought back from a backup', async ({ launch, home }) => {
  test.setTimeout(180_000);
  const first = await launch();
  const onboarding = new OnboardingPage(first.page);
  await onboarding.startWithSample();
  await onboarding.finishReading();
  const organisation = await first.page.getByRole('heading', { level: 1 }).textContent();
  const frame = new WindowPage(first.page);
  await frame.open('Settings');
  await first.page.getByRole('tab', { name: 'Data and backups' }).click();
  await first.page.getByRole('button', { name: 'Back up now' }).click();
  await expect(first.page.getByRole('button', { name: /^Restore the backup of/ })).toBeVisible();
  await first.close();

  const controlFiles = filesNamed(join(home, 'tenants'), 'pg_control');
  expect(controlFiles).not.toHaveLength(0);
  for (const file of controlFiles) writeFileSync(file, 'not a database');

  const { page } = await launch();
  const again = new WindowPage(page);
  await again.expectTitle('The data of this client does not open');
  await again.expectSound();
  await page
    .getByRole('button', { name: /^Restore the backup of/ })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click();
  await again.expectTitle('What waits for you');
  await again.open('Onboarding');
  await again.expectTitle(organisation ?? '');
});
