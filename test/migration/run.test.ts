import assert from 'node:assert/strict';
import { workingDaysAfter } from '../../src/calendar/words.js';
import { recordEvidence } from '../../src/conversation/evidence.js';
import { nowReachable } from '../../src/conversation/reachable.js';
import { runActs } from '../../src/conversation/runs.js';
import type { Welcoming } from '../../src/migration/course.js';
import { holdOn } from '../../src/migration/hold.js';
import { isPrivate } from '../../src/migration/destination.js';
import { approve, passOn, sendBack, submit } from '../../src/migration/decision.js';
import type { Draft, Migration } from '../../src/migration/migration.js';
import { WorkplaceProblem } from '../../src/migration/ports.js';
import { runMigration } from '../../src/migration/run.js';
import { edit, inTeam, member, NEW_TEAM, proof, read, stored, submittedMove } from '../support/migrations.js';
import { testPolicy } from '../support/policy.js';
import { alwaysRecorded } from '../support/watched.js';
import { simulation } from '../support/simulated.js';
import { messengerInMemory, slowWorkplace } from '../support/workplace.js';
import {
  actor,
  APPROVER,
  DPO,
  GUEST,
  OTHER_APPROVER,
  OWNER,
  personId,
  recorded,
  TEACHER,
  testWorld,
} from '../support/world.js';

/** Tuesday, 10:00 in London. */
const START = new Date('2026-11-24T10:00:00Z');
/** The team is the one of the move's own Microsoft 365. */
const PRIVATELY = {
  destination: { kind: 'existing-team', teamId: '', channelName: 'Year 6 residential', isPrivate: true },
} as const;
const TICKED = { done: ['left', 'chat', 'gallery', 'backup', 'devices'], note: '' };

describe('runMigration()', () => {
  let made: Awaited<ReturnType<typeof testWorld>>;
  let clock: () => Date = () => START;
  let count = 0;

  before(async () => {
    made = await testWorld({ policy: testPolicy(), now: () => clock() });
    const people = [OWNER, APPROVER, TEACHER, DPO];
    for (const person of people)
      await made.store.transact((tx) => tx.putAcquaintance({ person, reference: {}, seenAt: START }));
  });

  after(() => made.close());

  /** What people do at a moment when the run waits; undefined leaves it to those who do what the card asks. */
  type Habit = (move: Migration, now: Date) => Promise<boolean | undefined>;

  /** A submitted move in a Microsoft 365 of its own. `habit` is asked first whenever the run waits. */
  async function setUp(draft: Partial<Draft> = {}, habit: Habit = async () => undefined) {
    count += 1;
    const id = `mov-RUN${String(count).padStart(5, '0')}`;
    const teamId = personId(30_000 + count);
    const workplace = slowWorkplace(teamId, count);
    const messenger = messengerInMemory();
    messenger.unreachable.add(GUEST);
    const world = { ...made, workplace, messenger };
    const { destination = inTeam(teamId) } = draft;
    const here =
      destination?.kind === 'existing-team' && destination.teamId === '' ? { ...destination, teamId } : destination;
    await stored(world, submittedMove(id, START, { ...draft, destination: here }));
    const act = async (move: Migration, now: Date): Promise<boolean> => {
      const target = { id, ver: move.ver };
      switch (move.state) {
        case 'submitted':
          await edit(world, id, (stood) => approve(stood, APPROVER, now));
          return true;
        case 'retention-pending':
          for (const one of proof(move.outcome.teamId ?? '', now)) await recordEvidence(world, OWNER, one);
          // Nothing proves the files of a private channel.
          if (isPrivate(move.draft.destination)) await runActs['approval.waive'](world, actor(APPROVER), target, {});
          return true;
        case 'notifying':
          await runActs['run.noticed'](world, actor(OWNER), target, {});
          return true;
        case 'closing':
          return answerNext(id);
        default:
          return false;
      }
    };
    const answerNext = async (moveId: string): Promise<boolean> => {
      const all = await world.store.transact((tx) => tx.attestations(moveId));
      const next = all.find(({ state }) => state === 'asked');
      if (next === undefined) return false;
      await runActs['attest.confirm'](world, actor(next.person), { id: moveId, ver: next.ver }, TICKED);
      return true;
    };
    const run = async (dies?: (operation: number, name: string) => boolean) => {
      const life = simulation({
        start: START,
        sent: () => made.told.filter((told) => told === id).length,
        meanwhile: async (now) => {
          const move = await read(world, id);
          return (await habit(move, now)) ?? act(move, now);
        },
        ...(dies === undefined ? {} : { dies }),
      });
      clock = life.now;
      // Every step of the run that changes a record leaves an entry, or it fails here.
      const watching = { ...world, store: alwaysRecorded(world.store) };
      const operations = await life.run((durable) => runMigration(durable, id, watching));
      const move = await read(world, id);
      const audit = (await recorded(world)).filter(({ subjectId }) => subjectId === id);
      return { move, audit, operations, deaths: life.deaths(), whats: audit.map(({ what }) => what) };
    };
    return { id, teamId, world, workplace, messenger, run };
  }

  const states = ({ milestones }: Migration) => milestones.map(({ state }) => state);
  const named = (audit: readonly Readonly<Record<string, unknown>>[], what: string) =>
    audit.filter((one) => one['what'] === what).map((one) => one['details']);

  const LIFE = ['provisioning', 'members', 'retention-pending', 'notifying', 'closing', 'closed'];

  it('carries a move into an existing team from its submission to its end', async () => {
    const { teamId: team, workplace, messenger, run } = await setUp();

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
    const { id, workplace, run } = await setUp({ destination: NEW_TEAM });

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

  it('gives a new team the second owner whom the organisation names', async () => {
    const { workplace, run, world } = await setUp({ destination: NEW_TEAM });
    Object.assign(world, { organisation: { ...world.organisation, channels: { secondOwner: DPO } } });

    await run();

    assert.deepEqual([...workplace.owners].sort(), [OWNER, DPO].sort());
  });

  it('goes on with one owner when the second is left out, and does not hide it', async () => {
    const skips: Habit = async ({ state, outcome, ver }) => {
      if (state !== 'members' || outcome.problem === null) return undefined;
      await runActs['run.skip'](made, actor(OWNER), { id, ver }, {});
      return true;
    };
    const { id, workplace, run } = await setUp({ destination: NEW_TEAM }, skips);
    workplace.refusals.set(APPROVER, 'account-blocked');

    const { move, audit } = await run();

    assert.equal(move.state, 'closed');
    assert.equal(move.outcome.hasTwoOwners, false);
    assert.equal((named(audit, 'migration.read-back').at(-1) as { owners: number }).owners, 1);
  });

  describe('a private channel', () => {
    const set = (habit?: Habit) => setUp(PRIVATELY, habit);

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
        await runActs[tries === 1 ? 'run.retry' : 'run.skip'](made, actor(OWNER), { id: move.id, ver: move.ver }, {});
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
        await runActs['run.retry'](made, actor(OWNER), { id: move.id, ver: move.ver }, {});
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
        await runActs['run.retry'](made, actor(OWNER), { id: move.id, ver: move.ver }, {});
        return true;
      };
      const { workplace, run } = await set(mends);
      workplace.refusals.set(OWNER, 'account-blocked');

      const { move } = await run();

      assert.equal(move.state, 'closed');
      assert.equal(workplace.journal[0], `member ${OWNER}`);
    });
  });

  it('ends at once when there is no such move', async () => {
    const { world } = await setUp();
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
    const journalOf = ({ workplace }: Awaited<ReturnType<typeof setUp>>) =>
      workplace.journal.map((line) => line.replace(/^(group|team) .*/u, '$1'));

    for (const [title, draft] of [
      ['an existing team', {}],
      ['a new team', { destination: NEW_TEAM }],
      ['a private channel', PRIVATELY],
    ] as const)
      it(`after every single step of a move into ${title}, does everything once and ends the same`, async () => {
        const quiet = await setUp(draft);
        const expected = await quiet.run();
        const troubled = await setUp(draft);

        const found = await troubled.run(() => true);

        assert.equal(found.deaths, found.operations.length);
        assert.equal(outcomeOf(found, troubled.id), outcomeOf(expected, quiet.id));
        assert.deepEqual(journalOf(troubled), journalOf(quiet));
      });

    it('once, here or there, does everything once and ends the same', async function () {
      this.timeout(60_000);
      const quiet = await setUp({ destination: NEW_TEAM });
      const expected = await quiet.run();

      // Some of all places: each takes a whole life.
      for (let at = 7; at < expected.operations.length; at += 19) {
        const troubled = await setUp({ destination: NEW_TEAM });
        const found = await troubled.run((operation) => operation === at);

        assert.equal(found.deaths, 1, `operation ${at}`);
        assert.equal(outcomeOf(found, troubled.id), outcomeOf(expected, quiet.id), `operation ${at}`);
        assert.deepEqual(journalOf(troubled), journalOf(quiet), `operation ${at}`);
      }
    });
  });

  describe('while a decision is awaited', () => {
    it('reminds the approver after each working day, twice, and lets the move expire', async () => {
      const ends: Habit = async ({ state }, now) => {
        if (state !== 'expired') return false;
        await edit(made, id, (move) => ({ ...move, state: 'cancelled', ver: move.ver + 1, changedAt: now }));
        return true;
      };
      const { id, messenger, run } = await setUp({}, ends);

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
      const { run, id, world } = await setUp({}, sleeps);
      await edit(world, id, (move) => ({ ...move, ver: move.ver + 1, decideBy: new Date('2026-12-24T10:00:00Z') }));

      const { audit } = await run();

      assert.equal(named(audit, 'migration.approval-reminded').length, 1);
    });

    it('waits for a move that was sent back until it is submitted again', async () => {
      let sent = 0;
      const sendsBackOnce: Habit = async ({ state }, now) => {
        if (state === 'submitted' && sent === 0) {
          sent += 1;
          await edit(made, id, (move) => sendBack(move, APPROVER, 'Which team?', now));
          return true;
        }
        if (state !== 'sent-back') return undefined;
        await edit(made, id, (move) => submit(move, APPROVER, now, 3));
        return true;
      };
      const { id, messenger, run } = await setUp({}, sendsBackOnce);

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
        await edit(made, id, (move) => passOn(move, OTHER_APPROVER, now, 3));
        return true;
      };
      const { id, messenger, run } = await setUp({}, passes);

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
        await runActs['run.retry'](made, actor(OWNER), { id, ver }, {});
        return true;
      };
      const { id, messenger, run } = await setUp({}, retries);
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
        await made.store.transact((tx) => nowReachable(tx, APPROVER));
        return true;
      };
      const { messenger, run } = await setUp({}, opens);
      messenger.unreachable.add(APPROVER);

      const { move, whats } = await run();

      assert.equal(move.state, 'closed');
      assert.equal(whats.includes('migration.approval-reminded'), false);
    });

    it('shows an incident to the first data protection officer, once', async () => {
      const { id, world, messenger, run } = await setUp();
      const counts = { outsiders: 1, leavers: 1, pupils: 0, exposure: null };
      const incident = { id: id.replace('mov', 'inc'), migrationId: id, raisedBy: OWNER, at: START, ...counts };
      await world.store.transact((tx) => tx.putIncident({ ...incident, kind: 'outside-reader', state: 'open' }));

      await run();

      const incidents = messenger.shown.filter(({ kind }) => kind === 'incident');
      assert.deepEqual(incidents, [{ kind: 'incident', incidentId: incident.id, person: DPO, how: 'update' }]);
    });
  });

  describe('when Microsoft 365 refuses', () => {
    const outage = () => new WorkplaceProblem('outage', 'us', 'graph-1');

    it('needs the owner for a person it does not take, and tries again when they ask', async () => {
      const seen: unknown[] = [];
      const unblocks: Habit = async ({ state, ver, outcome }) => {
        if (state !== 'members' || outcome.problem === null) return undefined;
        seen.push(outcome.problem);
        workplace.refusals.clear();
        await runActs['run.retry'](made, actor(OWNER), { id, ver }, {});
        return true;
      };
      const { id, teamId, workplace, run } = await setUp({}, unblocks);
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
        await runActs['run.skip'](made, actor(OWNER), { id, ver }, {});
        return true;
      };
      const { id, workplace, run } = await setUp({}, skips);
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
        await runActs['run.skip'](made, actor(OWNER), { id, ver }, {});
        return true;
      };
      const { id, teamId, workplace, run } = await setUp({}, skips);
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
        else await made.store.transact((tx) => tx.tell(id, 'wake', `${id}/click/${clicks}`));
        return clicks <= 20;
      };
      const { id, workplace, run } = await setUp({}, clicksOn);
      workplace.hidden.add(GUEST);

      const { move, whats } = await run();

      assert.ok(clicks > 20);
      assert.equal(move.state, 'closed');
      assert.equal(whats.includes('migration.failed'), false);
    });

    it('meets a short outage in silence', async () => {
      const { workplace, run } = await setUp();
      for (const call of ['createChannel', 'addMembers', 'members'])
        workplace.failures.push({ call, problem: outage() }, { call, problem: outage() });

      const { move, whats } = await run();

      assert.equal(move.state, 'closed');
      assert.equal(whats.includes('migration.failed'), false);
    });

    it('tells the owner of a long outage, and goes on by itself when it is over', async () => {
      const { workplace, run } = await setUp();
      for (let left = 9; left > 0; left -= 1) workplace.failures.push({ call: 'createChannel', problem: outage() });

      const { move, audit } = await run();

      assert.deepEqual(named(audit, 'migration.failed'), [{ step: 'provisioning', problem: 'outage', who: 'us' }]);
      assert.equal(move.state, 'closed');
      assert.equal(move.outcome.problem, null);
    });

    it('takes back a problem that has passed while nothing else changed', async () => {
      const { workplace, run } = await setUp({ destination: NEW_TEAM });
      for (let left = 5; left > 0; left -= 1) workplace.failures.push({ call: 'team', problem: outage() });

      const { audit } = await run();

      assert.deepEqual(named(audit, 'migration.failed'), [{ step: 'provisioning', problem: 'outage', who: 'us' }]);
      assert.deepEqual(named(audit, 'migration.retried'), [{ step: 'provisioning' }]);
    });

    it('is patient with what was just made and is not found yet', async () => {
      const { workplace, run } = await setUp({ destination: NEW_TEAM });
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
          await runActs['run.retry'](made, actor(OWNER), { id, ver }, {});
          return true;
        };
        const { id, workplace, run } = await setUp({}, retries);
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
        await runActs['run.stop-now'](made, actor(OWNER), { id, ver }, {});
        return true;
      };
      const gone = { kind: 'existing-team', teamId: personId(777), channelName: 'Gone' } as const;
      const { id, run } = await setUp({ destination: gone }, stops);

      const { move, audit } = await run();

      assert.deepEqual(named(audit, 'migration.failed'), [
        { step: 'provisioning', problem: 'team-missing', who: 'administrator' },
      ]);
      assert.equal(move.state, 'stopped');
    });

    it('waits for the administrator when the policy no longer has the purpose', async () => {
      const stops: Habit = async ({ ver, outcome }) => {
        if (outcome.problem === null) return undefined;
        await runActs['run.stop-now'](made, actor(OWNER), { id, ver }, {});
        return true;
      };
      const { id, run } = await setUp({ purpose: 'T-GONE' }, stops);

      const { audit } = await run();

      assert.deepEqual(named(audit, 'migration.failed'), [
        { step: 'retention-pending', problem: 'purpose-unknown', who: 'administrator' },
      ]);
    });
  });

  it('adds 450 people in batches of 200', async () => {
    const others = Array.from({ length: 449 }, (_, index) => member(index + 2, personId(20_000 + index), 'staff'));
    const stops: Habit = async ({ state, ver }) => {
      if (state !== 'retention-pending') return undefined;
      await runActs['run.stop-now'](made, actor(OWNER), { id, ver }, {});
      return true;
    };
    const { id, workplace, run } = await setUp({ members: [member(1, OWNER, 'staff'), ...others] }, stops);

    const { move } = await run();

    assert.deepEqual(workplace.batches, [200, 200, 50]);
    assert.equal(move.outcome.readBack?.present, 450);
  });

  describe('when it is stopped', () => {
    it('lists the group that was being made at that moment, and makes nothing more', async () => {
      const { id, world, workplace, run } = await setUp({ destination: NEW_TEAM });
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
      const { id, world, messenger, run } = await setUp();
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
          await runActs['run.stop-now'](made, actor(OWNER), { id, ver }, {});
          return true;
        };
        const { id, messenger, run } = await setUp({}, stops);

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

  describe('while retention is not proved', () => {
    it('looks again every day, and on the day on which a delivered policy takes effect', async () => {
      let given = false;
      const delivers: Habit = async ({ state, outcome }, now) => {
        if (state !== 'retention-pending') return undefined;
        if (given) return false;
        given = true;
        for (const one of proof(outcome.teamId ?? '', now))
          if (one.at.getTime() === now.getTime()) await recordEvidence(made, OWNER, one);
        return true;
      };
      const { run } = await setUp({}, delivers);

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
        await runActs['approval.waive'](made, actor(APPROVER), { id, ver }, {});
        return true;
      };
      const { id, teamId, run } = await setUp({}, waives);

      const { audit, move } = await run();

      assert.deepEqual(named(audit, 'retention.waived'), [{ teamId, messages: 'none', files: 'none' }]);
      assert.deepEqual([move.outcome.retentionProved, move.outcome.retentionWaivedBy], [false, APPROVER]);
      assert.deepEqual(named(audit, 'migration.closed'), [{ attested: 3, notAttested: 0, retentionProved: false }]);
    });
  });

  describe('where a welcome is wanted', () => {
    const wanted = async (welcoming: Welcoming) => {
      const town = await setUp();
      Object.assign(town.world, { welcoming });
      return town.run();
    };
    const installs = async () => undefined;

    it('installs Regroup and posts, once, before it goes on to retention', async () => {
      const done: string[] = [];
      const { move, audit, whats } = await wanted({
        install: async (teamId) => void done.push(`install ${teamId}`),
        post: async (id) => {
          done.push(`post ${id}`);
          return 'posted';
        },
      });

      assert.deepEqual(done, [`install ${move.outcome.teamId}`, `post ${move.id}`]);
      assert.deepEqual(move.outcome.welcome, { result: 'posted', problem: null, missing: null });
      const { channelId } = move.outcome;
      assert.deepEqual(named(audit, 'migration.welcomed'), [{ channelId, result: 'posted', problem: null }]);
      assert.ok(whats.indexOf('migration.welcomed') < whats.indexOf('retention.checked'));
      assert.equal(move.state, 'closed');
    });

    it('tries again while the channel does not take it yet, and gives up in the end', async () => {
      let tries = 0;
      const late = await wanted({ install: installs, post: async () => ((tries += 1) < 3 ? 'refused' : 'posted') });
      assert.equal(tries, 3);
      assert.equal(late.move.outcome.welcome?.result, 'posted');

      const never = await wanted({ install: installs, post: async () => 'refused' });
      assert.deepEqual(never.move.outcome.welcome, { result: 'not-posted', problem: 'channel-refused', missing: null });
      assert.equal(never.move.state, 'closed');
    });

    it('goes on without it where the permission is missing, and says which', async () => {
      const right = 'TeamsAppInstallation.ReadWriteSelfForTeam.All';
      const { move, audit } = await wanted({
        install: async () => {
          throw new WorkplaceProblem('permission-missing', 'administrator', 'c', right);
        },
        post: async () => assert.fail('nothing is posted where Regroup is not'),
      });

      assert.deepEqual(move.outcome.welcome, { result: 'not-posted', problem: 'permission-missing', missing: right });
      assert.deepEqual(named(audit, 'migration.failed'), []);
      assert.equal(move.state, 'closed');
    });

    it('is patient with an outage, but not for ever', async () => {
      let tries = 0;
      const { move } = await wanted({
        install: async () => {
          tries += 1;
          throw new WorkplaceProblem('outage', 'us', 'c');
        },
        post: async () => assert.fail('nothing is posted where Regroup is not'),
      });

      assert.ok(tries > 2);
      assert.equal(move.outcome.welcome?.problem, 'outage');
      assert.equal(move.state, 'closed');
    });

    it('is never posted a second time: where the process died while posting, it may be there', async () => {
      let posts = 0;
      const town = await setUp();
      Object.assign(town.world, {
        welcoming: {
          install: installs,
          post: async () => {
            posts += 1;
            return 'posted';
          },
        },
      });

      const { move } = await town.run((_, name) => name.startsWith('once welcome'));

      assert.equal(posts, 1);
      assert.equal(move.outcome.welcome?.result, 'unclear');
    });
  });

  describe('while it is on hold', () => {
    const press = (verb: 'run.hold-now' | 'run.end-hold-now', who: string, { id, ver }: Migration) =>
      runActs[verb](made, actor(who), { id, ver }, {});

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
      const { messenger, run } = await setUp({}, keeps);

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
        const view = await runActs['run.noticed'](made, actor(OWNER), { id: move.id, ver: move.ver }, {});
        assert.equal(view.kind === 'progress' && view.migration.state, 'notifying');
        return true;
      };
      let tried = false;
      const { run } = await setUp({}, keeps);

      const { move, whats } = await run();

      assert.ok(tried);
      assert.ok(whats.indexOf('migration.hold-ended') < whats.indexOf('migration.notice-given'));
      assert.equal(move.state, 'closed');
    });
  });

  describe('while members answer', () => {
    it('reminds them half-way and on the day before, then closes with those who have not attested', async () => {
      const nobody: Habit = async ({ state }) => (state === 'closing' ? false : undefined);
      const { messenger, run } = await setUp({}, nobody);

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
      const { messenger, run } = await setUp();

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
        await made.store.transact(async (tx) => {
          await tx.putAcquaintance({ person: late, reference: {}, seenAt: START });
          await nowReachable(tx, late);
        });
        return true;
      };
      const { messenger, run } = await setUp({ members: [member(1, OWNER, 'staff'), member(2, late, 'staff')] }, opens);
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
      const { id, messenger, run, world } = await setUp({}, nobody);

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
        await runActs['run.close'](made, actor(OWNER), { id, ver }, {});
        return true;
      };
      const { id, run } = await setUp({}, closes);

      const { audit, move } = await run();

      assert.equal(move.state, 'closed');
      assert.deepEqual(named(audit, 'migration.closed'), [{ attested: 0, notAttested: 3, retentionProved: true }]);
    });
  });
});
