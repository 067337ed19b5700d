import { fold } from './fold.js';
import { calledIn, formsOf, namesOf } from './forms.js';
import { LONGEST, readLabel } from './label.js';
import type { Person } from './person.js';
import { phoneOf } from './phone.js';

/**
 * Everybody, those first whose name is most like the label, then in the order given: for a list to pick from. Being first says
 * nothing: who is meant is for somebody who knows them to say.
 */
export function rank(label: string, people: readonly Person[]): readonly Person[] {
  const words = wordsOf(label).map(wordMade);
  const phone = phoneOf(label);
  const holders = phone === null ? undefined : formsOf(people).phone.get(phone);
  return people
    .map((person, at) => ({ person, at, likeness: holders?.has(person) === true ? 2 : likenessOf(words, person) }))
    .sort((a, b) => b.likeness - a.likeness || a.at - b.at)
    .map(({ person }) => person);
}

/** The words of the label that are likely of the name; all of them where it names nobody, as "Priya (Mia's mum)". */
function wordsOf(label: string): readonly string[] {
  const readings = readLabel(label).filter(({ words }) => words.length > 0);
  const [first, ...others] = readings.map(({ words }) => words);
  if (first === undefined) return fold(label.slice(0, LONGEST)).split(' ').filter(Boolean);
  return others.reduce((fewest, words) => (words.length < fewest.length ? words : fewest), first);
}

/** A word with its pairs of letters, by which two spellings are compared. */
type Word = { readonly text: string; readonly pairs: ReadonlySet<string> };
type Called = { readonly names: readonly Word[]; readonly others: ReadonlySet<string> };

/** Twenty lists of the same people are sorted one after the other: each person's words are made once. */
const known = new WeakMap<Person, Called>();

/** 0 to 1: how well the words of the label fit the name, each with the word of the name that is most like it. */
function likenessOf(words: readonly Word[], person: Person): number {
  if (words.length === 0) return 0;
  const called = known.get(person) ?? calledMade(person);
  known.set(person, called);
  let sum = 0;
  for (const word of words) {
    let best = called.others.has(word.text) ? 0.9 : 0;
    for (const name of called.names) best = Math.max(best, alike(word, name));
    sum += best;
  }
  return sum / words.length;
}

function calledMade(person: Person): Called {
  const names = namesOf(person);
  const texts = [
    ...names.flatMap(({ given, surname }) => [...given, ...surname]),
    ...fold(person.displayName).split(' '),
  ];
  return {
    names: [...new Set(texts)].map(wordMade),
    others: new Set(names.flatMap((name) => [...calledIn(name, names)])),
  };
}

function wordMade(text: string): Word {
  const padded = ` ${text} `;
  return { text, pairs: new Set(Array.from({ length: padded.length - 1 }, (_, at) => padded.slice(at, at + 2))) };
}

/** 1 for the same word, less for its beginning ("P" of "Priya"), less still for one that shares pairs of letters (Dice's coefficient). */
function alike(one: Word, other: Word): number {
  if (one.text === other.text) return 1;
  if (other.text.startsWith(one.text)) return 0.7;
  let shared = 0;
  for (const pair of one.pairs) if (other.pairs.has(pair)) shared += 1;
  return (1.6 * shared) / (one.pairs.size + other.pairs.size);
}
