import { beginsAs, endsAs } from './edges.js';
import type { Phrase, Slot } from './phrase.js';
import { folded } from './phrase.js';

/** A phrase that a text is, with what stands in its slots. */
export type Found = {
  readonly phrase: Phrase;
  readonly slots: Readonly<Partial<Record<Slot, string>>>;
  /** The text after the name of who did it: numbers in there are not part of a name. */
  readonly rest: string;
};

/** Phrases by how they begin or end, so that a text is compared with a few of them only. */
export type Finder = {
  /** The longest phrase that the text is; null when it is none. Without marks, and one line. */
  readonly find: (text: string) => Found | null;
  /** As `find`, among phrases whose first or last words are given. */
  readonly findByEnds: (text: string) => Found | null;
  /** Whether a text begins or ends as a phrase does, by a few characters: most texts do not. */
  readonly mayBe: (text: string) => boolean;
};

/** Notices name several people at times; a longer text is none. */
const LONGEST = 2_000;
const LONGEST_SLOT = 1_000;
const KEY = 4;
const STOPS = '.。．।۔!';

export function finderOf(phrases: readonly Phrase[]): Finder {
  const byStart = new Map<string, Phrase[]>();
  const byEnd = new Map<string, Phrase[]>();
  const byWord = new Map<string, Phrase[]>();
  const bySign = new Map<number, Phrase[]>();
  for (const phrase of phrases) {
    const first = phrase.literals[0] ?? '';
    const last = phrase.open ? '' : (phrase.literals.at(-1) ?? '');
    const word = wordOf(phrase);
    if (first.length >= 2) put(byStart, first.slice(0, KEY), phrase);
    else if (last.length >= 2) put(byEnd, last.slice(-KEY), phrase);
    else if (word !== '') put(byWord, word, phrase);
    else put(bySign, signOf(phrase), phrase);
  }
  const isSign = new Uint8Array(1 << 16);
  for (const sign of bySign.keys()) isSign[sign] = 1;
  const begins = beginsAs(byStart.keys());
  const ends = endsAs(byEnd.keys());
  return { find: (text) => search(text, true), findByEnds: (text) => search(text, false), mayBe };

  function mayBe(text: string): boolean {
    const { length } = text;
    if (length < 2 || length > LONGEST) return false;
    if (!begins(text, 0) && !ends(text, length) && !ends(text, length - 1)) return false;
    for (let n = 2; n <= KEY; n += 1) {
      if (byStart.has(folded(text.slice(0, n))) || byEnd.has(text.slice(-n)) || byEnd.has(text.slice(-n - 1, -1)))
        return true;
    }
    return false;
  }

  function search(text: string, words: boolean): Found | null {
    if (text.length < 2 || text.length > LONGEST) return null;
    const end = STOPS.includes(text.charAt(text.length - 1)) ? text.length - 1 : text.length;
    const row = folded(text);
    let best: Found | null = null;
    for (let n = 2; n <= KEY; n += 1) {
      best = longer(byStart.get(row.slice(0, n)), row, text, end, best);
      best = longer(byEnd.get(row.slice(Math.max(0, end - n), end)), row, text, end, best);
      if (end < text.length) best = longer(byEnd.get(row.slice(-n)), row, text, end, best);
    }
    if (!words) return best;
    for (const word of row.split(' ')) best = longer(byWord.get(word), row, text, end, best);
    for (let n = 0; n < row.length; n += 1) {
      const sign = row.charCodeAt(n);
      if (isSign[sign] === 1) best = longer(bySign.get(sign), row, text, end, best);
    }
    return best;
  }
}

/** The longest phrase that the text is, of some and the one that was found before. */
function longer(
  candidates: readonly Phrase[] | undefined,
  row: string,
  text: string,
  end: number,
  before: Found | null,
): Found | null {
  if (candidates === undefined) return before;
  let best = before;
  for (const phrase of candidates) {
    if (best === null || best.phrase.weight < phrase.weight) best = fit(phrase, row, text, end) ?? best;
  }
  return best;
}

function put<K>(map: Map<K, Phrase[]>, key: K, phrase: Phrase): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [phrase]);
  else known.push(phrase);
}

/** The longest word with a space on either side, so that a text has it as a word, too; empty in languages without spaces. */
function wordOf({ literals }: Phrase): string {
  const words = literals.flatMap((literal) => literal.split(' ').slice(1, -1));
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}

/** The rarest character of a phrase without such a word: that with the highest number. */
function signOf({ literals }: Phrase): number {
  return literals
    .join('')
    .split('')
    .reduce((highest, sign) => Math.max(highest, sign.charCodeAt(0)), 0);
}

/** Whether the text is the phrase. Goes through the text once: each part is looked for after the one before it. */
function fit(phrase: Phrase, row: string, text: string, end: number): Found | null {
  const { literals, open } = phrase;
  const last = literals.length - 1;
  const first = literals[0] ?? '';
  if (!row.startsWith(first)) return null;
  if (last === 0) return open || rest(row, first.length) === '' ? { phrase, slots: {}, rest: text } : null;
  const stop = open ? row.length : closingAt(row, literals[last] ?? '', end);
  return stop !== -1 && findSlots(phrase, row, stop) ? foundIn(phrase, text) : null;
}

/** Where each slot of the phrase that is being looked for begins and ends. */
const begin: number[] = [];
const until: number[] = [];

/** Looks for the slots of a phrase; false when a part of it is not there. */
function findSlots({ literals, slots, open }: Phrase, row: string, stop: number): boolean {
  let from = literals[0]?.length ?? 0;
  for (let n = 0; n < slots.length; n += 1) {
    const literal = literals[n + 1] ?? '';
    const at = n + 2 < literals.length || open ? row.indexOf(literal, from + 1) : stop;
    if (at <= from || at > stop || at - from > LONGEST_SLOT) return false;
    begin[n] = slots[n] === 'n' ? from - 1 : from;
    until[n] = at;
    from = at + literal.length;
  }
  return true;
}

function foundIn(phrase: Phrase, text: string): Found | null {
  const { literals, slots } = phrase;
  const found: Partial<Record<Slot, string>> = {};
  let after = literals[0]?.length ?? 0;
  for (const [n, slot] of slots.entries()) {
    const value = bare(text.slice(begin[n], until[n]));
    if (value === '') return null;
    found[slot] = value;
    if (slot === 'a') after = (until[n] ?? 0) + (literals[n + 1]?.length ?? 0);
  }
  return { phrase, slots: found, rest: text.slice(after) };
}

/** What is left after a phrase without slots, but for a full stop. */
function rest(row: string, from: number): string {
  const left = row.slice(from);
  return left.length === 1 && STOPS.includes(left) ? '' : left;
}

/** Where the last part begins: at the end of the text, or before its full stop. */
function closingAt(row: string, closing: string, end: number): number {
  if (row.endsWith(closing)) return row.length - closing.length;
  return closing !== '' && row.endsWith(closing, end) ? end - closing.length : -1;
}

/** Without the quotation marks around a name. */
function bare(value: string): string {
  const name = value.trim();
  const quoted = name.length > 2 && folded(name.charAt(0)) === '"' && folded(name.charAt(name.length - 1)) === '"';
  return quoted ? name.slice(1, -1).trim() : name;
}
