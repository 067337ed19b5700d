import assert from 'node:assert/strict';
import { openQueue } from '../../../src/edges/teams/queue.js';

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe('openQueue()', () => {
  it('does the work of one key in its order, and of two keys at once', async () => {
    const queue = openQueue();
    const told: string[] = [];
    const first = gate();

    const slow = queue.inTurn('a', () => first.opened.then(() => told.push('a1')));
    const next = queue.inTurn('a', async () => told.push('a2'));
    await queue.inTurn('b', async () => told.push('b'));
    first.open();
    await Promise.all([slow, next]);

    assert.deepEqual(told, ['b', 'a1', 'a2']);
  });

  it('goes on after work that failed', async () => {
    const queue = openQueue();

    const failed = queue.inTurn('a', () => Promise.reject(new Error('no')));
    const next = queue.inTurn('a', async () => 'yes');

    await assert.rejects(failed, /no/);
    assert.equal(await next, 'yes');
  });

  it('is idle when the work of every key has ended, what came meanwhile included', async () => {
    const queue = openQueue();
    const told: string[] = [];
    const first = gate();
    const work = queue.inTurn('a', () => first.opened.then(() => told.push('done')));
    const later = work.then(() => queue.inTurn('a', async () => told.push('later')));

    const idle = queue.idle().then(() => told.push('idle'));
    first.open();
    await Promise.all([idle, later]);

    assert.equal(told[0], 'done');
    assert.deepEqual(told.toSorted(), ['done', 'idle', 'later']);
    await openQueue().idle();
  });
});
