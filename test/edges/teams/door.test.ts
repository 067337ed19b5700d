import assert from 'node:assert/strict';
import { assert as check, constantFrom, dictionary, jsonValue, property } from 'fast-check';
import { readActivity, type Door } from '../../../src/edges/teams/door.js';
import { OWNER } from '../../support/world.js';

const DOOR: Door = { tenantId: '00000000-0000-4000-8003-000000000002', loopbackOnly: false };
const BOT = '28:regroup';

/** An activity as Teams delivers it, with changes. */
function activity(changes: object = {}): Record<string, unknown> {
  return {
    type: 'message',
    id: '1700000000001',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/uk/',
    text: 'Can I use WhatsApp?',
    from: { id: '29:x', name: 'Nadia Fernsby', aadObjectId: OWNER.toUpperCase() },
    recipient: { id: BOT, name: 'Regroup' },
    conversation: { id: 'a:1', conversationType: 'personal', tenantId: DOOR.tenantId },
    channelData: { tenant: { id: DOOR.tenantId.toUpperCase() } },
    ...changes,
  };
}

const CHANNEL = { id: '19:x@thread.tacv2;messageid=1', conversationType: 'channel', tenantId: DOOR.tenantId };

/** A mention as it stands in the text and beside it. */
function mention(id: string, name: string): object {
  return { type: 'mention', text: `<at>${name}</at>`, mentioned: { id, name } };
}

describe('readActivity()', () => {
  it('reads who wrote what, and where', () => {
    assert.deepEqual(readActivity(activity(), DOOR), {
      kind: 'message',
      from: { person: OWNER, place: 'personal', conversationId: 'a:1', activityId: '1700000000001' },
      text: 'Can I use WhatsApp?',
      files: [],
    });
  });

  describe('for a message with attachments', () => {
    const contentType = 'application/vnd.microsoft.teams.file.download.info';
    const downloadUrl =
      'https://testwick-my.sharepoint.com/personal/nadia/_layouts/15/download.aspx?UniqueId=1&tempauth=x';
    const content = { downloadUrl, uniqueId: '1150D938-8870-4044-9F2C-5BBDEBA70C9D', fileType: 'zip' };
    const file = { contentType, contentUrl: 'https://testwick-my.sharepoint.com/a.zip', name: 'PE staff.zip', content };
    const html = { contentType: 'text/html', content: '<p>here it is</p>' };
    const picture = {
      contentType: 'image/*',
      contentUrl: 'https://smba.trafficmanager.net/uk/v3/attachments/1/views/original',
    };
    const card = { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } };

    function filesOf(attachments: unknown): unknown {
      const arrival = readActivity(activity({ attachments, text: '' }), DOOR);
      assert.equal(arrival.kind, 'message');
      return 'files' in arrival ? arrival.files : null;
    }

    it('reads what the file is called and where it is, beside the copy of the text', () => {
      assert.deepEqual(filesOf([html, file]), [{ name: 'PE staff.zip', url: downloadUrl, type: 'zip' }]);
    });

    it('takes no other attachment for a file', () => {
      assert.deepEqual(filesOf([html, picture, card, null, 7, 'x', [], { contentType }.contentType]), []);
      assert.deepEqual(filesOf(null), []);
    });

    it('keeps all files, in their order', () => {
      const second = { ...file, name: 'Second.txt' };
      assert.deepEqual(
        (filesOf([file, html, second]) as { name: string }[]).map(({ name }) => name),
        ['PE staff.zip', 'Second.txt'],
      );
    });

    for (const [what, changes] of [
      ['no content', { content: undefined }],
      ['content that is a word', { content: 'x' }],
      ['no address', { content: { fileType: 'zip' } }],
      ['an address that is a number', { content: { ...content, downloadUrl: 7 } }],
      ['an address without an end', { content: { ...content, downloadUrl: `https://x/${'x'.repeat(8_000)}` } }],
    ] as const)
      it(`knows of a file with ${what} that it was attached`, () => {
        const [read] = filesOf([{ ...file, ...changes }]) as { name: string; url: string | null }[];
        assert.deepEqual([read?.name, read?.url], ['PE staff.zip', null]);
      });

    it('reads a file without a name, one with a name without an end, and one of an unknown type', () => {
      assert.deepEqual(filesOf([{ contentType, content }]), [{ name: '', url: downloadUrl, type: 'zip' }]);
      assert.deepEqual(filesOf([{ ...file, name: 'x'.repeat(1_001) }]), [{ name: '', url: downloadUrl, type: 'zip' }]);
      assert.deepEqual(filesOf([{ ...file, content: { downloadUrl, fileType: 7 } }]), [
        { name: 'PE staff.zip', url: downloadUrl, type: null },
      ]);
    });

    it('takes control characters out of a name, which no file system shows and PostgreSQL cannot store', () => {
      assert.deepEqual(filesOf([{ ...file, name: 'PE\u0000staff\n.zip' }]), [
        { name: 'PE staff .zip', url: downloadUrl, type: 'zip' },
      ]);
    });

    it('reads a file in a channel only where Regroup is mentioned', () => {
      const conversation = CHANNEL;
      const entities = [mention(BOT, 'Regroup')];
      assert.equal(readActivity(activity({ attachments: [file], conversation }), DOOR).kind, 'nothing');
      const arrival = readActivity(activity({ attachments: [file], conversation, entities }), DOOR);
      assert.equal('files' in arrival && arrival.files.length, 1);
    });
  });

  it('takes the mention of Regroup out of the text and leaves the names of others', () => {
    const text = '<at>Regroup</at>&nbsp;can I ask <at>Ruth</at> on\nWhatsApp? ';
    const entities = [{ type: 'clientInfo' }, mention('29:y', 'Ruth'), mention(BOT, 'Regroup')];
    const arrival = readActivity(activity({ text, entities, conversation: CHANNEL }), DOOR);

    assert.equal(arrival.kind, 'message');
    assert.equal('text' in arrival && arrival.text, 'can I ask Ruth on WhatsApp?');
    assert.equal('from' in arrival && arrival.from?.place, 'shared');
  });

  it('has no answer where others read along and Regroup is not mentioned', () => {
    for (const entities of [[], undefined, [mention('29:y', 'Regroup')]])
      assert.equal(readActivity(activity({ conversation: CHANNEL, entities }), DOOR).kind, 'nothing');
  });

  it('takes a chat of an unknown kind for one where others read along', () => {
    const conversation = { id: 'x', tenantId: DOOR.tenantId };
    const arrival = readActivity(activity({ conversation, entities: [mention(BOT, 'Regroup')] }), DOOR);

    assert.equal('from' in arrival && arrival.from?.place, 'shared');
  });

  it('reads the button of a card without judging it', () => {
    const value = { action: { type: 'Action.Execute', verb: 'home.help', data: { id: 'none', ver: 0 } } };
    const arrival = readActivity(
      activity({ type: 'invoke', name: 'adaptiveCard/action', value, replyToId: '9' }),
      DOOR,
    );

    assert.equal(arrival.kind, 'action');
    assert.deepEqual('verb' in arrival && [arrival.verb, arrival.data, arrival.cardId], [
      'home.help',
      { id: 'none', ver: 0 },
      '9',
    ]);
  });

  for (const value of [undefined, null, 7, 'x', [], {}, { action: null }, { action: {} }]) {
    it(`reads a button that sent ${JSON.stringify(value) ?? 'nothing'}`, () => {
      const arrival = readActivity(activity({ type: 'invoke', name: 'adaptiveCard/action', value }), DOOR);

      assert.equal(arrival.kind, 'action');
    });
  }

  it('greets once: for the installation in the own chat, and nothing that comes with it', () => {
    const kinds = [
      { type: 'installationUpdate', action: 'add' },
      { type: 'installationUpdate', action: 'remove' },
      { type: 'installationUpdate', action: 'add', conversation: CHANNEL },
      { type: 'conversationUpdate', membersAdded: [{ id: BOT }] },
      { type: 'messageReaction' },
      { type: 'typing' },
      { type: 'somethingNew' },
    ].map((changes) => readActivity(activity(changes), DOOR).kind);

    assert.deepEqual(kinds, ['installed', ...Array<string>(6).fill('nothing')]);
  });

  const refused: readonly (readonly [string, object, string, number])[] = [
    ['another tenant', { conversation: { ...CHANNEL, tenantId: OWNER } }, 'another-tenant', 403],
    ['another tenant beside ours', { channelData: { tenant: { id: OWNER } } }, 'another-tenant', 403],
    ['no tenant', { conversation: { id: 'a:1' }, channelData: {} }, 'another-tenant', 403],
    ['nobody', { from: undefined }, 'no-person', 403],
    ['somebody without a directory id', { from: { id: '29:x' } }, 'no-person', 403],
    [
      'a directory id that is none',
      { from: { aadObjectId: '33333333-3333-3333-3333-3333333333333' } },
      'no-person',
      403,
    ],
    ['a button of nobody', { type: 'invoke', name: 'adaptiveCard/action', from: undefined }, 'no-person', 403],
    ['no address for the answer', { serviceUrl: undefined }, 'no-service-url', 200],
    ['an address that is none', { serviceUrl: 'smba' }, 'no-service-url', 200],
    ['an address without encryption', { serviceUrl: 'http://smba.example/' }, 'no-service-url', 200],
    ['no conversation', { conversation: undefined }, 'malformed', 400],
    ['a conversation that is a word', { conversation: 'a:1' }, 'malformed', 400],
    ['text that is a number', { text: 7 }, 'malformed', 400],
    ['text without an end', { text: 'x'.repeat(100_001) }, 'malformed', 400],
    ['an id that the database cannot hold', { id: 'a\u0000b' }, 'malformed', 400],
    ['an id without an end', { id: 'x'.repeat(801) }, 'malformed', 400],
    ['no type', { type: undefined }, 'malformed', 400],
    ['another invoke', { type: 'invoke', name: 'task/fetch' }, 'unknown-invoke', 400],
    ['an invoke without a name', { type: 'invoke' }, 'unknown-invoke', 400],
  ];
  for (const [what, changes, reason, status] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(readActivity(activity(changes), DOOR), { kind: 'refused', reason, status });
    });
  }

  it('lets a sandbox answer to this machine only', () => {
    const sandbox = { ...DOOR, loopbackOnly: true };
    const at = (serviceUrl: string) => readActivity(activity({ serviceUrl }), sandbox).kind;

    assert.deepEqual([at('http://127.0.0.1:56150/_connector'), at('http://localhost:1')], ['message', 'message']);
    assert.deepEqual(
      [at('https://smba.trafficmanager.net/uk/'), at('http://127.0.0.1.example/')],
      ['refused', 'refused'],
    );
  });

  it('never throws, whatever arrives', () => {
    const field = constantFrom(...Object.keys(activity()), 'entities', 'attachments', 'value', 'name');
    check(
      property(jsonValue(), dictionary(field, jsonValue()), (body, changes) => {
        readActivity(body, DOOR);
        readActivity(activity(changes), DOOR);
      }),
    );
  });
});
