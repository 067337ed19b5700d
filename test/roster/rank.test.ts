import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Person } from '../../src/roster/person.js';
import { rank } from '../../src/roster/rank.js';

function made(givenName: string, surname: string, mobilePhone: string | null = null): Person {
  const names = { id: `${givenName} ${surname}`, displayName: `${givenName} ${surname}`, givenName, surname };
  return { ...names, jobTitle: null, mail: null, mobilePhone, enabled: true, kind: 'member' };
}

const PEOPLE: readonly Person[] = [
  made('Idris', 'Hale'),
  made('Katherine', 'Prowse'),
  made('Gareth', 'Jolliffe', '07700 900123'),
  made('Anjali', 'Menon-Ward'),
  made('Priya', 'Nair'),
  made('Pradeep', 'Nayar'),
];

describe('rank()', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Gareth Jollife', 'Gareth Jolliffe'],
    ['Garreth', 'Gareth Jolliffe'],
    ['Katie', 'Katherine Prowse'],
    ['Mr Hale', 'Idris Hale'],
    ['Anjali Ward', 'Anjali Menon-Ward'],
    ['Priya', 'Priya Nair'],
    ["Priya (Mia's mum)", 'Priya Nair'],
    ['Nayar PE', 'Pradeep Nayar'],
    ['Mum 07700 900123', 'Gareth Jolliffe'],
  ];
  for (const [label, first] of cases)
    it(`puts ${first} first for "${label}"`, () => assert.equal(rank(label, PEOPLE)[0]?.id, first));

  it('keeps the order where nobody is more like it than another', () => {
    for (const label of ['', '🌸', '???']) assert.deepEqual(rank(label, PEOPLE), PEOPLE);
  });

  it('gives everybody once, whatever the label', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        const ranked = rank(label, PEOPLE);
        assert.deepEqual(new Set(ranked), new Set(PEOPLE));
        assert.equal(ranked.length, PEOPLE.length);
      }),
    );
  });
});
