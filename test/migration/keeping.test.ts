import assert from 'node:assert/strict';
import { workingDaysAfter } from '../../src/calendar/words.js';
import { runActs } from '../../src/conversation/runs.js';
import { holdOn } from '../../src/migration/hold.js';
import type { Migration } from '../../src/migration/migration.js';
import { named, openLives, START, type Habit, type Lives } from '../support/lives.js';
import { actor, APPROVER, DPO, OWNER } from '../support/world.js';

describe('a move on hold', () => {
  let lives: Lives;
  before(async () => {
    lives = await openLives();
  });
  after(() => lives.close());

  const press = (verb: 'run.hold-now' | 'run.end-hold-now', who: string, { id, ver }: Migration) =>
    runActs[verb](lives.made, actor(who), { id, ver }, {});

  it('tells those who were asked to delete, and an officer; asks for nothing until it ends; then gives the whole time again', async () => {
    let ended: Date | null = null;
    const keeps: Habit = async (move, now) => {
      if (move.state !== 'closing') return undefined;
      if (holdOn(move) !== null) {
        const days = (now.getTime() - (move.outcome.holds?.[0]?.at.getTime() ?? 0)) / 86_400_000;
        if (days < 40) return false;
        ended = now;
        await press('run.end-hold-now', DPO, move);
        return true;
      }
      if (move.outcome.holds !== undefined) return false;
      await press('run.hold-now', OWNER, move);
      return true;
    };
    const { messenger, run } = await lives.setUp({}, keeps);

    const { audit, move, whats } = await run();

    const from = whats.indexOf('migration.held');
    const to = whats.indexOf('migration.hold-ended');
    assert.ok(from > 0 && to > from);
    assert.deepEqual(whats.slice(from + 1, to), [], 'nothing is asked for meanwhile');
    assert.deepEqual(named(audit, 'migration.held'), [{ at: 'closing', attested: 0 }]);
    assert.deepEqual(named(audit, 'attestation.reminded'), [
      { people: 2, times: 1 },
      { people: 2, times: 2 },
    ]);
    assert.deepEqual(move.outcome.attestBy, workingDaysAfter(ended ?? START, 10));
    assert.equal(move.state, 'closed');
    const told = messenger.shown.filter(({ kind, how }) => kind === 'attestation' && how === 'reminder');
    assert.equal(told.length, 2 * 2 + 2 * 2, 'two people, at the hold and at its end, and two reminders each');
    assert.ok(messenger.shown.some(({ kind, person }) => kind === 'progress' && person === DPO));
  });

  it('goes on until something would be deleted', async () => {
    const keeps: Habit = async (move) => {
      if (move.state === 'submitted' && holdOn(move) === null) {
        await press('run.hold-now', APPROVER, move);
        return true;
      }
      if (move.state !== 'notifying' || holdOn(move) === null) return undefined;
      if (tried) {
        await press('run.end-hold-now', DPO, move);
        return true;
      }
      tried = true;
      const view = await runActs['run.noticed'](lives.made, actor(OWNER), { id: move.id, ver: move.ver }, {});
      assert.equal(view.kind === 'progress' && view.migration.state, 'notifying');
      return true;
    };
    let tried = false;
    const { run } = await lives.setUp({}, keeps);

    const { move, whats } = await run();

    assert.ok(tried);
    assert.ok(whats.indexOf('migration.hold-ended') < whats.indexOf('migration.notice-given'));
    assert.equal(move.state, 'closed');
  });
});
