import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { classOf, search, suggest, suggestByPhone } from '../../src/roster/match.js';
import type { Person } from '../../src/roster/person.js';
import { GUEST, LEAVER, PEOPLE, TEACHER } from '../support/world.js';

function made(id: string, displayName: string, names: Partial<Person> = {}): Person {
  const [givenName = '', surname = ''] = displayName.split(' ');
  const rest = { jobTitle: null, mail: null, mobilePhone: null, enabled: true, kind: 'member' } as const;
  return { id, displayName, givenName, surname, ...rest, ...names };
}

const SCHOOL: readonly Person[] = [
  made('priya', 'Priya Nair'),
  made('gareth', 'Gareth Jolliffe', { mobilePhone: '07700 900123' }),
  made('zoe', 'Zoë Łukasik'),
  made('idris', 'Idris Hale'),
  made('sam-a', 'Sam Okonjo'),
  made('sam-b', 'Sam Okonjo'),
  made('siobhan', "Siobhán O'Dare-West", {
    givenName: 'Siobhán',
    surname: "O'Dare-West",
    mobilePhone: '+44 (0)7700 900124',
  }),
  made('room', 'Meeting Room 1', { givenName: null, surname: null }),
];

const id = (label: string) => suggest(label, SCHOOL)?.id ?? null;

describe('suggest()', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['Priya Nair', 'priya'],
    ['  pRIYA   nair ', 'priya'],
    ['Nair, Priya', 'priya'],
    ['Nair Priya', 'priya'],
    ['Miss Priya Nair', 'priya'],
    ['Miss P', 'priya'],
    ['Miss N', 'priya'],
    ['Priya', 'priya'],
    ['Priya N', 'priya'],
    ['P. Nair', 'priya'],
    ['GJ', 'gareth'],
    ['G.J.', 'gareth'],
    ['g j', 'gareth'],
    ['Mr Hale', 'idris'],
    ['Hale', null],
    ['zoe lukasik', 'zoe'],
    ['ZOË', 'zoe'],
    ['Siobhan ODare West', 'siobhan'],
    ['O’Dare-West, Siobhán', 'siobhan'],
    ['Meeting Room 1', 'room'],
    ['Sam Okonjo', null],
    ['Sam', null],
    ['SO', null],
    ['Mr S', null],
    ['Gareth Jollife', null],
    ['Number 1', null],
    ['🌸', null],
    ['', null],
    ['${x}', null],
  ];
  for (const [label, expected] of cases) {
    it(`${expected === null ? 'suggests nobody' : `suggests ${expected}`} for "${label}"`, () => {
      assert.equal(id(label), expected);
    });
  }

  it('prefers a whole name to a short form of another', () => {
    const people = [made('jo', 'Jo', { givenName: 'Jo', surname: null }), made('joe', 'Jo Prentice')];

    assert.equal(suggest('Jo', people)?.id, 'jo');
  });

  it('answers whatever the label is, and only with somebody of the directory', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        const person = suggest(label, SCHOOL);
        assert.ok(person === null || SCHOOL.includes(person));
      }),
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
  it('is matched in under two seconds', () => {
    const people = Array.from({ length: 5_000 }, (_, n) => made(`p${n}`, `Given${n} Surname${n}`));
    const before = performance.now();

    for (let n = 0; n < 250; n += 1) assert.equal(suggest(`surname${n}, given${n}`, people)?.id, `p${n}`);

    assert.ok(performance.now() - before < 2_000);
  });
});
