import type { Person } from '../../src/roster/person.js';
import type { Random } from './random.js';

/** Given names of a mixed British staff room, with what some people of that name are called; common ones come up more often. */
const GIVEN: readonly (readonly [name: string, ...short: string[]])[] = (
  'Sarah,Sal;Claire;Emma,Em;Rebecca,Becky,Bec;Katherine,Kate,Kath,Katie;Elizabeth,Liz,Beth,Lizzie;Joanne,Jo;Jennifer,Jen,Jenny;' +
  'Samantha,Sam;Christine,Chris;Victoria,Vicky,Vic;Susan,Sue;Deborah,Debbie,Deb;Nicola,Nicky;Rachel,Rach;Stephanie,Steph;Lucy;' +
  'Margaret,Maggie,Meg;Alexandra,Alex;Charlotte,Charlie,Lottie;Jessica,Jess;Hannah;Philippa,Pip,Pippa;Patricia,Pat,Trish;Gemma,Gem;' +
  'Francesca,Fran;Natasha,Tash;Michelle,Shell;Bethan,Beth;Cerys;Rhiannon;Siobhán;Aoife;Niamh;Orla;Eilidh;Morag;Fatima;Aisha;Zainab;' +
  'Amina;Nasreen;Priya;Anjali;Meera;Sunita;Harpreet;Jaspreet;Simran;Ngozi;Adaeze;Chiamaka;Ama;Abena;Folasade,Sade;Katarzyna,Kasia;' +
  'Agnieszka,Aga;Małgorzata,Gosia;Oksana;Ioana;Zoë;Chloé;Renée;Mei;Yuki;Thi Lan;Anne-Marie;Mary Jane;David,Dave;Michael,Mike,Mick;' +
  'Robert,Rob,Bob;James,Jim,Jamie;Thomas,Tom;Christopher,Chris;Stephen,Steve;Andrew,Andy;Matthew,Matt;Daniel,Dan,Danny;Samuel,Sam;' +
  'Joseph,Joe;Benjamin,Ben;William,Will,Bill;Richard,Rich,Rick;Anthony,Tony;Edward,Ed,Ted;Alexander,Alex;Jonathan,Jon;Nicholas,Nick;' +
  'Peter,Pete;Gregory,Greg;Timothy,Tim;Kenneth,Ken;Mark;Paul;Ian;Owen;Gareth,Gaz;Rhys;Dafydd,Dai;Callum;Hamish;Fergus;Connor;Seán;' +
  'Mohammed,Mo;Muhammad,Mo;Imran;Bilal;Yusuf;Hassan;Raj;Vikram;Arjun;Gurpreet;Kwame;Emeka;Tunde;Kofi;Tomasz,Tomek;Piotr;Andrei;' +
  'José;Jürgen;Søren;Wei;Hiroshi;Minh'
)
  .split(';')
  .map((entry) => entry.split(',') as [string, ...string[]]);

const SURNAMES: readonly string[] = (
  'Smith Jones Taylor Williams Brown Davies Evans Wilson Thomas Roberts Johnson Walker Wright Thompson White Hughes Edwards Green Hall ' +
  'Wood Harris Lewis Martin Clarke Clark Turner Hill Cooper Ward Morris Moore Patel Khan Ahmed Hussain Ali Begum Singh Kaur Shah ' +
  'Okafor Adeyemi Mensah Osei Nwosu Balogun Eze Asante Owusu Nair Menon Iyer Banerjee Chaudhry Qureshi Siddiqui Malik Rahman Miah ' +
  'Kowalski Nowak Wójcik Łukasik Popescu Shevchenko Müller Sørensen García Nguyễn Tran Chan Wong Takeda ' +
  'Ashdown Bellweather Brackenridge Caldecott Carnforth Crewe Dunmore Eastham Fairbrass Farrow Fernsby Garstang Hallam Hartigan Hindle ' +
  'Holroyd Jolliffe Kettering Larkham Locke Lowther Marlow Musgrave Oldroyd Ormond Pargeter Penhale Pickersgill Plumtree Prentice ' +
  'Quayle Ramsbottom Rintoul Sackett Sallow Satterthwaite Skelton Storr Tarrant Thackray Thorne Tredinnick Tulloch Unsworth Vance ' +
  'Wainwright Whitlock Winterbourne Wolstenholme Yardley Pugh Gethin Llewellyn Prosser Bevan Vaughan McAllister McIntyre MacLeod ' +
  "O'Dowd O'Rourke O'Neill Finnan Cavanagh Gallagher Doherty Brennan de-Souza van-Rensburg"
)
  .split(' ')
  .map((name) => name.replace(/^(de|van)-/u, '$1 '));

const JOBS = (
  'Maths teacher,English teacher,Science teacher,PE teacher,History teacher,Art teacher,Year 1 teacher,Year 2 teacher,Year 3 teacher,' +
  'Year 4 teacher,Year 5 teacher,Year 6 teacher,Teaching assistant,Teaching assistant,HLTA,SENCO,Head of PE,Deputy head,Caretaker,' +
  'Office administrator,Receptionist,Midday supervisor,IT technician,Librarian,Attendance officer,Cover supervisor'
).split(',');

/** Somebody as a generator of labels needs to know them: also what the directory does not say. */
export type Human = {
  readonly given: string;
  readonly short: readonly string[];
  readonly surname: string;
  readonly title: 'Mr' | 'Mrs' | 'Miss' | 'Ms';
  readonly job: string;
  /** As they ring; the directory may have it or not. */
  readonly mobile: string;
};

/** Where the given names of women end in the list. */
const FIRST_MAN = GIVEN.findIndex(([name]) => name === 'David');

/** Somebody whose names are drawn from the lists; common surnames and the first names of each half come up more often. */
export function human(random: Random, number: number): Human {
  const isWoman = random.chance(0.7);
  const pool = isWoman ? GIVEN.slice(0, FIRST_MAN) : GIVEN.slice(FIRST_MAN);
  const [given, ...short] = pool[Math.min(random.below(pool.length), random.below(pool.length * 2))] ?? ['Sam'];
  const one = random.chance(0.25) ? random.one(SURNAMES.slice(0, 40)) : random.one(SURNAMES);
  const surname = random.chance(0.05) ? `${one}-${random.one(SURNAMES.filter((name) => name !== one))}` : one;
  const mobile = `07700 ${900_000 + number}`;
  const title = isWoman ? random.one(['Mrs', 'Miss', 'Ms'] as const) : 'Mr';
  return { given, short, surname, title, job: random.one(JOBS), mobile };
}

export type Member = { readonly human: Human; readonly person: Person };

/** The directory of a trust: homonyms, married names, names in one field only, and mobile numbers for three in five. */
export function trust(random: Random, staff: number): readonly Member[] {
  const members: Member[] = [];
  for (let n = 0; n < staff; n += 1) {
    const before = members[random.below(Math.max(1, members.length))]?.human;
    const fresh = human(random, n);
    // One in sixty has a namesake in the trust.
    const same =
      before !== undefined && random.chance(1 / 60)
        ? { given: before.given, surname: before.surname, short: before.short }
        : {};
    const one = { ...fresh, ...same };
    members.push({ human: one, person: account(random, one, n) });
  }
  return members;
}

function account(random: Random, { given, surname, short, job, mobile }: Human, n: number): Person {
  const called = short.length > 0 && random.chance(0.15) ? (short[0] ?? given) : given;
  const isParted = random.chance(0.85);
  const display = random.one([
    `${called} ${surname}`,
    `${called} ${surname}`,
    `${called} ${surname}`,
    `${surname}, ${called}`,
  ]);
  const maiden = random.chance(0.03) ? random.one(SURNAMES) : surname;
  return {
    id: `person-${n}`,
    displayName: display,
    givenName: isParted ? given : null,
    surname: isParted ? maiden : null,
    jobTitle: random.chance(0.8) ? job : null,
    mail: null,
    mobilePhone: random.chance(0.6) ? spelt(random, mobile) : null,
    enabled: !random.chance(0.04),
    kind: 'member',
  };
}

/** A British number as one of many people typed it. */
export function spelt(random: Random, mobile: string): string {
  const digits = mobile.replaceAll(/\D/gu, '').slice(1);
  const [a, b, c] = [digits.slice(0, 4), digits.slice(4, 7), digits.slice(7)];
  return random.one([
    `0${a} ${b}${c}`,
    `+44 ${a} ${b}${c}`,
    `+44${digits}`,
    `0044 ${a} ${b} ${c}`,
    `+44 (0)${a} ${b}${c}`,
    `(0${a}) ${b}-${c}`,
    `\u202A+44\u00A0${a}\u00A0${b}\u2011${c}\u202C`,
  ]);
}
