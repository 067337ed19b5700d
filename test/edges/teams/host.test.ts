import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { act } from '../../../src/conversation/all.js';
import { severalFiles, takeFile } from '../../../src/conversation/exports.js';
import { say } from '../../../src/conversation/messages.js';
import type { Conversation } from '../../../src/edges/teams/pressed.js';
import { wordsOf, type CardJson } from '../../support/chat.js';
import { edit, stored, submittedMove } from '../../support/migrations.js';
import { testPolicy } from '../../support/policy.js';
import { HOSTILE } from '../../support/scene.js';
import { startTeams, type Teams } from '../../support/teams.js';
import { until } from '../../support/until.js';
import { ADMIN, GUEST, LEAVER, OWNER, TEACHER, personId, recorded, testWorld } from '../../support/world.js';

const CHANNEL = '19:room@thread.tacv2;messageid=1';

describe('the Teams edge', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let teams: Teams;
  /** Stands in for the conversation in the tests of what happens when it fails. */
  let broken: Partial<Conversation> = {};

  before(async () => {
    world = await testWorld({ policy: testPolicy() });
    const conversation: Conversation = {
      say: (...given) => (broken.say ?? say)(...given),
      act: (...given) => (broken.act ?? act)(...given),
      takeFile,
      severalFiles,
    };
    teams = await startTeams({ world, conversation });
  });

  after(async () => {
    await teams.stop();
    await world.close();
  });

  afterEach(() => {
    broken = {};
  });

  /** What was recorded since the last call. */
  let seen = 0;
  async function news(): Promise<readonly string[]> {
    const all = await recorded(world);
    const fresh = all.slice(seen);
    seen = all.length;
    return fresh.map(({ what, details }) => `${String(what)} ${JSON.stringify(details)}`);
  }

  /** Presses a button that need not be on any card. */
  async function send(person: string, action: unknown, changes: object = {}): Promise<CardJson> {
    const invoke = { type: 'invoke', name: 'adaptiveCard/action', value: { action, trigger: 'manual' } };
    const { status, body } = await teams.chat(person).post({ ...invoke, ...changes });
    const answer = body as { readonly statusCode: number; readonly type: string; readonly value: CardJson };
    assert.equal(status, 200);
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.type, 'application/vnd.microsoft.card.adaptive');
    return answer.value;
  }

  describe('for whoever calls', () => {
    const json = { 'content-type': 'application/json' };
    const requests: readonly (readonly [string, RequestInit, number])[] = [
      ['another method', { method: 'GET' }, 405],
      ['text', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'hello' }, 415],
      ['a form', { method: 'POST', body: new URLSearchParams({ type: 'message' }) }, 415],
      ['nothing at all', { method: 'POST' }, 415],
      ['JSON without a body', { method: 'POST', headers: json }, 400],
      ['broken JSON', { method: 'POST', headers: json, body: '{"type":' }, 400],
      ['an empty activity', { method: 'POST', headers: json, body: '{}' }, 400],
      ['an activity whose type is a number', { method: 'POST', headers: json, body: '{"type":7}' }, 400],
      ['a list', { method: 'POST', headers: json, body: '[]' }, 400],
      ['a word', { method: 'POST', headers: json, body: '"hello"' }, 400],
      ['null', { method: 'POST', headers: json, body: 'null' }, 400],
      ['half a megabyte', { method: 'POST', headers: json, body: `{"type":"${'x'.repeat(500_000)}"}` }, 413],
      [
        'something compressed',
        { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync('{"type":"message"}') },
        415,
      ],
      ['an activity that nobody has signed', { method: 'POST', headers: json, body: '{"type":"message"}' }, 401],
    ];
    for (const [what, init, status] of requests) {
      it(`answers ${what} with ${status}`, async () => {
        assert.equal((await fetch(`${teams.url}/api/messages`, init)).status, status);
      });
    }

    it('answers for the process and for all that it needs', async () => {
      assert.equal((await fetch(`${teams.url}/healthz`)).status, 200);
      assert.equal((await fetch(`${teams.url}/readyz`)).status, 200);
      assert.equal((await fetch(`${teams.url}/api/nothing`)).status, 404);
    });
  });

  describe('for somebody who writes', () => {
    it('answers with a card that says it is a sandbox', async () => {
      const card = await teams.chat(OWNER).say('help', 'Regroup');

      assert.match(wordsOf(card), /Sandbox/);
    });

    it('greets once when it is added, and not for what comes with it', async () => {
      const chat = teams.chat(TEACHER);
      const before = chat.cards().length;

      await chat.post({ type: 'conversationUpdate', membersAdded: [{ id: '28:x' }] });
      await chat.post({ type: 'installationUpdate', action: 'add' });

      assert.equal(chat.cards().length, before + 1);
    });

    it('answers a message that is delivered twice once', async () => {
      const chat = teams.chat(OWNER);
      const before = chat.cards().length;
      const message = { type: 'message', id: 'twice-1', text: 'help' };

      const answers = await Promise.all([chat.post(message), chat.post(message), chat.post(message)]);

      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200, 200],
      );
      assert.equal(chat.cards().length, before + 1);
    });

    for (const text of [
      'x'.repeat(10_000),
      'can I use WhatsApp '.repeat(520),
      '',
      '\u0000\u0000',
      '\ud800',
      ...HOSTILE,
    ]) {
      it(`answers ${JSON.stringify(text.slice(0, 30))} (${text.length} characters) with a card`, async () => {
        const chat = teams.chat(OWNER);
        const before = chat.cards().length;

        const { status } = await chat.post({ type: 'message', text });

        assert.equal(status, 200);
        assert.equal(chat.cards().length, before + 1);
        assert.doesNotMatch(wordsOf(chat.cards().at(-1)!), /went wrong/);
      });
    }

    it('answers with a reference when something fails, and logs no word of it', async () => {
      broken = { say: () => Promise.reject(new Error('Nadia Fernsby wrote: my secret')) };

      const card = await teams.chat(OWNER).say('my secret', 'Something went wrong');

      const reference = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(wordsOf(card))?.[0];
      assert.ok(reference !== undefined);
      assert.ok(teams.log.some((line) => line.startsWith('a turn failed') && line.includes(reference)));
      assert.doesNotMatch(teams.log.join('\n'), /secret|Nadia/);
    });
  });

  describe('for somebody who may not', () => {
    const strangers: readonly (readonly [string, string, string])[] = [
      ['somebody whose account is blocked', LEAVER, 'account-blocked'],
      ['a guest', GUEST, 'guest'],
      ['somebody whom the directory does not know', personId(77), 'unknown-person'],
    ];
    for (const [what, person, reason] of strangers) {
      it(`turns ${what} away kindly, records it, and remembers nothing`, async () => {
        await news();

        const card = await teams.chat(person).say('status', 'for staff of');

        assert.match(wordsOf(card), /01632 960120/);
        assert.deepEqual(await news(), [`access.refused {"action":"regroup.use","reason":"${reason}"}`]);
        assert.equal(await world.store.transact((tx) => tx.acquaintance(person)), null);
      });
    }

    it('refuses an activity of another tenant, and records it', async () => {
      await news();
      const elsewhere = { conversation: { id: 'a:1', conversationType: 'personal', tenantId: personId(9) } };

      const { status } = await teams.chat(OWNER).post({ type: 'message', text: 'summary', ...elsewhere });

      assert.equal(status, 403);
      assert.deepEqual(await news(), ['activity.refused {"reason":"another-tenant"}']);
    });

    it('refuses an activity of nobody, and one that asks for something else', async () => {
      const chat = teams.chat(OWNER);
      await news();

      assert.equal((await chat.post({ type: 'message', text: 'hi', from: { id: '29:x' } })).status, 403);
      assert.equal((await chat.post({ type: 'invoke', name: 'task/fetch', value: {} })).status, 400);
      assert.deepEqual(await news(), [
        'activity.refused {"reason":"no-person"}',
        'activity.refused {"reason":"unknown-invoke"}',
      ]);
    });

    it('refuses the summary to everybody but administrators, and records who tried and who read', async () => {
      await news();

      await teams.chat(OWNER).say('summary', 'for administrators');
      await teams.chat(ADMIN).say('summary', 'Questions');

      assert.deepEqual(await news(), [
        'access.refused {"action":"summary.show","reason":"not-an-administrator"}',
        'summary.read {"period":"term"}',
      ]);
    });
  });

  describe('for a button', () => {
    const unknown: readonly (readonly [string, unknown])[] = [
      ['an unknown verb', { verb: 'move.everything', data: { id: 'none', ver: 0 } }],
      ['the name of a built-in', { verb: 'constructor', data: { id: 'none', ver: 0 } }],
      ['no verb', { data: {} }],
      ['a verb that is a number', { verb: 7, data: {} }],
      ['no data', { verb: 'home.help' }],
      ['data that is a list', { verb: 'home.help', data: [] }],
      ['an id that is none', { verb: 'move.open', data: { id: 'mov-1', ver: 1 } }],
      ['a version below zero', { verb: 'move.open', data: { id: 'mov-ABCDEFGH', ver: -1 } }],
      ['a field that no card has', { verb: 'home.help', data: { id: 'none', ver: 0, isAdmin: true } }],
      ['nothing', undefined],
      ['a word', 'home.help'],
    ];
    for (const [what, action] of unknown) {
      it(`answers ${what} with a card, and records it`, async () => {
        await news();

        assert.match(wordsOf(await send(OWNER, action)), /does not know this button/);
        assert.deepEqual(await news(), ['activity.refused {"reason":"unknown-button"}']);
      });
    }

    it('does nothing on the card of somebody else, and records who tried', async () => {
      const { id, ver } = await startedMove(OWNER);
      await news();

      const card = await send(TEACHER, { verb: 'move.cancel', data: { id, ver } });

      assert.match(wordsOf(card), /not your move/);
      assert.deepEqual(await news(), ['access.refused {"action":"move.cancel","reason":"not-the-owner"}']);
      assert.equal((await world.store.transact((tx) => tx.migration(id)))?.state, 'draft');
    });

    it('shows the present state for a card that is out of date', async () => {
      const { id, ver } = await startedMove(OWNER);
      const next = { verb: 'move.group.next', data: { id, ver, name: 'Year 6 trip', purpose: 'T-TRIP' } };
      await send(OWNER, next);

      const card = await send(OWNER, { ...next, data: { ...next.data, name: 'Other name' } });

      assert.match(wordsOf(card), /out of date/);
      assert.equal((await world.store.transact((tx) => tx.migration(id)))?.draft.groupName, 'Year 6 trip');
    });

    it('does once what is pressed twice at once, and what is delivered twice', async () => {
      const { id, ver } = await startedMove(OWNER);
      const next = { verb: 'move.group.next', data: { id, ver, name: 'Year 6 trip', purpose: 'T-TRIP' } };
      await news();

      const cards = await Promise.all([
        send(OWNER, next),
        send(OWNER, next, { id: 'same-1' }),
        send(OWNER, next, { id: 'same-1' }),
      ]);

      assert.equal((await world.store.transact((tx) => tx.migration(id)))?.ver, ver + 1);
      assert.deepEqual(await news(), ['migration.saved {"step":"group"}']);
      assert.equal(cards.length, 3);
    });

    it('starts one move when "move a group" is delivered twice', async () => {
      const start = { verb: 'home.move', data: { id: 'none', ver: 0 } };
      await news();

      await send(TEACHER, start, { id: 'start-1' });
      await send(TEACHER, start, { id: 'start-1' });

      assert.deepEqual(await news(), ['migration.started {}']);
    });

    for (const name of HOSTILE) {
      it(`leaves a group called ${JSON.stringify(name)} as it is`, async () => {
        const { id, ver } = await startedMove(OWNER);

        const card = await send(OWNER, { verb: 'move.group.next', data: { id, ver, name, purpose: 'T-TRIP' } });

        assert.doesNotMatch(wordsOf(card), /went wrong/);
        assert.equal((await world.store.transact((tx) => tx.migration(id)))?.draft.groupName, name.trim());
      });
    }

    it('answers a name of 10,000 characters with the same card and a message', async () => {
      const { id, ver } = await startedMove(OWNER);
      const name = 'x'.repeat(10_000);

      const card = await send(OWNER, { verb: 'move.group.next', data: { id, ver, name, purpose: 'T-TRIP' } });

      assert.match(wordsOf(card), /Error:/);
      assert.ok(JSON.stringify(card).length < 12_000);
    });

    it('answers with a card when something fails', async () => {
      broken = { act: () => Promise.reject(new Error('Nadia Fernsby')) };

      const card = await send(OWNER, { verb: 'home.help', data: { id: 'none', ver: 0 } });

      assert.match(wordsOf(card), /Something went wrong/);
    });
  });

  it('shows a card again whose record moved on while it was on its way, in the place of the older one', async () => {
    const id = world.newId('mov');
    const older = await stored(world, submittedMove(id, world.now()));
    await edit(world, id, (move) => ({ ...move, ver: move.ver + 1, state: 'approved' }));
    await teams.chat(OWNER).say('help', 'Regroup');
    const shown = teams.connector.sent.at(-1)!;
    broken = { act: async () => ({ kind: 'progress', migration: older, mode: 'progress', notice: null }) };

    const action = { verb: 'run.refresh', data: { id, ver: older.ver } };
    const card = await send(OWNER, action, { replyToId: shown.id });

    assert.match(wordsOf(card), /Waiting for a decision/);
    await until(() => shown.updates === 1);
    assert.doesNotMatch(JSON.stringify(shown.activity), /Waiting for a decision/);
  });

  it('updates the card with the button from the moment it is pressed, before anything is done', async () => {
    const id = world.newId('mov');
    await stored(world, submittedMove(id, world.now()));
    await teams.chat(OWNER).say('help', 'Regroup');
    const shown = teams.connector.sent.at(-1)!;
    broken = { act: () => Promise.reject(new Error('the process ends here')) };

    await send(OWNER, { verb: 'move.submit', data: { id, ver: 1, approver: '' } }, { replyToId: shown.id });
    await teams.messenger.show({ kind: 'progress', migrationId: id, person: OWNER });

    assert.equal(shown.updates, 1);
  });

  describe('where others read along', () => {
    const conversation = { id: CHANNEL, conversationType: 'channel', tenantId: '00000000-0000-4000-8003-000000000002' };
    const recipient = { id: '28:regroup', name: 'Regroup' };
    const entities = [{ type: 'mention', text: '<at>Regroup</at>', mentioned: recipient }];

    async function ask(text: string, mentioned: boolean): Promise<readonly CardJson[]> {
      const written = mentioned ? { text: `<at>Regroup</at> ${text}`, entities } : { text };
      const before = teams.connector.sent.length;
      await teams.chat(OWNER).post({ type: 'message', conversation, recipient, ...written });
      return teams.connector.sent
        .slice(before)
        .flatMap(({ activity }) =>
          (activity['attachments'] as { readonly content: CardJson }[]).map((one) => one.content),
        );
    }

    it('answers only when it is mentioned', async () => {
      assert.equal((await ask('help', false)).length, 0);
      assert.equal((await ask('help', true)).length, 1);
    });

    for (const text of ['status', 'move a group', 'summary']) {
      it(`sends "${text}" to the own chat`, async () => {
        const [card] = await ask(text, true);

        assert.match(wordsOf(card!), /own chat/);
      });
    }

    it('does not act on a button, and records it', async () => {
      await news();

      const card = await send(OWNER, { verb: 'home.move', data: { id: 'none', ver: 0 } }, { conversation });

      assert.match(wordsOf(card), /own chat/);
      assert.deepEqual(await news(), ['access.refused {"action":"home.move","reason":"shared-place"}']);
    });

    it('does not take the room for the way to the person', async () => {
      const person = TEACHER;
      const before = await world.store.transact((tx) => tx.acquaintance(person));
      await teams
        .chat(person)
        .post({ type: 'message', conversation, recipient, entities, text: '<at>Regroup</at> help' });

      assert.deepEqual(await world.store.transact((tx) => tx.acquaintance(person)), before);
    });
  });

  it('has done what was asked although the answer did not arrive', async () => {
    const gone = { serviceUrl: 'http://127.0.0.1:9' };

    const { status } = await teams.chat(OWNER).post({ type: 'message', text: 'help', ...gone });

    assert.equal(status, 200);
    assert.ok(teams.log.some((line) => line.startsWith('an answer did not arrive')));
  });

  /** A draft of a move, begun by its owner. */
  async function startedMove(owner: string): Promise<{ readonly id: string; readonly ver: number }> {
    const known = await world.store.transact((tx) => tx.migrationsOf(owner));
    for (const { id, ver, state } of known)
      if (state === 'draft') await send(owner, { verb: 'move.cancel', data: { id, ver } });
    await send(owner, { verb: 'home.move', data: { id: 'none', ver: 0 } });
    const [newest] = (await world.store.transact((tx) => tx.migrationsOf(owner))).filter(
      ({ state }) => state === 'draft',
    );
    if (newest === undefined) throw new Error('no move was started');
    return newest;
  }
});
