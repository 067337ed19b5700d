import assert from 'node:assert/strict';
import { untilSchoolIsOut } from '../../src/migration/school-hours.js';

const HOUR_MS = 3_600_000;
const CHRISTMAS = [{ from: '2026-12-21', to: '2027-01-01' }];

describe('untilSchoolIsOut()', () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ['in the morning of a school day', '2026-11-24T10:00:00Z', 7],
    ['on the minute, in summer time', '2026-06-16T09:30:00Z', 6.5],
    ['a moment before seven', '2026-11-24T06:59:59Z', 0],
    ['at seven', '2026-11-24T07:00:00Z', 10],
    ['at five', '2026-11-24T17:00:00Z', 0],
    ['on a Saturday', '2026-11-28T10:00:00Z', 0],
    ['on a bank holiday', '2026-05-25T10:00:00Z', 0],
    ['on the last day before the holidays', '2026-12-18T10:00:00Z', 7],
    ['on the first day of the holidays', '2026-12-21T10:00:00Z', 0],
    ['on the last day of the holidays', '2027-01-01T10:00:00Z', 0],
    ['on the first day after the holidays', '2027-01-04T10:00:00Z', 7],
  ];
  for (const [title, at, hours] of cases)
    it(`${hours === 0 ? 'begins at once' : `waits ${hours} hours`} ${title}`, () => {
      assert.equal(untilSchoolIsOut(new Date(at), CHRISTMAS), hours * HOUR_MS);
    });

  it('knows only weekends and bank holidays where the school has named none', () => {
    assert.equal(untilSchoolIsOut(new Date('2026-12-21T10:00:00Z')), 7 * HOUR_MS);
  });
});
