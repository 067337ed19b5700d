import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clockOf, wakeWhenMoved } from '../../src/join/clock.js';

const SANDBOX = { graph: 'http://127.0.0.1:1', signIn: 'http://127.0.0.1:2', files: null };

describe('clockOf()', () => {
  it('is the clock of this machine outside the sandbox, and in one without a file', () => {
    for (const sandbox of [null, { ...SANDBOX, clock: null }]) {
      const { now } = clockOf({ sandbox }, assert.fail);
      assert.ok(Math.abs(now().getTime() - Date.now()) < 5_000);
    }
  });

  it('is ahead in a sandbox whose file says so', () => {
    const folder = mkdtempSync(join(tmpdir(), 'regroup-clock-'));
    writeFileSync(join(folder, 'clock'), '60');
    const { now } = clockOf({ sandbox: { ...SANDBOX, clock: join(folder, 'clock') } }, assert.fail);

    assert.ok(now().getTime() > Date.now() + 3_595_000);
    rmSync(folder, { recursive: true });
  });
});

describe('wakeWhenMoved()', () => {
  it('wakes each time, after a failure too, and ends once what is under way is done', async () => {
    let moved = () => undefined as void;
    let isStopped = false;
    const clock = {
      now: () => new Date(),
      onMoved: (call: () => void) => {
        moved = call;
        return () => void (isStopped = true);
      },
    };
    const woken: number[] = [];
    const reports: string[] = [];
    const wake = async () => {
      woken.push(woken.length);
      if (woken.length === 1) throw new TypeError('no database');
    };
    const end = wakeWhenMoved(clock, wake, (message) => reports.push(message));
    moved();
    moved();
    await end();

    assert.deepEqual(woken, [0, 1]);
    assert.deepEqual(reports, ['runs were not woken: TypeError']);
    assert.equal(isStopped, true);
  });
});
