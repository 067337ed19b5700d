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

  for (const text of ['status', 'move a group', 'can I use an app']) {
    it(`shows nothing of anybody's own for "${text}" where others read along, and starts nothing`, async () => {
      await news();

      assert.equal((await say(world, actor(OWNER, 'shared'), text)).kind, 'refused');
      assert.deepEqual(await news(), []);
    });
  }
});
