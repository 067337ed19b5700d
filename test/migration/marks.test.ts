import assert from 'node:assert/strict';
import { MOST_MARKED } from '../../src/history/picker.js';
import { marking, withMarks, withoutMarks } from '../../src/migration/marks.js';
import type { HistoryDecisions } from '../../src/migration/migration.js';

const history = (rest: Partial<HistoryDecisions> = {}): HistoryDecisions => ({
  objectors: [],
  dpoApproved: null,
  objectUntil: null,
  special: 'leave-out',
  picked: [],
  ...rest,
});
const none: ReadonlySet<number> = new Set();

describe('marking()', () => {
  it('adds and removes, ascending, each once', () => {
    const marks = marking(history({ picked: [2, 9] }), 'records', new Set([10, 9, 1]), new Set([2, 5]));

    assert.deepEqual(marks, { added: 2, removed: 1, now: [1, 9, 10] });
  });

  it('starts from nothing in a move of before', () => {
    assert.deepEqual(marking(history(), 'private', new Set([4]), none), { added: 1, removed: 0, now: [4] });
  });

  it('takes no more than the most, and lets go of some of too many', () => {
    const full = Array.from({ length: MOST_MARKED }, (_, n) => n);

    assert.equal(marking(history({ picked: full }), 'records', new Set([1_000]), none), null);
    assert.equal(
      marking(history({ picked: full }), 'records', new Set([1_000]), new Set([0]))?.now.length,
      MOST_MARKED,
    );
    assert.equal(marking(history({ picked: [...full, 999] }), 'records', none, new Set([0]))?.now.length, MOST_MARKED);
  });
});

describe('withMarks()', () => {
  it('takes what is one thing now for the other no more', () => {
    const both = history({ picked: [1, 2], withheld: [3] });

    assert.deepEqual(withMarks(both, 'private', [2, 3]), history({ picked: [1], withheld: [2, 3] }));
    assert.deepEqual(withMarks(both, 'records', [1, 3]), history({ picked: [1, 3], withheld: [] }));
  });
});

describe('withoutMarks()', () => {
  it('forgets both', () => {
    assert.deepEqual(withoutMarks(history({ picked: [1], withheld: [3] })), history({ withheld: [] }));
  });
});
