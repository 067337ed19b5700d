import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { look, type Look } from './host-config.js';
import { readPng } from './png.js';
import { smallPng } from './small-png.js';

/**
 * Draws every golden card as Teams would and keeps the pictures in `docs/screens/cards/`, so that a change of a card can be
 * looked at. `npx tsx scripts/screens.ts [words of names …]`
 */
const GOLDEN = fileURLToPath(new URL('../test/golden/cards/', import.meta.url));
const PICTURES = fileURLToPath(new URL('../docs/screens/cards/', import.meta.url));
const RENDERER = fileURLToPath(new URL('../node_modules/adaptivecards/dist/adaptivecards.min.js', import.meta.url));

const IN_BROWSER = fileURLToPath(new URL('in-browser.js', import.meta.url));

/** A card in a chat on a desktop and on a small phone. */
const SHOTS = [
  { theme: 'light', width: 480 },
  { theme: 'light', width: 320 },
  { theme: 'dark', width: 480 },
] as const;

type Browser = Awaited<ReturnType<typeof chromium.launch>>;

async function page(theme: Look, width: number, browser: Browser): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width: width + 32, height: 900 }, deviceScaleFactor: 1 });
  await opened.setContent(
    `<!doctype html><html lang="en-GB"><title>card</title><style>${theme.css} .card{width:${width - 2}px}</style>` +
      '<body><div class="card"></div></body></html>',
  );
  await opened.addScriptTag({ path: RENDERER });
  await opened.addScriptTag({ path: IN_BROWSER });
  return opened;
}

/** The card as it comes, and with everything opened. */
async function shoot(tab: Page, name: string, config: unknown, where: string): Promise<void> {
  const card = readFileSync(`${GOLDEN}${name}.json`, 'utf8');
  const cut = (await tab.evaluate(`drawCard({ card: ${card}, config: ${JSON.stringify(config)} })`)) as string[];
  await keep(tab, `${name}.${where}`);
  if (where.startsWith('light') && (await tab.evaluate('openAll()')) === true) {
    cut.push(...((await tab.evaluate('cutOff()')) as string[]));
    await keep(tab, `${name}.open.${where}`);
  }
  for (const text of new Set(cut)) console.warn(`${name}, ${where}: cut off: ${text}`);
}

async function keep(tab: Page, name: string): Promise<void> {
  const picture = readPng(await tab.locator('body').screenshot());
  writeFileSync(`${PICTURES}${name}.png`, smallPng(picture));
}

async function main(words: readonly string[]): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const names = readdirSync(GOLDEN)
    .map((file) => basename(file, '.json'))
    .filter((name) => words.length === 0 || words.some((word) => name.includes(word)));
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-lcd-text'],
  });
  try {
    for (const { theme, width } of SHOTS) {
      const { config } = look(theme);
      const tab = await page(look(theme), width, browser);
      for (const name of names) await shoot(tab, name, config, `${theme}.${width}`);
      await tab.close();
    }
  } finally {
    await browser.close();
  }
  console.log(`${names.length} cards in ${PICTURES}`);
}

await main(process.argv.slice(2));
