import type { Notice, NoticeType, Platform } from './entry.js';
import { kindOf } from './kinds.js';
import { withoutMarks } from './marks.js';
import { finderOf, type Found } from './notices/finder.js';
import { phrasesOf } from './notices/phrase.js';
import type { Language } from './notices/phrase.js';
import { TABLES } from './notices/tables.js';

/** What is known of the file when one of its entries is read. */
export type Around = {
  readonly platform: Platform;
  /** Whether this name wrote at least one entry that is surely a person's. */
  readonly isWriter: (name: string) => boolean;
  /** Whether this is the group, or somebody under whose name only the app writes: then words of the app that are in no table count. */
  readonly isApps?: (name: string) => boolean;
};

const { find, findByEnds, mayBe } = finderOf(TABLES.flatMap(phrasesOf));

/** A phrase with so few given characters may be anybody's words. */
const SURE = 12;
/** A phrase with so many given characters nobody writes by chance. */
const UNMISTAKABLE = 24;
/** The timers there are, by the number that the notice says: 24 hours, 7 or 90 days. */
const HOURS: Readonly<Record<string, number>> = { 24: 24, 7: 7 * 24, 90: 90 * 24 };
/** A name of one or two letters is in any text. */
const SHORTEST_NAME = 3;
/** What the notice at the top of a chat speaks of, in any language: other sentences begin as it does. */
const ENCRYPTED =
  /crypt|secured|verschlüssel|chiffr|cifrad|crittograf|criptograf|encript|criptat|versleuteld|beveiligd|szyfr|шифр|şifre|مشفر|مشفّر|اینکرپ|رمزگذاری|šifr|titkos|kryptera|kryptere|salat|κρυπτογραφ|מוצפנ|एन्क्रिप्ट|এনক্রিপ্ট|enkripsi|mã h[oó][aá]|เข้ารหัส|暗号|암호|加密/iu;
const LEAD = /^[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]*[\u200E\u200F]/;
/** Notices that only say who is in the group and how it is set up: in these, an author who writes must be named. */
const PERSONAL: ReadonlySet<NoticeType> = new Set([
  'created',
  'added',
  'removed',
  'left',
  'joined',
  'joined-by-link',
  'subject',
]);

/**
 * What the app noted in an entry; null when a person sent it. Without an author, `text` is all that follows the time: the line may
 * still be a person's (`Ann: hello`, by somebody of whom nothing else is known) when a colon is in it and it is no known phrase.
 * `lead`: the text began with U+200E or U+200F, with which an iPhone marks whatever it wrote itself.
 */
export function readNotice(text: string, author: string | null, lead: boolean, around: Around): Notice | null {
  if (author === null) return unauthored(text, around);
  if (lead && around.platform === 'ios') return marked(text, author, around);
  return unmarked(text, author, around);
}

/**
 * A first look, for finding out who writes: whether these could be the app's words. What people send (media, deleted messages and so
 * on) are not.
 */
export function looksAppMade(text: string, lead: boolean): boolean {
  return lead ? kindOf(text, 'ios', true) === 'text' : unmarkedPhrase(text) !== null;
}

/** A phrase so long, and of such a type, that hardly anybody writes it by chance. */
function unmarkedPhrase(text: string): Found | null {
  if (!mayBe(text)) return null;
  const line = oneLine(text);
  const found = line === null ? null : findByEnds(line);
  if (line === null || found === null || found.phrase.weight < SURE || found.phrase.type === 'other') return null;
  return found.phrase.type !== 'encryption' || ENCRYPTED.test(line) ? found : null;
}

function unauthored(text: string, around: Around): Notice | null {
  const end = text.indexOf('\n');
  const line = withoutMarks(end === -1 ? text : text.slice(0, end)).trim();
  const found = find(line);
  if (found !== null && isPlausible(found, around)) return noticeOf(found, around);
  return line.includes(': ') ? null : other(null);
}

/**
 * A name with a colon in it is more likely somebody's name and what they wrote, unless that is how they are called, or somebody who
 * writes stands before what was done to it.
 */
function isPlausible({ phrase, slots: { a, b } }: Found, { isWriter }: Around): boolean {
  if (phrase.weight >= UNMISTAKABLE) return true;
  if (a !== undefined && isWriter(a)) return true;
  return [a, b].every((name) => name === undefined || !name.includes(': ') || isWriter(name));
}

function marked(text: string, author: string, around: Around): Notice | null {
  if (kindOf(text, 'ios', true) !== 'text') return null;
  const line = oneLine(text.replace(LEAD, ''));
  if (line === null) return null;
  const found = find(line);
  const names = author.length >= SHORTEST_NAME && line.includes(author);
  if (found !== null) {
    const notice = noticeOf(found, around);
    if (!around.isWriter(author) || names || !PERSONAL.has(notice.type) || isOf(notice, author)) return notice;
    return null;
  }
  if (names) return other(author);
  if (around.isWriter(author)) return null;
  // Somebody's only message may have been pasted with the mark.
  return ENCRYPTED.test(line) || around.isApps?.(author) === true ? other(null) : null;
}

/** Whether a notice is about who stands over it: an iPhone shortens names of people it knows. */
function isOf({ actor, targets }: Notice, author: string): boolean {
  return actor === 'you' || [actor, ...targets].some((name) => name !== null && author.startsWith(name));
}

/** Without the mark: somebody's words, unless they wrote nothing else, or it is what the app writes at the top of every chat. */
function unmarked(text: string, author: string, around: Around): Notice | null {
  const found = unmarkedPhrase(text);
  if (found === null) return null;
  return found.phrase.type === 'encryption' || !around.isWriter(author) ? noticeOf(found, around) : null;
}

function oneLine(text: string): string | null {
  const line = text.length > 2_000 ? '' : withoutMarks(text).trim();
  return line === '' || line.includes('\n') ? null : line;
}

function other(actor: string | null): Notice {
  return { type: 'other', actor, targets: [], group: null, hours: null };
}

function noticeOf({ phrase, slots, rest }: Found, { isWriter }: Around): Notice {
  const { type, you, language } = phrase;
  const { a, b, n, g } = slots;
  const targets = you === 'target' ? ['you'] : [];
  if (b !== undefined) for (const name of split(b, language.and, isWriter)) targets.push(youOr(name, language));
  if (n !== undefined) targets.push(n);
  return {
    type,
    actor: you === 'actor' ? 'you' : a === undefined ? null : youOr(a, language),
    targets,
    group: type === 'created' || type === 'subject' ? (g ?? null) : null,
    hours: type === 'disappearing-on' ? hoursIn(rest) : null,
  };
}

function youOr(name: string, { you }: Language): string {
  return you.has(name) ? 'you' : name;
}

/** Several names are put as `Ann, Bob and Cem`; how many more there are is left out. */
function split(names: string, and: readonly string[], isWriter: (name: string) => boolean): readonly string[] {
  if (isWriter(names)) return [names];
  const parts = names.split(/, |، |、/);
  const last = parts.pop() ?? '';
  const word = and.find((word) => last.includes(` ${word} `) && !isWriter(last));
  const at = word === undefined ? -1 : last.lastIndexOf(` ${word} `);
  const ends = at === -1 ? [last] : [last.slice(0, at), last.slice(at + (word?.length ?? 0) + 2)];
  return [...parts, ...ends]
    .map((name) => name.trim())
    .filter((name) => name !== '' && !/^\p{Nd}{1,4} \p{L}/u.test(name));
}

/** The timer that a text names first. */
function hoursIn(text: string): number | null {
  const first = /\p{Nd}{1,2}/u.exec(text)?.[0] ?? '';
  return HOURS[[...first].map(digitOf).join('')] ?? null;
}

/** The value of a digit of any script: each has ten of them in a row, the first at a multiple of 16, or 6 after one. */
function digitOf(digit: string): number {
  const place = (digit.codePointAt(0) ?? 0) % 16;
  return /[\u0966-\u0D6F]/.test(digit) ? place - 6 : place;
}
