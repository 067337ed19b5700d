import { fold } from './fold.js';
import type { Person } from './person.js';
import { phoneOf } from './phone.js';

const TITLE = /^(?:mr|mrs|miss|ms|mx|dr|prof|professor|sir|madam|rev|revd|fr) (?=\S)/u;

/**
 * The only person in the directory whose name the label can be; null when there is none or more than one. A suggestion: it is
 * always for somebody to confirm. A whole name ("Nair, Priya") goes before a short form ("Miss P", "PN", "Priya").
 */
export function suggest(label: string, people: readonly Person[]): Person | null {
  const whole = people.filter((one) => isFullName(label, one));
  if (whole.length > 0) return only(whole);
  const name = fold(label);
  if (name === '') return null;
  const untitled = name.replace(TITLE, '');
  return only(people.filter((one) => shortNames(one, untitled !== name).has(untitled)));
}

/** The only person in the directory with this phone number (E.164); null when there is none or more than one. */
export function suggestByPhone(phone: string, people: readonly Person[]): Person | null {
  return only(people.filter((one) => phoneOf(one.mobilePhone) === phone));
}

/** Whether the label is the person's whole name, whatever its case, accents, spacing, title and order. */
export function isFullName(label: string, person: Person): boolean {
  const name = fold(label);
  const names = fullNames(person);
  return names.has(name) || names.has(name.replace(TITLE, ''));
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
  return people.filter((one) => {
    const names = [...fullNames(one)].flatMap((name) => name.split(' '));
    return words.every((word) => names.some((name) => name.startsWith(word)));
  });
}

function fullNames(person: Person): ReadonlySet<string> {
  const given = fold(person.givenName ?? '');
  const surname = fold(person.surname ?? '');
  const names = [fold(person.displayName)];
  if (given !== '' && surname !== '') names.push(`${given} ${surname}`, `${surname} ${given}`);
  return new Set(names.filter(Boolean));
}

/** Forms that leave part of the name out. With a title in front, the surname or an initial alone will do: "Mr Hale", "Miss P". */
function shortNames(person: Person, titled: boolean): ReadonlySet<string> {
  const given = fold(person.givenName ?? '');
  const surname = fold(person.surname ?? '');
  if (given === '' || surname === '') return new Set();
  const [g = '', s = ''] = [[...given][0], [...surname][0]];
  const names = [given, `${g}${s}`, `${g} ${s}`, `${given} ${s}`, `${g} ${surname}`, `${surname} ${g}`];
  return new Set(titled ? [...names, surname, g, s] : names);
}

function only(people: readonly Person[]): Person | null {
  return people.length === 1 ? (people[0] ?? null) : null;
}
