/** What stands in the place of a number: numbers never reach the channel or a document. */
export const MASKED = 'a phone number';

const GAP = '[ \\u00A0\\u202F()./\\u2010-\\u2015-]{0,3}';
const NO_WORD = '(?<![\\p{L}\\p{Nd}])';
/** Ten or eleven digits after a 0 or nine or ten after 44: as long as British numbers are, so that what comes next is left. */
const BRITISH = `(?:(?:@?[+＋]|@|00)?\\(?44\\)?${GAP}(?:\\(0\\)${GAP})?|\\(?0)[1-9](?:${GAP}\\p{Nd}){8,9}(?!\\p{Nd})`;
/** Begins like a number that can be dialled, or is a member mentioned by number (`@447700900123`): nine digits or more. */
const ANY = `(?:(?:@?[+＋]|@)\\s?\\(?\\p{Nd}|\\(?[0٠۰०০])(?:${GAP}\\p{Nd}){8,}`;
const DIALLED = new RegExp(`${NO_WORD}(?:${BRITISH}|${ANY})`, 'gu');
/** Ten to fifteen digits in a row, or in groups as numbers are written without their first 0: `7700 900123`, `555-123-4567`. */
const BARE =
  /(?<![\p{L}\p{Nd}/=_#.,:-])(?:\p{Nd}{10,15}|\(?\p{Nd}{3,5}\)?[ .\u00A0\u2010-\u2015-]{1,2}(?:\p{Nd}{3,4}[ .\u00A0\u2010-\u2015-]{1,2}\p{Nd}{3,4}|\p{Nd}{6,7}))(?![\p{L}\p{Nd}])/gu;
/** `01.02.2024 10`, `2024-02-01 10`, `01/02/24 10` and `0.123456789` have as many digits. */
const NO_NUMBER = /^(?:\p{Nd}{1,4}([./-])\p{Nd}{1,2}\1\p{Nd}{2,4}(?!\p{Nd})|\p{Nd}\.\p{Nd})/u;

const LINK = /\b(?:https?:\/\/|www\.|wa\.me\/|tel:|sms:|whatsapp:)[^\s<>"]+/giu;
/** A link that is made to write to or to ring somebody. */
const TO_SOMEBODY = /^(?:tel:|sms:|whatsapp:|(?:https?:\/\/)?(?:www\.)?(?:wa\.me|(?:api|web)\.whatsapp\.com)\b)/iu;
/** In any other link only what is surely one: other digits are the number of a page. */
const IN_LINK = /(?<!\d)(?:(?:%2B|\+|00)\d{9,14}|0[1-9]\d{8,9}|44[1-9]\d{8,9})(?!\d)/u;

/**
 * The text without phone numbers. It rather takes too much than too little: a long number of another sort is taken as well. Numbers
 * of less than nine digits are not told from others and stay, as names do. Takes time in proportion to the text's length.
 */
export function withoutNumbers(text: string): string {
  if (!/\p{Nd}/u.test(text)) return text;
  let result = '';
  let at = 0;
  for (const link of text.matchAll(LINK)) {
    const [written] = link;
    result += masked(text.slice(at, link.index));
    result += (TO_SOMEBODY.test(written) && /\d/u.test(written)) || IN_LINK.test(written) ? MASKED : written;
    at = link.index + written.length;
  }
  return result + masked(text.slice(at));
}

function masked(text: string): string {
  const put = (written: string) => (NO_NUMBER.test(written) ? written : MASKED);
  return text.replaceAll(DIALLED, put).replaceAll(BARE, put);
}
