import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const conformance = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What is the same on every screen: the way around, and what must hold everywhere. */
export class WindowPage {
  readonly page: Page;
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }

  async open(screen: string): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('button', { name: screen })
      .click();
  }

  async expectTitle(title: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  }

  /** WCAG 2.2 AA as far as a program can tell, nothing beyond the right border, and no complaint of the browser. */
  async expectSound(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page })
      .setLegacyMode()
      .withTags(conformance)
      .analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
    expect(found).toEqual([]);
    const overflow = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    expect(this.complaints).toEqual([]);
  }
}
