import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Writes src/whatsapp/cldr.ts: the words that phones put into dates and times, asked of this Node's ICU in every locale that it
 * knows. Reading an export then does not depend on the machine's ICU. Run: node --import tsx scripts/cldr.ts
 */

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const SCRIPTS = 'Latn Cyrl Arab Deva Hans Hant Guru Olck Tfng Vaii Adlm Beng Mtei Telu Knda Orya Rohg Nkoo Mong'.split(
  ' ',
);
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Calendars whose short dates are numbers, by the name that src/whatsapp/calendars.ts gives them. */
const CALENDARS: Readonly<Record<string, string>> = {
  buddhist: 'buddhist',
  persian: 'persian',
  'islamic-umalqura': 'islamic',
  'islamic-civil': 'islamic',
  roc: 'roc',
  indian: 'indian',
};
/** Dates in the last four eras of Japan, with the Gregorian year before the first of each. */
const JAPAN: readonly (readonly [string, number])[] = [
  ['2023-02-05', 2018],
  ['2012-02-05', 1988],
];

/** Every locale that ICU has data for. */
export function locales(): readonly string[] {
  const known = (tag: string) => new Intl.DateTimeFormat(tag).resolvedOptions().locale === tag;
  const regions = ['001', '150', '419', ...LETTERS.flatMap((a) => LETTERS.map((b) => (a + b).toUpperCase()))];
  const two = LETTERS.flatMap((a) => LETTERS.map((b) => a + b));
  const languages = [...two, ...two.flatMap((ab) => LETTERS.map((c) => ab + c))].filter(known);
  const bases = languages.flatMap((tag) => [tag, ...SCRIPTS.map((script) => `${tag}-${script}`).filter(known)]);
  return bases.flatMap((tag) => [tag, ...regions.map((region) => `${tag}-${region}`).filter(known)]);
}

/** A word as headers are compared by: without case, spaces, marks and punctuation. As src/whatsapp/words-of-time.ts looks them up. */
function keyOf(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{Nd}]/gu, '');
}

/** Word → for each hour of a twelve-hour clock (0 to 11) the halves of the day in which some locale uses the word at that hour. */
type Halves = Map<string, string[]>;

function addHalf(halves: Halves, word: string, hour: number): void {
  const key = keyOf(word);
  if (key === '' || /^\p{Nd}/u.test(key)) return;
  const found = halves.get(key) ?? Array.from({ length: 12 }, () => '');
  const half = hour < 12 ? 'a' : 'p';
  const at = hour % 12;
  if (!found[at]?.includes(half)) found[at] += half;
  halves.set(key, found);
}

/** What is between the numbers of a short date and time, and the words for the halves of the day. */
function readLocale(locale: string, words: Set<string>, proper: Halves, parts: Halves): void {
  for (const timeStyle of ['short', 'medium'] as const) {
    for (const hourCycle of ['h12', 'h23'] as const) {
      const format = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle, hourCycle, timeZone: 'UTC' });
      for (const hour of HOURS) {
        for (const part of format.formatToParts(Date.UTC(2023, 1, 5, hour, 4, 9))) {
          if (part.type === 'dayPeriod') addHalf(proper, part.value, hour);
          if (part.type === 'literal' && keyOf(part.value) !== '') words.add(keyOf(part.value));
        }
      }
    }
  }
  for (const dayPeriod of ['short', 'long'] as const) {
    const format = new Intl.DateTimeFormat(locale, { hour: 'numeric', dayPeriod, hourCycle: 'h12', timeZone: 'UTC' });
    for (const hour of HOURS) {
      const word = format.formatToParts(Date.UTC(2023, 1, 5, hour)).find(({ type }) => type === 'dayPeriod');
      if (word !== undefined) addHalf(parts, word.value, hour);
    }
  }
}

/** The words for the era of each calendar in a locale; `japanese-1988` stands for the era whose first year came after 1988. */
function readEras(locale: string, eras: Map<string, string>): void {
  const add = (calendar: string, day: string, name: string) => {
    const format = new Intl.DateTimeFormat(`${locale}-u-ca-${calendar}`, { dateStyle: 'short', timeZone: 'UTC' });
    const narrow = new Intl.DateTimeFormat(`${locale}-u-ca-${calendar}`, {
      era: 'narrow',
      year: 'numeric',
      timeZone: 'UTC',
    });
    for (const part of [...format.formatToParts(new Date(day)), ...narrow.formatToParts(new Date(day))]) {
      const key = part.type === 'era' ? keyOf(part.value) : '';
      if (key !== '' && !/^\p{Nd}/u.test(key) && !eras.has(key)) eras.set(key, name);
    }
  };
  for (const [calendar, name] of Object.entries(CALENDARS)) add(calendar, '2023-02-05', name);
  for (const [day, before] of JAPAN) add('japanese', day, `japanese-${before}`);
}

/** The lengths of the months of the Umm al-Qura calendar, a bit for each month that has 30 days, from year 1430 on. */
function readUmmAlQura(): readonly { readonly start: string; readonly months: number }[] {
  const format = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone: 'UTC',
  });
  const years = new Map<number, { start: string; months: number }>();
  for (let day = Date.UTC(2008, 0, 1); day < Date.UTC(2060, 0, 1); day += 86_400_000) {
    const part = (type: string) => Number(format.formatToParts(day).find((each) => each.type === type)?.value);
    const year = part('year');
    if (part('month') === 1 && part('day') === 1)
      years.set(year, { start: new Date(day).toISOString().slice(0, 10), months: 0 });
    const found = years.get(year);
    if (found !== undefined && part('day') === 30) found.months |= 1 << (part('month') - 1);
  }
  return [...years].filter(([year]) => year >= 1430 && year <= 1480).map(([, found]) => found);
}

/** The zero of every set of decimal digits of Unicode. */
function zeros(): readonly number[] {
  const found: number[] = [];
  for (let code = 0x660; code < 0x20000; code++) {
    if (!/^\p{Nd}$/u.test(String.fromCodePoint(code))) continue;
    found.push(code);
    code += 9;
  }
  return found;
}

const oneHalf = (halves: readonly string[], half: string) => halves.every((each) => each === half || each === '');

function table(): string {
  const [words, proper, parts, eras] = [new Set<string>(), new Map(), new Map(), new Map<string, string>()] as [
    Set<string>,
    Halves,
    Halves,
    Map<string, string>,
  ];
  for (const locale of locales()) {
    readLocale(locale, words, proper, parts);
    readEras(locale, eras);
  }
  const pick = (half: string) => [...proper].filter(([, halves]) => oneHalf(halves, half)).map(([word]) => word);
  const [am, pm] = [pick('a'), pick('p')];
  // `ip.` is after noon in Finnish (five million speakers) and before noon in Inari Sami (some hundreds).
  if (!pm.includes('ip')) pm.push('ip');
  const decided = new Set([...am, ...pm]);
  const rest = [...proper, ...parts].filter(([word]) => !decided.has(word));
  const dayParts = new Map(
    rest.map(([word, halves]) => [word, halves.map((half) => (half.length === 1 ? half : '-')).join('')]),
  );
  const calendars = [...new Set(eras.values())];
  const erasOf = (calendar: string) => [...eras].filter(([, each]) => each === calendar).map(([word]) => word);
  const text = (name: string, comment: string, value: unknown) =>
    `/** ${comment} */\nexport const ${name} = ${JSON.stringify(value)};\n`;
  return [
    `// Made by scripts/cldr.ts from ICU ${process.versions['icu']} (CLDR ${process.versions['cldr']}). Do not edit: run the script again.\n`,
    text('ZEROS', 'The zero of every set of decimal digits.', zeros()),
    text('BEFORE_NOON', 'Words for the first half of the day.', am.join('|')),
    text('AFTER_NOON', 'Words for the second half of the day.', pm.join('|')),
    text(
      'DAY_PARTS',
      'Words for parts of the day: which half is meant at 12, 1, 2 … 11.',
      [...dayParts].map((each) => each.join('=')).join('|'),
    ),
    text('FILLERS', 'Words between the numbers that say nothing.', [...words].join('|')),
    text(
      'ERAS',
      'Calendar → words for its era.',
      Object.fromEntries(calendars.map((calendar) => [calendar, erasOf(calendar).join('|')])),
    ),
    text(
      'UMM_AL_QURA',
      'The first day of each year from 1430 on, and a bit for each month of 30 days.',
      readUmmAlQura()
        .map(({ start, months }) => `${start}=${months}`)
        .join('|'),
    ),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(fileURLToPath(new URL('../src/whatsapp/cldr.ts', import.meta.url)), table());
}
