import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { fateOf, pastPeriod, type Fate, type Setting } from '../../src/retention/principles.js';

const keeps = (keep: number, explicit = false): Setting => ({ keep, remove: null, explicit });
const deletes = (remove: number, explicit = false): Setting => ({ keep: null, remove, explicit });
const both = (days: number, explicit = false): Setting => ({ keep: days, remove: days, explicit });

describe('fateOf()', () => {
  const cases: readonly (readonly [string, readonly Setting[], Fate])[] = [
    ['nothing', [], { days: null, action: null }],
    ['one that keeps and deletes', [both(365)], { days: 365, action: 'keep-and-delete' }],
    ['one that keeps', [keeps(365)], { days: 365, action: 'keep' }],
    ['one that deletes', [deletes(365)], { days: 365, action: 'delete' }],
    ['one that keeps for ever', [keeps(Infinity)], { days: 0, action: 'keep' }],
    ['one that keeps for ever and then deletes', [both(Infinity)], { days: 0, action: 'keep' }],
    ['keeping and an earlier deletion', [keeps(365), deletes(30)], { days: 365, action: 'keep-and-delete' }],
    ['keeping and a later deletion', [keeps(30), deletes(365)], { days: 30, action: 'keep' }],
    ['keeping for ever and a deletion', [keeps(Infinity), deletes(30)], { days: 0, action: 'keep' }],
    ['two periods', [both(365), both(730)], { days: 730, action: 'keep-and-delete' }],
    ['two deletions', [deletes(365), deletes(30)], { days: 30, action: 'delete' }],
    ['a named deletion and a shorter one for all', [deletes(365, true), deletes(30)], { days: 365, action: 'delete' }],
    ['a named deletion after another has kept', [both(365), deletes(1095, true)], { days: 365, action: 'keep' }],
    ['two named deletions', [deletes(365, true), deletes(30, true)], { days: 30, action: 'delete' }],
  ];
  for (const [title, settings, fate] of cases)
    it(`knows what becomes of an item under ${title}`, () => assert.deepEqual(fateOf(settings), fate));

  const days = fc.constantFrom(1, 2, 3, 4, Infinity);
  const setting = fc.record({ keep: fc.option(days), remove: fc.option(days), explicit: fc.boolean() });
  const settings = fc.array(setting, { maxLength: 5 });

  /** The days of an item's life, one after the other, as Microsoft's page tells them. */
  function lived(all: readonly Setting[]): { readonly keptTo: number; readonly goneAt: number | null } {
    const isKept = (day: number) => all.some(({ keep }) => keep !== null && day < keep);
    const named = all.filter(({ remove, explicit }) => explicit && remove !== null && remove !== Infinity);
    const deciding = named.length > 0 ? named : all;
    let keptTo = 0;
    for (let day = 0; day < 10; day += 1) {
      const isDue = deciding.some(({ remove }) => remove !== null && day >= remove);
      if (isKept(day)) keptTo = day + 1;
      else if (isDue) return { keptTo, goneAt: day };
    }
    return { keptTo, goneAt: null };
  }

  it('agrees with going through the life of an item day by day', () => {
    fc.assert(
      fc.property(settings, (all) => {
        const { keptTo, goneAt } = lived(all);
        const { days, action } = fateOf(all);
        if (keptTo === 10) assert.deepEqual({ days, action }, { days: 0, action: 'keep' });
        else if (keptTo === 0)
          assert.deepEqual({ days, action }, { days: goneAt, action: goneAt === null ? null : 'delete' });
        else
          assert.deepEqual({ days, action }, { days: keptTo, action: goneAt === keptTo ? 'keep-and-delete' : 'keep' });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the same whatever the order, and however often a policy is told', () => {
    fc.assert(
      fc.property(settings, (all) => {
        assert.deepEqual(fateOf(all.toReversed()), fateOf(all));
        assert.deepEqual(fateOf([...all, ...all]), fateOf(all));
      }),
    );
  });

  it('is not changed by two policies together when neither changes it alone', () => {
    fc.assert(
      fc.property(settings, setting, setting, (all, one, other) => {
        const fate = fateOf(all);
        fc.pre([one, other].every((more) => JSON.stringify(fateOf([...all, more])) === JSON.stringify(fate)));
        assert.deepEqual(fateOf([...all, one, other]), fate);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('pastPeriod()', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  const cases: readonly (readonly [string, number, boolean])[] = [
    ['2025-11-24T09:59:59Z', 365, true],
    ['2025-11-24T10:00:00Z', 365, false],
    ['2026-11-24T09:00:00Z', 365, false],
    ['2019-01-01T00:00:00Z', 1095, true],
    ['1999-01-01T00:00:00Z', 0, false],
  ];
  for (const [oldest, days, expected] of cases)
    it(`${expected ? 'warns' : 'does not warn'} of a message of ${oldest} under ${days} days`, () =>
      assert.equal(pastPeriod(new Date(oldest), days, now), expected));
});
