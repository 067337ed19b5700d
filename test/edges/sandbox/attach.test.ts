import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { startAttachPage, type AttachPage } from '../../../src/edges/sandbox/attach.js';
import { rememberChats, type Chats } from '../../../src/edges/sandbox/attach/chats.js';
import { attachPage } from '../../../src/edges/sandbox/attach/page.js';
import { openShelf } from '../../../src/edges/sandbox/attach/shelf.js';
import { listen, readBody } from '../../../src/edges/sandbox/loopback.js';
import { until } from '../../support/until.js';

const AMARA = { id: '0a4f1e1d-0000-4000-8001-000000000001', name: 'Amara Osei', role: 'Year 6 teacher' };
const RUTH = { id: '0a4f1e1d-0000-4000-8001-000000000002', name: 'Ruth Adeyemi', role: 'deputy head' };

/** An activity as a local client sends it. */
function written(person: string, changes: object = {}): Record<string, unknown> {
  return {
    type: 'message',
    id: '1',
    text: 'hello',
    channelId: 'msteams',
    serviceUrl: 'http://localhost:5003/_connector',
    from: { id: `29:${person}`, name: 'Somebody', aadObjectId: person },
    recipient: { id: '28:regroup', name: 'Regroup' },
    conversation: { id: 'a:1', conversationType: 'personal', tenantId: 'oakfield' },
    channelData: { tenant: { id: 'oakfield' } },
    ...changes,
  };
}

type Activity = Record<string, unknown> & {
  readonly attachments: readonly { contentType: string; name: string; content: { downloadUrl: string } }[];
};

describe('startAttachPage()', () => {
  let chats: Chats;
  let page: AttachPage;
  let bot: { readonly url: string; close(): Promise<void> };
  /** What the bot was sent, and what it answers. */
  let sent: Activity[] = [];
  let onMessage: (activity: Activity) => Promise<number> = async () => 200;

  before(async () => {
    const server = createServer((incoming, response) => {
      void readBody(incoming).then(async (body) => {
        const activity = JSON.parse(String(body)) as Activity;
        sent.push(activity);
        response.writeHead(await onMessage(activity));
        response.end();
      });
    });
    bot = await listen(server, 0);
  });
  after(() => bot.close());

  beforeEach(async () => {
    sent = [];
    onMessage = async () => 200;
    chats = rememberChats();
    chats.note(written(AMARA.id));
    page = await startAttachPage({
      senders: [AMARA, RUTH],
      chats,
      endpoint: `${bot.url}/api/messages`,
    });
  });
  afterEach(() => page.close());

  function post(
    bytes: string | Uint8Array<ArrayBuffer>,
    about: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const where = new URLSearchParams({ person: AMARA.id, name: 'PE staff.txt', ...about });
    return fetch(`${page.url}/files?${where}`, {
      method: 'POST',
      body: bytes,
      headers: { origin: page.url, ...headers },
    });
  }

  /** A request whose Host says something else. */
  function asHost(host: string, path = '/'): Promise<number> {
    return new Promise((resolve, reject) => {
      const { port } = new URL(page.url);
      const asked = request({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asked.on('error', reject).end();
    });
  }

  it('sends the message that Teams would send, to the chat in which the person wrote', async () => {
    const reply = await post('hello', { name: 'WhatsApp Chat with Größe & Co.ZIP' });

    assert.equal(reply.status, 202);
    assert.match(await reply.text(), /Amara Osei’s Teams client/);
    const [activity] = sent;
    const { serviceUrl, from, recipient, conversation, channelData } = written(AMARA.id);
    assert.deepEqual(
      [activity?.['serviceUrl'], activity?.['from'], activity?.['recipient'], activity?.['conversation']],
      [serviceUrl, from, recipient, conversation],
    );
    assert.deepEqual([activity?.['channelData'], activity?.['type'], activity?.['text']], [channelData, 'message', '']);
    const [file, html] = activity?.attachments ?? [];
    assert.deepEqual([file?.name, html?.contentType], ['WhatsApp Chat with Größe & Co.ZIP', 'text/html']);
    assert.deepEqual(
      { ...file?.content, downloadUrl: '', uniqueId: '' },
      { downloadUrl: '', uniqueId: '', fileType: 'zip' },
    );
    assert.ok(file?.content.downloadUrl.startsWith(`${page.url}/files/`));
  });

  it('gives each message an id of its own', async () => {
    await post('a');
    await post('a');

    assert.notEqual(sent[0]?.['id'], sent[1]?.['id']);
  });

  it('hands the bytes out once, while the message is on its way too', async () => {
    const bytes = new Uint8Array(3_000_000).map((_, index) => index % 251);
    const got: Buffer[] = [];
    onMessage = async ({ attachments }) => {
      const reply = await fetch(attachments[0]?.content.downloadUrl ?? '');
      got.push(Buffer.from(await reply.arrayBuffer()));
      return reply.status;
    };

    assert.equal((await post(bytes)).status, 202);

    assert.deepEqual(got, [Buffer.from(bytes)]);
    assert.equal((await fetch(sent[0]?.attachments[0]?.content.downloadUrl ?? '')).status, 404);
  });

  it('forgets a file that the bot did not take, and says so', async () => {
    onMessage = async () => 503;

    const reply = await post('hello');

    assert.equal(reply.status, 502);
    assert.match(await reply.text(), /503/);
    assert.equal((await fetch(sent[0]?.attachments[0]?.content.downloadUrl ?? '')).status, 404);
  });

  it('says that the person has to write first, and sends nothing', async () => {
    const reply = await post('hello', { person: RUTH.id });

    assert.equal(reply.status, 409);
    assert.match(await reply.text(), /^Write hello to Regroup first, in Ruth Adeyemi’s/);
    assert.deepEqual(sent, []);
  });

  const refused: readonly (readonly [string, Readonly<Record<string, string>>, number])[] = [
    ['somebody whom it does not know', { person: '0a4f1e1d-0000-4000-8001-000000000009' }, 400],
    ['nobody', { person: '' }, 400],
    ['a file without a name', { name: '' }, 400],
    ['a name without an end', { name: 'x'.repeat(256) }, 400],
  ];
  for (const [what, about, status] of refused)
    it(`refuses ${what}`, async () => {
      assert.equal((await post('hello', about)).status, status);
      assert.deepEqual(sent, []);
    });

  it('refuses a file that is larger than a bot could be sent', async () => {
    assert.equal((await post(new Uint8Array(65 * 1024 * 1024))).status, 413);
    assert.deepEqual(sent, []);
  });

  for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://127.0.0.1'])
    it(`refuses a page of ${origin}`, async () => {
      assert.equal((await post('hello', {}, { origin })).status, 403);
      assert.deepEqual(sent, []);
    });

  it('refuses whoever sends without a page', async () => {
    const where = new URLSearchParams({ person: AMARA.id, name: 'a.txt' });
    const reply = await fetch(`${page.url}/files?${where}`, { method: 'POST', body: 'hello' });

    assert.equal(reply.status, 403);
  });

  it('answers to its own address only, whatever name somebody gives this machine', async () => {
    const { port } = new URL(page.url);

    assert.deepEqual(await Promise.all([asHost(`127.0.0.1:${port}`), asHost(`localhost:${port}`)]), [200, 200]);
    for (const host of [`evil.example:${port}`, '127.0.0.1', 'localhost:1', `127.0.0.1.evil.example:${port}`])
      assert.equal(await asHost(host), 421);
  });

  for (const path of ['/files/', '/files/x', `/files/${'A'.repeat(32)}`, '/../package.json', '/files', '/attach.ts'])
    it(`has nothing at ${path}`, async () => {
      assert.equal(await asHost(`127.0.0.1:${new URL(page.url).port}`, path), 404);
    });

  it('shows a page that loads nothing from elsewhere and stands in no frame', async () => {
    const reply = await fetch(page.url);
    const policy = reply.headers.get('content-security-policy') ?? '';

    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    const html = await reply.text();
    assert.match(html, /<strong>Sandbox\.<\/strong> Practice data\./);
    for (const path of ['/attach.js', '/attach.css']) {
      assert.ok(html.includes(`"${path}"`));
      assert.equal((await fetch(`${page.url}${path}`)).status, 200);
    }
  });
});

describe('openShelf()', () => {
  it('gives each file out once', () => {
    const shelf = openShelf();
    const key = shelf.put(Buffer.from('hello'));
    assert.equal(shelf.held(), 5);

    assert.deepEqual(shelf.take(key), Buffer.from('hello'));
    assert.deepEqual([shelf.take(key), shelf.held()], [null, 0]);
  });

  it('forgets a file that nobody fetches', async () => {
    const shelf = openShelf(20);
    const key = shelf.put(Buffer.from('hello'));

    await until(() => shelf.held() === 0);

    assert.equal(shelf.take(key), null);
  });

  it('forgets everything at the end', () => {
    const shelf = openShelf();
    const keys = [shelf.put(Buffer.from('a')), shelf.put(Buffer.from('b'))];

    shelf.clear();

    assert.deepEqual([...keys.map((key) => shelf.take(key)), shelf.held()], [null, null, 0]);
  });
});

describe('attachPage()', () => {
  it('shows a name as text', () => {
    const html = attachPage([{ id: '"><b>', name: '<img src=x>', role: 'A & B' }]);

    assert.ok(html.includes('&lt;img src=x&gt;') && html.includes('A &amp; B') && html.includes('&quot;&gt;&lt;b&gt;'));
    assert.ok(!html.includes('<img'));
  });
});

describe('rememberChats()', () => {
  it('keeps where the own chat of each person is, as last seen', () => {
    const chats = rememberChats();
    chats.note(written(AMARA.id, { serviceUrl: 'http://localhost:1' }));
    chats.note(written(AMARA.id.toUpperCase(), { serviceUrl: 'http://localhost:2', text: 'something private' }));

    assert.equal(chats.chatOf(AMARA.id)?.serviceUrl, 'http://localhost:2');
    assert.doesNotMatch(JSON.stringify(chats.chatOf(AMARA.id)), /private/);
    assert.equal(chats.chatOf(RUTH.id), null);
  });

  for (const [what, activity] of [
    ['a channel', written(AMARA.id, { conversation: { id: '19:x', conversationType: 'channel' } })],
    ['a chat of an unknown kind', written(AMARA.id, { conversation: { id: '19:x' } })],
    ['nobody', written(AMARA.id, { from: { id: '29:x' } })],
    ['nothing', undefined],
    ['a word', 'hello'],
  ] as const)
    it(`takes ${what} for nobody’s own chat`, () => {
      const chats = rememberChats();
      chats.note(activity);

      assert.equal(chats.chatOf(AMARA.id), null);
    });
});
