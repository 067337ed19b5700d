import assert from 'node:assert/strict';
import { hourlyQuota } from '../../src/retention/quota.js';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 10, minutes));

describe('hourlyQuota()', () => {
  it('takes so many in an hour, and counts the rest into the next one that it takes', () => {
    const quota = hourlyQuota(2);

    const first = [0, 1, 2, 3, 59].map((minutes) => quota.take(at(minutes)));
    const next = [60, 61, 62].map((minutes) => quota.take(at(minutes)));

    assert.deepEqual(first, [0, 0, null, null, null]);
    assert.deepEqual(next, [3, 0, null]);
  });
});
