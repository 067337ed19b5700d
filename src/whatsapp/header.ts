import { ZEROS } from './cldr.js';
import { gapOf, hourOf, mayBeginWord } from './words-of-time.js';
import type { Gap } from './words-of-time.js';

/** How a header is framed: `[stamp] `, `stamp - `, `stamp: `. */
export type Form = 'bracket' | 'dash' | 'colon';

/** The date and time at the beginning of a line. One object is filled again and again, so that a line costs no memory. */
export class Stamp {
  form: Form = 'dash';
  /** The numbers of the date in the order of the line, and how many digits each has. */
  readonly date: [number, number, number] = [0, 0, 0];
  readonly digits: [number, number, number] = [0, 0, 0];
  /** The calendar that a word names, or ''. */
  era = '';
  /** 0 to 23. */
  hour = 0;
  minute = 0;
  /** -1 where the header has none. */
  second = -1;
  timeFirst = false;
  /** The sign between the parts of the date. */
  sign = '';
  /** Where the author or the text begins. */
  rest = 0;
  /** What all headers of one file have in common, as a number: form, place of the year, time first, seconds, signs. */
  frame = 0;
  /** Where the year is: 1 first, 2 last, 0 where it has too few digits to tell. */
  year = 0;
  /** What stands between date and time. */
  joint = '';
  /** What stands before the hour and after the last number, and what the hour's word says: most lines have the same as the one before. */
  head = '';
  tail = '';
  half = '';
  clock = 0;
}

const SMALLEST_DIGIT_BEYOND_ASCII = 0x660;
/** Characters of a header up to its author; the longest known has 44. */
const LONGEST_HEADER = 100;
const LONGEST_GAP = 40;
const ZERO_OF = new Map(
  ZEROS.flatMap((zero) => Array.from({ length: 10 }, (_, digit) => [zero + digit, zero] as const)),
);

const numbers: number[] = [0, 0, 0, 0, 0, 0];
const lengths: number[] = [0, 0, 0, 0, 0, 0];
/** Where each number begins. */
const starts: number[] = [0, 0, 0, 0, 0, 0];
const NO_GAP: Gap = { sign: '', half: '', era: '', wide: false };
const gaps: Gap[] = [NO_GAP, NO_GAP, NO_GAP, NO_GAP, NO_GAP, NO_GAP, NO_GAP];
/** Where the reading of a number or a gap ended. */
let at = 0;

/** A mark that does not show: direction, joiners, and the byte order mark that some exports have inside lines. */
export function isMark(code: number): boolean {
  if (code < 0x200b) return false;
  return (
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x2069) ||
    code === 0xfeff
  );
}

/** Where the line goes on after marks that do not show. */
export function afterMarks(text: string, from: number, to: number): number {
  let i = from;
  while (i < to && isMark(text.charCodeAt(i))) i++;
  return i;
}

/** The value of a digit of any script, -1 for anything else. `at` is left behind the digit. */
function digitAt(text: string, i: number): number {
  const code = text.charCodeAt(i);
  at = i + 1;
  if (code < SMALLEST_DIGIT_BEYOND_ASCII) return code >= 48 && code <= 57 ? code - 48 : -1;
  const whole = code >= 0xd800 && code <= 0xdbff ? (text.codePointAt(i) ?? code) : code;
  const zero = ZERO_OF.get(whole);
  if (zero === undefined) return -1;
  if (whole > 0xffff) at = i + 2;
  return whole - zero;
}

/** Reads the number with the given place; false when it has more than four digits. */
function readNumber(text: string, from: number, to: number, place: number): boolean {
  let value = 0;
  let count = 0;
  let i = from;
  while (i < to) {
    const code = text.charCodeAt(i);
    // Most digits are these; the others take a look into a table.
    const isPlain = code >= 48 && code <= 57;
    const digit = isPlain ? code - 48 : digitAt(text, i);
    if (digit < 0) break;
    value = value * 10 + digit;
    i = isPlain ? i + 1 : at;
    if (++count > 4) return false;
  }
  numbers[place] = value;
  lengths[place] = count;
  at = i;
  return count > 0;
}

/** Where the next digit is, at most `LONGEST_GAP` on; -1 when there is none. */
function nextDigit(text: string, from: number, to: number): number {
  const end = Math.min(to, from + LONGEST_GAP);
  for (let i = from; i < end; i++) if (digitAt(text, i) >= 0) return i;
  return -1;
}

/**
 * Reads the header of the line `text` from `from` to `to` into `stamp`. False when the line does not begin with one. Looks at
 * `LONGEST_HEADER` characters at most, once; whether there is such a day depends on the order of the date and is not asked here.
 */
export function readStamp(text: string, from: number, to: number, stamp: Stamp): boolean {
  const end = Math.min(to, from + LONGEST_HEADER);
  const start = afterMarks(text, from, end);
  if (stamp.head !== '' && text.startsWith(stamp.head, start) && readTime(text, start + stamp.head.length, to, stamp))
    return true;
  let i = start;
  const bracket = text.charCodeAt(i) === 0x5b;
  if (bracket) i = afterMarks(text, i + 1, end);
  const first = digitAt(text, i) >= 0 ? i : firstNumber(text, i, end);
  if (first < 0) return false;
  const before = first === i ? NO_GAP : gapOf(text.slice(i, first));
  if (before === null) return false;
  gaps[0] = before;
  const count = readParts(text, first, end, bracket);
  if (count < 5 || !understand(text, to, count, bracket, stamp)) return false;
  stamp.head = stamp.timeFirst ? '' : text.slice(start, starts[3]);
  stamp.tail = text.slice((starts[count - 1] ?? 0) + (lengths[count - 1] ?? 0), stamp.rest);
  stamp.clock = text.charCodeAt((starts[3] ?? 0) + (lengths[3] ?? 0));
  return true;
}

/** Reads the time of a line that begins as the one before; false when it goes on in another way. */
function readTime(text: string, from: number, to: number, stamp: Stamp): boolean {
  const hour = twoDigits(text, from);
  const colon = from + (hour >= 10 || text.charCodeAt(from) === 48 ? 2 : 1);
  const minute = twoDigits(text, colon + 1);
  let i = colon + 3;
  let second = -1;
  if (stamp.second >= 0) {
    if (text.charCodeAt(i) !== stamp.clock) return false;
    second = twoDigits(text, i + 1);
    i += 3;
    if (second < 0 || text.charCodeAt(i - 2) > 53) return false;
  }
  if (
    hour < 0 ||
    minute < 0 ||
    minute > 59 ||
    text.charCodeAt(colon) !== stamp.clock ||
    !text.startsWith(stamp.tail, i)
  )
    return false;
  const rest = i + stamp.tail.length;
  const isWhole = isDigit(text.charCodeAt(colon + 2)) && (second < 0 || isDigit(text.charCodeAt(i - 1)));
  const known = hourOf(hour, stamp.half);
  if (rest > to || known < 0 || !isWhole) return false;
  stamp.hour = known;
  stamp.minute = minute;
  stamp.second = second;
  stamp.rest = rest;
  return true;
}

const isDigit = (code: number) => code >= 48 && code <= 57;

/** The number of one or two plain digits that begins at `i`; -1 when there is none. */
function twoDigits(text: string, i: number): number {
  const a = text.charCodeAt(i);
  const b = text.charCodeAt(i + 1);
  if (!isDigit(a)) return -1;
  return isDigit(b) ? (a - 48) * 10 + b - 48 : a - 48;
}

/** Where the first number is when a word comes before it (`R6/2/5`, `AP 1403`); -1 when no header begins so. */
function firstNumber(text: string, from: number, to: number): number {
  if (!mayBeginWord(text.charCodeAt(from))) return -1;
  const found = nextDigit(text, from, Math.min(to, from + 24));
  if (found < 0) return -1;
  const gap = gapOf(text.slice(from, found));
  return gap === null || (gap.era === '' && gap.half === '') ? -1 : found;
}

/** Reads numbers and what is between them, up to the end of the header; how many numbers there are, 0 when it is no header. */
function readParts(text: string, from: number, end: number, bracket: boolean): number {
  let i = from;
  for (let place = 0; place < 6; place++) {
    if (!readNumber(text, i, end, place)) return 0;
    starts[place] = i;
    const after = at;
    if (place < 5 && isAsBefore(text, after, place)) {
      i = after + (usualRaw[place] ?? '').length;
      continue;
    }
    const close = place < 4 ? -1 : closing(text, after, end, bracket);
    const next = place === 5 ? -1 : nextDigit(text, after, close < 0 ? end : close);
    const until = next < 0 ? close : next;
    if (until < 0) return 0;
    const raw = text.slice(after, until);
    const gap = raw === '' ? NO_GAP : gapOf(raw);
    if (gap === null) return 0;
    gaps[place + 1] = gap;
    if (next < 0) {
      at = close;
      return place + 1;
    }
    usualRaw[place] = raw;
    usual[place] = gap;
    i = next;
  }
  return 0;
}

/** What stood behind each number in the line before: mostly the same stands there again, and need not be understood again. */
const usualRaw: string[] = ['', '', '', '', '', ''];
const usual: Gap[] = [NO_GAP, NO_GAP, NO_GAP, NO_GAP, NO_GAP, NO_GAP];

function isAsBefore(text: string, from: number, place: number): boolean {
  const raw = usualRaw[place] ?? '';
  if (raw === '' || !text.startsWith(raw, from)) return false;
  const code = text.charCodeAt(from + raw.length);
  if (code < 48 || code > 57) return false;
  gaps[place + 1] = usual[place] ?? NO_GAP;
  return true;
}

/** Where the header ends, from the last number on: at `]`, ` - `, or `: `; -1 when it does not. */
function closing(text: string, from: number, end: number, bracket: boolean): number {
  for (let i = from; i < end && i < from + LONGEST_GAP; i++) {
    const code = text.charCodeAt(i);
    if (bracket) {
      if (code === 0x5d) return i;
    } else if (code === 0x3a) {
      if (text.charCodeAt(i + 1) === 0x20) return i;
    } else if (isDash(code) && text.charCodeAt(i - 1) === 0x20 && text.charCodeAt(i + 1) === 0x20) {
      return i;
    }
  }
  return -1;
}

const isDash = (code: number) => code === 0x2d || (code >= 0x2010 && code <= 0x2014);

/** Sorts the numbers into date and time. */
function understand(text: string, to: number, count: number, bracket: boolean, stamp: Stamp): boolean {
  const timeFirst = gaps[1]?.sign === ':';
  const seconds = count === 6;
  const time = timeFirst ? 0 : 3;
  const date = timeFirst ? count - 3 : 0;
  const joint = gaps[timeFirst ? date : 3];
  if (joint === undefined || !(joint.wide || joint.sign === ',')) return false;
  stamp.timeFirst = timeFirst;
  for (const place of [0, 1, 2] as const) {
    stamp.date[place] = numbers[date + place] ?? 0;
    stamp.digits[place] = lengths[date + place] ?? 0;
  }
  stamp.sign = gaps[date + 1]?.sign ?? '';
  stamp.joint = joint.sign;
  stamp.minute = numbers[time + 1] ?? 0;
  stamp.second = seconds ? (numbers[time + 2] ?? 0) : -1;
  setEraAndHour(numbers[time] ?? 0, timeFirst, date, joint, gaps[count] ?? NO_GAP, stamp);
  if (stamp.hour < 0 || stamp.minute > 59 || stamp.second > 59) return false;
  return setFrame(text, to, bracket, gaps[time + 1] ?? NO_GAP, stamp);
}

/** Words in a date name its era; words beside the time the half of the day; words between the two either, as the year demands. */
function setEraAndHour(hour: number, timeFirst: boolean, date: number, joint: Gap, tail: Gap, stamp: Stamp): void {
  const head = gaps[0] ?? NO_GAP;
  const inDate = (gaps[date + 1] ?? NO_GAP).era || (gaps[date + 2] ?? NO_GAP).era;
  const beside = timeFirst ? head.half || joint.half : joint.half || tail.half;
  const around = timeFirst ? joint.era || tail.era : head.era || joint.era;
  const isHalf = joint.era !== '' && joint.half !== '' && tail.half === '' && stamp.date.some((each) => each >= 2009);
  stamp.era = inDate || (isHalf ? '' : around);
  stamp.half = stamp.era === joint.era && joint.era !== '' && !isHalf ? tail.half : beside;
  stamp.hour = hourOf(hour, stamp.half);
}

/** The signs between numbers; '' where there are words or spaces only. */
const SIGNS = ['', '/', '.', '-', ':', ',', '،'];
const FORMS: readonly Form[] = ['bracket', 'dash', 'colon'];

function setFrame(text: string, to: number, bracket: boolean, clock: Gap, stamp: Stamp): boolean {
  const form = bracket ? 0 : isDash(text.charCodeAt(at)) ? 1 : 2;
  const year = stamp.digits[0] >= 3 ? 1 : stamp.digits[2] >= 3 ? 2 : 0;
  stamp.form = FORMS[form] ?? 'dash';
  stamp.year = year;
  const signs = SIGNS.indexOf(stamp.sign) + 8 * SIGNS.indexOf(stamp.joint) + 64 * SIGNS.indexOf(clock.sign);
  stamp.frame = form + 3 * year + 9 * Number(stamp.timeFirst) + 18 * Number(stamp.second >= 0) + 36 * signs;
  const rest = at + (form === 0 ? 1 : 2);
  stamp.rest = Math.min(to, form === 0 && text.charCodeAt(rest) === 0x20 ? rest + 1 : rest);
  return true;
}
