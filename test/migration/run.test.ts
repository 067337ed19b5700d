import assert from 'node:assert/strict';
import { runActs } from '../../src/conversation/runs.js';
import type { Migration } from '../../src/migration/migration.js';
import { WorkplaceProblem } from '../../src/migration/ports.js';
import { runMigration } from '../../src/migration/run.js';
import { LIFE, named, openLives, PRIVATELY, START, states, type Habit, type Lives } from '../support/lives.js';
import { NEW_TEAM, read } from '../support/migrations.js';
import { simulation } from '../support/simulated.js';
import { actor, APPROVER, GUEST, OWNER, personId, TEACHER } from '../support/world.js';

describe('runMigration()', () => {
  let lives: Lives;
  before(async () => {
    lives = await openLives();
  });
  after(() => lives.close());
  it('carries a move into an existing team from its submission to its end', async () => {
    const { teamId: team, workplace, messenger, run } = await lives.setUp();

    const { move, whats, audit } = await run();

    assert.deepEqual(states(move), ['draft', 'submitted', 'approved', ...LIFE]);
    assert.deepEqual(workplace.journal, [
      'channel Year 6 residential',
      ...[OWNER, TEACHER, GUEST].map((person) => `member ${person}`),
    ]);
    assert.equal(workplace.owners.size, 0);
    const { teamId, channelUrl, retentionProved, retentionWaivedBy, readBack, problem } = move.outcome;
    assert.deepEqual(
      { teamId, channelUrl, retentionProved, retentionWaivedBy, problem },
      {
        teamId: team,
        channelUrl: 'https://teams.example/1',
        retentionProved: true,
        retentionWaivedBy: null,
        problem: null,
      },
    );
    assert.deepEqual([readBack?.expected, readBack?.present, readBack?.missing], [3, 3, []]);
    assert.deepEqual(whats, [
      'migration.run-started',
      'migration.channel-created',
      'migration.members-added',
      'migration.read-back',
      'retention.checked',
      'retention.checked',
      'migration.notice-given',
      'attestation.requested',
      'attestation.requested',
      'attestation.requested',
      'attestation.recorded',
      'attestation.recorded',
      'attestation.recorded',
      'migration.closed',
    ]);
    assert.deepEqual(named(audit, 'retention.checked'), [
      { teamId: team, messages: 'none', files: 'none' },
      { teamId: team, messages: 'effective', files: 'effective' },
    ]);
    assert.deepEqual(named(audit, 'migration.closed'), [{ attested: 3, notAttested: 0, retentionProved: true }]);
    assert.deepEqual(named(audit, 'attestation.requested'), [
      { person: OWNER, reached: true },
      { person: TEACHER, reached: true },
      { person: GUEST, reached: false },
    ]);
    assert.deepEqual(
      new Set(messenger.shown.map(({ kind }) => kind)),
      new Set(['approval', 'progress', 'attestation']),
    );
    const last = messenger.shown.at(-2);
    assert.equal(last?.kind, 'progress');
  });

  it('makes a new team, which starts without any proof', async () => {
    const { id, workplace, run } = await lives.setUp({ destination: NEW_TEAM });

    const { move, whats, audit } = await run();

    assert.deepEqual(states(move), ['draft', 'submitted', 'approved', ...LIFE]);
    assert.deepEqual(workplace.journal.slice(0, 3), [
      `group waedu-${id.toLowerCase()}`,
      `team ${move.outcome.teamId}`,
      'channel Year 6 residential',
    ]);
    assert.deepEqual([...workplace.owners].sort(), [OWNER, APPROVER].sort());
    assert.equal(move.outcome.hasTwoOwners, true);
    assert.deepEqual(whats.slice(0, 4), [
      'migration.run-started',
      'migration.group-created',
      'migration.team-created',
      'migration.channel-created',
    ]);
    assert.deepEqual(named(audit, 'migration.members-added'), [
      { teamId: move.outcome.teamId, added: [TEACHER, GUEST, APPROVER], already: [OWNER], refused: [] },
    ]);
    const { expected, owners } = named(audit, 'migration.read-back')[0] as { expected: number; owners: number };
    assert.deepEqual([expected, owners], [4, 2]);
    assert.ok(!named(audit, 'attestation.requested').some((one) => (one as { person: string }).person === APPROVER));
  });

  it('ends at once when there is no such move', async () => {
    const { world } = await lives.setUp();
    const life = simulation({ start: START, sent: () => 0, meanwhile: async () => false });

    const operations = await life.run((durable) => runMigration(durable, 'mov-NOWHERE1', world));

    assert.deepEqual(operations, ['1 look']);
  });

  describe('when the process dies', () => {
    /** What has to be the same however often it dies: everything but times and ids. */
    const outcomeOf = ({ move, whats }: { move: Migration; whats: readonly unknown[] }, id: string) => {
      const { channelUrl, added, readBack, retentionProved, problem } = move.outcome;
      const { at: _, ...counts } = readBack ?? { at: null };
      const isSame = added.map(({ person }) => person);
      return JSON.stringify([
        states(move),
        move.ver,
        channelUrl,
        isSame,
        counts,
        retentionProved,
        problem,
        whats,
      ]).replaceAll(id, 'ID');
    };

    /** What Microsoft 365 was made to do, without the ids of the team and the move. */
    const journalOf = ({ workplace }: Awaited<ReturnType<Lives['setUp']>>) =>
      workplace.journal.map((line) => line.replace(/^(group|team) .*/u, '$1'));

    for (const [title, draft] of [
      ['an existing team', {}],
      ['a new team', { destination: NEW_TEAM }],
      ['a private channel', PRIVATELY],
    ] as const)
      it(`after every single step of a move into ${title}, does everything once and ends the same`, async () => {
        const quiet = await lives.setUp(draft);
        const expected = await quiet.run();
        const troubled = await lives.setUp(draft);

        const found = await troubled.run(() => true);

        assert.equal(found.deaths, found.operations.length);
        assert.equal(outcomeOf(found, troubled.id), outcomeOf(expected, quiet.id));
        assert.deepEqual(journalOf(troubled), journalOf(quiet));
      });

    it('once, here or there, does everything once and ends the same', async function () {
      this.timeout(60_000);
      const quiet = await lives.setUp({ destination: NEW_TEAM });
      const expected = await quiet.run();

      // Some of all places: each takes a whole life.
      for (let at = 7; at < expected.operations.length; at += 19) {
        const troubled = await lives.setUp({ destination: NEW_TEAM });
        const found = await troubled.run((operation) => operation === at);

        assert.equal(found.deaths, 1, `operation ${at}`);
        assert.equal(outcomeOf(found, troubled.id), outcomeOf(expected, quiet.id), `operation ${at}`);
        assert.deepEqual(journalOf(troubled), journalOf(quiet), `operation ${at}`);
      }
    });
  });

  describe('when Microsoft 365 refuses', () => {
    const outage = () => new WorkplaceProblem('outage', 'us', 'graph-1');

    it('meets a short outage in silence', async () => {
      const { workplace, run } = await lives.setUp();
      for (const call of ['createChannel', 'addMembers', 'members'])
        workplace.failures.push({ call, problem: outage() }, { call, problem: outage() });

      const { move, whats } = await run();

      assert.equal(move.state, 'closed');
      assert.equal(whats.includes('migration.failed'), false);
    });

    it('tells the owner of a long outage, and goes on by itself when it is over', async () => {
      const { workplace, run } = await lives.setUp();
      for (let left = 9; left > 0; left -= 1) workplace.failures.push({ call: 'createChannel', problem: outage() });

      const { move, audit } = await run();

      assert.deepEqual(named(audit, 'migration.failed'), [{ step: 'provisioning', problem: 'outage', who: 'us' }]);
      assert.equal(move.state, 'closed');
      assert.equal(move.outcome.problem, null);
    });

    it('takes back a problem that has passed while nothing else changed', async () => {
      const { workplace, run } = await lives.setUp({ destination: NEW_TEAM });
      for (let left = 5; left > 0; left -= 1) workplace.failures.push({ call: 'team', problem: outage() });

      const { audit } = await run();

      assert.deepEqual(named(audit, 'migration.failed'), [{ step: 'provisioning', problem: 'outage', who: 'us' }]);
      assert.deepEqual(named(audit, 'migration.retried'), [{ step: 'provisioning' }]);
    });

    it('is patient with what was just made and is not found yet', async () => {
      const { workplace, run } = await lives.setUp({ destination: NEW_TEAM });
      const problem = new WorkplaceProblem('not-found', 'administrator', 'graph-2');
      for (let left = 3; left > 0; left -= 1) workplace.failures.push({ call: 'createTeam', problem });

      const { move, whats } = await run();

      assert.equal(move.state, 'closed');
      assert.equal(whats.includes('migration.failed'), false);
    });

    const lasting = [
      ['createChannel', new WorkplaceProblem('name-taken', 'person', 'graph-3')],
      ['createChannel', new WorkplaceProblem('permission-missing', 'administrator', 'graph-4', 'Channel.Create')],
      ['addMembers', new WorkplaceProblem('permission-missing', 'administrator', 'graph-5')],
    ] as const;
    for (const [call, problem] of lasting)
      it(`waits for ${problem.who} when ${call} answers ${problem.code}`, async () => {
        let waits = 0;
        const retries: Habit = async ({ ver, outcome }) => {
          if (outcome.problem === null) return undefined;
          assert.equal(outcome.problem.missing, problem.missing);
          waits += 1;
          // Two days pass without anybody doing anything.
          if (waits <= 2) return false;
          await runActs['run.retry'](lives.made, actor(OWNER), { id, ver }, {});
          return true;
        };
        const { id, workplace, run } = await lives.setUp({}, retries);
        workplace.failures.push({ call, problem });

        const { move, audit } = await run();

        const step = call === 'addMembers' ? 'members' : 'provisioning';
        assert.deepEqual(named(audit, 'migration.failed'), [{ step, problem: problem.code, who: problem.who }]);
        assert.deepEqual(named(audit, 'migration.retried'), [{ step }]);
        assert.equal(move.state, 'closed');
      });

    it('waits for the administrator when the existing team is not there', async () => {
      const stops: Habit = async ({ ver, outcome }) => {
        if (outcome.problem === null) return undefined;
        await runActs['run.stop-now'](lives.made, actor(OWNER), { id, ver }, {});
        return true;
      };
      const gone = { kind: 'existing-team', teamId: personId(777), channelName: 'Gone' } as const;
      const { id, run } = await lives.setUp({ destination: gone }, stops);

      const { move, audit } = await run();

      assert.deepEqual(named(audit, 'migration.failed'), [
        { step: 'provisioning', problem: 'team-missing', who: 'administrator' },
      ]);
      assert.equal(move.state, 'stopped');
    });

    it('waits for the administrator when the policy no longer has the purpose', async () => {
      const stops: Habit = async ({ ver, outcome }) => {
        if (outcome.problem === null) return undefined;
        await runActs['run.stop-now'](lives.made, actor(OWNER), { id, ver }, {});
        return true;
      };
      const { id, run } = await lives.setUp({ purpose: 'T-GONE' }, stops);

      const { audit } = await run();

      assert.deepEqual(named(audit, 'migration.failed'), [
        { step: 'retention-pending', problem: 'purpose-unknown', who: 'administrator' },
      ]);
    });
  });

  describe('when it is stopped', () => {
    it('lists the group that was being made at that moment, and makes nothing more', async () => {
      const { id, world, workplace, run } = await lives.setUp({ destination: NEW_TEAM });
      const { createGroup } = workplace;
      workplace.createGroup = async (group) => {
        const { ver } = await read(world, id);
        await runActs['run.stop-now'](world, actor(APPROVER), { id, ver }, {});
        return createGroup(group);
      };

      const { move, whats } = await run();

      assert.equal(move.state, 'stopped');
      assert.deepEqual(workplace.journal, [`group waedu-${id.toLowerCase()}`]);
      assert.notEqual(move.outcome.teamId, null);
      assert.deepEqual(whats, ['migration.run-started', 'migration.stopped', 'migration.group-created']);
    });

    it('asks nobody about their phone when it is stopped in the moment before', async () => {
      const { id, world, messenger, run } = await lives.setUp();
      const { show } = messenger;
      messenger.show = async (notice, how) => {
        const { state, ver } = await read(world, id);
        if (state === 'closing') await runActs['run.stop-now'](world, actor(OWNER), { id, ver }, {});
        return show(notice, how);
      };

      const { move, whats } = await run();

      assert.equal(move.state, 'stopped');
      assert.equal(whats.includes('attestation.requested'), false);
      assert.deepEqual(await world.store.transact((tx) => tx.attestations(id)), []);
    });

    for (const at of ['submitted', 'retention-pending', 'notifying', 'closing'] as const)
      it(`ends from ${at} with a last card for owner and approver`, async () => {
        const stops: Habit = async ({ state, ver }) => {
          if (state !== at) return undefined;
          await runActs['run.stop-now'](lives.made, actor(OWNER), { id, ver }, {});
          return true;
        };
        const { id, messenger, run } = await lives.setUp({}, stops);

        const { move, audit } = await run();

        assert.equal(move.state, 'stopped');
        assert.deepEqual(named(audit, 'migration.stopped'), [{ at }]);
        assert.deepEqual(
          messenger.shown.slice(-2).map(({ kind, person }) => [kind, person]),
          [
            ['progress', OWNER],
            ['approval', APPROVER],
          ],
        );
      });
  });
});
