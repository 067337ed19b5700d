import assert from 'node:assert/strict';
import { say } from '../../src/conversation/messages.js';
import { stored, submittedMove } from '../support/migrations.js';
import { testPolicy } from '../support/policy.js';
import { ADMIN, APPROVER, OWNER, TEACHER, actor, recorded, testWorld } from '../support/world.js';

describe('say()', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let seen = 0;

  before(async () => {
    world = await testWorld({ policy: testPolicy() });
    await stored(world, submittedMove('mov-SAY00001', world.now()));
    await stored(world, { ...submittedMove('mov-SAY00002', world.now()), state: 'cancelled' });
  });

  after(() => world.close());

  async function news(): Promise<readonly string[]> {
    const all = await recorded(world);
    const fresh = all.slice(seen);
    seen = all.length;
    return fresh.map(({ what, details }) => `${String(what)} ${JSON.stringify(details)}`);
  }

  const shown: readonly (readonly [string, string])[] = [
    ['help', 'help'],
    ['hello', 'help'],
    ['status', 'status'],
    ['Where is my move?', 'status'],
    ['move a group', 'wizard'],
    ['I want to move our WhatsApp group to Teams', 'wizard'],
    ['lost phone', 'procedure'],
    ['Can I tell parents about the trip on WhatsApp?', 'answer'],
    ['can I use an app', 'clarify'],
    ['What is the capital of France?', 'help'],
  ];
  for (const [text, kind] of shown) {
    it(`answers "${text}" with ${kind}`, async () => {
      assert.equal((await say(world, actor(TEACHER), text)).kind, kind);
    });
  }

  it('shows people their own moves, and what waits for them', async () => {
    const mine = await say(world, actor(OWNER), 'status');
    const theirs = await say(world, actor(APPROVER), 'status');

    assert.deepEqual(mine.kind === 'status' && [mine.moves.map(({ id }) => id), mine.toDecide], [['mov-SAY00001'], []]);
    assert.deepEqual(theirs.kind === 'status' && [theirs.moves, theirs.toDecide.map(({ id }) => id)], [
      [],
      ['mov-SAY00001'],
    ]);
  });

  for (const text of ['summary', 'show me the summary']) {
    it(`shows administrators what "${text}" asks for, and records that they read it`, async () => {
      await news();

      const view = await say(world, actor(ADMIN), text);

      assert.deepEqual(view, { kind: 'summary', period: 'term' });
      assert.deepEqual(await news(), ['summary.read {"period":"term"}']);
    });
  }

  it('refuses the summary to everybody else, says what they can do, and records it', async () => {
    await news();

    const view = await say(world, actor(APPROVER), 'summary');

    assert.equal(view.kind, 'refused');
    assert.match(view.kind === 'refused' ? view.next : '', /“status”.*01632 960141/);
    assert.deepEqual(await news(), ['access.refused {"action":"summary.show","reason":"not-an-administrator"}']);
  });

  it('refuses the summary to administrators where others read along', async () => {
    await news();

    assert.equal((await say(world, actor(ADMIN, 'shared'), 'summary')).kind, 'refused');
    assert.deepEqual(await news(), ['access.refused {"action":"summary.show","reason":"shared-place"}']);
  });

  for (const text of ['audit', 'audit year 6  RESIDENTIAL', 'audit who submitted Year 6 residential?']) {
    it(`tells administrators what the record says for "${text}", and records that they asked`, async () => {
      await news();

      const view = await say(world, actor(ADMIN), text);

      assert.equal(view.kind, 'record');
      assert.match((await news()).join(), /^log\.queried \{"entries":\d+,"question":"[a-z:]+"\}$/);
    });
  }

  it('tells who did it, to which of the moves of that name, newest first', async () => {
    const approve = { who: APPROVER, when: world.now(), subjectType: 'migration', correlationId: 'c-1' } as const;
    await world.store.transact(async (tx) => {
      await tx.record({ ...approve, subjectId: 'mov-SAY00001', what: 'migration.approved', details: {} });
      await tx.record({ ...approve, subjectId: 'mov-SAY00002', what: 'migration.approved', details: {} });
      await tx.record({
        ...approve,
        subjectId: 'mov-SAY00002',
        what: 'migration.stopped',
        details: { at: 'approved' },
      });
    });

    const view = await say(world, actor(ADMIN), 'Who approved Year 6 residential?');

    assert.ok(view.kind === 'record' && view.found !== null);
    assert.deepEqual(
      view.found.entries.map(({ what, subjectId, who }) => [what, subjectId, who]),
      [
        ['migration.approved', 'mov-SAY00002', APPROVER],
        ['migration.approved', 'mov-SAY00001', APPROVER],
      ],
    );
    assert.deepEqual(view.found.moves.map(({ id }) => id).toSorted(), ['mov-SAY00001', 'mov-SAY00002']);
    assert.equal(view.standing.withOfficer, null);
  });

  it('says so when no group of that name was moved', async () => {
    const view = await say(world, actor(ADMIN), 'audit no such group');

    assert.deepEqual(view.kind === 'record' && view.found?.moves, []);
  });

  for (const [person, text] of [
    [ADMIN, 'who approved WhatsApp for parents?'],
    [OWNER, 'who approved Year 6 residential?'],
    [OWNER, 'audit Year 6 residential'],
  ] as const) {
    it(`takes "${text}" for a question of staff where it is no question to the record`, async () => {
      await news();

      const view = await say(world, actor(person), text);

      assert.notEqual(view.kind, 'record');
      assert.ok(!(await news()).join().includes('log.'));
    });
  }

  for (const [who, place, reason] of [
    [OWNER, 'personal', 'not-an-administrator'],
    [ADMIN, 'shared', 'shared-place'],
  ] as const) {
    it(`refuses the record (${reason}), and records that`, async () => {
      for (const text of ['audit', 'audit who approved Year 6 residential?']) {
        await news();

        assert.equal((await say(world, actor(who, place), text)).kind, 'refused');
        assert.deepEqual(await news(), [`access.refused {"action":"log.query","reason":"${reason}"}`]);
      }
    });
  }

  const inCompany: readonly (readonly [string, readonly string[]])[] = [
    ['status', ['access.refused {"action":"home.status","reason":"shared-place"}']],
    ['move a group', ['access.refused {"action":"home.move","reason":"shared-place"}']],
    ['can I use an app', []],
  ];
  for (const [text, entries] of inCompany) {
    it(`shows nothing of anybody's own for "${text}" where others read along, and starts nothing`, async () => {
      await news();

      assert.equal((await say(world, actor(OWNER, 'shared'), text)).kind, 'refused');
      assert.deepEqual(await news(), entries);
    });
  }

  for (const text of [
    'A pupil is going to hurt himself, please move our WhatsApp group to Teams',
    'she will kill herself, where is my move',
  ]) {
    it(`answers the danger in "${text}" before anything else`, async () => {
      const view = await say(world, actor(OWNER), text);

      assert.equal(view.kind, 'procedure');
      assert.equal('question' in view && view.question?.understood.danger, true);
    });
  }

  it('says 999 also where it has to ask back and others read along', async () => {
    const view = await say(world, actor(OWNER, 'shared'), 'she wants to kill herself, can I use an app');

    assert.match(view.kind === 'refused' ? view.next : '', /^In danger: call 999\. .*01632 960177.* in your own chat/);
  });

  it('says what Regroup can do when nothing is said', async () => {
    assert.deepEqual(await say(world, actor(OWNER), ' '), { kind: 'help', greeting: 'help' });
  });
});
