import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** Five digits or more, however they are spaced: nobody is called that, so it is taken for a phone number. */
export const NUMBER = /(?:\+\s*)?\(?\p{Nd}(?:[\s().\-‐-―−/·_]*\p{Nd}){4,}\)?/gu;

/** "ext. 12", "x12", ";ext=12": rings at a desk behind the number. */
const EXTENSION = /(?:\bextension|\bextn?|x|#)[\s.:=]{0,3}\p{Nd}{1,6}\b/giu;

/** Nobody's number is written in more characters, with whatever else stands in the field. */
const LONGEST = 200;

/**
 * The phone number in E.164 (`+447700900123`), read as a British one unless it says otherwise; null when it is none, or when there are
 * two. Whether such a number is in use does not matter: it only counts when the directory has the very same one.
 */
export function phoneOf(text: string | null): string | null {
  const plain = (text ?? '')
    .slice(0, LONGEST)
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(EXTENSION, ' ');
  const numbers = new Set((plain.match(NUMBER) ?? []).map(inE164));
  const [number = null] = numbers;
  return numbers.size === 1 ? number : null;
}

function inE164(written: string): string | null {
  // "+44 (0)7700 900123": the bracketed nought is for callers at home.
  const number = parsePhoneNumberFromString(written.replace(/^((?:\+|00)\s*44\s*)\(0\)/u, '$1'), 'GB');
  return number?.isPossible() === true ? number.number : null;
}
