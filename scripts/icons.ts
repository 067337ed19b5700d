import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/** Draws manifest/*.png from the SVG files beside them: `npx tsx scripts/icons.ts`. The PNG files are kept in the repository. */
const SIZES = { color: 192, outline: 32 } as const;
const FOLDER = new URL('../manifest/', import.meta.url);

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
try {
  for (const [name, size] of Object.entries(SIZES)) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const svg = readFileSync(new URL(`${name}.svg`, FOLDER), 'utf8');
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
    await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, FOLDER)), omitBackground: true });
  }
} finally {
  await browser.close();
}
