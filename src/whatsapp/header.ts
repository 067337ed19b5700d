import { afterMarks, digitAt, isDash, widthAt } from './signs.js';
import { gapOf, hourOf, mayBeginWord } from './words-of-time.js';
import { readTime } from './same-day.js';
import type { Form, Stamp } from './stamp.js';
import type { Gap } from './words-of-time.js';

/** Characters of a header up to its author; the longest known has 44. */
const LONGEST_HEADER = 100;
const LONGEST_GAP = 40;

const numbers: number[] = [0, 0, 0, 0, 0, 0];
const lengths: number[] = [0, 0, 0, 0, 0, 0];
/** Where each number begins. */
const starts: number[] = [0, 0, 0, 0, 0, 0];
const NO_GAP: Gap = { sign: '', half: '', era: '', wide: false };
const gaps: Gap[] = [NO_GAP, NO_GAP, NO_GAP, NO_GAP, NO_GAP, NO_GAP, NO_GAP];
/** Where the reading of a number or a gap ended. */
let at = 0;

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
    i += isPlain ? 1 : widthAt(text, i);
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
  if (count < 5) return false;
  stamp.turn++;
  if (!understand(text, to, count, bracket, stamp)) {
    // What is in the stamp now is of no header: the next line must not go on from it.
    stamp.head = '';
    return false;
  }
  stamp.head = stamp.timeFirst ? '' : text.slice(start, starts[3]);
  stamp.tail = text.slice((starts[count - 1] ?? 0) + (lengths[count - 1] ?? 0), stamp.rest);
  stamp.clock = text.charCodeAt((starts[3] ?? 0) + (lengths[3] ?? 0));
  return true;
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
  // `24/06/2016 AM 10:05 ጥዋት`: where there are two of them, the first is an era that is called the same.
  const isTwo = !timeFirst && joint.half !== '' && tail.half !== '' && joint.era === '';
  stamp.era = inDate || (isHalf ? '' : isTwo ? 'ethiopic' : around);
  const isEra = isTwo || (stamp.era === joint.era && joint.era !== '' && !isHalf);
  stamp.half = isEra ? tail.half : beside;
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
