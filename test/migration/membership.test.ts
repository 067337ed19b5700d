import assert from 'node:assert/strict';
import { runActs } from '../../src/conversation/runs.js';
import { named, openLives, PRIVATELY, type Habit, type Lives } from '../support/lives.js';
import { member, NEW_TEAM } from '../support/migrations.js';
import { actor, APPROVER, DPO, GUEST, OWNER, personId, TEACHER } from '../support/world.js';

describe('adding members', () => {
  let lives: Lives;
  before(async () => {
    lives = await openLives();
  });
  after(() => lives.close());

  it('gives a new team the second owner whom the organisation names', async () => {
    const { workplace, run, world } = await lives.setUp({ destination: NEW_TEAM });
    Object.assign(world, { organisation: { ...world.organisation, channels: { secondOwner: DPO } } });

    await run();

    assert.deepEqual([...workplace.owners].sort(), [OWNER, DPO].sort());
  });

  it('goes on with one owner when the second is left out, and does not hide it', async () => {
    const skips: Habit = async ({ state, outcome, ver }) => {
      if (state !== 'members' || outcome.problem === null) return undefined;
      await runActs['run.skip'](lives.made, actor(OWNER), { id, ver }, {});
      return true;
    };
    const { id, workplace, run } = await lives.setUp({ destination: NEW_TEAM }, skips);
    workplace.refusals.set(APPROVER, 'account-blocked');

    const { move, audit } = await run();

    assert.equal(move.state, 'closed');
    assert.equal(move.outcome.hasTwoOwners, false);
    assert.equal((named(audit, 'migration.read-back').at(-1) as { owners: number }).owners, 1);
  });

  describe('a private channel', () => {
    const set = (habit?: Habit) => lives.setUp(PRIVATELY, habit);

    it('gets its owner into the team first, then its people into team and channel, and reads the channel back', async () => {
      const { teamId, workplace, run } = await set();

      const { move, audit, whats } = await run();

      assert.equal(move.state, 'closed');
      const { channelId } = move.outcome;
      assert.deepEqual(workplace.journal, [
        `member ${OWNER}`,
        'private channel Year 6 residential',
        `member ${TEACHER}`,
        `member ${GUEST}`,
        `in channel ${TEACHER}`,
        `in channel ${GUEST}`,
      ]);
      assert.deepEqual(named(audit, 'migration.channel-members-added'), [
        { channelId, added: [TEACHER, GUEST], already: [OWNER], refused: [] },
      ]);
      assert.deepEqual(named(audit, 'migration.read-back'), [
        { teamId, channelId, expected: 3, present: 3, missing: [] },
      ]);
      assert.ok(whats.indexOf('migration.members-added') < whats.indexOf('migration.channel-created'));
    });

    it('has no proof for its files, whatever is proved for its team', async () => {
      const { run } = await set();

      const { move, audit } = await run();

      assert.deepEqual([move.outcome.retentionProved, move.outcome.retentionWaivedBy], [false, APPROVER]);
      const last = named(audit, 'retention.checked').at(-1) as { messages: string; files: string };
      assert.deepEqual([last.messages, last.files], ['effective', 'none']);
    });

    it('needs the owner for somebody it does not take, tries again, and leaves them out when the owner says so', async () => {
      let tries = 0;
      const skips: Habit = async (move) => {
        if (move.state !== 'members' || move.outcome.problem === null) return undefined;
        tries += 1;
        await runActs[tries === 1 ? 'run.retry' : 'run.skip'](
          lives.made,
          actor(OWNER),
          { id: move.id, ver: move.ver },
          {},
        );
        return true;
      };
      const { workplace, run } = await set(skips);
      workplace.channelRefusals.set(TEACHER, 'other');

      const { move } = await run();

      assert.equal(tries, 2);
      assert.equal(move.state, 'closed');
      const results = new Map(move.outcome.added.map(({ person, result }) => [person, result]));
      assert.deepEqual([results.get(TEACHER), results.get(OWNER)], ['skipped', 'added']);
      assert.deepEqual([...(move.outcome.inChannel ?? [])].sort(), [OWNER, GUEST].sort());
    });

    it('calls those missing whom the channel does not show', async () => {
      let asked = false;
      const looks: Habit = async (move) => {
        if (move.state !== 'members' || move.outcome.problem === null) return undefined;
        asked = true;
        workplace.hidden.clear();
        await runActs['run.retry'](lives.made, actor(OWNER), { id: move.id, ver: move.ver }, {});
        return true;
      };
      const { workplace, run } = await set(looks);
      workplace.hidden.add(GUEST);

      const { move } = await run();

      assert.ok(asked);
      assert.equal(move.state, 'closed');
    });

    it('is not made when its owner is refused by the team, and is when they try again', async () => {
      const mends: Habit = async (move) => {
        if (move.state !== 'provisioning' || move.outcome.problem === null) return undefined;
        assert.equal(move.outcome.problem.code, 'account-blocked');
        workplace.refusals.clear();
        await runActs['run.retry'](lives.made, actor(OWNER), { id: move.id, ver: move.ver }, {});
        return true;
      };
      const { workplace, run } = await set(mends);
      workplace.refusals.set(OWNER, 'account-blocked');

      const { move } = await run();

      assert.equal(move.state, 'closed');
      assert.equal(workplace.journal[0], `member ${OWNER}`);
    });
  });

  describe('a person whom Microsoft 365 does not take or show', () => {
    it('needs the owner for a person it does not take, and tries again when they ask', async () => {
      const seen: unknown[] = [];
      const unblocks: Habit = async ({ state, ver, outcome }) => {
        if (state !== 'members' || outcome.problem === null) return undefined;
        seen.push(outcome.problem);
        workplace.refusals.clear();
        await runActs['run.retry'](lives.made, actor(OWNER), { id, ver }, {});
        return true;
      };
      const { id, teamId, workplace, run } = await lives.setUp({}, unblocks);
      workplace.refusals.set(TEACHER, 'account-blocked');

      const { move, audit } = await run();

      assert.deepEqual(seen, [{ step: 'members', code: 'account-blocked', who: 'person', correlationId: id }]);
      assert.deepEqual(named(audit, 'migration.members-added'), [
        { teamId, added: [OWNER, GUEST], already: [], refused: [{ person: TEACHER, problem: 'account-blocked' }] },
        { teamId, added: [TEACHER], already: [], refused: [] },
      ]);
      assert.equal(move.state, 'closed');
      assert.equal(move.outcome.readBack?.expected, 3);
    });

    it('leaves a person out when the owner skips them, and asks them about their phone all the same', async () => {
      const skips: Habit = async ({ state, ver, outcome }) => {
        if (state !== 'members' || outcome.problem === null) return undefined;
        await runActs['run.skip'](lives.made, actor(OWNER), { id, ver }, {});
        return true;
      };
      const { id, workplace, run } = await lives.setUp({}, skips);
      workplace.refusals.set(TEACHER, 'no-licence');

      const { move, audit } = await run();

      assert.deepEqual(named(audit, 'migration.member-skipped'), [{ person: TEACHER }]);
      assert.deepEqual([move.outcome.readBack?.expected, move.outcome.readBack?.present], [2, 2]);
      assert.deepEqual(
        move.outcome.added.find(({ person }) => person === TEACHER),
        { person: TEACHER, result: 'skipped', problem: 'no-licence' },
      );
      assert.deepEqual(named(audit, 'migration.closed'), [{ attested: 3, notAttested: 0, retentionProved: true }]);
    });

    it('calls somebody missing only after reading back for minutes', async () => {
      const skips: Habit = async ({ state, ver, outcome }) => {
        if (state !== 'members' || outcome.problem === null) return undefined;
        await runActs['run.skip'](lives.made, actor(OWNER), { id, ver }, {});
        return true;
      };
      const { id, teamId, workplace, run } = await lives.setUp({}, skips);
      workplace.hidden.add(GUEST);

      const { audit, operations } = await run();

      assert.deepEqual(named(audit, 'migration.read-back'), [
        { teamId, expected: 3, present: 2, missing: [GUEST] },
        { teamId, expected: 2, present: 2, missing: [] },
      ]);
      assert.deepEqual(named(audit, 'migration.failed'), [{ step: 'members', problem: 'not-shown', who: 'person' }]);
      assert.equal(operations.filter((name) => name.includes('read members back')).length, 8);
    });

    it('calls nobody missing because somebody has made it look early, again and again', async () => {
      let clicks = 0;
      const clicksOn: Habit = async ({ state }) => {
        if (state !== 'members') return undefined;
        clicks += 1;
        if (clicks > 20) workplace.hidden.delete(GUEST);
        else await lives.made.store.transact((tx) => tx.tell(id, 'wake', `${id}/click/${clicks}`));
        return clicks <= 20;
      };
      const { id, workplace, run } = await lives.setUp({}, clicksOn);
      workplace.hidden.add(GUEST);

      const { move, whats } = await run();

      assert.ok(clicks > 20);
      assert.equal(move.state, 'closed');
      assert.equal(whats.includes('migration.failed'), false);
    });
  });

  it('adds 450 people in batches of 200', async () => {
    const others = Array.from({ length: 449 }, (_, index) => member(index + 2, personId(20_000 + index), 'staff'));
    const stops: Habit = async ({ state, ver }) => {
      if (state !== 'retention-pending') return undefined;
      await runActs['run.stop-now'](lives.made, actor(OWNER), { id, ver }, {});
      return true;
    };
    const { id, workplace, run } = await lives.setUp({ members: [member(1, OWNER, 'staff'), ...others] }, stops);

    const { move } = await run();

    assert.deepEqual(workplace.batches, [200, 200, 50]);
    assert.equal(move.outcome.readBack?.present, 450);
  });
});
