import assert from 'node:assert/strict';
import { isSameIncident, outsideReaders, submit } from '../../src/migration/decision.js';
import { exposureOf } from '../../src/migration/exposure.js';
import type { Member } from '../../src/migration/migration.js';
import { exported } from '../support/exports.js';
import { member, move } from '../support/moves.js';
import { NOW } from '../support/scene.js';
import { APPROVER, TEACHER } from '../support/world.js';

const times = (first: string, left: string | null = null) => ({ first, last: first, entries: 1, joined: null, left });
const STAFF = member(1, { person: TEACHER, class: 'staff', seen: times('2020-01-01T08:00') });
const drafted = (...members: readonly Member[]) => move({}, { exported: exported(), members: [STAFF, ...members] });
const DAVE = member(2, { label: 'Dave', class: 'outsider', seen: times('2024-03-01T09:00', '2024-07-19T15:30') });
const TOM = member(3, { label: 'Tom', class: 'leaver', seen: times('2023-02-03T08:12', '2023-09-01T12:00') });

describe('exposureOf()', () => {
  const CASES: readonly (readonly [string, readonly Member[], object])[] = [
    [
      'from the first who is seen to the last who left',
      [DAVE, TOM],
      { seen: 2, since: '2023-02-03T08:12', until: '2024-07-19T15:30' },
    ],
    [
      'with no end as long as one of them is there',
      [DAVE, member(4, { class: 'pupil', seen: times('2025-01-01T08:00') })],
      { seen: 2, since: '2024-03-01T09:00', until: null },
    ],
    [
      'with no end when one of them is not in the export',
      [DAVE, member(4, { class: 'outsider' })],
      { seen: 1, since: '2024-03-01T09:00', until: null },
    ],
    [
      'with no beginning when none is in the export',
      [member(4, { class: 'outsider' })],
      { seen: 0, since: null, until: null },
    ],
  ];
  for (const [title, members, expected] of CASES)
    it(`is ${title}`, () => {
      const { seen, since, until } = exposureOf(drafted(...members).draft)!;

      assert.deepEqual({ seen, since, until }, expected);
    });

  it('has the content of the whole export', () => {
    const { entries, kinds, traces, zone } = exposureOf(drafted(DAVE).draft)!;
    const all = exported();

    assert.deepEqual(
      { entries, kinds, traces, zone },
      { entries: all.entries, kinds: all.kinds, traces: all.traces, zone: all.zone },
    );
  });

  it('is nothing without an export', () => {
    assert.equal(exposureOf(move({}, { members: [STAFF, DAVE], exported: null }).draft), null);
  });
});

describe('an incident of outside readers', () => {
  it('says what they could see, and stays the same one when the move comes again', () => {
    const one = outsideReaders(drafted(DAVE), 'inc-TEST0001', NOW)!;
    const same = outsideReaders(drafted(DAVE), 'inc-TEST0002', new Date(0))!;

    assert.equal(one.exposure?.since, '2024-03-01T09:00');
    assert.ok(isSameIncident(one, same));
  });

  it('is another one when an export has told more since', () => {
    const before = outsideReaders(move({}, { members: [STAFF, { ...DAVE, seen: null }] }), 'inc-TEST0001', NOW)!;

    assert.equal(isSameIncident(before, outsideReaders(drafted(DAVE), 'inc-TEST0002', NOW)!), false);
  });

  it('keeps when somebody was seen after the name is gone', () => {
    const { draft } = submit(drafted(DAVE), APPROVER, NOW, 3);

    assert.deepEqual(draft.members[1], { ...DAVE, label: '', suggested: null });
    assert.deepEqual(draft.exported, exported());
  });
});
