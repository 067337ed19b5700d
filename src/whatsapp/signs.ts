import { ZEROS } from './cldr.js';

const SMALLEST_DIGIT_BEYOND_ASCII = 0x660;
const ZERO_OF = new Map(
  ZEROS.flatMap((zero) => Array.from({ length: 10 }, (_, digit) => [zero + digit, zero] as const)),
);

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

/** The value of a digit of any script, -1 for anything else. */
export function digitAt(text: string, i: number): number {
  const code = text.charCodeAt(i);
  if (code < SMALLEST_DIGIT_BEYOND_ASCII) return isDigit(code) ? code - 48 : -1;
  const whole = isFirstHalf(code) ? (text.codePointAt(i) ?? code) : code;
  const zero = ZERO_OF.get(whole);
  return zero === undefined ? -1 : whole - zero;
}

/** How many code units the character has. */
export function widthAt(text: string, i: number): number {
  return isFirstHalf(text.charCodeAt(i)) ? 2 : 1;
}

const isFirstHalf = (code: number) => code >= 0xd800 && code <= 0xdbff;

/** A plain digit, 0 to 9. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A hyphen or a dash. */
export function isDash(code: number): boolean {
  return code === 0x2d || (code >= 0x2010 && code <= 0x2014);
}
