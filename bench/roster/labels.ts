import type { Random } from './random.js';
import { human, spelt, type Human, type Member } from './trust.js';

export type Label = {
  readonly text: string;
  readonly form: string;
  /** The directory id of who it is; null for an outsider. */ readonly id: string | null;
};
type Form = readonly [form: string, share: number, write: (human: Human, random: Random) => string];

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['’]/gu, '')
    .replaceAll('Ł', 'L')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o');
const called = ({ given, short }: Human, random: Random) => (short.length > 0 ? random.one(short) : given);
const first = (text: string) => [...text][0] ?? '';
const subject = ({ job }: Human) => job.replace(/^Head of | teacher$/gu, '').replace('Teaching assistant', 'TA');
const EMOJI = ['📐', '🌸', '⚽', '🎨', '❤️', '👩‍🏫', '🏫'];

/**
 * How colleagues are saved in phones, with their shares in percent. An estimate, so that about as many are whole
 * names as where a token set with short names found 362 of 600.
 */
export const TRUE_FORMS: readonly Form[] = [
  ['given name and surname', 27, ({ given, surname }) => `${given} ${surname}`],
  ['short name and surname', 16, (one, random) => `${called(one, random)} ${one.surname}`],
  ['without case, accents, apostrophes', 5, ({ given, surname }) => plain(`${given} ${surname}`).toLowerCase()],
  ['surname first', 3, ({ given, surname }, random) => random.one([`${surname}, ${given}`, `${surname} ${given}`])],
  ['with a title', 2, ({ title, given, surname }) => `${title} ${given} ${surname}`],
  ['with an emoji', 3, ({ given, surname }, random) => `${given} ${surname} ${random.one(EMOJI)}`],
  ['with a note', 7, (one, random) => `${called(one, random)} ${one.surname} ${noted(one, random)}`],
  ['first name and initial', 10, (one, random) => `${called(one, random)} ${first(one.surname)}`],
  ['initial and surname', 2, ({ given, surname }) => `${first(given)} ${surname}`],
  ['title and surname', 6, ({ title, surname }) => `${title} ${surname}`],
  ['first name', 8, (one, random) => called(one, random)],
  ['first name and note', 4, (one, random) => `${called(one, random)} ${noted(one, random)}`],
  ['number', 3, ({ mobile }, random) => spelt(random, mobile)],
  ['misspelt', 3, ({ given, surname }, random) => misspelt(`${given} ${surname}`, random)],
  ['initials', 1, ({ given, surname }) => `${first(given)}${first(surname)}`],
];

/** How people outside are saved by the same owner. Names come from the same lists, so that they share words with the staff's. */
const OUTSIDE_FORMS: readonly Form[] = [
  ['another whole name', 24, ({ given, surname }) => `${given} ${surname}`],
  ['another whole name, short', 8, (one, random) => `${called(one, random)} ${one.surname}`],
  ['first name', 10, (one, random) => called(one, random)],
  [
    'parent by child',
    14,
    ({ given, surname }, random) =>
      `${given}${random.one(["'s mum", '’s dad', ' mum', "'s nan", ` ${surname} mum Y4`])}`,
  ],
  [
    'first name and child',
    6,
    ({ given }, random) => `${given} (${random.one(['Mia', 'Tyler', 'Aisha', 'Leo'])}’s mum)`,
  ],
  [
    'whole name and relation',
    6,
    ({ given, surname }, random) =>
      `${given} ${surname} ${random.one(['(parent)', '- Mia’s dad', 'parent', '(ex)', 'PTA'])}`,
  ],
  [
    'first name and trade',
    10,
    (one, random) =>
      `${called(one, random)} ${random.one(['plumber', 'taxi', 'gym', 'builder', 'hairdresser', 'football', 'next door'])}`,
  ],
  ['family', 4, (_, random) => random.one(['Mum', 'Dad', 'Nan', 'Home', 'Auntie Jo', 'Uncle Mo', 'Mum mob'])],
  [
    'organisation',
    4,
    (_, random) =>
      random.one(['Oakfield PTA', 'Hill Street Dental', 'A1 Cabs', 'Coach hire', 'School office', 'Ward 6']),
  ],
  ['number', 4, ({ mobile }, random) => spelt(random, mobile)],
];

function noted(one: Human, random: Random): string {
  return random.one([
    `(${subject(one)})`,
    `- ${subject(one)}`,
    subject(one),
    '(school)',
    '- work',
    'work',
    `(Y${1 + random.below(6)})`,
    'new number',
  ]);
}

/** One slip of a thumb: a letter doubled, left out, or changed with the next. */
function misspelt(text: string, random: Random): string {
  const at = 1 + random.below(Math.max(1, text.length - 2));
  const [a, b] = [text.charAt(at), text.charAt(at + 1)];
  return text.slice(0, at) + random.one([a + a, '', b + a]) + text.slice(at + (a === b ? 1 : 2)) + (a === b ? a : '');
}

/** Two labels for each member, in the shares of `TRUE_FORMS`. */
export function trueLabels(random: Random, members: readonly Member[], count: number): readonly Label[] {
  const forms = random.shuffled(spread(TRUE_FORMS, count));
  return forms.map(([form, , write], n) => {
    const { human: one, person } = members[n % members.length] as Member;
    return { text: write(one, random), form, id: person.id };
  });
}

/**
 * Labels of people who are not in the directory, in the shares of `OUTSIDE_FORMS`. They share the first name with somebody of the
 * staff, or the surname, or neither, a third each. Who has both cannot be told from staff by name, nor who has the first name and the
 * initial where only these are saved: they are drawn anew.
 */
export function outsideLabels(random: Random, members: readonly Member[], count: number): readonly Label[] {
  const forms = random.shuffled(spread(OUTSIDE_FORMS, count));
  return forms.map(([form, , write], n) => {
    const letters = form.endsWith('initial') ? 1 : undefined;
    return { text: write(outsider(random, members, n, letters), random), form, id: null };
  });
}

function outsider(random: Random, members: readonly Member[], n: number, letters: number | undefined): Human {
  for (;;) {
    const fresh = human(random, 500 + n);
    const near = random.one(members).human;
    const shared = random.one([{}, { given: near.given, short: near.short }, { surname: near.surname }]);
    const one: Human = { ...fresh, ...shared };
    if (!members.some((member) => isNamesake(one, member, letters))) return one;
  }
}

/** Whether a given name or a short form of it is the same, and the surname, or so many letters of it. */
function isNamesake(one: Human, { human: other, person }: Member, letters: number | undefined): boolean {
  const names = (of: Human) => [of.given, ...of.short];
  const start = (name: string) => plain(name).toLowerCase().slice(0, letters);
  const isSurname = [other.surname, person.surname ?? other.surname].some((name) => start(name) === start(one.surname));
  return isSurname && names(one).some((name) => names(other).includes(name));
}

/** Each form as often as its share says. */
function spread(forms: readonly Form[], count: number): readonly Form[] {
  const all = forms.reduce((sum, [, share]) => sum + share, 0);
  const list = forms.flatMap((form) => Array.from({ length: Math.floor((form[1] * count) / all) }, () => form));
  // What rounding leaves over goes to the first form.
  return [...list, ...forms.slice(0, 1).flatMap((form) => Array.from({ length: count - list.length }, () => form))];
}
