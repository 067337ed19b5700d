import assert from 'node:assert/strict';
import { holdingActs } from '../../src/conversation/holding.js';
import { say } from '../../src/conversation/messages.js';
import { runActs } from '../../src/conversation/runs.js';
import type { View } from '../../src/conversation/view.js';
import { holdOn } from '../../src/migration/hold.js';
import type { Hold } from '../../src/migration/hold-record.js';
import type { Migration, Outcome, State } from '../../src/migration/migration.js';
import { read, stored, submittedMove } from '../support/migrations.js';
import { testPolicy } from '../support/policy.js';
import { actor, ADMIN, APPROVER, DPO, OWNER, recorded, TEACHER, testWorld } from '../support/world.js';

const NOW = new Date('2026-11-24T10:00:00Z');
const HOLD: Hold = { by: OWNER, at: NOW, attested: 0, ended: null };
const TICKED = { done: ['left', 'chat', 'gallery', 'backup', 'devices'], note: '' };

describe('holds', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let count = 0;

  before(async () => {
    world = await testWorld({ policy: testPolicy(), now: () => NOW });
  });
  after(() => world.close());

  async function move(state: State, outcome: Partial<Outcome> = {}, rest: Partial<Migration> = {}): Promise<Migration> {
    count += 1;
    const start = submittedMove(`mov-HLD${String(count).padStart(5, '0')}`, NOW, { groupName: `Group ${count}` });
    return stored(world, { ...start, ...rest, state, outcome: { ...start.outcome, ...outcome } });
  }
  const press = (verb: keyof typeof holdingActs, person: string, { id, ver }: Migration): Promise<View> =>
    holdingActs[verb](world, actor(person), { id, ver }, {});
  const whats = async (id: string) =>
    (await recorded(world)).filter(({ subjectId }) => subjectId === id).map(({ what, details }) => [what, details]);

  for (const [who, person] of [
    ['its owner', OWNER],
    ['its approver', APPROVER],
    ['an officer', DPO],
  ] as const)
    it(`${who} can put a move on hold, once`, async () => {
      const before = await move('closing');

      const view = await press('run.hold-now', person, before);
      await press('run.hold-now', person, { ...before, ver: 2 });

      const after = await read(world, before.id);
      assert.deepEqual(holdOn(after), { ...HOLD, by: person });
      assert.deepEqual(view, { kind: 'progress', migration: after, mode: 'progress', notice: null });
      assert.deepEqual(await whats(before.id), [['migration.held', { at: 'closing', attested: 0 }]]);
    });

  it('a member cannot, and learns nothing about the move', async () => {
    const before = await move('closing');

    const view = await press('run.hold-now', TEACHER, before);

    assert.equal(view.kind, 'refused');
    assert.equal(holdOn(await read(world, before.id)), null);
  });

  it('asks once more before it puts one, and before it ends one', async () => {
    const before = await move('members');
    const onHold = await move('members', { holds: [HOLD] });

    const asked = await press('run.hold', OWNER, before);
    const askedToEnd = await press('run.end-hold', DPO, onHold);

    assert.equal(asked.kind === 'progress' && asked.mode, 'confirm-hold');
    assert.equal(askedToEnd.kind === 'progress' && askedToEnd.mode, 'confirm-end-hold');
    assert.deepEqual([...(await whats(before.id)), ...(await whats(onHold.id))], []);
  });

  for (const state of ['draft', 'closed', 'stopped', 'cancelled', 'sent-back', 'expired'] as const)
    it(`puts none on a move that is ${state}: it does not run`, async () => {
      const before = await move(state);

      await press('run.hold-now', OWNER, before);

      assert.equal(holdOn(await read(world, before.id)), null);
    });

  it('counts those who had attested before', async () => {
    const before = await move('closing');
    const statement = { migrationId: before.id, ver: 1, requestedAt: NOW, reached: true, note: '', answeredAt: NOW };
    await world.store.transact((tx) =>
      tx.putAttestation({ ...statement, person: TEACHER, state: 'attested', done: TICKED.done }),
    );

    await press('run.hold-now', OWNER, before);

    assert.equal(holdOn(await read(world, before.id))?.attested, 1);
  });

  for (const [who, person] of [
    ['owner', OWNER],
    ['approver', APPROVER],
  ] as const)
    it(`its ${who} cannot end one`, async () => {
      const before = await move('closing', { holds: [HOLD] });

      const view = await press('run.end-hold-now', person, before);

      assert.equal(view.kind, 'refused');
      assert.deepEqual(holdOn(await read(world, before.id)), HOLD);
    });

  it('an officer cannot end one on their own move', async () => {
    const before = await move('closing', { holds: [HOLD] }, { owner: DPO });

    const view = await press('run.end-hold-now', DPO, before);

    assert.equal(view.kind, 'refused');
    assert.deepEqual(holdOn(await read(world, before.id)), HOLD);
  });

  it('an officer ends one, and members have the whole time again', async () => {
    const attestBy = new Date('2026-11-25T10:00:00Z');
    const before = await move('closing', { holds: [HOLD], attestBy });

    await press('run.end-hold-now', DPO, before);

    const after = await read(world, before.id);
    assert.deepEqual(after.outcome.holds, [{ ...HOLD, ended: { by: DPO, at: NOW } }]);
    assert.deepEqual(after.outcome.attestBy, new Date('2026-12-08T10:00:00Z'));
    assert.deepEqual(await whats(before.id), [['migration.hold-ended', { at: 'closing' }]]);
  });

  it('takes no statement, no notice and no closing while it lasts', async () => {
    const closing = await move('closing', { holds: [HOLD] });
    const notifying = await move('notifying', { holds: [HOLD] });
    const asked = { migrationId: closing.id, ver: 1, requestedAt: NOW, reached: true, note: '', answeredAt: null };
    await world.store.transact((tx) => tx.putAttestation({ ...asked, person: TEACHER, state: 'asked', done: [] }));

    const statement = await runActs['attest.confirm'](world, actor(TEACHER), { id: closing.id, ver: 1 }, TICKED);
    await runActs['run.close'](world, actor(OWNER), { id: closing.id, ver: closing.ver }, {});
    for (const verb of ['run.noticed', 'run.unposted'] as const)
      await runActs[verb](world, actor(OWNER), { id: notifying.id, ver: notifying.ver }, {});

    assert.equal(statement.kind === 'attestation' && statement.attestation.state, 'asked');
    assert.equal((await read(world, closing.id)).state, 'closing');
    assert.equal((await read(world, notifying.id)).state, 'notifying');
    assert.deepEqual([...(await whats(closing.id)), ...(await whats(notifying.id))], []);
  });

  it('“hold” shows an officer what runs, those on hold first, and records that they read it', async () => {
    const onHold = await move('members', { holds: [HOLD] });

    const view = await say(world, actor(DPO), 'hold');

    assert.ok(view.kind === 'running');
    assert.ok(view.moves.every(({ state }) => state !== 'closed' && state !== 'draft'));
    assert.ok(view.moves.some(({ id }) => id === onHold.id));
    const held = view.moves.map((one) => holdOn(one) !== null);
    assert.equal(held.lastIndexOf(true) + 1, held.indexOf(false));
    const entry = (await recorded(world)).at(-1);
    assert.equal(entry?.['what'], 'moves.listed');
    assert.deepEqual(entry['details'], { running: view.moves.length, held: held.lastIndexOf(true) + 1 });
  });

  it('“hold” and the name of a group finds its move; another text that begins so is a question', async () => {
    const wanted = await move('members');

    const found = await say(world, actor(DPO), `Hold ${wanted.draft.groupName.toUpperCase()}`);
    const question = await say(world, actor(DPO), 'hold on, can I use WhatsApp with parents?');
    const others = await say(world, actor(ADMIN), `hold ${wanted.draft.groupName}`);

    assert.deepEqual(found.kind === 'running' && found.moves.map(({ id }) => id), [wanted.id]);
    assert.notEqual(question.kind, 'running');
    assert.notEqual(others.kind, 'running');
  });

  it('shows everybody else their own moves, and an officer what is on hold in “status”', async () => {
    const mine = await say(world, actor(OWNER), 'hold');
    const officers = await say(world, actor(DPO), 'status');

    assert.equal(mine.kind, 'status');
    assert.ok(officers.kind === 'status' && officers.onHold.length > 0);
    assert.ok(officers.onHold.every((one) => holdOn(one) !== null && one.owner !== DPO));
    assert.deepEqual(mine.kind === 'status' && mine.onHold, []);
  });
});
