import { expect, type Locator, type Page } from '@playwright/test';

/** Onboarding as a person sees it: one method for each thing that is done, none for how the page is built. */
export class OnboardingPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async startWithSample(): Promise<void> {
    await this.page.getByRole('button', { name: 'Start with the sample' }).click();
  }

  async startWith(source: string): Promise<void> {
    await this.page.getByLabel('Website address or path').fill(source);
    await this.page.getByRole('button', { name: 'Start reading' }).click();
  }

  async openStep(name: string): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Steps of onboarding' })
      .getByRole('button', { name })
      .click();
  }

  /** Waits until every page is read, then goes on to the profile. */
  async finishReading(timeoutMs = 60_000): Promise<void> {
    const next = this.page.getByRole('button', { name: 'Look at the profile' });
    await expect(next).toBeVisible({ timeout: timeoutMs });
    await next.click();
  }

  async showDepartmentsAsTable(): Promise<void> {
    await this.page.getByText('Table', { exact: true }).click();
  }

  /** The names in the table of that label, in its order; waits for the first. */
  async namesIn(table: string): Promise<string[]> {
    const rows = this.page.getByRole('table', { name: table, exact: true }).locator('[data-row-open]');
    await expect(rows.first()).toBeVisible();
    return rows.allInnerTexts();
  }

  async openEvidenceOf(subject: string): Promise<Locator> {
    await this.page.getByRole('button', { name: `Evidence for ${subject}` }).click();
    return this.page.getByRole('dialog', { name: `Evidence: ${subject}` });
  }

  async renameDepartment(from: string, to: string, reason: string): Promise<void> {
    await this.page.getByRole('button', { name: `Change ${from}`, exact: true }).click();
    await this.page.getByRole('menuitem', { name: 'Rename' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Rename the department' });
    await dialog.getByLabel('Name of the department').fill(to);
    await dialog.getByLabel('Why').fill(reason);
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await expect(dialog).toBeHidden();
  }

  async approve(approver: string): Promise<void> {
    await this.page.getByLabel('Name of the approver').fill(approver);
    await this.page.getByRole('main').getByRole('button', { name: 'Approve and deploy' }).click();
  }

  async seeResult(timeoutMs = 60_000): Promise<void> {
    const next = this.page.getByRole('button', { name: 'See the result' });
    await expect(next).toBeVisible({ timeout: timeoutMs });
    await next.click();
  }
}
