import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './fixtures.js';
import { OnboardingPage } from './pages/onboarding-page.js';
import { WindowPage } from './pages/window-page.js';

const repository = resolve(__dirname, '..', '..');
const shared = resolve(repository, process.env.AIOS_SHARED ?? '../shared');
const pictures = join(repository, 'out', 'pictures');

/** Mirrors of real organisations that are not part of this repository: a big city, a city of few pages, a state agency. */
const organisations = ['philadelphia-pa', 'cleveland-oh', 'ca-dept-cannabis-control'];

for (const organisation of organisations) {
  test(`the whole job on a real organisation: ${organisation}`, async ({ desktop }) => {
    const site = join(shared, 'data', 'discovery', organisation, 'site');
    test.skip(!existsSync(site), `SKIPPED: ${site} is not here`);
    test.setTimeout(240_000);
    const { page } = desktop;
    await page.setViewportSize({ width: 1280, height: 800 });
    const frame = new WindowPage(page);
    const onboarding = new OnboardingPage(page);
    const picture = async (name: string): Promise<void> => {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${organisation}-${name}.png`) });
    };

    await frame.open('Onboarding');
    await onboarding.startWith(site);
    await onboarding.finishReading(120_000);
    await expect(page.getByRole('list', { name: 'What was found' })).toBeVisible();
    await picture('profile');
    await onboarding.showDepartmentsAsTable();
    expect((await onboarding.namesIn('Departments')).length).toBeGreaterThan(5);
    await page.getByRole('button', { name: 'Review and customise' }).click();
    await page.getByRole('button', { name: 'Preview', exact: true }).last().click();
    await expect(page.getByRole('list', { name: 'What will be deployed' })).toBeVisible({ timeout: 60_000 });
    await picture('preview');
    await page.getByRole('button', { name: 'Approve and deploy' }).click();
    await onboarding.approve('Noor Lindqvist');
    await onboarding.seeResult(120_000);
    await page.getByRole('button', { name: 'Verify the bundle' }).click();
    await expect(page.getByText(/The bundle is unchanged/)).toBeVisible({ timeout: 30_000 });
    await picture('result');
    await frame.open('Agents');
    expect((await onboarding.namesIn('Agents')).length).toBeGreaterThan(5);
    await picture('agents');
  });
}
