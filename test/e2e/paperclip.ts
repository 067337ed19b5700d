import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

const SCREENS = process.env['REGROUP_SCREENS'] ?? 'build/screens';

/** The page of the sandbox on which a visitor sends a file to Regroup: what the local client has no paperclip for. */
export class Paperclip {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, url: string): Promise<Paperclip> {
    const page = await browser.newPage({ viewport: { width: 640, height: 900 } });
    await page.goto(url);
    return new Paperclip(page);
  }

  /** Sends a file as this person; answers with what the page says when it has gone, or why it has not. */
  async attach(person: string, name: string, bytes: Buffer | string): Promise<string> {
    await this.page.getByRole('radio', { name: person }).check();
    const mimeType = name.endsWith('.zip') ? 'application/zip' : 'text/plain';
    await this.page.getByLabel('WhatsApp export').setInputFiles({ name, mimeType, buffer: Buffer.from(bytes) });
    await this.page.getByRole('button', { name: 'Send to Regroup' }).click();
    return this.said();
  }

  /** The last word on the file that was sent. */
  async said(): Promise<string> {
    const status = this.page.locator('#status[data-kind="good"], #status[data-kind="bad"]');
    await status.waitFor();
    return status.innerText();
  }

  /** Keeps a picture of the page. */
  async picture(name: string): Promise<void> {
    mkdirSync(SCREENS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true });
  }
}
