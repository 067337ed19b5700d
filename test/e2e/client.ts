import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';

/** Where pictures of the cards go; `docs/screens` when they are to be kept. */
const SCREENS = process.env['REGROUP_SCREENS'] ?? 'build/screens';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...QUIET] });
}

/** One person at the local Teams client. */
export class TeamsClient {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, url: string): Promise<TeamsClient> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1700 } });
    // The client asks for three fonts from the internet; nothing else is missing without them.
    await page.route(/office\.net/, (route) => route.abort());
    await page.goto(url);
    await page.getByText('Log Panel').waitFor();
    return new TeamsClient(page);
  }

  /** Writes a message in the chat that is open. */
  async say(text: string, options: { readonly mention?: string } = {}): Promise<void> {
    await this.page.locator('[data-lexical-editor]').first().click();
    if (options.mention !== undefined) {
      await this.page.keyboard.type('@');
      const { mention } = options;
      await this.page
        .getByRole('option', { name: mention })
        .or(this.page.getByRole('menuitem', { name: mention }))
        .first()
        .click();
    }
    await this.page.keyboard.insertText(text);
    await this.page
      .getByRole('button', { name: /Send Message|Post/ })
      .first()
      .click();
  }

  /** Opens a chat or channel of the list on the left. */
  async go(name: string | RegExp): Promise<void> {
    await this.page.getByRole('treeitem', { name }).first().click();
  }

  /** The newest card that shows these words; waits until there is one. */
  async card(words: string | RegExp): Promise<Card> {
    const card = this.page.locator('.ac-adaptiveCard').filter({ hasText: words }).last();
    await card.waitFor();
    return new Card(card, this.page);
  }

  /** How many cards show these words now. */
  count(words: string | RegExp): Promise<number> {
    return this.page.locator('.ac-adaptiveCard').filter({ hasText: words }).count();
  }
}

/** A card on the screen. */
export class Card {
  readonly #card: Locator;
  readonly #page: Page;

  constructor(card: Locator, page: Page) {
    this.#card = card;
    this.#page = page;
  }

  async press(title: string): Promise<void> {
    await this.#card.getByRole('button', { name: title, exact: true }).first().click();
  }

  /** Chooses in a list, or the radio button of that name where the choices are written out. */
  async choose(label: string | RegExp, option: string | RegExp): Promise<void> {
    const list = this.#card.getByRole('combobox', { name: label }).first();
    if ((await list.count()) === 0) {
      const group = this.#card.getByRole('radiogroup', { name: label }).first();
      return group.getByRole('radio', { name: option, exact: true }).check();
    }
    await list.click();
    await this.#page.getByRole('option', { name: option }).last().click();
  }

  async tick(label: string | RegExp): Promise<void> {
    await this.#card.getByRole('checkbox', { name: label }).first().check();
  }

  /** Takes the tick out of a box. */
  async clear(label: string | RegExp): Promise<void> {
    await this.#card.getByRole('checkbox', { name: label }).first().uncheck();
  }

  /** How many boxes of that name are ticked. */
  ticked(label: string | RegExp): Promise<number> {
    return this.#card.getByRole('checkbox', { name: label, checked: true }).count();
  }

  /** Ticks every box of the card. */
  async tickAll(): Promise<void> {
    for (const box of await this.#card.getByRole('checkbox').all()) await box.check();
  }

  async pick(label: string | RegExp): Promise<void> {
    await this.#card.getByRole('radio', { name: label }).first().check();
  }

  async fill(label: string | RegExp, text: string): Promise<void> {
    await this.#card.getByRole('textbox', { name: label }).first().fill(text);
  }

  /** What stands in a text field. */
  value(label: string | RegExp): Promise<string> {
    return this.#card.getByRole('textbox', { name: label }).first().inputValue();
  }

  /** The number in front of somebody in a numbered list. */
  async numberOf(name: string): Promise<string> {
    return new RegExp(`(\\d+)\\. ${name}`).exec(await this.text())?.[1] ?? 'none';
  }

  text(): Promise<string> {
    return this.#card.innerText();
  }

  /** Keeps a picture of the card. */
  async picture(name: string): Promise<void> {
    mkdirSync(SCREENS, { recursive: true });
    await this.#card.screenshot({ path: join(SCREENS, `${name}.png`) });
  }
}
