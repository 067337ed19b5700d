import { AFTER_NOON, BEFORE_NOON, DAY_PARTS, ERAS, FILLERS } from './cldr.js';
import { OLDER_AFTER_NOON, OLDER_BEFORE_NOON } from './older-words.js';

/** What the letters and signs between two numbers of a header say. */
export type Gap = {
  /** The sign between the numbers: `/`, `.`, `-`, `:`, `,`; '' where there are only spaces or words. */
  readonly sign: string;
  /** For 12, 1, 2 … 11 o'clock: `a` before noon, `p` after; '' without such a word. */
  readonly half: string;
  /** The calendar that a word names, '' without one. `ap` is both a half of the day (Finnish) and an era (Persian). */
  readonly era: string;
  /** There is a space or a word, so that this can stand between date and time. */
  readonly wide: boolean;
};

type Meaning = { readonly half: string; readonly era: string };

/** Words that iPhones and old versions put in and CLDR's short styles do not. */
const MORE_FILLERS =
  'klo|kl|um|at|à|às|lúc|ob|в|о|u|h|г|年|月|日|時|分|秒|시|분|초|년|월|일|년월일|min|s|de|del|alle|ore|om|le|g|год|р';
const MORE_BEFORE_NOON = 'dé|damadrugada|sabah|早上|早晨|今早';
const MORE_AFTER_NOON = 'danoite|noite|傍晚|夜晚|深夜';

const MEANINGS = meanings();
/** Words between two numbers; the longest of CLDR are three. */
const MOST_WORDS = 5;
const CACHE = new Map<string, Gap | null>();
const CACHED = 5000;

function meanings(): ReadonlyMap<string, Meaning> {
  const found = new Map<string, Meaning>();
  const add = (words: string, half: string, era: string) => {
    for (const word of words.split('|')) {
      const known = found.get(word) ?? { half: '', era: '' };
      if (word !== '') found.set(word, { half: known.half || half, era: known.era || era });
    }
  };
  add(BEFORE_NOON, 'a'.repeat(12), '');
  add(AFTER_NOON, 'p'.repeat(12), '');
  add(OLDER_BEFORE_NOON, 'a'.repeat(12), '');
  add(OLDER_AFTER_NOON, 'p'.repeat(12), '');
  add(MORE_BEFORE_NOON, 'a'.repeat(12), '');
  add(MORE_AFTER_NOON, 'p'.repeat(12), '');
  for (const [calendar, words] of Object.entries(ERAS)) add(words, '', calendar);
  add(FILLERS, '', '');
  add(MORE_FILLERS, '', '');
  for (const [word = '', halves = ''] of DAY_PARTS.split('|').map((each) => each.split('='))) add(word, halves, '');
  return found;
}

const INITIALS = new Uint8Array(1 << 16);
for (const [word, { half, era }] of MEANINGS) {
  if (half === '' && era === '') continue;
  INITIALS[word.charCodeAt(0)] = 1;
  INITIALS[word.toUpperCase().charCodeAt(0)] = 1;
}

/** Whether a word that can stand before a date begins with this code unit. */
export function mayBeginWord(code: number): boolean {
  return INITIALS[code] === 1;
}

/** What stands between two numbers; null when it holds a word that is in no header. */
export function gapOf(raw: string): Gap | null {
  const known = CACHE.get(raw);
  if (known !== undefined) return known;
  const gap = readGap(raw);
  if (CACHE.size >= CACHED) CACHE.clear();
  CACHE.set(raw, gap);
  return gap;
}

function readGap(raw: string): Gap | null {
  const plain = raw.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');
  const words = plain
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{Nd}]+/u)
    .filter((word) => word !== '');
  const said = COPTIC_OR_ETHIOPIC.test(plain) ? ETHIOPIC : words.length > MOST_WORDS ? null : wordsIn(words);
  if (said === null) return null;
  // An apostrophe, a bracket or any other sign than those of dates is in no header.
  const signs = plain.replace(/[\p{L}\p{M}\p{Nd}\s'’ʼꞌ‘`"״׳་༌܏]/gu, '');
  if (!/^[-‐‑–/.:,،;·٫()#]{0,6}$/u.test(signs)) return null;
  // The full stop of a shortened word is none of the date's: ` г., `.
  const sign = /[/:\-‐‑–.,،]/u.exec(plain.replace(/\p{L}\./gu, ''))?.[0] ?? '';
  return { sign: /[‐‑–]/u.test(sign) ? '-' : sign, ...said, wide: words.length > 0 || /\s/u.test(plain) };
}

/** The era of these calendars is called AM or AA, and stands right after the date: a half of the day comes after the comma. */
const COPTIC_OR_ETHIOPIC = /^\s?(?:AM|AA|ERA1|ዓ\/ም)\s?[,،]\s?(?!\p{L})/u;
const ETHIOPIC: Meaning = { half: '', era: 'ethiopic' };
const NONE: Meaning = { half: '', era: '' };
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hangul}]/u;

/** Reads words one after the other, as many together as are one (`p. m.`, `до обеда`); null when one is unknown. */
function wordsIn(words: readonly string[]): Meaning | null {
  if (words.length === 0) return NONE;
  for (let count = words.length; count > 0; count--) {
    const word = words.slice(0, count).join('');
    const found = MEANINGS.get(word) ?? (count === 1 && WITHOUT_SPACES.test(word) ? signsIn(word) : null);
    const rest = found === null ? null : wordsIn(words.slice(count));
    if (found !== null && rest !== null) return both(found, rest);
  }
  return null;
}

/** Reads words that are written without spaces: `日下午`. */
function signsIn(key: string): Meaning | null {
  if (key === '') return NONE;
  for (let length = key.length; length > 0; length--) {
    const found = MEANINGS.get(key.slice(0, length));
    const rest = found === undefined ? null : signsIn(key.slice(length));
    if (found !== undefined && rest !== null) return both(found, rest);
  }
  return null;
}

const both = (one: Meaning, other: Meaning) => ({ half: one.half || other.half, era: one.era || other.era });

/** The hour of the day (0 to 23) that an hour with a word for a half of the day stands for; -1 when there is no such hour. */
export function hourOf(hour: number, half: string): number {
  if (hour > 24) return -1;
  if (half === '' || hour > 12) return hour === 24 ? 0 : hour;
  return (hour % 12) + (half[hour % 12] === 'p' ? 12 : 0);
}
