import assert from 'node:assert/strict';
import { recordEvidence } from '../../src/conversation/evidence.js';
import { runActs } from '../../src/conversation/runs.js';
import { named, openLives, type Habit, type Lives } from '../support/lives.js';
import { proof } from '../support/migrations.js';
import { actor, APPROVER, OWNER } from '../support/world.js';

describe('retention that is not proved yet', () => {
  let lives: Lives;
  before(async () => {
    lives = await openLives();
  });
  after(() => lives.close());

  it('looks again every day, and on the day on which a delivered policy takes effect', async () => {
    let given = false;
    const delivers: Habit = async ({ state, outcome }, now) => {
      if (state !== 'retention-pending') return undefined;
      if (given) return false;
      given = true;
      for (const one of proof(outcome.teamId ?? '', now))
        if (one.at.getTime() === now.getTime()) await recordEvidence(lives.made, OWNER, one);
      return true;
    };
    const { run } = await lives.setUp({}, delivers);

    const { audit, move } = await run();

    const levels = named(audit, 'retention.checked').map((details) => (details as { messages: string }).messages);
    assert.equal(levels[0], 'none');
    assert.deepEqual(new Set(levels.slice(1, -1)), new Set(['distributed']));
    assert.equal(levels.at(-1), 'effective');
    const [since, until] = ['retention-pending', 'notifying'].map(
      (state) => move.milestones.find((one) => one.state === state)?.at.getTime() ?? 0,
    );
    assert.equal(Math.floor(((until ?? 0) - (since ?? 0)) / 86_400_000), 7);
  });

  it('goes on when the approver waives the proof, and calls nothing proved', async () => {
    const waives: Habit = async ({ state, ver }) => {
      if (state !== 'retention-pending') return undefined;
      await runActs['approval.waive'](lives.made, actor(APPROVER), { id, ver }, {});
      return true;
    };
    const { id, teamId, run } = await lives.setUp({}, waives);

    const { audit, move } = await run();

    assert.deepEqual(named(audit, 'retention.waived'), [{ teamId, messages: 'none', files: 'none' }]);
    assert.deepEqual([move.outcome.retentionProved, move.outcome.retentionWaivedBy], [false, APPROVER]);
    assert.deepEqual(named(audit, 'migration.closed'), [{ attested: 3, notAttested: 0, retentionProved: false }]);
  });
});
