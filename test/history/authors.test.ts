import assert from 'node:assert/strict';
import { authorsOf, type Known } from '../../src/history/authors.js';
import type { Author } from '../../src/history/history.js';
import type { Person } from '../../src/roster/person.js';

function person(id: string, displayName: string, other: Partial<Person> = {}): Person {
  const none = { givenName: null, surname: null, jobTitle: null, mail: null, mobilePhone: null } as const;
  return { id, displayName, enabled: true, kind: 'member', ...none, ...other };
}

const PEOPLE: readonly Person[] = [
  person('ben', 'Ben Whitlock'),
  person('blocked', 'Ada Left', { enabled: false }),
  person('guest', 'Ola Guest', { kind: 'guest' }),
  person('number', '+44 7700 900123', { kind: 'guest' }),
  person('mail', 'ola@example.org', { kind: 'guest' }),
  person('turned', 'Once Staff', { kind: 'guest' }),
];

const MEMBERS: Known['members'] = [
  { id: 'p1', person: 'ben', class: 'staff' },
  { id: 'p2', person: 'gone', class: 'staff' },
  { id: 'p3', person: 'blocked', class: 'staff' },
  { id: 'p4', person: null, class: 'leaver' },
  { id: 'p5', person: 'blocked', class: 'leaver' },
  { id: 'p6', person: 'guest', class: 'guest' },
  { id: 'p7', person: 'vanished', class: 'guest' },
  { id: 'p8', person: 'number', class: 'guest' },
  { id: 'p9', person: 'mail', class: 'guest' },
  { id: 'p10', person: null, class: 'pupil' },
  { id: 'p11', person: null, class: 'outsider' },
  { id: 'p12', person: null, class: 'unknown' },
  { id: 'p13', person: null, class: null },
  { id: 'p14', person: 'turned', class: 'staff' },
];

const known: Known = {
  names: new Map(MEMBERS.map(({ id }) => [`name of ${id}`, id])),
  members: MEMBERS,
  people: new Map(PEOPLE.map((one) => [one.id, one])),
  objected: new Set(),
};

const attributed = (attribution: string): Author => ({ kind: 'attributed', attribution });

const CASES: readonly (readonly [title: string, id: string, author: Author])[] = [
  ['staff write under their own account', 'p1', { kind: 'person', person: 'ben', name: 'Ben Whitlock' }],
  ['staff whose account is gone have left', 'p2', attributed('a colleague who has left')],
  ['staff whose account is blocked are named', 'p3', attributed('Ada Left')],
  ['leavers whom the directory does not have are told apart', 'p4', attributed('a colleague who has left (2)')],
  ['leavers whom the directory has are named', 'p5', attributed('Ada Left')],
  ['guests are named', 'p6', attributed('Ola Guest')],
  ['guests who are gone are numbered', 'p7', attributed('Outside member 2')],
  ['a number is no name', 'p8', attributed('Outside member 3')],
  ['an address is no name', 'p9', attributed('Outside member 4')],
  ['pupils are outside', 'p10', { kind: 'outside' }],
  ['outsiders are outside', 'p11', { kind: 'outside' }],
  ['people whom nobody knows are outside', 'p12', { kind: 'outside' }],
  ['people about whom nothing was said are outside', 'p13', { kind: 'outside' }],
  ['staff who have become guests are named', 'p14', attributed('Once Staff')],
];

describe('authorsOf()', () => {
  for (const [title, id, author] of CASES) it(title, () => assert.deepEqual(authorsOf(known)(`name of ${id}`), author));

  it('leaves those who objected out, by person and by member', () => {
    const authorOf = authorsOf({ ...known, objected: new Set(['ben', 'p4']) });

    assert.deepEqual(authorOf('name of p1'), { kind: 'objected' });
    assert.deepEqual(authorOf('name of p4'), { kind: 'objected' });
    assert.deepEqual(authorOf('name of p6'), attributed('Ola Guest'));
  });

  it("takes a name that is nobody's for outside, also a strange one", () => {
    const authorOf = authorsOf({ ...known, names: new Map([...known.names, ['lost', 'p99']]) });

    for (const name of ['Somebody', '', 'constructor', '__proto__', 'lost'])
      assert.deepEqual(authorOf(name), { kind: 'outside' });
  });
});
