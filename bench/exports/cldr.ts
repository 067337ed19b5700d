import { locales } from '../../scripts/cldr.js';
import { readExport } from '../../src/whatsapp/read.js';
import { sourceOf } from '../../src/whatsapp/source.js';

/** How a phone of a locale writes: which app, and twelve or twenty-four hours. */
export type Phone = {
  readonly locale: string;
  readonly platform: 'ios' | 'android';
  readonly hourCycle: 'h12' | 'h23';
};

/** How many of the phones are read wholly right, and a sample of a header of each of the others. */
export type Matrix = { readonly phones: number; readonly right: number; readonly wrong: readonly string[] };

/** Times in every half of the day and every part of a month, so that the order of the dates can be told. */
const TIMES = [
  [2023, 2, 3, 9, 4, 5],
  [2023, 2, 20, 0, 7, 8],
  [2023, 3, 14, 12, 0, 30],
  [2023, 3, 28, 15, 4, 9],
  [2023, 4, 17, 23, 59, 1],
  [2023, 11, 25, 13, 5, 6],
  [2023, 12, 30, 11, 45, 0],
].map(([y = 0, m = 0, d, h, i, s]) => Date.UTC(y, m - 1, d, h, i, s));
const AUTHORS = ['Priya Nair', 'Sam'];

/** Every locale that this Node's ICU knows, on both apps, with both clocks. */
export function allPhones(): readonly Phone[] {
  const platforms = ['ios', 'android'] as const;
  const cycles = ['h12', 'h23'] as const;
  return locales().flatMap((locale) =>
    platforms.flatMap((platform) => cycles.map((hourCycle) => ({ locale, platform, hourCycle }))),
  );
}

/** Reads a small chat of each phone, its headers written by this Node's Intl. */
export async function readPhones(phones: readonly Phone[]): Promise<Matrix> {
  const wrong: string[] = [];
  for (const phone of phones) {
    const found = await isRight(phone);
    if (found !== null) wrong.push(`${phone.locale} ${phone.platform} ${phone.hourCycle}: ${found}`);
  }
  return { phones: phones.length, right: phones.length - wrong.length, wrong };
}

/** null when every entry has its time and its author; else the header of one. */
async function isRight({ locale, platform, hourCycle }: Phone): Promise<string | null> {
  const timeStyle = platform === 'ios' ? 'medium' : 'short';
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle, hourCycle, timeZone: 'UTC' });
  const author = (n: number) => AUTHORS[n % AUTHORS.length] ?? '';
  const header = (time: number) => (platform === 'ios' ? `[${format.format(time)}] ` : `${format.format(time)} - `);
  const text = TIMES.map((time, n) => `${header(time)}${author(n)}: see you there\n`).join('');
  const read: string[] = [];
  const source = sourceOf('chat.txt', Buffer.from(text));
  try {
    await readExport(source, {}, ({ at, author }) => read.push(`${at.slice(0, 16)} ${author}`));
  } catch (problem) {
    if (!(problem instanceof Error)) throw problem;
    return `${header(TIMES[3] ?? 0)}(${problem.name})`;
  }
  const truth = TIMES.map((time, n) => `${new Date(time).toISOString().slice(0, 16)} ${author(n)}`);
  return read.join() === truth.join() ? null : header(TIMES[3] ?? 0);
}
