import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { batches, notYetPosted } from '../../src/history/import.js';
import { Pace, type Clock } from '../../src/history/pace.js';

/** Time that passes when nobody has anything else to do. */
function simulated(): Clock & { readonly run: (work: Promise<unknown>) => Promise<void>; readonly at: () => number } {
  let now = 0;
  let sleepers: { readonly due: number; readonly wake: () => void }[] = [];
  const sleep = (ms: number) => new Promise<void>((wake) => sleepers.push({ due: now + ms, wake }));
  async function run(work: Promise<unknown>): Promise<void> {
    let over = false;
    const end = work.then(() => (over = true));
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (over) break;
      now = Math.min(...sleepers.map(({ due }) => due));
      assert.ok(Number.isFinite(now), 'nobody is waiting for time to pass');
      const due = sleepers.filter((one) => one.due <= now);
      sleepers = sleepers.filter((one) => one.due > now);
      for (const { wake } of due) wake();
    }
    await end;
  }
  return { now: () => now, at: () => now, sleep, run };
}

/** The most that pass in any second. */
function most(moments: readonly number[]): number {
  let first = 0;
  let found = 0;
  moments.forEach((at, n) => {
    while (moments[first]! + 1_000 < at) first += 1;
    found = Math.max(found, n - first + 1);
  });
  return found;
}

describe('Pace', () => {
  it('lets 5,000 calls through at 95 % of the rate at least, and never more than 4 in a second', async () => {
    const clock = simulated();
    const pace = new Pace(4, clock);
    const moments: number[] = [];
    const order: number[] = [];

    await clock.run(
      Promise.all(
        Array.from({ length: 5_000 }, async (_, n) => {
          await pace.turn('channel');
          moments.push(clock.now());
          order.push(n);
        }),
      ),
    );

    const rate = moments.length / (clock.now() / 1_000);
    assert.ok(rate / 4 >= 0.95, `${rate / 4}`);
    assert.ok(rate <= 4.01);
    assert.equal(most(moments), 4);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
  });

  it('keeps the rate when the answers take half a second and four are under way', async () => {
    const clock = simulated();
    const pace = new Pace(4, clock);
    const moments: number[] = [];
    let next = 0;
    const worker = async () => {
      while (next < 1_000) {
        next += 1;
        await pace.turn('channel');
        moments.push(clock.now());
        await clock.sleep(300 + ((next * 7) % 400));
      }
    };

    await clock.run(Promise.all([worker(), worker(), worker(), worker()]));

    assert.ok(1_000 / (moments.at(-1)! / 1_000) / 4 >= 0.95);
    assert.equal(most(moments), 4);
  });

  it('keeps the limit and the order of 20 channels apart', async () => {
    const clock = simulated();
    const pace = new Pace(4, clock);
    const seen = new Map<string, { moments: number[]; order: number[] }>();
    const channels = Array.from({ length: 20 }, (_, n) => `channel ${n}`);
    for (const channel of channels) seen.set(channel, { moments: [], order: [] });

    await clock.run(
      Promise.all(
        channels.flatMap((channel) =>
          Array.from({ length: 200 }, async (_, n) => {
            await pace.turn(channel);
            seen.get(channel)!.moments.push(clock.now());
            seen.get(channel)!.order.push(n);
          }),
        ),
      ),
    );

    for (const { moments, order } of seen.values()) {
      assert.equal(most(moments), 4);
      assert.deepEqual(
        order,
        order.toSorted((a, b) => a - b),
      );
      assert.ok(200 / (moments.at(-1)! / 1_000) / 4 >= 0.95);
    }
  });

  it('never lets more through than allowed, whenever the calls come', async () => {
    const arrivals = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 6 }), async (gaps, perSecond) => {
        const clock = simulated();
        const pace = new Pace(perSecond, clock);
        const moments: number[] = [];
        let start = 0;
        const calls = gaps.map(async (gap) => {
          start += gap;
          await clock.sleep(start);
          await pace.turn('channel');
          moments.push(clock.now());
        });

        await clock.run(Promise.all(calls));

        assert.ok(most(moments) <= perSecond);
      }),
      { numRuns: 50 },
    );
  });

  it('waits again when a timer wakes it early', async () => {
    let now = 0;
    const pace = new Pace(1, { now: () => now, sleep: async (ms) => void (now += Math.max(1, Math.floor(ms / 2))) });

    await pace.turn('channel');
    await pace.turn('channel');

    assert.ok(now > 1_000);
  });

  it('gives the next call its turn when a wait was broken off', async () => {
    let now = 0;
    let broken = false;
    const sleep = async (ms: number) => {
      if (!broken) {
        broken = true;
        throw new Error('broken off');
      }
      now += ms;
    };
    const pace = new Pace(1, { now: () => now, sleep });

    await pace.turn('channel');
    const [second, third] = await Promise.allSettled([pace.turn('channel'), pace.turn('channel')]);

    assert.deepEqual([second.status, third.status], ['rejected', 'fulfilled']);
  });

  it('lets thousands of channels go that are over', async () => {
    let now = 0;
    const pace = new Pace(4, { now: () => now, sleep: async (ms) => void (now += ms) });
    for (let n = 0; n < 5_000; n += 1) {
      await pace.turn(`channel ${n}`);
      now += 100;
    }

    assert.ok((pace as unknown as { passed: Map<string, unknown> }).passed.size <= 101);
  });

  it('refuses a rate that is none', () => {
    for (const rate of [0, -1, 0.5, NaN])
      assert.throws(() => new Pace(rate, { now: () => 0, sleep: async () => {} }), RangeError);
  });
});

describe('batches()', () => {
  it('groups in order, the last one smaller', () => {
    assert.deepEqual([...batches([1, 2, 3, 4, 5], 2)], [[1, 2], [3, 4], [5]]);
    assert.deepEqual([...batches([1, 2], 2)], [[1, 2]]);
    assert.deepEqual([...batches([], 2)], []);
  });
});

describe('notYetPosted()', () => {
  it('leaves out what stands in the channel, by its millisecond', () => {
    const post = (index: number) => ({ index, entry: index, at: new Date(index), author: 'a', html: 'x', sha256: 'x' });
    const seen = [{ id: 'm', at: new Date(1), author: 'b', html: 'y' }];

    assert.deepEqual(
      notYetPosted([post(0), post(1), post(2)], seen).map(({ index }) => index),
      [0, 2],
    );
  });
});
