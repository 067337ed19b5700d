import { fold } from './fold.js';
import { NUMBER } from './phone.js';
import { isGivenName, isNote, isStranger, TITLES } from './words.js';

/** One way of reading what somebody saved a person as: a name, and what is known beside it. */
export type Reading = {
  /** The words of the name, folded, in their order; titles are taken off. */
  readonly words: readonly string[];
  /** The title right before the name; null when there is none. */
  readonly title: string | null;
  /** The words beside the name, folded: a class, a subject, where the number rings, or anything in brackets. */
  readonly notes: readonly string[];
};

const BRACKETS = /[([{<（［]([^()[\]{}<>（）［］]*)[)\]}>）］]?/gu;
/** A dash between spaces, a bar, a dot in the middle, or "@": a note may follow. */
const PART = /\s+[-‐-―−]+\s+|\s*[|·•@~/:;]\s*/u;
/** A name in an address book is not longer, and a message has no place here. */
export const LONGEST = 120;

/**
 * The ways of reading a label from an address book; none for what names nobody, two people at once, or somebody by who they are to
 * somebody else ("Priya (Mia's mum)"). A word is only taken for a note when colleagues are noted so: "Jo plumber" is a name here.
 */
export function readLabel(label: string): readonly Reading[] {
  const text = [...label.slice(0, LONGEST).normalize('NFKC')].slice(0, LONGEST).join('').replaceAll(NUMBER, ' ');
  const bare = text.replaceAll(/^[\s~∼～*]+/gu, '');
  const notes = [...bare.matchAll(BRACKETS)].flatMap(([, note = '']) => wordsOf(note));
  const outside = bare.replaceAll(BRACKETS, ' ');
  if (/[&+]/u.test(outside)) return [];
  const [head = '', ...tails] = outside.split(PART);
  const behind = tails.flatMap((tail) => wordsOf(tail));
  const readings = [...readingsOf(outside, notes)];
  if (behind.length > 0) readings.push(...readingsOf(head, [...notes, ...behind]));
  return readings;
}

function readingsOf(text: string, beside: readonly string[]): readonly Reading[] {
  if (beside.some((word) => isStranger(word) || (isGivenName(word) && !isNote(word)))) return [];
  const [before = '', ...after] = text.split(/[,،、]/u);
  const orders = [wordsOf(text)];
  if (after.length > 0) orders.push([...wordsOf(after.join(' ')), ...wordsOf(before)]);
  return orders.flatMap((words) => {
    const stripped = words.filter((word) => !isNote(word));
    const all = reading(words, beside);
    return stripped.length === words.length ? [all] : [all, reading(stripped, [...beside, ...words.filter(isNote)])];
  });
}

function reading(words: readonly string[], notes: readonly string[]): Reading {
  const at = words.findIndex((word) => !TITLES.has(word));
  const start = at < 0 ? words.length : at;
  return { words: words.slice(start), title: words[start - 1] ?? null, notes };
}

function wordsOf(text: string): readonly string[] {
  return fold(text).split(' ').filter(Boolean);
}
