import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** Five digits or more, however they are spaced: nobody is called that, so it is taken for a phone number. */
export const NUMBER = /(?:\+\s*)?\(?\p{Nd}(?:[\s().\-‐-―−/·_]*\p{Nd}){4,}\)?/gu;

/** The phone number in E.164 (`+447700900123`), read as a British one unless it says otherwise; null when it is none. */
export function phoneOf(text: string | null): string | null {
  const [written] = (text ?? '').match(NUMBER) ?? [];
  if (written === undefined) return null;
  // "+44 (0)7700 900123": the bracketed nought is for callers at home.
  const number = parsePhoneNumberFromString(written.replace(/^(\+\s*44\s*)\(0\)/u, '$1'), 'GB');
  return number?.isPossible() === true ? number.number : null;
}
