import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { momentsIn } from '../../src/calendar/clock.js';
import { Times } from '../../src/history/times.js';

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function all(walls: readonly string[], zone = 'Europe/London'): readonly (string | null)[] {
  const times = new Times(zone);
  return walls.map((wall) => iso(times.take(wall, 1)));
}

describe('momentsIn()', () => {
  const cases: readonly (readonly [zone: string, wall: string, moments: readonly string[]])[] = [
    ['Europe/London', '2026-01-15T08:00', ['2026-01-15T08:00:00.000Z']],
    ['Europe/London', '2026-07-15T08:00:07', ['2026-07-15T07:00:07.000Z']],
    ['Europe/London', '2026-03-29T00:59', ['2026-03-29T00:59:00.000Z']],
    ['Europe/London', '2026-03-29T01:00', []],
    ['Europe/London', '2026-03-29T01:59:59', []],
    ['Europe/London', '2026-03-29T02:00', ['2026-03-29T01:00:00.000Z']],
    ['Europe/London', '2026-10-25T00:59', ['2026-10-24T23:59:00.000Z']],
    ['Europe/London', '2026-10-25T01:00', ['2026-10-25T00:00:00.000Z', '2026-10-25T01:00:00.000Z']],
    ['Europe/London', '2026-10-25T02:00', ['2026-10-25T02:00:00.000Z']],
    ['Australia/Lord_Howe', '2026-10-04T02:15', []],
    ['Australia/Lord_Howe', '2026-10-04T02:30', ['2026-10-03T15:30:00.000Z']],
    ['Asia/Kolkata', '2026-03-29T01:30', ['2026-03-28T20:00:00.000Z']],
    ['Pacific/Apia', '2011-12-30T12:00', []],
    ['Europe/London', '2026-13-29T01:30', []],
  ];
  for (const [zone, wall, moments] of cases)
    it(`finds ${moments.length} at ${wall} in ${zone}`, () =>
      assert.deepEqual(momentsIn(zone)(wall).map(iso), moments));

  it('throws for a zone that there is not', () => assert.throws(() => momentsIn('Europe/Nowhere'), RangeError));
});

describe('Times', () => {
  it('puts the entries of one minute a millisecond apart', () => {
    assert.deepEqual(all(['2026-01-15T08:00', '2026-01-15T08:00', '2026-01-15T08:01', '2026-01-15T08:00']), [
      '2026-01-15T08:00:00.000Z',
      '2026-01-15T08:00:00.001Z',
      '2026-01-15T08:01:00.000Z',
      '2026-01-15T08:00:00.002Z',
    ]);
  });

  it('has room for the parts of a long text', () => {
    const times = new Times('Europe/London');

    assert.equal(iso(times.take('2026-01-15T08:00:05', 3)), '2026-01-15T08:00:05.000Z');
    assert.equal(iso(times.take('2026-01-15T08:00:05', 1)), '2026-01-15T08:00:05.003Z');
  });

  it('keeps the order of the file in the hour that the clock showed twice', () => {
    const walls = ['00:50', '01:10', '01:50', '01:05', '01:55', '02:00', '01:58'].map((time) => `2026-10-25T${time}`);

    assert.deepEqual(
      all(walls).map((at) => at?.slice(11, 16)),
      ['23:50', '00:10', '00:50', '01:05', '01:55', '02:00', '01:58'],
    );
  });

  it('has no time for what stands in the hour that the clock skipped', () => {
    assert.deepEqual(all(['2026-03-29T01:30', '2026-03-29T02:30']), [null, '2026-03-29T01:30:00.000Z']);
  });

  it('goes on in the next second when one is full', () => {
    const times = all(Array.from({ length: 1_002 }, () => '2026-01-15T08:00:05').concat('2026-01-15T08:00:06'));

    assert.equal(times[1_001], '2026-01-15T08:00:06.001Z');
    assert.equal(times[1_002], '2026-01-15T08:00:06.002Z');
  });

  it('gives no millisecond twice, and each entry the right minute', () => {
    const wall = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 4 }), fc.option(fc.integer({ min: 0, max: 3 })))
      .map(([h, m, s]) => {
        const two = (n: number) => String(n).padStart(2, '0');
        return `2026-10-25T${two(h)}:${two(m)}${s === null ? '' : `:${two(s)}`}`;
      });
    fc.assert(
      fc.property(fc.array(fc.tuple(wall, fc.integer({ min: 1, max: 4 })), { maxLength: 300 }), (entries) => {
        const times = new Times('Europe/London');
        const used = new Set<number>();
        for (const [at, span] of entries) {
          const first = times.take(at, span);
          assert.ok(first !== null);
          assert.ok(momentsIn('Europe/London')(at).some((moment) => first >= moment && first < moment + 60_000));
          for (let n = 0; n < span; n += 1) {
            assert.ok(!used.has(first + n));
            used.add(first + n);
          }
        }
      }),
    );
  });
});
