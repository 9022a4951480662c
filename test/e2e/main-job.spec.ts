import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.js';
import { OnboardingPage } from './pages/onboarding-page.js';
import { WindowPage } from './pages/window-page.js';

const pictures = resolve(__dirname, '..', '..', 'out', 'pictures');

/** A picture of the screen, to be looked at; the README shows one of them. */
async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

test('the whole job on the sample city, from the first start to a verified bundle', async ({ desktop }) => {
  test.setTimeout(180_000);
  const { page } = desktop;
  await page.setViewportSize({ width: 1280, height: 800 });
  const frame = new WindowPage(page);
  const onboarding = new OnboardingPage(page);

  await frame.expectTitle('From a website to reviewed, deployed agents');
  await frame.expectSound();
  await picture(page, 'first-start');
  await onboarding.startWithSample();
  await onboarding.finishReading();

  await expect(page.getByRole('list', { name: 'What was found' })).toBeVisible();
  await frame.expectSound();
  await picture(page, 'profile');
  await onboarding.showDepartmentsAsTable();
  const [department = ''] = await onboarding.namesIn('Departments');
  const evidence = await onboarding.openEvidenceOf(department);
  await expect(evidence.getByRole('region', { name: 'Text of the page' })).toBeVisible();
  await expect(evidence.locator('mark').first()).toBeVisible();
  await frame.expectSound();
  await picture(page, 'evidence');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Review and customise' }).click();
  const renamed = `${department} (renamed)`;
  await onboarding.renameDepartment(department, renamed, 'So it is called since the reorganisation.');
  await expect(page.getByRole('button', { name: renamed, exact: true })).toBeVisible();
  await frame.expectSound();
  await picture(page, 'customise');
  await page.getByRole('tab', { name: /^Changes/ }).click();
  await expect(page.getByText('So it is called since the reorganisation.')).toBeVisible();

  await page.getByRole('button', { name: 'Preview', exact: true }).last().click();
  await expect(page.getByRole('list', { name: 'What will be deployed' })).toBeVisible();
  await frame.expectSound();
  await picture(page, 'preview');
  await page.getByRole('button', { name: 'Approve and deploy' }).click();
  await onboarding.approve('Noor Lindqvist');
  await onboarding.seeResult();

  await page.getByRole('button', { name: 'Verify the bundle' }).click();
  await expect(page.getByText(/The bundle is unchanged/)).toBeVisible();
  await frame.expectSound();
  await picture(page, 'result');

  await frame.open('Agents');
  expect(await onboarding.namesIn('Agents')).not.toHaveLength(0);
  await frame.expectSound();
  await picture(page, 'agents');
  await page.locator('[data-row-open]').nth(1).click();
  await expect(page.getByRole('tab', { name: 'Instruction kernel' })).toBeVisible();
  await frame.expectSound();

  await frame.open('Knowledge');
  expect(await onboarding.namesIn('Documents')).not.toHaveLength(0);
  await frame.expectSound();
  await page.locator('[data-row-open]').first().click();
  await expect(page.getByRole('tab', { name: 'Provenance' })).toBeVisible();
  await frame.expectSound();
  await picture(page, 'document');

  await frame.open('Activity');
  await page.getByRole('button', { name: 'Verify the record' }).click();
  await expect(page.getByText(/records? verified in/)).toBeVisible();
  await frame.expectSound();
  await picture(page, 'activity');
});

test('the author may not approve, and is told what to do', async ({ desktop }) => {
  test.setTimeout(120_000);
  const onboarding = new OnboardingPage(desktop.page);
  await onboarding.startWithSample();
  await onboarding.finishReading();
  await onboarding.openStep('Deploy');
  const author = await desktop.page.locator('dt', { hasText: 'Author' }).locator('xpath=../dd').textContent();
  await desktop.page.getByLabel('Name of the approver').fill((author ?? '').toUpperCase());
  await expect(desktop.page.getByRole('alert')).toContainText('Let a second person approve');
  await expect(
    desktop.page.getByRole('main').getByRole('button', { name: 'Approve and deploy' }),
  ).toBeDisabled();
});
