import assert from 'node:assert/strict';
import { BANK_HOLIDAYS } from '../../src/calendar/bank-holidays.js';
import { isWorkingDay, workingDaysAfter } from '../../src/calendar/words.js';

const at = (date: string) => new Date(`${date}T12:00:00Z`);

describe('workingDaysAfter()', () => {
  for (const [from, days, to, why] of [
    ['2026-11-23', 3, '2026-11-26', 'a plain week'],
    ['2026-11-26', 3, '2026-12-01', 'a weekend'],
    ['2026-04-01', 2, '2026-04-07', 'Easter'],
    ['2026-12-23', 3, '2026-12-30', 'Christmas, with a substitute for Boxing Day'],
    ['2027-12-24', 1, '2027-12-29', 'two substitutes'],
    ['2027-12-31', 1, '2028-01-04', 'a substitute for New Year’s Day'],
  ] as const)
    it(`counts ${days} from ${from} to ${to}: ${why}`, () => {
      assert.equal(workingDaysAfter(at(from), days).toISOString().slice(0, 10), to);
    });

  it('leaves out the school’s own holidays, both ends included', () => {
    const holidays = [{ from: '2026-12-21', to: '2027-01-01' }];

    assert.equal(workingDaysAfter(at('2026-12-18'), 1, holidays).toISOString().slice(0, 10), '2027-01-04');
    assert.equal(isWorkingDay(at('2026-12-21'), holidays), false);
    assert.equal(isWorkingDay(at('2027-01-04'), holidays), true);
  });

  it('goes by the clock of the school and not of Greenwich', () => {
    // Half past midnight on Monday 25 May in London: a bank holiday.
    assert.equal(isWorkingDay(new Date('2026-05-24T23:30:00Z')), false);
    assert.equal(isWorkingDay(new Date('2026-05-25T23:30:00Z')), true);
  });
});

describe('the bank holidays', () => {
  it('are eight a year, none at a weekend, in order', () => {
    for (const year of ['2026', '2027', '2028'])
      assert.equal(BANK_HOLIDAYS.filter((date) => date.startsWith(year)).length, 8);
    assert.deepEqual(BANK_HOLIDAYS, [...BANK_HOLIDAYS].sort());
    for (const date of BANK_HOLIDAYS) assert.ok(![0, 6].includes(at(date).getUTCDay()), date);
  });

  it('have Good Friday and Easter Monday where Easter is', () => {
    for (const easter of ['2026-04-05', '2027-03-28', '2028-04-16'])
      for (const days of [-2, 1]) {
        const date = new Date(at(easter).getTime() + days * 86_400_000).toISOString().slice(0, 10);
        assert.ok(BANK_HOLIDAYS.includes(date), date);
      }
  });
});
