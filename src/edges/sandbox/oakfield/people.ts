import type { Person } from '../../../roster/person.js';

/** Ids of Oakfield's people: they stand for nothing outside the sandbox. */
export function oakfieldId(n: number): string {
  return `0a4f1e1d-0000-4000-8001-${String(n).padStart(12, '0')}`;
}

/**
 * The people of Oakfield, all invented: number, name, job, and the mobile number as somebody once typed it, because a real
 * directory holds one number in many spellings and many people without one. Numbers are from Ofcom's range for drama.
 */
const STAFF: readonly (readonly [n: number, name: string, job: string, mobile: string | null])[] = [
  [1, 'Amara Osei', 'Year 6 teacher', '07700 900101'],
  [2, 'Ruth Adeyemi', 'Deputy head', '+44 7700 900102'],
  [3, 'Meredith Vance', 'Data protection officer', '+447700900103'],
  [4, 'Callum Ferrars', 'IT lead', '07700900104'],
  [5, 'Josephine Arkwell', 'Head teacher', '07700 900 105'],
  [6, 'Priya Nair', 'Year 6 teacher', '+44 (0)7700 900106'],
  [7, 'Gareth Jolliffe', 'PE coach', '0044 7700 900107'],
  [8, 'Farah Siddiqui', 'Year 5 teacher', '07700-900108'],
  [9, 'Ewan Tulloch', 'Year 6 teaching assistant', '(07700) 900109'],
  [10, 'Dina Rahman', 'SENCO', '+44 7700 900 110'],
  [11, 'Carys Pugh', 'Year 5 teacher', '07700 900111'],
  [12, 'Ben Whitlock', 'Teaching assistant', '+447700900112'],
  [13, 'Katarzyna Wilk', 'Year 4 teacher', '07700 900113'],
  [14, 'Wesley Thorne', 'Caretaker', '07700 900114'],
  [15, 'Virginia Locke', 'Year 1 teacher', '07700 900115'],
  [16, 'Salma Yusuf', 'Office administrator', '+44 7700 900116'],
  [17, 'Orla Finnan', 'Teaching assistant', null],
  [18, 'Joanna Prentice', 'Year 2 teacher', '07700900118'],
  [19, 'Idris Hale', 'PE teacher', '07700 900119'],
  [20, 'Eleanor Crewe', 'Reception teacher', '+44 7700 900120'],
  [21, 'Bashir Bello', 'Midday supervisor', null],
  [22, 'Nell Cavanagh', 'SENCO assistant', '07700 900122'],
  [23, 'Daniel Marlow', 'Year 3 teacher', '07700 900123'],
  [24, 'Daniel Marlow', 'Site assistant', '07700 900124'],
  [25, 'Imogen Sallow', 'Designated safeguarding lead', '+44 7700 900125'],
  [26, 'Hugo Brandreth', 'School business manager', '07700 900126'],
  [27, 'Anjali Menon-Ward', 'Year 3 teacher', '07700 900 127'],
  [28, 'Siobhan O’Dowd', 'Year 4 teacher', '07700 900128'],
  [29, 'Tobias Lindqvist', 'Music teacher', '+44 7700 900129'],
  [30, 'Marguerite Ashdown', 'Year 1 teacher', '07700 900130'],
  [31, 'Kwabena Asante', 'Year 2 teacher', '07700900131'],
  [32, 'Lowri Penhale', 'Reception teacher', '07700 900132'],
  [33, 'Rosalind Achebe', 'Nursery teacher', null],
  [34, 'Zofia Maj', 'Nursery nurse', '+447700900134'],
  [35, 'Harriet Colefax', 'Teaching assistant', '07700 900135'],
  [36, 'Jun Takeda', 'Teaching assistant', '07700 900136'],
  [37, 'Maryam Qureshi', 'Teaching assistant', null],
  [38, 'Fergus Rintoul', 'Teaching assistant', '07700-900138'],
  [39, 'Adaeze Nwosu', 'Learning mentor', '07700 900139'],
  [40, 'Beth Larkham', 'Speech and language assistant', '07700 900140'],
  [41, 'Owen Tredinnick', 'Attendance officer', '+44 7700 900141'],
  [42, 'Pauline Sackett', 'School secretary', '07700 900142'],
  [43, 'Grace Ferreira', 'Finance assistant', null],
  [44, 'Stefan Novotny', 'IT technician', '07700 900144'],
  [45, 'Yasmin Tarrant', 'Admissions officer', '07700 900145'],
  [46, 'Leonard Bixby', 'Site manager', '0044 7700 900146'],
  [47, 'Agnieszka Kowal', 'Cleaner in charge', '+44 7700 900147'],
  [48, 'Dorothy Plumtree', 'Catering manager', null],
  [49, 'Malachi Reid', 'Midday supervisor', '07700 900149'],
  [50, 'Philippa Storr', 'Midday supervisor', '07700 900150'],
  [51, 'Winston Hargreave', 'Chair of governors', '07700 900151'],
  [52, 'Lucinda Faulds', 'Parent governor', '07700 900152'],
  [53, 'Emeka Obiora', 'Staff governor', '+44 7700 900153'],
  [54, 'Helena Strand', 'Co-opted governor', null],
  [55, 'Theo Winterbourne', 'Clerk to the governors', '07700 900155'],
  [56, 'Nia Gethin', 'Supply teacher', '07700 900156'],
];

/** Accounts that are blocked: how a directory shows that somebody has left. */
const LEAVERS: typeof STAFF = [
  [57, 'Tom Hollis', 'Year 6 teacher', '07700 900157'],
  [58, 'Sunita Bhandari', 'Office administrator', '+44 7700 900158'],
];

/** People with an account elsewhere who were let in. */
const GUESTS: typeof STAFF = [[59, 'Bea Quillan', 'Residential centre, bookings', '07700 900159']];

/** What posts for people who have no account, when a chat's messages are moved: nobody signs in with it. */
export const MIGRATION_ACCOUNT = oakfieldId(60);
const ACCOUNTS: typeof STAFF = [[60, 'Regroup Migration', 'Account for moved messages', null]];

export const PEOPLE: readonly Person[] = [
  ...STAFF.map((row) => person(row, {})),
  ...LEAVERS.map((row) => person(row, { enabled: false })),
  ...GUESTS.map((row) => person(row, { kind: 'guest', mail: 'bea.quillan@highmoor.example' })),
  ...ACCOUNTS.map((row) => person(row, {})),
];

function person([n, displayName, jobTitle, mobilePhone]: (typeof STAFF)[number], special: Partial<Person>): Person {
  const [givenName = '', surname = ''] = displayName.split(' ');
  // The second Daniel Marlow got a number, as happens in every directory.
  const number = n === 24 ? '2' : '';
  const mail = `${givenName}.${surname}${number}@oakfield.example`.toLowerCase().replaceAll('’', '');
  return {
    id: oakfieldId(n),
    displayName,
    givenName,
    surname,
    jobTitle,
    mail,
    mobilePhone,
    enabled: true,
    kind: 'member',
    ...special,
  };
}
