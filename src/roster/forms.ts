import { fold, foldSpeltOut } from './fold.js';
import { othersFor } from './nicknames.js';
import type { Person } from './person.js';
import { phoneOf } from './phone.js';
import { isGivenName, isNote, isStranger, TITLES } from './words.js';

/** A name of a person in two parts, folded. */
export type Name = { readonly given: readonly string[]; readonly surname: readonly string[] };

/** The ways in which people write the names of everybody in a directory, and whom each can mean. */
export type Forms = {
  /** The whole name without spaces, with the given name first; the surname first unless that could be another name. */
  readonly whole: Lookup;
  /** `priya n`: a given name or a short form of it, and the first letter of the surname. */
  readonly givenInitial: Lookup;
  /** `p nair`: the first letter of what the person may be called, and the surname. */
  readonly initialSurname: Lookup;
  readonly surname: Lookup;
  /** By number in E.164. */
  readonly phone: Lookup;
};
export type Lookup = ReadonlyMap<string, ReadonlySet<Person>>;

/** A list of 250 names is looked up in the same directory: its forms are made once. */
const known = new WeakMap<readonly Person[], Forms>();

export function formsOf(people: readonly Person[]): Forms {
  const forms = known.get(people) ?? formsMade(people);
  known.set(people, forms);
  return forms;
}

function formsMade(people: readonly Person[]): Forms {
  const [whole, givenInitial, initialSurname, surname, phone] = [tally(), tally(), tally(), tally(), tally()];
  for (const person of people) {
    const number = phoneOf(person.mobilePhone);
    if (number !== null) phone.put(number, person);
    const display = fold(withoutNotes(person.displayName)).split(' ');
    if (display.length > 1) whole.put(display.join(''), person);
    for (const name of namesOf(person)) {
      const family = name.surname.join('');
      surname.put(family, person);
      for (const given of calledIn(name)) {
        initialSurname.put(`${given.charAt(0)} ${family}`, person);
        if (given.length === 1) continue;
        for (const initial of initialsOf(name.surname)) givenInitial.put(`${given} ${initial}`, person);
        if (family.length === 1) continue;
        whole.put(given + family, person);
        if (!name.surname.every(isGivenName)) whole.put(family + given, person);
      }
    }
  }
  const lookups = { whole: whole.found, givenInitial: givenInitial.found, initialSurname: initialSurname.found };
  return { ...lookups, surname: surname.found, phone: phone.found };
}

/**
 * The names that the directory gives a person: as its two parts, and as displayed, which may be the name somebody goes by since.
 * None for an account that is no person's ("Year 6 office"), as far as its name tells.
 */
export function namesOf({ displayName, givenName, surname }: Person): readonly Name[] {
  const names: Name[] = [];
  for (const folded of [fold, foldSpeltOut]) {
    const parts = { given: wordsIn(givenName, folded), surname: wordsIn(surname, folded) };
    const isWhole = parts.given.length > 0 && parts.surname.length > 0;
    if (isWhole) names.push(parts);
    names.push(...displayed(displayName, folded, isWhole));
  }
  return names;
}

/** A displayed name in its two parts. Where only it is known, a middle word may belong to either. */
function displayed(text: string, folded: (text: string) => string, isPerson: boolean): readonly Name[] {
  const [before = '', ...after] = withoutNotes(text).split(',');
  const order = after.length === 0 ? before : `${after.join(' ')} ${before}`;
  const words = wordsIn(order, folded);
  const untitled = words.slice(words.findIndex((word) => !TITLES.has(word)));
  if (untitled.length < 2 || untitled.length > 4) return [];
  if (!isPerson && untitled.some((word) => isNote(word) || isStranger(word))) return [];
  if (after.length > 0) {
    const family = wordsIn(before, folded).length;
    return [{ given: untitled.slice(0, -family), surname: untitled.slice(-family) }].filter(
      ({ given }) => given.length > 0,
    );
  }
  return [
    { given: untitled.slice(0, 1), surname: untitled.slice(1) },
    ...(untitled.length > 2 ? [{ given: untitled.slice(0, -1), surname: untitled.slice(-1) }] : []),
  ];
}

/** What somebody of this name may be called: all given names, the first one, both run together, and short forms. */
export function calledIn({ given }: Name): ReadonlySet<string> {
  const [first = ''] = given;
  const all = given.join('');
  return new Set([first, all, ...othersFor(first), ...othersFor(all)]);
}

/** `m` and `mw` for Menon-Ward. */
function initialsOf(surname: readonly string[]): ReadonlySet<string> {
  const letters = surname.map((word) => word.charAt(0));
  return new Set([letters[0] ?? '', letters.join('')]);
}

function wordsIn(text: string | null, folded: (text: string) => string): readonly string[] {
  return folded(text ?? '')
    .split(' ')
    .filter(Boolean);
}

/** "Priya Nair (Oakfield)", "Priya Nair - staff": directories have notes too. */
function withoutNotes(text: string): string {
  return text.replaceAll(/[([{].*$|\s[-–—|]\s.*$/gu, '');
}

/** People by a key, added to one by one. */
function tally(): { readonly found: Map<string, Set<Person>>; readonly put: (key: string, person: Person) => void } {
  const found = new Map<string, Set<Person>>();
  return { found, put: (key, person) => found.set(key, (found.get(key) ?? new Set()).add(person)) };
}
