import assert from 'node:assert/strict';
import { ChannelProblem, type Reference } from '../../../src/edges/teams/channel.js';
import type { Card } from '../../../src/edges/teams/cards/template.js';
import { postWelcome } from '../../../src/edges/teams/poster.js';
import { wordsOf } from '../../support/chat.js';
import { edit, stored, submittedMove } from '../../support/migrations.js';
import { testPolicy } from '../../support/policy.js';
import { OWNER, testWorld } from '../../support/world.js';

const REFERENCE = { serviceUrl: 'https://smba.example/uk/', conversation: { id: 'a:owner' } };

describe('postWelcome()', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let id = '';
  let posts: { readonly reference: Reference; readonly channelId: string; readonly card: Card }[] = [];
  const log: string[] = [];
  let status: number | null = null;

  before(async () => {
    world = await testWorld({ policy: testPolicy() });
    await world.store.transact((tx) =>
      tx.putAcquaintance({ person: OWNER, reference: REFERENCE, seenAt: world.now() }),
    );
  });
  after(() => world.close());

  beforeEach(async () => {
    posts = [];
    status = null;
    log.length = 0;
    id = world.newId('mov');
    const start = submittedMove(id, world.now());
    await stored(world, { ...start, outcome: { ...start.outcome, channelId: '19:new@thread.tacv2' } });
  });

  const post = (migrationId = id) =>
    postWelcome(
      {
        world,
        sandbox: false,
        report: (message) => void log.push(message),
        channel: {
          post: async (reference, channelId, card) => {
            posts.push({ reference, channelId, card });
            if (status !== null) throw new ChannelProblem(status);
          },
        },
      },
      migrationId,
    );

  it('posts where the owner’s own Teams is, in the channel of the move, and names the owner alone', async () => {
    assert.equal(await post(), 'posted');

    assert.deepEqual(
      posts.map(({ reference, channelId }) => [reference.serviceUrl, channelId]),
      [[REFERENCE.serviceUrl, '19:new@thread.tacv2']],
    );
    const words = wordsOf(posts[0]?.card ?? ({} as Card));
    assert.match(words, /takes the place of a WhatsApp group/);
    assert.match(words, /Nadia Fernsby/);
    assert.doesNotMatch(words, /Year 6 residential|Gareth/);
  });

  for (const [answer, found] of [
    [403, 'refused'],
    [404, 'refused'],
    [429, 'refused'],
    [0, 'unclear'],
    [502, 'unclear'],
  ] as const)
    it(`says ${found} when Teams answers ${answer}`, async () => {
      status = answer;

      assert.equal(await post(), found);
      assert.deepEqual(log, ['a welcome was not taken']);
    });

  it('posts nothing where there is no channel, no such move, or nobody whose Teams it knows', async () => {
    await edit(world, id, (move) => ({ ...move, ver: move.ver + 1, outcome: { ...move.outcome, channelId: null } }));
    assert.equal(await post(), 'refused');
    assert.equal(await post('mov-NOWHERE1'), 'refused');
    await edit(world, id, (move) => ({
      ...move,
      ver: move.ver + 1,
      owner: '00000000-0000-4000-8000-0000000000aa',
      outcome: { ...move.outcome, channelId: '19:new@thread.tacv2' },
    }));
    assert.equal(await post(), 'refused');
    assert.deepEqual(posts, []);
  });
});
