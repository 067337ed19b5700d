import { COMMON } from './common.js';
import { readerOf } from './lexicon.js';
import { hits } from './lookup.js';
import { folded, NAMED, namesMasked } from './mask-names.js';
import { tokensOf } from './tokens.js';
import type { Policy } from './types.js';

/** What stands in the place of something that was taken out. */
export const MARKS = ['[name]', '[number]', '[e-mail]', '[date]', '[address]', '[link]', '[health]'] as const;
export type Mark = (typeof MARKS)[number];

const MARK = /(\[(?:name|number|e-mail|date|address|link|health)\])/u;

/** Somebody's names, as the directory has them. */
export type Named = {
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
};

/** What the masker knows besides the text; made once for a directory and a policy. */
export type Masker = {
  readonly names: ReadonlySet<string>;
  /** Words that are nobody's name, even with a capital. */
  readonly isKnown: (word: string) => boolean;
  readonly policy: Policy;
};

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DAY = '\\d{1,2}(?:st|nd|rd|th)?';
const WRITTEN = `(?:${DAY}(?:\\s+of)?\\s+${MONTH}|${MONTH}\\s+${DAY})`;
const FULL_DATE = new RegExp(
  `\\b\\d{4}[-./]\\d{1,2}[-./]\\d{1,2}\\b|\\b\\d{1,2}\\s?[-./]\\s?\\d{1,2}\\s?[-./]\\s?(?:\\d{4}|\\d{2})\\b|\\b${WRITTEN},?\\s+(?:\\d{4}|['’]?\\d{2})\\b`,
  'giu',
);
/** A day, a month or a year is enough where the text says that it is of a birth. */
const BIRTH = new RegExp(
  `(\\b(?:born|birthday|d\\.?o\\.?b\\.?|date of birth)\\b[\\s:,]*(?:(?:is|was|on|in)\\s+)*)(?:${WRITTEN}|\\d{1,2}[-./]\\d{1,2}|\\d{4})`,
  'giu',
);
const LINK = /(?:https?:\/\/|www\.)\S+/giu;
const EMAIL = /[^\s[\]]*\s?@\s?[^\s[\]]*/gu;
/** Times, marks and years have four digits at most; what has five may be a phone, a pupil or a health number. */
const NUMBER = /(?:\+\s*)?\(?\p{Nd}(?:[\s().\-‐-―−/·_,:*]*\p{Nd}){4,}\)?/gu;
/** A British postcode. "Y6 3pm" is a class and a time. */
const POSTCODE = /\b[A-Z]{1,2}\d[A-Z\d]?\s*\d(?![ap]m\b)[A-Z]{2}\b/giu;

/** What masking a text needs, from a directory and a policy. */
export function maskerOf(people: readonly Named[], policy: Policy): Masker {
  const reader = readerOf(policy);
  const { apps, audiences, contents, circumstances, intents, languages } = reader;
  const lookups = [apps, audiences, contents, circumstances, intents, languages.get('english')];
  const exact = new Set(COMMON);
  const beginnings: string[] = [];
  for (const { phrase } of lookups.flatMap((one) => one?.entries ?? []))
    for (const part of phrase.rows.flat()) {
      if (part.kind !== 'word') continue;
      for (const word of part.words.exact) exact.add(word);
      beginnings.push(...part.words.beginnings.filter(({ length }) => length > 3));
    }
  const names = people.flatMap(({ displayName, givenName, surname }) =>
    [displayName, givenName ?? '', surname ?? ''].flatMap((name) => folded(name).match(NAMED) ?? []),
  );
  return {
    names: new Set(names),
    isKnown: (word) => exact.has(word) || beginnings.some((beginning) => word.startsWith(beginning)),
    policy,
  };
}

/**
 * The text without names, numbers, addresses, dates of birth and words about health; each is replaced by a mark that says what stood
 * there. It rather takes too much than too little, and it cannot know every name: whoever wrote the text looks at what is left.
 * Masking what is masked changes nothing.
 */
export function mask(text: string, masker: Masker): string {
  let now = text;
  // Each round that changes something leaves fewer characters outside the marks, so it ends.
  for (let before = null as string | null; before !== now;) {
    before = now;
    now = onceMasked(now, masker);
  }
  return now;
}

function onceMasked(written: string, masker: Masker): string {
  const text = written.normalize('NFKC').replaceAll(/\p{Cf}/gu, '');
  const steps: readonly ((piece: string) => string)[] = [
    (piece) => piece.replaceAll(LINK, '[link]'),
    (piece) => (piece.includes('@') ? piece.replaceAll(EMAIL, '[e-mail]') : piece),
    (piece) => piece.replaceAll(FULL_DATE, '[date]').replaceAll(BIRTH, '$1[date]'),
    (piece) => piece.replaceAll(POSTCODE, '[address]'),
    (piece) => piece.replaceAll(NUMBER, '[number]'),
    (piece) => healthMasked(piece, masker.policy),
  ];
  const plain = steps.reduce(between, text);
  return namesMasked(plain, MARK, masker);
}

/** Does something to all that stands between the marks. */
function between(text: string, doing: (piece: string) => string): string {
  return text
    .split(MARK)
    .map((piece, index) => (index % 2 === 1 ? piece : doing(piece)))
    .join('');
}

/** Without the words that the policy knows as special-category data. */
function healthMasked(text: string, policy: Policy): string {
  const places = [...text.matchAll(/[^\s.,;:!?()"“”]+|[.!?]/gu)].flatMap((match) =>
    // A lower-case word beside it, because "SEND" alone is taken for the verb.
    tokensOf(`x ${match[0]}`)
      .slice(1)
      .map(({ word }) => ({ word, quoted: false, start: match.index, end: match.index + match[0].length })),
  );
  const health = hits(readerOf(policy).contents, places).filter(({ value }) => value === 'special-category');
  const spans = [...health].sort((a, b) => a.start - b.start);
  let result = '';
  let at = 0;
  for (const span of spans) {
    const start = places[span.start]?.start ?? at;
    const end = places[span.end - 1]?.end ?? at;
    if (start >= at) result += `${text.slice(at, start)}[health]`;
    at = Math.max(at, end);
  }
  return result + text.slice(at);
}
