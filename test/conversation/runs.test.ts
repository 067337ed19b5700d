import assert from 'node:assert/strict';
import type { Verb } from '../../src/conversation/actions.js';
import { recordEvidence } from '../../src/conversation/evidence.js';
import { runActs } from '../../src/conversation/runs.js';
import type { View } from '../../src/conversation/view.js';
import { RUNNING } from '../../src/migration/ports.js';
import type { Added, Attestation, Migration, Outcome, State } from '../../src/migration/migration.js';
import { inTeam, proof, read, stored, submittedMove } from '../support/migrations.js';
import { testPolicy } from '../support/policy.js';
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

const NOW = new Date('2026-11-24T10:00:00Z');
const ALL = ['left', 'chat', 'gallery', 'backup', 'devices'];

type OwnerVerb =
  'run.refresh' | 'run.retry' | 'run.skip' | 'run.stop' | 'run.stop-now' | 'run.noticed' | 'run.unposted' | 'run.close';

describe('runActs', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let count = 0;

  before(async () => {
    world = await testWorld({ policy: testPolicy(), now: () => NOW });
  });

  after(() => world.close());

  /** A stored move in this state, in a team of its own. */
  async function move(state: State, outcome: Partial<Outcome> = {}): Promise<Migration> {
    count += 1;
    const teamId = personId(40_000 + count);
    const start = submittedMove(`mov-ACT${String(count).padStart(5, '0')}`, NOW, { destination: inTeam(teamId) });
    return stored(world, { ...start, state, outcome: { ...start.outcome, teamId, ...outcome } });
  }

  async function asked(moved: Migration, person: string, values: Partial<Attestation> = {}): Promise<Attestation> {
    const unanswered = { reached: true, state: 'asked', done: [], note: '', answeredAt: null } as const;
    const made: Attestation = { migrationId: moved.id, person, ver: 1, requestedAt: NOW, ...unanswered, ...values };
    await world.store.transact((tx) => tx.putAttestation(made));
    return made;
  }

  const statementOf = async (id: string, person: string) => {
    const all = await world.store.transact((tx) => tx.attestations(id));
    return all.find((one) => one.person === person);
  };

  const press = (verb: OwnerVerb, person: string, { id, ver }: Pick<Migration, 'id' | 'ver'>): Promise<View> =>
    runActs[verb](world, actor(person), { id, ver }, {});

  const events = async (id: string) => {
    const all = (await recorded(world)).filter(({ subjectId }) => subjectId === id);
    return all.map(({ what, who, details }) => ({ what, who, details }));
  };

  const wakes = (id: string) => world.told.filter((told) => told === id).length;

  const PROBLEM = { step: 'members', code: 'account-blocked', who: 'person', correlationId: 'c' } as const;
  const REFUSED: readonly Added[] = [
    { person: OWNER, result: 'added', problem: null },
    { person: TEACHER, result: 'refused', problem: 'account-blocked' },
    { person: GUEST, result: 'refused', problem: 'no-licence' },
  ];

  describe('who may', () => {
    const verbs: readonly OwnerVerb[] = [
      'run.refresh',
      'run.retry',
      'run.skip',
      'run.stop',
      'run.stop-now',
      'run.noticed',
      'run.unposted',
      'run.close',
    ];
    for (const verb of verbs)
      it(`refuses ${verb} to a member, records it and changes nothing`, async () => {
        const before = await move('notifying', { problem: PROBLEM });

        const view = await press(verb, TEACHER, before);

        assert.equal(view.kind, 'refused');
        assert.deepEqual(await read(world, before.id), before);
        assert.deepEqual(await events(before.id), [
          { what: 'access.refused', who: TEACHER, details: { action: verb, reason: 'not-theirs' } },
        ]);
        assert.equal(wakes(before.id), 0);
      });

    for (const verb of verbs)
      it(`answers ${verb} about a move that does not exist like one about somebody else's`, async () => {
        const theirs = await press(verb, TEACHER, await move('closing'));

        const nowhere = await press(verb, TEACHER, { id: 'mov-NOWHERE1', ver: 1 });

        assert.deepEqual(nowhere, theirs);
      });

    for (const verb of ['run.retry', 'run.skip', 'run.noticed', 'run.unposted', 'run.close'] as const)
      it(`refuses ${verb} to the approver`, async () => {
        const view = await press(verb, APPROVER, await move('notifying', { problem: PROBLEM }));

        assert.equal(view.kind, 'refused');
      });

    for (const verb of ['run.refresh', 'run.stop', 'run.stop-now'] as const)
      it(`refuses ${verb} to whoever decided about the move and is no approver any more`, async () => {
        const before = await move('notifying');
        const inGroup = async () => false;
        const left = { ...world, directory: { ...world.directory, inGroup } };

        const view = await runActs[verb](left, actor(APPROVER), before, {});
        const owners = await runActs['run.refresh'](left, actor(OWNER), before, {});

        assert.equal(view.kind, 'refused');
        assert.equal(owners.kind, 'progress');
        assert.deepEqual(await read(world, before.id), before);
        assert.deepEqual(await events(before.id), [
          { what: 'access.refused', who: APPROVER, details: { action: verb, reason: 'not-theirs' } },
        ]);
      });

    it('refuses where others read along', async () => {
      const { id, ver } = await move('notifying');

      const view = await runActs['run.noticed'](world, actor(OWNER, 'shared'), { id, ver }, {});

      assert.equal(view.kind, 'refused');
      assert.equal((await read(world, id)).state, 'notifying');
    });
  });

  describe('what each does', () => {
    it('run.refresh shows the present state, whichever version the card had', async () => {
      const { id } = await move('members');

      const view = await press('run.refresh', OWNER, { id, ver: 99 });

      assert.deepEqual(view, { kind: 'progress', migration: await read(world, id), mode: 'progress', notice: null });
      assert.deepEqual(await events(id), []);
    });

    it('run.retry forgets who was refused, so that the run tries them again', async () => {
      const before = await move('members', { added: REFUSED, problem: PROBLEM });

      await press('run.retry', OWNER, before);

      const { outcome, ver } = await read(world, before.id);
      assert.deepEqual(outcome.added, [REFUSED[0]]);
      assert.equal(outcome.problem, null);
      assert.equal(ver, 2);
      assert.deepEqual(await events(before.id), [
        { what: 'migration.retried', who: OWNER, details: { step: 'members' } },
      ]);
      assert.equal(wakes(before.id), 1);
    });

    it('run.retry keeps what was read back when something else was wrong', async () => {
      const readBack = { at: NOW, expected: 1, present: 1, missing: [] };
      const problem = { ...PROBLEM, step: 'retention-pending', code: 'purpose-unknown' } as const;
      const before = await move('retention-pending', { readBack, problem });

      await press('run.retry', OWNER, before);

      const { outcome } = await read(world, before.id);
      assert.deepEqual([outcome.readBack, outcome.problem], [readBack, null]);
    });

    it('run.skip leaves out everybody who was refused, one entry each', async () => {
      const before = await move('members', { added: REFUSED, problem: PROBLEM });

      await press('run.skip', OWNER, before);

      const { outcome } = await read(world, before.id);
      assert.deepEqual(
        outcome.added.map(({ result, problem }) => [result, problem]),
        [
          ['added', null],
          ['skipped', 'account-blocked'],
          ['skipped', 'no-licence'],
        ],
      );
      assert.deepEqual(await events(before.id), [
        { what: 'migration.member-skipped', who: OWNER, details: { person: TEACHER } },
        { what: 'migration.member-skipped', who: OWNER, details: { person: GUEST } },
      ]);
    });

    it('run.stop asks once more and changes nothing', async () => {
      const before = await move('members');

      const view = await press('run.stop', APPROVER, before);

      assert.deepEqual(view, { kind: 'progress', migration: before, mode: 'confirm-stop', notice: null });
      assert.deepEqual(await events(before.id), []);
    });

    for (const state of RUNNING)
      it(`run.stop-now stops a move that is ${state}, and keeps what was made`, async () => {
        const before = await move(state, { channelId: '19:made' });

        await press('run.stop-now', state === 'members' ? APPROVER : OWNER, before);

        const after = await read(world, before.id);
        assert.equal(after.state, 'stopped');
        assert.equal(after.outcome.channelId, '19:made');
        assert.equal(after.milestones.at(-1)?.state, 'stopped');
        assert.deepEqual(
          (await events(before.id)).map(({ what, details }) => [what, details]),
          [['migration.stopped', { at: state }]],
        );
        assert.equal(wakes(before.id), 1);
      });

    it('run.noticed starts the time in which members attest', async () => {
      const before = await move('notifying');

      await press('run.noticed', OWNER, before);

      const { state, outcome } = await read(world, before.id);
      assert.equal(state, 'closing');
      assert.deepEqual(outcome.noticeGivenAt, NOW);
      assert.deepEqual(outcome.attestBy, new Date('2026-12-08T10:00:00Z'));
    });

    it('run.unposted starts that time too, and says that the group was not told', async () => {
      const before = await move('notifying');

      await press('run.unposted', OWNER, before);

      const { state, outcome } = await read(world, before.id);
      assert.deepEqual([state, outcome.noticeGivenAt], ['closing', null]);
      assert.deepEqual(outcome.attestBy, new Date('2026-12-08T10:00:00Z'));
      assert.deepEqual(await events(before.id), [{ what: 'migration.notice-not-given', who: OWNER, details: {} }]);
    });

    it('run.close closes with the number of those who have not attested', async () => {
      const before = await move('closing', { retentionProved: true });
      await asked(before, OWNER, { state: 'attested' });
      await asked(before, TEACHER, { state: 'cannot' });
      await asked(before, GUEST);

      await press('run.close', OWNER, before);

      assert.equal((await read(world, before.id)).state, 'closed');
      const details = { attested: 1, notAttested: 2, retentionProved: true };
      assert.deepEqual(await events(before.id), [{ what: 'migration.closed', who: OWNER, details }]);
    });

    it('run.close does nothing before anybody has been asked', async () => {
      const before = await move('closing');

      await press('run.close', OWNER, before);

      assert.deepEqual(await read(world, before.id), before);
    });
  });

  describe('a stale, doubled or misplaced click', () => {
    const able: readonly (readonly [OwnerVerb, State, Partial<Outcome>])[] = [
      ['run.retry', 'members', { added: REFUSED, problem: PROBLEM }],
      ['run.skip', 'members', { added: REFUSED, problem: PROBLEM }],
      ['run.stop-now', 'members', {}],
      ['run.noticed', 'notifying', {}],
      ['run.unposted', 'notifying', {}],
    ];
    for (const [verb, state, outcome] of able) {
      it(`of ${verb} on an older card changes nothing and shows the present state`, async () => {
        const before = await move(state, outcome);

        const view = await press(verb, OWNER, { id: before.id, ver: 0 });

        assert.ok(view.kind === 'progress' && view.notice !== null);
        assert.deepEqual(view.migration, before);
        assert.deepEqual(await read(world, before.id), before);
        assert.deepEqual(await events(before.id), []);
      });

      it(`of ${verb}, pressed twice at once, happens once`, async () => {
        const before = await move(state, outcome);

        await Promise.all([press(verb, OWNER, before), press(verb, OWNER, before)]);

        assert.equal((await read(world, before.id)).ver, 2);
        assert.equal(wakes(before.id), 1);
      });

      it(`of ${verb} in a closed move changes nothing`, async () => {
        const before = await move('closed');

        await press(verb, OWNER, before);

        assert.deepEqual(await read(world, before.id), before);
      });
    }

    it('of run.stop shows the state before it asks', async () => {
      const before = await move('members');

      const view = await press('run.stop', OWNER, { id: before.id, ver: 0 });

      assert.ok(view.kind === 'progress' && view.mode === 'progress');
    });
  });

  describe('attest.confirm and attest.cannot', () => {
    const answer = (
      verb: 'attest.confirm' | 'attest.cannot',
      person: string,
      id: string,
      ver: number,
      done = ALL,
      note = '',
    ) => runActs[verb](world, actor(person), { id, ver }, { done, note });

    it('keeps a statement with all five ticks, and records the ticks', async () => {
      const { id } = await move('closing').then(async (one) => ({ ...one, _: await asked(one, TEACHER) }));

      const view = await answer('attest.confirm', TEACHER, id, 1);

      const kept = await statementOf(id, TEACHER);
      assert.deepEqual([kept?.state, kept?.done, kept?.ver, kept?.answeredAt], ['attested', ALL, 2, NOW]);
      assert.ok(view.kind === 'attestation' && view.attestation.state === 'attested');
      assert.deepEqual(await events(id), [{ what: 'attestation.recorded', who: TEACHER, details: { done: ALL } }]);
      assert.equal(wakes(id), 1);
    });

    for (const done of [[], ['left'], ALL.slice(1), ['left', 'left', 'chat', 'gallery', 'backup', 'everything']])
      it(`complains about ${done.length} ticks (${done.join(', ')}) and keeps them in the card`, async () => {
        const one = await move('closing');
        const before = await asked(one, TEACHER);

        const view = await answer('attest.confirm', TEACHER, one.id, 1, [...done], 'Old phone');

        assert.ok(view.kind === 'attestation');
        assert.deepEqual(
          view.complaints.map(({ field }) => field),
          ['done'],
        );
        assert.deepEqual(
          view.attestation.done,
          ALL.filter((tick) => done.includes(tick)),
        );
        assert.equal(view.attestation.note, 'Old phone');
        assert.deepEqual(await statementOf(one.id, TEACHER), before);
        assert.deepEqual(await events(one.id), []);
      });

    it('keeps a "cannot" with its note, which the audit record does not get', async () => {
      const one = await move('closing');
      await asked(one, TEACHER);

      await answer('attest.cannot', TEACHER, one.id, 1, ['left'], ' My old phone is lost ');

      const kept = await statementOf(one.id, TEACHER);
      assert.deepEqual([kept?.state, kept?.done, kept?.note], ['cannot', ['left'], 'My old phone is lost']);
      assert.deepEqual(await events(one.id), [
        { what: 'attestation.declined', who: TEACHER, details: { done: ['left'] } },
      ]);
    });

    it('complains about a note of more than 300 characters', async () => {
      const one = await move('closing');
      await asked(one, TEACHER);

      const view = await answer('attest.cannot', TEACHER, one.id, 1, [], '😀'.repeat(301));

      assert.ok(view.kind === 'attestation' && view.complaints.some(({ field }) => field === 'note'));
      assert.equal((await statementOf(one.id, TEACHER))?.state, 'asked');
    });

    it('lets somebody attest who could not before, also after the move was closed', async () => {
      const one = await move('closed');
      await asked(one, TEACHER, { state: 'cannot', ver: 1 });

      await answer('attest.confirm', TEACHER, one.id, 1);

      assert.equal((await statementOf(one.id, TEACHER))?.state, 'attested');
    });

    it('takes a statement only from the person who was asked', async () => {
      const one = await move('closing');
      const before = await asked(one, TEACHER);

      const view = await answer('attest.confirm', OTHER_APPROVER, one.id, 1);

      assert.equal(view.kind, 'refused');
      assert.deepEqual(await statementOf(one.id, TEACHER), before);
      assert.deepEqual(await events(one.id), [
        { what: 'access.refused', who: OTHER_APPROVER, details: { action: 'attest.confirm', reason: 'not-theirs' } },
      ]);
    });

    const unchanged: readonly (readonly [string, State, Partial<Attestation>, number])[] = [
      ['an older card', 'closing', { ver: 1 }, 0],
      ['a statement that stands', 'closing', { state: 'attested', done: ALL, answeredAt: NOW }, 1],
      ['a move that was stopped', 'stopped', {}, 1],
    ];
    for (const [title, state, values, ver] of unchanged)
      it(`changes nothing for ${title}`, async () => {
        const one = await move(state);
        const before = await asked(one, TEACHER, values);

        const view = await answer('attest.cannot', TEACHER, one.id, ver);

        assert.deepEqual(view, { kind: 'attestation', migration: one, attestation: before, complaints: [] });
        assert.deepEqual(await events(one.id), []);
      });

    it('counts two presses at once as one', async () => {
      const one = await move('closing');
      await asked(one, TEACHER);

      await Promise.all([answer('attest.confirm', TEACHER, one.id, 1), answer('attest.confirm', TEACHER, one.id, 1)]);

      assert.equal((await events(one.id)).length, 1);
    });
  });

  describe('approval.waive', () => {
    const waive = (person: string, { id, ver }: Pick<Migration, 'id' | 'ver'>) =>
      runActs['approval.waive'](world, actor(person), { id, ver }, {});

    it('records who let the move go on, and what was proved at that moment', async () => {
      const before = await move('retention-pending');

      const view = await waive(APPROVER, before);

      assert.equal(view.kind, 'approval');
      const after = await read(world, before.id);
      assert.deepEqual([after.outcome.retentionWaivedBy, after.outcome.retentionProved], [APPROVER, false]);
      const details = { teamId: before.outcome.teamId, messages: 'none', files: 'none' };
      assert.deepEqual(await events(before.id), [{ what: 'retention.waived', who: APPROVER, details }]);
      assert.equal(wakes(before.id), 1);
    });

    for (const [title, person] of [
      ['the owner, who is an approver too', OWNER],
      ['another approver', OTHER_APPROVER],
      ['somebody who is no approver', TEACHER],
    ] as const)
      it(`refuses ${title}`, async () => {
        const before = await move('retention-pending');

        const view = await waive(person, before);

        assert.equal(view.kind, 'refused');
        assert.deepEqual(await read(world, before.id), before);
        assert.equal((await events(before.id))[0]?.what, 'access.refused');
      });

    it('refuses somebody whom the record names and who is no approver any more', async () => {
      count += 1;
      const before = await stored(world, {
        ...submittedMove(`mov-ACT${String(count).padStart(5, '0')}`, NOW),
        approver: TEACHER,
      });

      assert.equal((await waive(TEACHER, before)).kind, 'refused');
    });

    it('changes nothing when retention is proved by now', async () => {
      const before = await move('retention-pending');
      for (const one of proof(before.outcome.teamId ?? '', NOW)) await recordEvidence(world, OWNER, one);

      await waive(APPROVER, before);

      assert.equal((await read(world, before.id)).outcome.retentionWaivedBy, null);
    });
  });

  describe('incident.decide', () => {
    const incident = async () => {
      const { id: migrationId } = await move('submitted');
      const counts = { outsiders: 2, leavers: 0, pupils: 0, exposure: null };
      const made = { id: migrationId.replace('mov', 'inc'), migrationId, raisedBy: OWNER, at: NOW, ...counts };
      await world.store.transact((tx) => tx.putIncident({ ...made, kind: 'outside-reader', state: 'open' }));
      return made.id;
    };
    const decide = (person: string, id: string) => runActs['incident.decide'](world, actor(person), { id, ver: 1 }, {});

    it('is recorded once, for the data protection officer', async () => {
      const id = await incident();

      const view = await decide(DPO, id);
      await decide(DPO, id);

      assert.ok(view.kind === 'incident' && view.incident.state === 'decided');
      assert.deepEqual(await events(id), [{ what: 'incident.decided', who: DPO, details: {} }]);
    });

    it('is refused to everybody else', async () => {
      const id = await incident();

      assert.equal((await decide(APPROVER, id)).kind, 'refused');
      assert.equal((await world.store.transact((tx) => tx.incident(id)))?.state, 'open');
      assert.deepEqual((await events(id))[0]?.details, { action: 'incident.decide' satisfies Verb, reason: 'not-dpo' });
    });
  });

  describe('recordEvidence()', () => {
    it('records it once and wakes the moves that it is about', async () => {
      const waiting = await move('retention-pending');
      const early = await move('provisioning', { teamId: waiting.outcome.teamId });
      const other = await move('retention-pending');
      const late = await move('closing', { teamId: waiting.outcome.teamId });
      const [one] = proof(waiting.outcome.teamId ?? '', NOW);
      assert.ok(one);

      await recordEvidence(world, DPO, one);
      await recordEvidence(world, DPO, one);

      const [kept, ...more] = await world.store.transact((tx) => tx.evidence([one.teamId]));
      assert.deepEqual([kept, more], [{ ...one, by: DPO }, []]);
      const details = { teamId: one.teamId, location: 'messages', kind: 'read-out', sha256: one.sha256 };
      assert.deepEqual(await events(one.teamId), [{ what: 'evidence.recorded', who: DPO, details }]);
      assert.deepEqual(
        [waiting, early].map(({ id }) => wakes(id) > 0),
        [true, true],
      );
      assert.deepEqual(
        [other, late].map(({ id }) => wakes(id)),
        [0, 0],
      );
    });
  });
});
