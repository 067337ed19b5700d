import { fold } from './fold.js';
import type { Person } from './person.js';
import { phoneOf } from './phone.js';

const TITLE = /^(?:mr|mrs|miss|ms|mx|dr|prof|professor|sir|madam|rev|revd|fr) (?=\S)/u;

/**
 * The only person in the directory whose name the label can be; null when there is none or more than one. A suggestion: it is
 * always for somebody to confirm. A whole name ("Nair, Priya") goes before a short form ("Miss P", "PN", "Priya").
 */
export function suggest(label: string, people: readonly Person[]): Person | null {
  const name = fold(label);
  if (name === '') return null;
  const whole = people.filter((one) => isWhole(name, one));
  if (whole.length > 0) return only(whole);
  const untitled = name.replace(TITLE, '');
  const form = untitled === name ? 'short' : 'titled';
  return only(people.filter((one) => formsOf(one)[form].has(untitled)));
}

/** The only person in the directory with this phone number (E.164); null when there is none or more than one. */
export function suggestByPhone(phone: string, people: readonly Person[]): Person | null {
  return only(people.filter((one) => formsOf(one).phone === phone));
}

/** Whether the label is the person's whole name, whatever its case, accents, spacing, title and order. */
export function isFullName(label: string, person: Person): boolean {
  return isWhole(fold(label), person);
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
    const names = [...formsOf(one).whole].flatMap((name) => name.split(' '));
    return words.every((word) => names.some((name) => name.startsWith(word)));
  });
}

function isWhole(name: string, person: Person): boolean {
  const { whole } = formsOf(person);
  return whole.has(name) || whole.has(name.replace(TITLE, ''));
}

/** The ways of writing a person's name, folded. */
type Forms = {
  readonly whole: ReadonlySet<string>;
  /** A part of the name is left out. */
  readonly short: ReadonlySet<string>;
  /** What will do behind a title: "Mr Hale", "Miss P". */
  readonly titled: ReadonlySet<string>;
  readonly phone: string | null;
};

/** A list of 250 names is compared with every person, so each person's forms are made once. */
const known = new WeakMap<Person, Forms>();

function formsOf(person: Person): Forms {
  const forms = known.get(person) ?? formsMade(person);
  known.set(person, forms);
  return forms;
}

function formsMade(person: Person): Forms {
  const phone = phoneOf(person.mobilePhone);
  const given = fold(person.givenName ?? '');
  const surname = fold(person.surname ?? '');
  const display = [fold(person.displayName)].filter(Boolean);
  if (given === '' || surname === '') return { whole: new Set(display), short: new Set(), titled: new Set(), phone };
  const [g = '', s = ''] = [[...given][0], [...surname][0]];
  const short = [given, `${g}${s}`, `${g} ${s}`, `${given} ${s}`, `${g} ${surname}`, `${surname} ${g}`];
  return {
    whole: new Set([...display, `${given} ${surname}`, `${surname} ${given}`]),
    short: new Set(short),
    titled: new Set([...short, surname, g, s]),
    phone,
  };
}

function only(people: readonly Person[]): Person | null {
  return people.length === 1 ? (people[0] ?? null) : null;
}
