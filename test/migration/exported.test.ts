import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { mergeExport, type Used } from '../../src/migration/exported.js';
import type { Draft } from '../../src/migration/migration.js';
import { MOST_PEOPLE } from '../../src/migration/people.js';
import { newDraft } from '../../src/migration/wizard.js';
import type { Seen } from '../../src/whatsapp/findings.js';
import { findings, inspection, seen } from '../support/exports.js';
import { member } from '../support/moves.js';
import { NOW } from '../support/scene.js';
import { OWNER, PEOPLE, TEACHER, TWIN_A } from '../support/world.js';

const fresh = (rest: Partial<Draft> = {}): Draft => ({ ...newDraft('mov-TEST0001', OWNER, NOW).draft, ...rest });
const [OWNER_IN] = fresh().members;

function used(people: readonly Seen[], rest: Partial<Used> = {}): Used {
  const found = findings({ people });
  const zone = 'Europe/London';
  const whole = inspection({ readings: [found] });
  return { reading: 'rdg-TEST0001', inspection: whole, findings: found, zone, usedAt: NOW, ...rest };
}

const merge = (people: readonly Seen[], draft = fresh(), directory = PEOPLE, rest: Partial<Used> = {}) =>
  mergeExport(draft, used(people, rest), directory);
const labels = (draft: Draft) => draft.members.map(({ label }) => label);
/** Gareth's number is in the directory. */
const WITH_PHONE = PEOPLE.map((one) => (one.id === TEACHER ? { ...one, mobilePhone: '07700 900123' } : one));

describe('mergeExport()', () => {
  it('adds the people with what the export tells about each', () => {
    const gone = seen('Dave – coaches', { left: '2024-07-19T15:30', entries: 3 });
    const { draft, added, already, leftOut } = merge([gone, seen('Gareth J')]);

    assert.deepEqual([added, already, leftOut], [2, 0, 0]);
    assert.deepEqual(draft.members[1], {
      id: 'p2',
      label: 'Dave – coaches',
      suggested: null,
      person: null,
      class: null,
      seen: { first: gone.first, last: gone.last, entries: 3, joined: null, left: '2024-07-19T15:30' },
    });
    assert.equal(draft.members[2]?.suggested, TEACHER);
  });

  const SAME: readonly (readonly [string, Partial<Draft>, string])[] = [
    [
      'by the name in the chat',
      { members: [OWNER_IN!, member(2, { label: 'dave  COACHES', class: 'outsider' })] },
      'Dave Coaches',
    ],
    [
      'by the whole name of somebody confirmed',
      { members: [OWNER_IN!, member(2, { person: TEACHER, class: 'staff' })] },
      'Gareth Jolliffe',
    ],
    [
      'by the number that the directory has',
      { members: [OWNER_IN!, member(2, { person: TEACHER, class: 'staff' })] },
      '+44 7700 900123',
    ],
    ['when it is the owner', {}, 'Nadia Fernsby'],
  ];
  for (const [title, draft, name] of SAME)
    it(`knows who is in the list already, ${title}`, () => {
      const before = fresh(draft);
      const { draft: after, added, already } = merge([seen(name, { entries: 7 })], before, WITH_PHONE);

      assert.deepEqual([added, already], [0, 1]);
      assert.equal(after.members.at(-1)?.seen?.entries, 7);
      assert.deepEqual(
        after.members.map(({ seen: _seen, ...rest }) => rest),
        before.members.map(({ seen: _seen, ...rest }) => rest),
      );
    });

  it('asks about a name that two people in the directory have, also when one of them is in the list', () => {
    const before = fresh({ members: [OWNER_IN!, member(2, { person: TWIN_A, class: 'staff' })] });
    const { draft, added } = merge([seen('Sam Okonjo')], before);

    assert.equal(added, 1);
    assert.equal(draft.members.at(-1)?.suggested, null);
  });

  it('keeps no number, and matches by it', () => {
    const { draft } = merge([seen('+44 7700 900123'), seen('\u202A+44 7700 900124\u202C')], fresh(), WITH_PHONE);

    assert.deepEqual(labels(draft), ['', 'Number 1', 'Number 2']);
    assert.deepEqual(
      draft.members.slice(1).map(({ suggested }) => suggested),
      [TEACHER, null],
    );
    assert.doesNotMatch(JSON.stringify(draft), /7700|900123/);
  });

  it('takes whoever wrote for somebody, whatever they are called', () => {
    const names = ['Online', 'Carter, Meg', '~ Anna', '12 members', '🌸', '01632 960001, 01632 960002'];
    const { draft, added } = merge(names.map((name) => seen(name)));

    assert.equal(added, names.length);
    assert.deepEqual(labels(draft).slice(1), ['Online', 'Carter, Meg', 'Anna', '12 members', '🌸', 'Number 1']);
  });

  it('does not double numbers when the same file comes again', () => {
    const people = [seen('+44 7700 900200'), seen('Dave')];
    const once = merge(people).draft;
    const twice = merge(people, once);

    assert.deepEqual(twice.draft.members, once.members);
    assert.deepEqual([twice.added, twice.already], [0, 2]);
  });

  it('stops at the most people that a draft can hold, and counts the others', () => {
    const people = Array.from({ length: MOST_PEOPLE + 9 }, (_, n) => seen(`Chat name ${n}`));
    const { draft, added, leftOut } = merge(people);

    assert.equal(draft.members.length, MOST_PEOPLE);
    assert.deepEqual([added, leftOut, draft.exported?.leftOut], [MOST_PEOPLE - 1, 10, 10]);
    assert.equal(draft.exported?.people, people.length);
  });

  it('takes ten thousand names in a full list within the time of a test', () => {
    const full = merge(Array.from({ length: MOST_PEOPLE }, (_, n) => seen(`Here ${n}`))).draft;
    const { leftOut } = merge(
      Array.from({ length: 10_000 }, (_, n) => seen(`Other ${n}`)),
      full,
    );

    assert.equal(leftOut, 10_000);
  });

  it('takes the name of the group only where there is none', () => {
    assert.equal(merge([]).draft.groupName, 'Year 6 residential');
    assert.equal(merge([], fresh({ groupName: 'Trip' })).draft.groupName, 'Trip');
  });

  it('keeps the codes of the warnings, and none that was for another zone', () => {
    const found = findings({
      warnings: [
        { code: 'clock-change', times: 2 },
        { code: 'too-long', times: 1 },
        { code: 'too-long', times: 3 },
      ],
    });
    const same = merge([], fresh(), PEOPLE, { findings: found }).exported;
    const other = merge([], fresh(), PEOPLE, { findings: found, zone: 'Asia/Dubai' }).exported;

    assert.deepEqual([same.warnings, other.warnings], [['clock-change', 'too-long'], ['too-long']]);
    assert.deepEqual([same.zone, other.zone], ['Europe/London', 'Asia/Dubai']);
  });

  it('never has anybody twice under one id, and never more than fit', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('Gareth J', 'Online', '+44 7700 900123', 'Sam Okonjo', ','));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 30 }), fc.array(name, { maxLength: 30 }), (first, second) => {
        const once = merge([...new Set(first)].map((one) => seen(one))).draft;
        const { draft, added, already, leftOut } = merge(
          [...new Set(second)].map((one) => seen(one)),
          once,
        );
        const ids = draft.members.map(({ id }) => id);

        assert.equal(new Set(ids).size, ids.length);
        assert.equal(added + already + leftOut, new Set(second).size);
        assert.ok(draft.members.slice(1).every(({ label }) => label !== ''));
        assert.equal(draft.members[0]?.person, OWNER);
      }),
    );
  });
});
