import { expect } from '@playwright/test';
import { test } from './fixtures.js';
import { OnboardingPage } from './pages/onboarding-page.js';
import { WindowPage } from './pages/window-page.js';

test('every screen is reached and left with the keyboard alone', async ({ desktop }) => {
  const { page } = desktop;
  const frame = new WindowPage(page);
  await frame.expectTitle('From a website to reviewed, deployed agents');
  for (const [keys, title] of [
    ['ga', 'Agents'],
    ['gk', 'Knowledge'],
    ['gv', 'Activity'],
    ['gs', 'Settings'],
    ['go', 'Where is the organisation described?'],
  ] as const) {
    // A screen may put the cursor into its first field: keys are letters there.
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await page.keyboard.press(keys.charAt(0));
    await page.keyboard.press(keys.charAt(1));
    await frame.expectTitle(title);
  }
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(
    page.getByRole('searchbox').or(page.getByPlaceholder('Screens, actions')).first(),
  ).toBeFocused();
  await page.keyboard.type('verify');
  await page.keyboard.press('Enter');
  await frame.expectTitle('Activity');
});

test('a table is walked with j and k and opened with Enter', async ({ desktop }) => {
  test.setTimeout(120_000);
  const { page } = desktop;
  const onboarding = new OnboardingPage(page);
  await onboarding.startWithSample();
  await onboarding.finishReading();
  await onboarding.showDepartmentsAsTable();
  const names = await onboarding.namesIn('Departments');
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
  await expect(page.locator('[data-row-open]:focus')).toHaveText(names[1] ?? '');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: names[1] ?? '' })).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`empty screens are sound at 1024×700 in the ${scheme}`, async ({ desktop }) => {
    const { page } = desktop;
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const frame = new WindowPage(page);
    await frame.expectTitle('From a website to reviewed, deployed agents');
    await frame.expectSound();
    for (const screen of ['Onboarding', 'Agents', 'Knowledge', 'Activity', 'Settings']) {
      await frame.open(screen);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await frame.expectSound();
    }
  });
}

test('a source that does not exist is refused in words, and the address stays in the field', async ({
  desktop,
}) => {
  const { page } = desktop;
  const frame = new WindowPage(page);
  await frame.open('Onboarding');
  await new OnboardingPage(page).startWith('/no/such/folder');
  const alert = page.getByRole('alert').filter({ hasText: 'What to do' });
  await expect(alert).toBeVisible();
  await expect(alert).toHaveAttribute('data-error-code', 'source_not_found');
});

test('another client is opened only after a question, and takes nothing of the last one along', async ({
  desktop,
}) => {
  const { page } = desktop;
  const frame = new WindowPage(page);
  await frame.open('Onboarding');
  await page.getByLabel('Website address or path').fill('https://www.of-the-first-client.example');
  await frame.open('Settings');
  await page.getByLabel('Name', { exact: true }).fill('Brackwater County');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Switch to Brackwater County' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch to Brackwater County' }).click();
  await expect(page.getByRole('button', { name: /^Client: Brackwater County/ })).toBeVisible();
  await frame.open('Onboarding');
  await expect(page.getByLabel('Website address or path')).toHaveValue('');
});

test('an engine that dies comes back with the client that was open, and so does the next start', async ({
  launch,
}) => {
  test.setTimeout(90_000);
  const desktop = await launch();
  const { page } = desktop;
  await new WindowPage(page).open('Settings');
  await page.getByLabel('Name', { exact: true }).fill('Brackwater County');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Switch to Brackwater County' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch to Brackwater County' }).click();
  const client = page.getByRole('button', { name: /^Client: Brackwater County/ });
  await expect(client).toBeVisible();

  process.kill(await desktop.enginePid(), 'SIGKILL');
  const notice = page.getByText(/engine (stopped|is being restarted|is starting)/i).first();
  await expect(notice).toBeVisible();
  await expect(notice).toBeHidden();
  await expect(client).toBeVisible();
  await desktop.close();

  const again = await launch();
  await expect(again.page.getByRole('button', { name: /^Client: Brackwater County/ })).toBeVisible();
});
