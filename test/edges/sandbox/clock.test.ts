import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minutesIn, openClock } from '../../../src/edges/sandbox/clock.js';
import { until } from '../../support/until.js';

const HOUR_MS = 3_600_000;

describe('openClock()', () => {
  let folder: string;
  let file: string;
  let reports: string[];
  let stop: () => void = () => undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'regroup-clock-'));
    file = join(folder, 'clock');
    reports = [];
  });

  afterEach(() => {
    stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const put = (text: string) => {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  const open = () => openClock(file, (message) => reports.push(message));

  it('is ahead by the minutes in its file', () => {
    put('120\n');
    const before = Date.now();
    const ahead = open().now().getTime() - before;

    assert.ok(ahead >= 2 * HOUR_MS && ahead < 2 * HOUR_MS + 5_000, String(ahead));
  });

  it('goes forward while it is open, says so once, and stays where it is for a smaller number', async () => {
    put('0');
    const clock = open();
    let moves = 0;
    stop = clock.onMoved(() => (moves += 1));
    put('14400');
    await until(() => moves > 0, 10_000);
    put('5');
    await until(() => reports.length > 0, 10_000);

    assert.equal(moves, 1);
    assert.match(reports[0] ?? '', /does not go back/);
    assert.ok(clock.now().getTime() > Date.now() + 239 * HOUR_MS);
  });

  it('stays where it is, and says so, when the file has no number of minutes', async () => {
    put('60');
    const clock = open();
    stop = clock.onMoved(() => undefined);
    put('soon');
    await until(() => reports.length > 0, 10_000);

    assert.match(reports[0] ?? '', /stays/);
    assert.ok(clock.now().getTime() > Date.now() + HOUR_MS - 5_000);
  });

  it('does not open without a number of minutes', () => {
    put('');

    assert.throws(open, /not a number of minutes/);
  });
});

describe('minutesIn()', () => {
  for (const [text, minutes] of [
    ['0', 0],
    [' 14400\n', 14_400],
    ['527040', 527_040],
    ['527041', null],
    ['-5', null],
    ['1.5', null],
    ['', null],
  ] as const)
    it(`reads ${JSON.stringify(text)} as ${minutes}`, () => assert.equal(minutesIn(text), minutes));
});
