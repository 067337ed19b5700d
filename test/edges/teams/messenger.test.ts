import assert from 'node:assert/strict';
import { ChannelProblem, type Channel, type Reference } from '../../../src/edges/teams/channel.js';
import type { Card } from '../../../src/edges/teams/cards/template.js';
import { openMessenger } from '../../../src/edges/teams/messenger.js';
import { openQueue } from '../../../src/edges/teams/queue.js';
import type { Messenger, Notice } from '../../../src/migration/ports.js';
import { wordsOf } from '../../support/chat.js';
import { edit, stored, submittedMove } from '../../support/migrations.js';
import { testPolicy } from '../../support/policy.js';
import { APPROVER, DPO, OTHER_APPROVER, OWNER, testWorld } from '../../support/world.js';

/** The Teams side: notes what is asked of it, and refuses with a status when it is told to. */
class FakeChannel implements Channel {
  readonly calls: string[] = [];
  readonly cards: Card[] = [];
  refuses: { readonly call: string; readonly status: number } | null = null;

  async reply(): Promise<string | null> {
    throw new Error('a messenger answers nobody');
  }

  async send({ conversation }: Reference, card: Card): Promise<string | null> {
    this.#note(`send ${conversation?.id}`, card);
    return `sent-${this.calls.length}`;
  }

  async post(): Promise<void> {
    throw new Error('a messenger writes to nobody but people');
  }

  async update({ conversation }: Reference, activityId: string, card: Card): Promise<void> {
    this.#note(`update ${conversation?.id} ${activityId}`, card);
  }

  async remove({ conversation }: Reference, activityId: string): Promise<void> {
    this.#note(`remove ${conversation?.id} ${activityId}`);
  }

  #note(call: string, card?: Card): void {
    this.calls.push(call);
    if (this.refuses !== null && call.startsWith(this.refuses.call)) throw new ChannelProblem(this.refuses.status);
    if (card !== undefined) this.cards.push(card);
  }
}

describe('openMessenger()', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let channel: FakeChannel;
  let messenger: Messenger;
  const log: string[] = [];
  let id = '';
  let notice: Extract<Notice, { readonly kind: 'progress' }>;

  before(async () => {
    world = await testWorld({ policy: testPolicy() });
  });

  beforeEach(async () => {
    id = world.newId('mov');
    notice = { kind: 'progress', migrationId: id, person: OWNER };
    channel = new FakeChannel();
    log.length = 0;
    const report = (message: string) => void log.push(message);
    messenger = openMessenger({ world, channel, sandbox: true, queue: openQueue(), report });
    await stored(world, submittedMove(id, world.now()));
    await known(OWNER, 'a:owner');
  });

  after(() => world.close());

  async function known(person: string, conversation: string): Promise<void> {
    const reference = { serviceUrl: 'http://127.0.0.1:9', conversation: { id: conversation } };
    await world.store.transact((tx) => tx.putAcquaintance({ person, reference, seenAt: world.now() }));
  }

  it('sends a card the first time and updates that one from then on, with what the database says now', async () => {
    assert.equal(await messenger.show(notice), 'shown');
    await edit(world, id, (move) => ({ ...move, ver: move.ver + 1, state: 'approved' }));
    assert.equal(await messenger.show(notice), 'shown');

    assert.deepEqual(channel.calls, ['send a:owner', 'update a:owner sent-1']);
    assert.notEqual(wordsOf(channel.cards[0]!), wordsOf(channel.cards[1]!));
  });

  it('keeps the cards of two people apart', async () => {
    await known(APPROVER, 'a:approver');

    await messenger.show(notice);
    await messenger.show({ kind: 'approval', migrationId: id, person: APPROVER });
    await messenger.show(notice);

    assert.deepEqual(channel.calls, ['send a:owner', 'send a:approver', 'update a:owner sent-1']);
  });

  it('updates the card where it was sent, even when the person has a new chat', async () => {
    await messenger.show(notice);
    await known(OWNER, 'a:new');
    await messenger.show(notice);

    assert.deepEqual(channel.calls, ['send a:owner', 'update a:owner sent-1']);
  });

  it('sends a card anew when the old one is gone', async () => {
    await messenger.show(notice);
    channel.refuses = { call: 'update', status: 404 };
    await messenger.show(notice);
    channel.refuses = null;
    await messenger.show(notice);

    assert.deepEqual(channel.calls.slice(1), [
      'update a:owner sent-1',
      'send a:owner',
      'remove a:owner sent-1',
      'update a:owner sent-3',
    ]);
  });

  it('reminds with a new card, and the one before it goes', async () => {
    await messenger.show(notice);
    await messenger.show(notice, 'reminder');
    await messenger.show(notice);

    assert.deepEqual(channel.calls, ['send a:owner', 'send a:owner', 'remove a:owner sent-1', 'update a:owner sent-2']);
  });

  it('counts a reminder as shown when the card before it cannot be taken away', async () => {
    await messenger.show(notice);
    channel.refuses = { call: 'remove', status: 501 };

    assert.equal(await messenger.show(notice, 'reminder'), 'shown');
    assert.deepEqual(log, ['an old card could not be taken away']);
  });

  it('cannot reach somebody whom it has never met', async () => {
    assert.equal(await messenger.show({ kind: 'approval', migrationId: id, person: OTHER_APPROVER }), 'unreachable');
    assert.deepEqual(channel.calls, []);
  });

  for (const status of [403, 404]) {
    it(`cannot reach somebody whose chat answers ${status}`, async () => {
      channel.refuses = { call: 'send', status };

      assert.equal(await messenger.show(notice), 'unreachable');
    });
  }

  it('fails, so that it is tried again, when the channel does not answer', async () => {
    channel.refuses = { call: 'send', status: 0 };

    await assert.rejects(messenger.show(notice), ChannelProblem);
    channel.refuses = null;
    assert.equal(await messenger.show(notice), 'shown');
  });

  it('does not send twice when two showings come at once', async () => {
    await Promise.all([messenger.show(notice), messenger.show(notice), messenger.show(notice)]);

    assert.deepEqual(channel.calls, ['send a:owner', 'update a:owner sent-1', 'update a:owner sent-1']);
  });

  it('shows the DPO a question and an incident', async () => {
    await known(DPO, 'a:dpo');
    const incident = { id: 'inc-TEST0001', migrationId: id, kind: 'outside-reader', raisedBy: OWNER } as const;
    await world.store.transact((tx) =>
      tx.putIncident({
        ...incident,
        at: world.now(),
        outsiders: 1,
        leavers: 0,
        pupils: 0,
        state: 'open',
        exposure: null,
      }),
    );

    assert.equal(await messenger.show({ kind: 'incident', incidentId: incident.id, person: DPO }), 'shown');
  });

  it('fails for a record that is not there', async () => {
    await assert.rejects(messenger.show({ ...notice, migrationId: 'mov-NOSUCH00' }), /nothing to show/);
  });
});
