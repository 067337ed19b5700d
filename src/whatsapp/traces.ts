import type { Entry } from './entry.js';
import type { Traces } from './findings.js';
import { treeOf, wordsIn } from './words.js';

/**
 * The words to count, by facet: `{ health: ['asthma', 'eating disorder', 'vaccin*'] }`, in any case and with or without accents. A `*`
 * stands for any ending.
 */
export type SpecialWords = Readonly<Record<string, readonly string[]>>;

/** Counts entries that likely hold personal data. It keeps numbers only. */
export type TraceCounter = { readonly take: (entry: Entry) => void; readonly traces: () => Traces };

/**
 * A phone number: nine to fifteen digits (E.164 has fifteen at most) that begin like one, or a member mentioned by number, which
 * Android writes as `@447700900123`. Shorter ones are not told from dates, prices and the like.
 */
const PHONE =
  /(?<![\p{L}\p{N}/=_#.-])(?:[+@]\(?\p{Nd}|\(?[0٠۰०০])(?:[ \u00A0\u202F()./\u2010-\u2015-]{0,3}\p{Nd}){8,14}(?![\p{L}\p{N}])/gu;
/** `01.02.2024 10`, `2024-02-01 10` and `0.123456789` have as many digits. */
const DATE_OR_FRACTION = /^(?:\p{Nd}{1,4}([./-])\p{Nd}{1,2}\1\p{Nd}{2,4}(?!\p{Nd})|\p{Nd}\.\p{Nd})/u;
/** What is before the @ ends so, what comes after begins so. The longest domain has 253 characters (RFC 1035). */
const BEFORE_AT = /[\p{L}\p{N}_%+-]/u;
const AFTER_AT = /^(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/u;
const LONGEST_DOMAIN = 253;

/** Begins to count. */
export function traceCounter(special: SpecialWords): TraceCounter {
  const tree = treeOf(special);
  const counts = { phoneNumbers: 0, mailAddresses: 0, images: 0, documents: 0 };
  const words = Object.fromEntries(Object.keys(special).map((facet) => [facet, 0]));

  function take({ text, kind, notice }: Entry): void {
    // The app's own words are about the group: whoever they name is in the findings.
    if (notice !== null || kind === 'notice') return;
    if (kind === 'image') counts.images += 1;
    if (kind === 'document') counts.documents += 1;
    if (hasPhoneNumber(text)) counts.phoneNumbers += 1;
    if (hasMailAddress(text)) counts.mailAddresses += 1;
    for (const facet of wordsIn(text, tree)) words[facet] = (words[facet] ?? 0) + 1;
  }

  return { take, traces: () => ({ ...counts, special: { ...words } }) };
}

/** Whether a text holds a phone number. Takes time in proportion to its length. */
export function hasPhoneNumber(text: string): boolean {
  for (const [written] of text.matchAll(PHONE)) if (!DATE_OR_FRACTION.test(written)) return true;
  return false;
}

/** Whether a text holds a mail address. Takes time in proportion to its length. */
export function hasMailAddress(text: string): boolean {
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    if (at > 0 && BEFORE_AT.test(text.charAt(at - 1)) && AFTER_AT.test(text.slice(at + 1, at + 2 + LONGEST_DOMAIN)))
      return true;
  }
  return false;
}
