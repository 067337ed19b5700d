import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { clashes, classOf, isFullName, search, suggest, suggestByPhone } from '../../src/roster/match.js';
import type { Person } from '../../src/roster/person.js';
import { GUEST, LEAVER, PEOPLE, TEACHER } from '../support/world.js';

function made(id: string, displayName: string, names: Partial<Person> = {}): Person {
  const [givenName = '', surname = ''] = displayName.split(' ');
  const rest = { jobTitle: null, mail: null, mobilePhone: null, enabled: true, kind: 'member' } as const;
  return { id, displayName, givenName, surname, ...rest, ...names };
}

/** Milliseconds that the processor worked for us: other tests run at the same time. */
function worked(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const bare = { givenName: null, surname: null };

const SCHOOL: readonly Person[] = [
  made('priya', 'Priya Nair', { jobTitle: 'Year 6 teacher' }),
  made('gareth', 'Gareth Jolliffe', { mobilePhone: '07700 900123' }),
  made('zoe', 'Zoë Łukasik'),
  made('idris', 'Idris Hale', { jobTitle: 'Head of PE' }),
  made('sam-a', 'Sam Okonjo'),
  made('sam-b', 'Sam Okonjo'),
  made('siobhan', "Siobhán O'Dare-West", {
    givenName: 'Siobhán',
    surname: "O'Dare-West",
    mobilePhone: '+44 (0)7700 900124',
  }),
  made('room', 'Meeting Room 1', bare),
  made('pta', 'Friends Office', bare),
  made('katherine', 'Katherine Prowse'),
  made('bob', 'Bob Tennick'),
  made('lizzie', 'Elizabeth Ormond'),
  made('married', 'Tamsin Lowther', { surname: 'Blackrod' }),
  made('james', 'James Thomas'),
  made('ravi', 'Ravi Patel', { jobTitle: 'Maths teacher' }),
  made('juergen', 'Jürgen Müller'),
  made('oksana', 'Oksana Bondar'),
  made('mary', 'Mary Jane Fettle', { givenName: 'Mary Jane', surname: 'Fettle' }),
  made('unparted', 'Trewin, Morwenna (Oakfield)', bare),
];

const id = (label: string, people = SCHOOL) => suggest(label, people)?.id ?? null;

describe('suggest()', () => {
  const names: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    'a whole name': [
      ['Priya Nair', 'priya'],
      ['  pRIYA   nair ', 'priya'],
      ['Nair, Priya', 'priya'],
      ['Nair Priya', 'priya'],
      ['Thomas, James', 'james'],
      ['priya.nair', 'priya'],
      ['~ Priya Nair', 'priya'],
      ['zoe lukasik', 'zoe'],
      ['Siobhan ODare West', 'siobhan'],
      ['O’Dare-West, Siobhán', 'siobhan'],
      ["Siobhan O'Dare West", 'siobhan'],
      ['Juergen Mueller', 'juergen'],
      ['Jurgen Muller', 'juergen'],
      ['Оксана Бондар', 'oksana'],
      ['Priya A. Nair', 'priya'],
      ['Mary Fettle', 'mary'],
      ['Mary-Jane Fettle', 'mary'],
      ['Morwenna Trewin', 'unparted'],
      ['Tamsin Lowther', 'married'],
      ['Tamsin Blackrod', 'married'],
      ['Meeting Room 1', 'room'],
      ['𝓟𝓻𝓲𝔂𝓪 𝓝𝓪𝓲𝓻', 'priya'],
    ],
    'a short form of the given name': [
      ['Kate Prowse', 'katherine'],
      ['Prowse, Kath', 'katherine'],
      ['Robert Tennick', 'bob'],
      ['Liz Ormond', 'lizzie'],
      ['Kate P', 'katherine'],
    ],
    'a name and a title': [
      ['Miss Priya Nair', 'priya'],
      ['Ms. P. Nair', 'priya'],
      ['Miss Nair Y6', 'priya'],
      ['Mr Hale (PE)', 'idris'],
      ['Rev Dr Idris Hale', 'idris'],
    ],
    'a name and a note': [
      ['Priya Nair PE', 'priya'],
      ['Priya Nair (Y6)', 'priya'],
      ['Priya Nair - school', 'priya'],
      ['Priya Nair | lift share', 'priya'],
      ['Priya Nair 🌸📐', 'priya'],
      ['Priya Nair new number', 'priya'],
      ['Priya Nair 2', 'priya'],
      ['Year 6 Priya Nair', 'priya'],
      ['Mr Hale PE 📐', 'idris'],
      ['Mr Hale, Head of PE', 'idris'],
      ['Idris H (work mob)', 'idris'],
      ['Priya N Y6', 'priya'],
    ],
    'a given name and an initial, or the other way round': [
      ['Priya N', 'priya'],
      ['priya n.', 'priya'],
      ['P. Nair', 'priya'],
      ['Nair P', 'priya'],
      ['Siobhan O', 'siobhan'],
      ['Siobhan OW', 'siobhan'],
    ],
    'a number': [
      ['+44 7700 900123', 'gareth'],
      ['Gareth 07700 900123', 'gareth'],
      ['Gareth Jolliffe 07700 900999', 'gareth'],
    ],
  };
  for (const [title, cases] of Object.entries(names))
    describe(`knows ${title}`, () => {
      for (const [label, expected] of cases)
        it(`suggests ${expected} for "${label}"`, () => assert.equal(id(label), expected));
    });

  const nobody: Readonly<Record<string, readonly string[]>> = {
    'a part that others outside have too': [
      'Priya',
      'ZOË',
      'Miss P',
      'Miss N',
      'Miss Priya',
      'GJ',
      'G.J.',
      'g j',
      'Hale',
    ],
    'a given name with a note': ['Priya (Y6)', 'Priya - school', 'Priya PE', 'Gareth work', 'Idris TA', '~ Zoe'],
    'a name that two people have': ['Sam Okonjo', 'Sam', 'SO', 'Sam O', 'Mr Okonjo', 'Sam Okonjo (Y2)'],
    'a surname that is common': ['Mr Patel', 'R Patel', 'Mrs Thomas', 'Mr Patel Maths'],
    'a title and a surname, unless the note is of their work': [
      'Mr Hale',
      'Miss Nair',
      'Mr Hale Maths',
      'Mr Hale work',
      'Miss Nair Y5',
      'Miss Nair teacher',
    ],
    'a title that speaks against the given name': ['Mrs Hale PE', 'Mr Nair Y6'],
    'a title that not only colleagues have': ['Dr Hale', 'Coach Jolliffe', 'Rev Nair'],
    'who somebody is to somebody else': [
      "Priya's mum",
      "Mia's dad",
      'Mia Y4 parent',
      'Mum',
      'Dad',
      "Priya Nair (Mia's mum)",
      'Priya Nair - mum',
      'Priya Nair mum',
      'Mrs Nair (parent)',
      'Priya Nair (Mia)',
      'Idris Hale (ex)',
      'Priya N Y4',
      'Mr Hale Y3',
      'Priya & Tom Nair',
      'Mr & Mrs Hale',
    ],
    'a word that is no colleague’s': [
      'Priya plumber',
      'Gareth J plumber',
      'Mr Hale window cleaner',
      'Idris H (gym)',
      'Oakfield PTA',
    ],
    'another name': [
      'Gareth Jollife',
      'Priya Nayar',
      'Thomas James',
      'Priya Nair Shah',
      'Siobhan West',
      'Priya S',
      'I Nair',
    ],
    'no name': ['Number 1', '🌸', '', ' ', '~', '()', '${x}', 'Room M', 'constructor', '__proto__'],
    'two numbers, or nobody’s': ['07700 900123 / 07700 900124', '07700 900999', '07700 900 12'],
  };
  for (const [title, labels] of Object.entries(nobody))
    describe(`suggests nobody for ${title}`, () => {
      for (const label of labels) it(`"${label}"`, () => assert.equal(id(label), null));
    });

  it('suggests nobody when the name and the number speak for two people', () => {
    assert.equal(id('Priya Nair 07700 900123'), null);
  });

  it('suggests nobody when a short form of the name is that of two people', () => {
    assert.equal(id('Kate Prowse', [...SCHOOL, made('kate', 'Kate Prowse')]), null);
    assert.equal(id('Katherine Prowse', [...SCHOOL, made('kate', 'Kate Prowse')]), null);
  });

  it('suggests nobody when somebody of whom the directory only has another short form may be meant', () => {
    const people = [made('bethan', 'Bethan Takeda'), made('liz', 'Liz Tulloch')];

    assert.equal(id('Beth T', people), null);
    assert.equal(id('Beth T', people.slice(0, 1)), 'bethan');
    assert.equal(id('Beth Tulloch', people), null);
  });

  it('suggests nobody for one of several names that a name in the directory is short for', () => {
    const people = [made('nicky', 'Nicky Asante'), made('nicola', 'Nicky Crewe', { givenName: 'Nicola' })];

    assert.equal(id('Nicholas Asante', people), null);
    assert.equal(id('Nicholas Crewe', people), null);
    assert.equal(id('Nicola Crewe', people), 'nicola');
  });

  it('knows a surname that is a word of a note', () => {
    const people = [made('cook', 'Jo Cook', bare), made('walker', 'Sam Walker', bare)];

    assert.deepEqual(
      ['Jo Cook', 'Jo C', 'Sam Walker', 'Sam W (office)'].map((label) => id(label, people)),
      ['cook', 'cook', 'walker', 'walker'],
    );
  });

  it('does not take a short form in the directory for a whole name', () => {
    const people = [made('jo', 'Jo P', bare), made('joe', 'Jo Prentice')];

    assert.equal(id('Jo Prentice', people), 'joe');
    assert.equal(id('Jo P', people), null);
    assert.equal(id('Jo P', people.slice(0, 1)), 'jo');
  });
});

/** Words of which names, labels and notes are made: few, so that they meet. */
const WORDS = [
  'Sam',
  'Samuel',
  'Samantha',
  'Jo',
  'Joanna',
  'James',
  'Thomas',
  'Tom',
  'Okonjo',
  'Hale',
  'Nair',
  'Ward',
  'Menon-Ward',
];
const word = fc.constantFrom(...WORDS);
const somebody = fc.tuple(word, word).map(([givenName, surname]) => ({ givenName, surname }));
const directory = fc
  .array(somebody, { maxLength: 12 })
  .map((names) => names.map((name, n) => made(`p${n}`, `${name.givenName} ${name.surname}`, name)));
const saved = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.oneof(word, fc.constantFrom('Mr', 'Miss', 'H', 'O', 'N', 'PE', '(Y6)', '-', ',', 'mum', "'s", '&', '📐')),
      { maxLength: 5 },
    )
    .map((parts) => parts.join(' ')),
);

describe('a suggestion, whatever the label and the directory', () => {
  it('is somebody of the directory', () => {
    fc.assert(
      fc.property(saved, directory, (label, people) => {
        const person = suggest(label, people);
        assert.ok(person === null || people.includes(person));
      }),
    );
  });

  it('is never made for one person by adding another', () => {
    fc.assert(
      fc.property(saved, directory, somebody, (label, people, name) => {
        const added = made('added', `${name.givenName} ${name.surname}`, name);
        const [before, after] = [id(label, people), id(label, [...people, added])];
        assert.ok(after === before || after === 'added' || after === null);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the same in whatever order the directory has them', () => {
    fc.assert(
      fc.property(saved, directory, (label, people) => assert.equal(id(label, people), id(label, people.toReversed()))),
    );
  });

  it('is nobody when everybody has a namesake', () => {
    fc.assert(
      fc.property(saved, directory, (label, people) => {
        assert.equal(
          id(
            label,
            people.flatMap((one) => [one, { ...one, id: `${one.id}-too` }]),
          ),
          null,
        );
      }),
    );
  });

  it('is nobody for a single word', () => {
    fc.assert(
      fc.property(fc.constantFrom(...WORDS.slice(0, -1)), directory, (label, people) =>
        assert.equal(id(label, people), null),
      ),
    );
  });
});

describe('suggestByPhone()', () => {
  it('finds the only person with the number, however the directory writes it', () => {
    assert.equal(suggestByPhone('+447700900123', SCHOOL)?.id, 'gareth');
    assert.equal(suggestByPhone('+447700900124', SCHOOL)?.id, 'siobhan');
  });

  it('finds nobody when two people share it, or nobody has it', () => {
    const shared = SCHOOL.map((one) => ({ ...one, mobilePhone: '07700900123' }));

    assert.equal(suggestByPhone('+447700900123', shared), null);
    assert.equal(suggestByPhone('+447700900999', SCHOOL), null);
  });
});

describe('clashes()', () => {
  const [a, b, c] = [made('a', 'A Hale'), made('b', 'B Hale'), made('c', 'C Hale')];

  it('says which labels have the same suggestion', () => {
    assert.deepEqual(clashes([a, null, b, a, c, { ...b }, null, a]), [
      { person: a, at: [0, 3, 7] },
      { person: b, at: [2, 5] },
    ]);
  });

  it('finds none where each has their own', () => {
    assert.deepEqual(clashes([a, null, b, null]), []);
  });
});

describe('isFullName()', () => {
  for (const [label, expected] of [
    ['Hale, Idris', true],
    ['Mr Idris Hale', true],
    ['Idris', false],
    ['Idris H', false],
    ['', false],
  ] as const)
    it(`says ${expected ? 'yes' : 'no'} to "${label}"`, () => {
      assert.equal(isFullName(label, made('idris', 'Idris Hale')), expected);
    });
});

describe('classOf()', () => {
  const cases = [
    ['a blocked account a leaver', LEAVER, 'leaver'],
    ['a guest account a guest', GUEST, 'guest'],
    ['anybody else staff', TEACHER, 'staff'],
  ] as const;
  for (const [title, person, expected] of cases) {
    it(`calls ${title}`, () => {
      const [one] = PEOPLE.filter(({ id }) => id === person);

      assert.equal(classOf(one!), expected);
    });
  }
});

describe('search()', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['sam', ['sam-a', 'sam-b']],
    ['oko sam', ['sam-a', 'sam-b']],
    ['Mr Hale', ['idris']],
    ['luk', ['zoe']],
    ['nobody', []],
    [' ', []],
    ['[.*', []],
  ];
  for (const [query, expected] of cases) {
    it(`finds ${expected.length} for "${query}"`, () => {
      assert.deepEqual(
        search(query, SCHOOL).map(({ id }) => id),
        expected,
      );
    });
  }
});

describe('a long list in a large directory', () => {
  it('is matched in under a second', () => {
    const people = Array.from({ length: 3_000 }, (_, n) => made(`p${n}`, `Given${n} Surname${n}`));
    const before = worked();

    for (let n = 0; n < 250; n += 1) assert.equal(suggest(`surname${n}, given${n}`, people)?.id, `p${n}`);

    assert.ok(worked() - before < 1_000);
  });
});

describe('a label that is no label', () => {
  for (const part of ['a ', '(', '( - ', '1 ', 'x#', 'ext ', ' ', '+', '٠-'])
    it(`is looked at in no time: "${part}" over and over`, () => {
      const before = worked();

      suggest(`${part.repeat(200_000)}x`, SCHOOL);

      assert.ok(worked() - before < 1_000);
    });
});
