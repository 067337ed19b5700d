import { fold } from './fold.js';
import { formsOf, namesOf, type Forms } from './forms.js';
import { readLabel, type Reading } from './label.js';
import type { Person } from './person.js';
import { phoneOf } from './phone.js';
import { ADDRESSES, COMMON_SURNAMES, isNote, isOddTitle, isWork, isYear } from './words.js';

const TITLE = /^(?:mr|mrs|miss|ms|mx|dr|prof|professor|sir|madam|rev|revd|fr) (?=\S)/u;

/**
 * The only person in the directory whose name or number the label can be; null when there is none or more than one. A suggestion: it
 * is always for somebody to confirm. A whole name goes first, in any usual order and with short forms of the given name ("Nair,
 * Priya", "Kate Moore"); then "Priya N", "P Nair", and "Miss Nair PE" where the directory has her in PE. Somebody outside the school
 * is often saved by a first name, a title or initials ("Priya", "Mrs Nair", "PN"), or beside a word that is no colleague's ("Jo
 * plumber"): these suggest nobody.
 */
export function suggest(label: string, people: readonly Person[]): Person | null {
  const forms = formsOf(people);
  const named = byName(readLabel(label), forms);
  const phone = phoneOf(label);
  const holders = phone === null ? NOBODY : (forms.phone.get(phone) ?? NOBODY);
  if (holders.size === 0) return only(named);
  if (named.size === 0) return only(holders);
  const person = only(named);
  return person !== null && holders.has(person) ? person : null;
}

type Found = Person | null;
const NOBODY: ReadonlySet<Person> = new Set();

function byName(readings: readonly Reading[], forms: Forms): ReadonlySet<Found> {
  const whole = new Set(readings.flatMap((one) => wholeNames(one, forms)));
  return whole.size > 0 ? whole : new Set(readings.flatMap((one) => shortNames(one, forms)));
}

function wholeNames({ words }: Reading, { whole }: Forms): readonly Found[] {
  if (words.length < 2) return [];
  const [first = '', ...rest] = words;
  // A letter between two names is that of a middle name, which the directory need not have.
  const outer = [first, ...rest.filter((word, at) => word.length > 1 || at === rest.length - 1)];
  const tried = new Set([words.join(''), outer.join('')]);
  return [...tried].flatMap((key) => [...(whole.get(key) ?? [])]);
}

/** What is short is only sure beside words that are a colleague's, and a year group is more often that of a parent's child. */
function shortNames(reading: Reading, forms: Forms): readonly Found[] {
  const { words, notes } = reading;
  if (!notes.every(isNote) || words.length === 0) return [];
  const years = notes.filter(isYear);
  const fits = (one: Found) => one === null || years.every((year) => isOfYear(one, year));
  return [...initialled(words, forms), ...titled(reading, forms)].filter(fits);
}

/** Those who "Priya N", "P Nair" and "Nair P" can be. */
function initialled(words: readonly string[], { givenInitial, initialSurname }: Forms): readonly Found[] {
  if (words.length === 1) return [];
  const [first = '', last = ''] = [words[0], words.at(-1)];
  const [butFirst, butLast] = [words.slice(1).join(''), words.slice(0, -1).join('')];
  const found = butLast.length > 1 ? [...(givenInitial.get(`${butLast} ${last}`) ?? [])] : [];
  if (first.length === 1 && isTelling(butFirst)) found.push(...(initialSurname.get(`${first} ${butFirst}`) ?? []));
  if (last.length === 1 && isTelling(butLast)) found.push(...(initialSurname.get(`${last} ${butLast}`) ?? []));
  return found;
}

/** Those who "Mr Hale PE" can be. "Mr Hale" alone may as well be a parent, or a colleague's husband. */
function titled({ words, title, notes }: Reading, { surname }: Forms): readonly Found[] {
  const family = words.join('');
  if (title === null || !ADDRESSES.has(title) || !isTelling(family)) return [];
  const all = [...(surname.get(family) ?? [])];
  const [person = null] = all;
  // With two of the surname the note alone would have to tell them apart: it is not that sure.
  if (all.length > 1 || person === null) return all;
  return isNotedFor(person, notes) && !isAtOdds(title, person) ? all : [];
}

/** Whether a surname can do without the given name. */
function isTelling(surname: string): boolean {
  return surname.length > 1 && !COMMON_SURNAMES.has(surname);
}

function isAtOdds(title: string, person: Person): boolean {
  return namesOf(person).some(({ given }) => isOddTitle(title, given[0] ?? ''));
}

/** Whether the directory says that the person does what the note says. */
function isNotedFor(person: Person, notes: readonly string[]): boolean {
  const job = new Set(fold(person.jobTitle ?? '').split(' '));
  return notes.some((word) =>
    isYear(word) ? /\d/u.test(word) && isOfYear(person, word) : isWork(word) && job.has(word),
  );
}

/** Whether the directory says that the person works with the year group: "Jo P Y4" is more often the parent of somebody in it. */
function isOfYear({ jobTitle }: Person, year: string): boolean {
  const number = /\d+/u.exec(year)?.[0];
  const job = fold(jobTitle ?? '').replaceAll(/\b(?:year|yr|y) ?(?=\d)/gu, 'year ');
  return number === undefined || new RegExp(`\\byear ${number}\\b`, 'u').test(job);
}

/** The only person in the directory with this phone number (E.164); null when there is none or more than one. */
export function suggestByPhone(phone: string, people: readonly Person[]): Person | null {
  return only(formsOf(people).phone.get(phone) ?? NOBODY);
}

/** A person who is the suggestion for several labels, and the places of these in the list. */
export type Clash = { readonly person: Person; readonly at: readonly number[] };

/**
 * Where one person is the suggestion for more than one label: a second account or number of theirs, or somebody of their name. Only
 * the owner of the list knows which, so all stay suggestions.
 */
export function clashes(suggestions: readonly (Person | null)[]): readonly Clash[] {
  const places = new Map<string, { readonly person: Person; readonly at: number[] }>();
  suggestions.forEach((person, place) => {
    if (person === null) return;
    const clash = places.get(person.id) ?? { person, at: [] };
    clash.at.push(place);
    places.set(person.id, clash);
  });
  return [...places.values()].filter(({ at }) => at.length > 1);
}

/** Whether the label is the person's whole name, whatever its case, accents, spacing, title and order. */
export function isFullName(label: string, person: Person): boolean {
  const name = fold(label);
  const [display, given, surname] = [person.displayName, person.givenName ?? '', person.surname ?? ''].map(fold);
  const whole = [display, given !== '' && surname !== '' ? `${given} ${surname}` : '', `${surname} ${given}`];
  return name !== '' && (whole.includes(name) || whole.includes(name.replace(TITLE, '')));
}

/** What the directory says somebody in a staff group is: a blocked account is how a school's leaver is recognised. */
export function classOf(person: Person): 'staff' | 'leaver' | 'guest' {
  if (!person.enabled) return 'leaver';
  return person.kind === 'guest' ? 'guest' : 'staff';
}

/** People whose name has words that begin with each word of the query, in the order of the directory. */
export function search(query: string, people: readonly Person[]): readonly Person[] {
  const words = fold(query).replace(TITLE, '').split(' ').filter(Boolean);
  if (words.length === 0) return [];
  return people.filter(({ displayName, givenName, surname }) => {
    const names = fold(`${displayName} ${givenName ?? ''} ${surname ?? ''}`).split(' ');
    return words.every((word) => names.some((name) => name.startsWith(word)));
  });
}

function only(people: ReadonlySet<Found>): Person | null {
  const [first] = people;
  return people.size === 1 ? (first ?? null) : null;
}
