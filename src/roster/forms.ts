import { fold, foldSpeltOut } from './fold.js';
import { cousinsOf, longFor, othersFor } from './nicknames.js';
import type { Person } from './person.js';
import { phoneOf } from './phone.js';
import { isGivenName, isNote, isStranger, TITLES } from './words.js';

/** A name of a person in two parts, folded. */
export type Name = { readonly given: readonly string[]; readonly surname: readonly string[] };

/** The ways in which people write the names of everybody in a directory, and whom each can mean. */
export type Forms = Readonly<Record<keyof Keys, Lookup>> & {
  /** By number in E.164. */
  readonly phone: ReadonlyMap<string, ReadonlySet<Person>>;
};

/** Whom a name can mean; null stands for somebody of whom that is unlikely, but enough to be in doubt about the others. */
export type Lookup = ReadonlyMap<string, ReadonlySet<Person | null>>;

/** The ways of writing one person's names. */
type Keys = {
  /** The whole name without spaces, with the given name first; the surname first unless that could be another name. */
  readonly whole: Set<string>;
  /** `priya n`: a given name or a short form of it, and the first letter of the surname. */
  readonly givenInitial: Set<string>;
  /** `p nair`: the first letter of what the person may be called, and the surname. */
  readonly initialSurname: Set<string>;
  readonly surname: Set<string>;
};
const FORMS = ['whole', 'givenInitial', 'initialSurname', 'surname'] as const;

/** Letters of which `foldSpeltOut` makes two. */
const SPELT_TWICE = /[äöüåø]/iu;

/** A list of 250 names is looked up in the same directory: its forms are made once. */
const known = new WeakMap<readonly Person[], Forms>();

export function formsOf(people: readonly Person[]): Forms {
  const forms = known.get(people) ?? formsMade(people);
  known.set(people, forms);
  return forms;
}

function formsMade(people: readonly Person[]): Forms {
  const lookup = () => new Map<string, Set<Person | null>>();
  const phone = new Map<string, Set<Person>>();
  const forms = { whole: lookup(), givenInitial: lookup(), initialSurname: lookup(), surname: lookup(), phone };
  for (const person of people) {
    const number = phoneOf(person.mobilePhone);
    if (number !== null) put(phone, number, person);
    const names = namesOf(person);
    const [sure, doubtful] = [keysOf(names, calledIn), keysOf(names, doubtfulIn)];
    const display = fold(withoutNotes(person.displayName)).split(' ');
    // "Jo P" is no more than a short form, in the directory too.
    if (display.length > 1 && !display.some((word) => /^\p{L}$/u.test(word))) sure.whole.add(display.join(''));
    for (const form of FORMS) {
      for (const key of sure[form]) put(forms[form], key, person);
      for (const key of doubtful[form]) if (!sure[form].has(key)) put(forms[form], key, null);
    }
  }
  return forms;
}

function put<T>(found: Map<string, Set<T>>, key: string, value: T): void {
  const there = found.get(key);
  if (there === undefined) found.set(key, new Set([value]));
  else there.add(value);
}

function keysOf(names: readonly Name[], calls: typeof calledIn): Keys {
  const keys: Keys = { whole: new Set(), givenInitial: new Set(), initialSurname: new Set(), surname: new Set() };
  for (const name of names) {
    const family = name.surname.join('');
    keys.surname.add(family);
    for (const given of calls(name, names)) {
      keys.initialSurname.add(`${given.charAt(0)} ${family}`);
      if (given.length === 1) continue;
      for (const initial of initialsOf(name.surname)) keys.givenInitial.add(`${given} ${initial}`);
      if (family.length === 1) continue;
      keys.whole.add(given + family);
      if (!name.surname.every(isGivenName)) keys.whole.add(family + given);
    }
  }
  return keys;
}

/**
 * The names that the directory gives a person: as its two parts, and as displayed, which may be the name somebody goes by since.
 * None for an account that is no person's ("Year 6 office"), as far as its name tells.
 */
export function namesOf({ displayName, givenName, surname: family }: Person): readonly Name[] {
  const names: Name[] = [];
  const isSpeltTwice = SPELT_TWICE.test(`${displayName} ${givenName ?? ''} ${family ?? ''}`.normalize('NFC'));
  for (const folded of isSpeltTwice ? [fold, foldSpeltOut] : [fold]) {
    const parts = { given: wordsIn(givenName, folded), surname: wordsIn(family, folded) };
    const isWhole = parts.given.length > 0 && parts.surname.length > 0;
    if (isWhole) names.push(parts);
    const same = [...parts.given, ...parts.surname].join(' ');
    const shown = displayed(displayName, folded, parts.given.length + parts.surname.length > 0);
    const others = shown.filter((name) => !isWhole || asShown(name) !== same);
    // Displayed as Liz Ashdown, otherwise Elizabeth Fernsby: Elizabeth Ashdown is she, too.
    const mixed = isWhole ? others.map(({ surname }) => ({ given: parts.given, surname })) : [];
    names.push(...others, ...mixed);
  }
  return names;
}

function asShown({ given, surname }: Name): string {
  return [...given, ...surname].join(' ');
}

/** A displayed name in its two parts. Where only it is known, a middle word may belong to either; a hyphen divides nothing. */
function displayed(text: string, folded: (text: string) => string, isPerson: boolean): readonly Name[] {
  const [before = '', ...after] = withoutNotes(text).split(',');
  const parted = (part: string) =>
    part
      .split(/\s+/u)
      .map((word) => wordsIn(word, folded))
      .filter((words) => words.length > 0);
  const [family, rest] = [parted(before), parted(after.join(' '))];
  if (after.length > 0) return rest.length === 0 ? [] : [{ given: rest.flat(), surname: family.flat() }];
  const titled = family.findIndex(([word = '']) => !TITLES.has(word));
  const words = family.slice(Math.max(0, titled));
  if (words.length < 2 || words.length > 4) return [];
  if (!isPerson && words.flat().some((word, place) => /\d/u.test(word) || (place === 0 && isNoName(word)))) return [];
  const at = (place: number): Name => ({ given: words.slice(0, place).flat(), surname: words.slice(place).flat() });
  return words.length === 2 ? [at(1)] : [at(1), at(words.length - 1)];
}

/** Whether an account whose name begins so is hardly a person's: "PE department". Behind a given name, "Cook" is a surname. */
function isNoName(word: string): boolean {
  return isNote(word) || isStranger(word);
}

/**
 * What somebody of this name may be called: by the first given name or all of them, by a short form, or by the one name that theirs is
 * short for.
 */
export function calledIn(name: Name, names: readonly Name[]): ReadonlySet<string> {
  return new Set(ownGivens(name).flatMap((given) => [given, ...othersOf(given, names)]));
}

/** What they may be called besides, if the directory has them by a short form: another one, or one of several long ones. */
function doubtfulIn(name: Name, names: readonly Name[]): ReadonlySet<string> {
  return new Set(
    ownGivens(name).flatMap((given) => (isLongKnown(given, names) ? [] : [...othersFor(given), ...cousinsOf(given)])),
  );
}

function ownGivens({ given }: Name): readonly string[] {
  return [given[0] ?? '', given.join('')];
}

function othersOf(given: string, names: readonly Name[]): readonly string[] {
  const long = longFor(given);
  const others = [...othersFor(given)];
  // Nicky may be Nicholas, unless the directory says that she is Nicola, or leaves it open.
  return long.size > 1 || isLongKnown(given, names) ? others.filter((one) => !long.has(one)) : others;
}

function isLongKnown(given: string, names: readonly Name[]): boolean {
  return names.some((name) => ownGivens(name).some((own) => longFor(given).has(own)));
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
