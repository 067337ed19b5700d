import assert from 'node:assert/strict';
import { nowReachable } from '../../src/conversation/reachable.js';
import { runActs } from '../../src/conversation/runs.js';
import { passOn, sendBack, submit } from '../../src/migration/decision.js';
import { named, openLives, START, states, type Habit, type Lives } from '../support/lives.js';
import { edit } from '../support/migrations.js';
import { actor, APPROVER, DPO, OTHER_APPROVER, OWNER } from '../support/world.js';

describe('a decision that is awaited', () => {
  let lives: Lives;
  before(async () => {
    lives = await openLives();
  });
  after(() => lives.close());

  it('reminds the approver after each working day, twice, and lets the move expire', async () => {
    const ends: Habit = async ({ state }, now) => {
      if (state !== 'expired') return false;
      await edit(lives.made, id, (move) => ({ ...move, state: 'cancelled', ver: move.ver + 1, changedAt: now }));
      return true;
    };
    const { id, messenger, run } = await lives.setUp({}, ends);

    const { move, audit, whats } = await run();

    assert.deepEqual(states(move), ['draft', 'submitted', 'expired']);
    assert.deepEqual(named(audit, 'migration.approval-reminded'), [
      { approver: APPROVER, times: 1 },
      { approver: APPROVER, times: 2 },
    ]);
    assert.deepEqual(
      audit.map(({ when }) => String(when).slice(0, 13)),
      ['2026-11-25T10', '2026-11-26T10', '2026-11-27T10'],
    );
    assert.deepEqual(whats.at(-1), 'migration.expired');
    const approvals = messenger.shown.filter(({ kind }) => kind === 'approval');
    assert.deepEqual(
      approvals.map(({ how }) => how),
      ['update', 'reminder', 'reminder', 'update', 'update'],
    );
  });

  it('sends one reminder when the bot slept through two', async () => {
    let slept = false;
    const sleeps: Habit = async ({ state }) => {
      if (state !== 'submitted' || slept) return undefined;
      slept = true;
      return false;
    };
    const { run, id, world } = await lives.setUp({}, sleeps);
    await edit(world, id, (move) => ({ ...move, ver: move.ver + 1, decideBy: new Date('2026-12-24T10:00:00Z') }));

    const { audit } = await run();

    assert.equal(named(audit, 'migration.approval-reminded').length, 1);
  });

  it('waits for a move that was sent back until it is submitted again', async () => {
    let sent = 0;
    const sendsBackOnce: Habit = async ({ state }, now) => {
      if (state === 'submitted' && sent === 0) {
        sent += 1;
        await edit(lives.made, id, (move) => sendBack(move, APPROVER, 'Which team?', now));
        return true;
      }
      if (state !== 'sent-back') return undefined;
      await edit(lives.made, id, (move) => submit(move, APPROVER, now, 3));
      return true;
    };
    const { id, messenger, run } = await lives.setUp({}, sendsBackOnce);

    const { move } = await run();

    assert.deepEqual(states(move).slice(0, 5), ['draft', 'submitted', 'sent-back', 'submitted', 'approved']);
    assert.equal(move.state, 'closed');
    assert.deepEqual(messenger.shown.flatMap(({ kind, how }) => (kind === 'approval' ? [how] : [])).slice(0, 4), [
      'update',
      'update',
      'update',
      'reminder',
    ]);
  });

  it('asks the person to whom the decision was passed, and takes the buttons from the one before', async () => {
    let passed = false;
    const passes: Habit = async ({ state }, now) => {
      if (state !== 'submitted' || passed) return undefined;
      passed = true;
      await edit(lives.made, id, (move) => passOn(move, OTHER_APPROVER, now, 3));
      return true;
    };
    const { id, messenger, run } = await lives.setUp({}, passes);

    await run();

    const approvals = messenger.shown.flatMap((one) => (one.kind === 'approval' ? [one.person] : []));
    assert.deepEqual(approvals.slice(0, 3), [APPROVER, APPROVER, OTHER_APPROVER]);
    // Both cards follow what was decided, also the one of whoever passed it on.
    assert.deepEqual(approvals.slice(-2).sort(), [APPROVER, OTHER_APPROVER].sort());
  });

  it('tells the owner that the approver cannot be reached, and tries again when they ask', async () => {
    const problems: (string | undefined)[] = [];
    const retries: Habit = async ({ state, ver, outcome }) => {
      if (state !== 'submitted') return undefined;
      problems.push(outcome.problem?.code);
      if (outcome.problem === null) return undefined;
      messenger.unreachable.delete(APPROVER);
      await runActs['run.retry'](lives.made, actor(OWNER), { id, ver }, {});
      return true;
    };
    const { id, messenger, run } = await lives.setUp({}, retries);
    messenger.unreachable.add(APPROVER);

    const { audit, move } = await run();

    assert.deepEqual(problems, ['approver-unreachable', undefined]);
    assert.deepEqual(named(audit, 'migration.failed'), [
      { step: 'submitted', problem: 'approver-unreachable', who: 'person' },
    ]);
    assert.equal(messenger.shown.find(({ kind }) => kind === 'approval')?.how, 'reminder');
    assert.equal(move.state, 'closed');
  });

  it('asks the approver as soon as they open Regroup', async () => {
    let opened = false;
    const opens: Habit = async ({ state }) => {
      if (state !== 'submitted') return undefined;
      if (opened) return messenger.shown.some(({ kind }) => kind === 'approval') ? undefined : false;
      opened = true;
      messenger.unreachable.delete(APPROVER);
      await lives.made.store.transact((tx) => nowReachable(tx, APPROVER));
      return true;
    };
    const { messenger, run } = await lives.setUp({}, opens);
    messenger.unreachable.add(APPROVER);

    const { move, whats } = await run();

    assert.equal(move.state, 'closed');
    assert.equal(whats.includes('migration.approval-reminded'), false);
  });

  it('shows an incident to the first data protection officer, once', async () => {
    const { id, world, messenger, run } = await lives.setUp();
    const counts = { outsiders: 1, leavers: 1, pupils: 0, exposure: null };
    const incident = { id: id.replace('mov', 'inc'), migrationId: id, raisedBy: OWNER, at: START, ...counts };
    await world.store.transact((tx) => tx.putIncident({ ...incident, kind: 'outside-reader', state: 'open' }));

    await run();

    const incidents = messenger.shown.filter(({ kind }) => kind === 'incident');
    assert.deepEqual(incidents, [{ kind: 'incident', incidentId: incident.id, person: DPO, how: 'update' }]);
  });
});
