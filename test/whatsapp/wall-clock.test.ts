import assert from 'node:assert/strict';
import type { Findings } from '../../src/whatsapp/findings.js';
import { tellApart, wallDate } from '../../src/whatsapp/wall-clock.js';

function readAs(oldest: string, newest: string): Findings {
  return {
    platform: 'ios',
    order: 'dmy',
    zone: 'Europe/London',
    group: null,
    entries: 2,
    notices: 0,
    oldest,
    newest,
    people: [],
    timeline: [],
    kinds: {},
    disappearing: 'unknown',
    warnings: [],
  };
}

describe('wallDate()', () => {
  for (const [at, expected] of [
    ['2024-01-05T13:55', '5 January 2024'],
    ['2024-12-31T23:59:59', '31 December 2024'],
  ] as const)
    it(`writes ${at} as ${expected}, in whatever zone the computer is`, () => assert.equal(wallDate(at), expected));
});

describe('tellApart()', () => {
  it('takes the oldest message', () =>
    assert.deepEqual(
      tellApart([readAs('2024-01-05T10:00', '2024-01-06T10:00'), readAs('2024-05-01T10:00', '2024-06-01T10:00')]),
      { message: 'oldest', dates: ['2024-01-05T10:00', '2024-05-01T10:00'] },
    ));

  it('takes the newest where the oldest is of the same day in both', () =>
    assert.deepEqual(
      tellApart([readAs('2024-05-05T10:00', '2024-05-06T10:00'), readAs('2024-05-05T10:00', '2024-06-05T10:00')]),
      { message: 'newest', dates: ['2024-05-06T10:00', '2024-06-05T10:00'] },
    ));

  it('says that nothing tells them apart', () => {
    const same = readAs('2024-05-05T10:00', '2024-06-06T10:00');
    assert.equal(tellApart([same, same]), null);
  });
});
