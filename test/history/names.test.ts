import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { matchNames, type NamedMember } from '../../src/history/names.js';
import { mergeExport } from '../../src/migration/exported.js';
import { newDraft } from '../../src/migration/wizard.js';
import type { Person } from '../../src/roster/person.js';
import type { Inspection, Seen } from '../../src/whatsapp/findings.js';
import { inspect } from '../../src/whatsapp/inspect.js';
import { exported, residential } from '../support/whatsapp.js';

function person(id: string, displayName: string, mobilePhone: string | null = null): Person {
  const [givenName = null, surname = null] = displayName.split(' ');
  return {
    id,
    displayName,
    givenName,
    surname,
    jobTitle: null,
    mail: null,
    mobilePhone,
    enabled: true,
    kind: 'member',
  };
}

const AT = new Date('2026-11-25T10:00:00Z');
const DIRECTORY = [
  person('amara', 'Amara Osei'),
  person('ben', 'Ben Whitlock'),
  person('kwame', 'Kwame Boateng', '07700 900107'),
];

function seen(name: string, entries: number, day = 1): Seen {
  const at = `2026-03-${String(day).padStart(2, '0')}T08:00`;
  return { name, entries, first: at, last: at, joined: null, left: null, wrote: entries > 0 };
}

function member(id: string, label: string, of: Seen | null = null, person: string | null = null): NamedMember {
  if (of === null) return { id, label, seen: null, person };
  const { first, last, entries, joined, left } = of;
  return { id, label, seen: { first, last, entries, joined, left }, person };
}

/** What the wizard makes of an export: the draft, and what was read. */
async function used(lines = residential({ ambiguous: false })) {
  const bytes = Buffer.from(exported(lines, { platform: 'android', order: 'dmy' }));
  const inspection: Inspection = await inspect('WhatsApp Chat with trip.txt', bytes, { special: {}, today: AT });
  const [findings] = inspection.readings;
  const { draft } = newDraft('mov-1', 'amara', AT);
  const merged = mergeExport(
    draft,
    { reading: 'rdg-1', inspection, findings, zone: 'Europe/London', usedAt: AT },
    DIRECTORY,
  );
  return { members: merged.draft.members, people: findings.people };
}

describe('matchNames()', () => {
  it('finds everybody who wrote, among them who was a number, in a draft that was made from the export', async () => {
    const { members, people } = await used();

    const names = matchNames(people, members, DIRECTORY);

    const labels = [...names].map(([name, id]) => [name, members.find((one) => one.id === id)!.label]);
    assert.deepEqual(
      new Map(labels as [string, string][]),
      new Map([
        ['Amara Osei', ''],
        ['Ben Whitlock', 'Ben Whitlock'],
        ['Dave Coaches', 'Dave Coaches'],
        ['Nan Pemberlow', 'Nan Pemberlow'],
        ['+44 7700 900107', 'Number 1'],
      ]),
    );
  });

  it('finds them in a newer export by name, and a number by the directory', async () => {
    const { members } = await used();
    const confirmed = members.map((one) => (one.label === 'Number 1' ? { ...one, person: 'kwame' } : one));
    const { people } = await used([
      ...residential({ ambiguous: false }),
      { at: '2026-05-01T08:00', by: 'Ben Whitlock', text: 'later' },
      { at: '2026-05-01T08:00', by: '+44 7700 900107', text: 'later' },
      { at: '2026-05-01T08:00', by: 'Amara Osei', text: 'later' },
    ]);

    const names = matchNames(people, confirmed, DIRECTORY);

    assert.equal(names.size, 5);
    assert.equal(names.get('+44 7700 900107'), confirmed.find((one) => one.person === 'kwame')!.id);
    assert.equal(names.get('Amara Osei'), 'p1');
  });

  it('takes nobody for a number of whom a newer export says something else', async () => {
    const { members } = await used();
    const people = [seen('+44 7700 900555', 9)];

    assert.equal(matchNames(people, members, []).size, 0);
  });

  it('tells numbers with the same times apart by their order, when there are as many of both', () => {
    const people = [seen('+44 7700 900101', 1), seen('+44 7700 900102', 1)];
    const members = [member('p3', 'Number 2', people[1]), member('p2', 'Number 1', people[0])];

    assert.deepEqual(
      matchNames(people, members, []),
      new Map([
        ['+44 7700 900101', 'p2'],
        ['+44 7700 900102', 'p3'],
      ]),
    );
  });

  it('takes neither when one of two with the same times was taken out of the list', () => {
    const people = [seen('+44 7700 900101', 1), seen('+44 7700 900102', 1)];

    assert.equal(matchNames(people, [member('p3', 'Number 2', people[1])], []).size, 0);
  });

  it('does not take a name for a number with the same times', () => {
    const people = [seen('Priya', 1), seen('+44 7700 900102', 1)];

    const names = matchNames(people, [member('p3', 'Priya', people[0]), member('p4', 'Number 1', people[1])], []);

    assert.deepEqual(
      names,
      new Map([
        ['Priya', 'p3'],
        ['+44 7700 900102', 'p4'],
      ]),
    );
  });

  it('takes neither of two members of one name, nor of two names that are written alike', () => {
    assert.equal(matchNames([seen('Priya', 1)], [member('p2', 'Priya'), member('p3', 'priya')], []).size, 0);
    assert.equal(matchNames([seen('Priya', 1), seen('PRIYA', 2)], [member('p2', 'Priya')], []).size, 0);
  });

  it('knows names that the wizard writes otherwise', () => {
    const names = matchNames(
      [seen('~ Sam \u{1F600}', 1), seen('Number 1', 3)],
      [member('p2', 'Sam'), member('p3', 'Number 1')],
      [],
    );

    assert.deepEqual(names, new Map([['~ Sam \u{1F600}', 'p2']]));
  });

  it('passes over those who are only named', () => {
    assert.equal(matchNames([seen('Priya', 0)], [member('p2', 'Priya')], []).size, 0);
  });

  it('gives nobody two members, and no member two names', () => {
    const name = fc.constantFrom('Priya', 'priya', 'Sam', '+44 7700 900101', '+44 7700 900102', 'Ben Whitlock', '~Sam');
    const everybody = fc.uniqueArray(fc.tuple(name, fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 2 })), {
      selector: ([one]) => one,
    });
    const labels = fc.array(fc.tuple(fc.constantFrom('Priya', 'Sam', 'Number 1', 'Number 2', ''), fc.nat({ max: 9 })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(everybody, labels, (list, members) => {
        const people = list.map(([one, entries, day]) => seen(one, entries, day));
        const draft = members.map(([label, of], n) =>
          member(`p${n + 1}`, label, people[of] ?? null, n === 0 ? 'ben' : null),
        );

        const names = matchNames(people, draft, DIRECTORY);

        assert.equal(new Set(names.values()).size, names.size);
      }),
      { numRuns: 300 },
    );
  });
});
