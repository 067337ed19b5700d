import assert from 'node:assert/strict';
import { beginOf } from '../../src/summary/period.js';
import type { Period } from '../../src/summary/summary.js';

describe('beginOf()', () => {
  const cases: readonly (readonly [Period, string, string])[] = [
    ['7d', '2026-11-24T10:00:00Z', '2026-11-17T10:00:00.000Z'],
    ['month', '2026-11-24T10:00:00Z', '2026-11-01T00:00:00.000Z'],
    ['month', '2026-06-24T10:00:00Z', '2026-05-31T23:00:00.000Z'],
    ['month', '2026-06-30T23:30:00Z', '2026-06-30T23:00:00.000Z'],
    ['term', '2026-11-24T10:00:00Z', '2026-08-31T23:00:00.000Z'],
    ['term', '2026-02-03T10:00:00Z', '2026-01-01T00:00:00.000Z'],
    ['term', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
    ['term', '2026-04-14T10:00:00Z', '2026-01-01T00:00:00.000Z'],
    ['term', '2026-04-15T10:00:00Z', '2026-04-14T23:00:00.000Z'],
    ['term', '2026-09-01T10:00:00Z', '2026-08-31T23:00:00.000Z'],
    ['year', '2026-11-24T10:00:00Z', '2026-08-31T23:00:00.000Z'],
    ['year', '2026-03-24T10:00:00Z', '2025-08-31T23:00:00.000Z'],
  ];
  for (const [period, now, begin] of cases) {
    it(`lets the ${period} of ${now} begin at ${begin}`, () => {
      assert.equal(beginOf(period, new Date(now)).toISOString(), begin);
    });
  }
});
