import assert from 'node:assert/strict';
import { nowReachable } from '../../src/conversation/reachable.js';
import { runActs } from '../../src/conversation/runs.js';
import { named, openLives, START, type Habit, type Lives } from '../support/lives.js';
import { member } from '../support/migrations.js';
import { actor, GUEST, OWNER, personId } from '../support/world.js';

describe('members who answer', () => {
  let lives: Lives;
  before(async () => {
    lives = await openLives();
  });
  after(() => lives.close());

  it('reminds them half-way and on the day before, then closes with those who have not attested', async () => {
    const nobody: Habit = async ({ state }) => (state === 'closing' ? false : undefined);
    const { messenger, run } = await lives.setUp({}, nobody);

    const { audit, move } = await run();

    assert.deepEqual(named(audit, 'attestation.reminded'), [
      { people: 2, times: 1 },
      { people: 2, times: 2 },
    ]);
    assert.deepEqual(named(audit, 'migration.closed'), [{ attested: 0, notAttested: 3, retentionProved: true }]);
    assert.equal(messenger.shown.filter(({ kind, how }) => kind === 'attestation' && how === 'reminder').length, 4);
    const closed = move.milestones.at(-1)?.at.getTime() ?? 0;
    assert.ok(closed >= (move.outcome.attestBy?.getTime() ?? Infinity));
  });

  it('shows the owner each answer', async () => {
    const { messenger, run } = await lives.setUp();

    const { move } = await run();

    const closing = move.milestones.findIndex(({ state }) => state === 'closing');
    assert.ok(closing > 0);
    const cards = messenger.shown.map(({ kind }) => kind);
    assert.equal(cards.slice(cards.indexOf('attestation')).filter((kind) => kind === 'progress').length, 5);
  });

  it('shows the card to somebody who opens Regroup only then', async () => {
    const late = personId(50_000);
    let opened = false;
    const opens: Habit = async ({ state }) => {
      if (state !== 'closing' || opened) return undefined;
      opened = true;
      messenger.unreachable.delete(late);
      await lives.made.store.transact(async (tx) => {
        await tx.putAcquaintance({ person: late, reference: {}, seenAt: START });
        await nowReachable(tx, late);
      });
      return true;
    };
    const { messenger, run } = await lives.setUp(
      { members: [member(1, OWNER, 'staff'), member(2, late, 'staff')] },
      opens,
    );
    messenger.unreachable.add(late);

    const { audit } = await run();

    const requested = named(audit, 'attestation.requested').slice(1);
    assert.deepEqual(requested, [
      { person: late, reached: false },
      { person: late, reached: true },
    ]);
  });

  it('corrects the record when a card arrives after all', async () => {
    const nobody: Habit = async ({ state }) => {
      if (state !== 'closing') return undefined;
      messenger.unreachable.clear();
      return false;
    };
    const { id, messenger, run, world } = await lives.setUp({}, nobody);

    const { audit } = await run();

    assert.deepEqual(named(audit, 'attestation.requested').at(-1), { person: GUEST, reached: true });
    const all = await world.store.transact((tx) => tx.attestations(id));
    assert.equal(
      all.every(({ reached }) => reached),
      true,
    );
  });

  it('ends when the owner closes the move', async () => {
    const closes: Habit = async ({ state, ver }) => {
      if (state !== 'closing') return undefined;
      await runActs['run.close'](lives.made, actor(OWNER), { id, ver }, {});
      return true;
    };
    const { id, run } = await lives.setUp({}, closes);

    const { audit, move } = await run();

    assert.equal(move.state, 'closed');
    assert.deepEqual(named(audit, 'migration.closed'), [{ attested: 0, notAttested: 3, retentionProved: true }]);
  });
});
