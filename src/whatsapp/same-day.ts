import type { Stamp } from './stamp.js';
import { isDigit } from './signs.js';
import { hourOf } from './words-of-time.js';

/** Reads the time of a line that begins as the one before; false when it goes on in another way. */
export function readTime(text: string, from: number, to: number, stamp: Stamp): boolean {
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

/** The number of one or two plain digits that begins at `i`; -1 when there is none. */
function twoDigits(text: string, i: number): number {
  const a = text.charCodeAt(i);
  const b = text.charCodeAt(i + 1);
  if (!isDigit(a)) return -1;
  return isDigit(b) ? (a - 48) * 10 + b - 48 : a - 48;
}
