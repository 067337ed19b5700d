import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { act } from '../../../src/conversation/all.js';
import { severalFiles, takeFile as takeForReal } from '../../../src/conversation/exports.js';
import { say } from '../../../src/conversation/messages.js';
import type { View } from '../../../src/conversation/view.js';
import type { Conversation } from '../../../src/edges/teams/pressed.js';
import { wordsOf } from '../../support/chat.js';
import { testPolicy } from '../../support/policy.js';
import { startTeams, type Teams } from '../../support/teams.js';
import { until } from '../../support/until.js';
import { GUEST, OWNER, recorded, TEACHER, testWorld } from '../../support/world.js';

const MB = 1024 * 1024;
/** Stands for what was found: a card that nothing else in these tests shows. */
const FOUND: View = { kind: 'help', greeting: 'ask-away' };
const FOUND_WORDS = 'Type your question';
const READING_WORDS = 'Reading';
const TENANT = '00000000-0000-4000-8003-000000000002';

describe('a file that somebody attaches', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let teams: Teams;
  let drive: Server;
  let origin: string;
  /** Paths that the bot asked the drive for. */
  let asked: string[] = [];
  let serve: (response: ServerResponse) => void;
  /** What the conversation was given: names, sizes and bytes. */
  let given: string[] = [];
  let takeFile: Conversation['takeFile'];

  before(async () => {
    drive = createServer((request, response) => {
      asked.push(request.url ?? '');
      serve(response);
    }).listen(0, '127.0.0.1');
    await once(drive, 'listening');
    origin = `http://127.0.0.1:${(drive.address() as AddressInfo).port}`;
    world = await testWorld({ policy: testPolicy() });
    const conversation: Conversation = {
      say,
      act,
      takeFile: (...all) => takeFile(...all),
      severalFiles,
    };
    teams = await startTeams({
      world,
      conversation,
      files: { sandbox: { files: origin }, firstMs: 100 },
      patienceMs: 500,
    });
  });

  after(async () => {
    await teams.stop();
    await world.close();
    drive.closeAllConnections();
    drive.close();
  });

  beforeEach(() => {
    asked = [];
    given = [];
    serve = (response) => sized(response, 1_000);
    takeFile = async (_world, { person }, file) => {
      given.push(
        `${person === OWNER ? 'owner' : person} ${file.name} ${file.bytes} ${(await file.fetch()).byteLength}`,
      );
      return FOUND;
    };
  });

  function sized(response: ServerResponse, bytes: number): void {
    response.writeHead(200, { 'content-length': bytes });
    response.end(Buffer.alloc(bytes));
  }

  function attachment(name = 'a.zip', downloadUrl = `${origin}/secret-of-${name}`): object {
    const contentType = 'application/vnd.microsoft.teams.file.download.info';
    return { contentType, name, content: { downloadUrl, uniqueId: 'x', fileType: 'zip' } };
  }

  const html = { contentType: 'text/html', content: '<div></div>' };

  function attach(changes: object = {}, person = OWNER): Promise<{ status: number; body: unknown }> {
    return teams.chat(person).post({ type: 'message', text: '', attachments: [html, attachment()], ...changes });
  }

  /** The newest card of the chat as it stands now. */
  function newest(person = OWNER): string {
    const card = teams.chat(person).cards().at(-1);
    return card === undefined ? '' : wordsOf(card);
  }

  it('is given to the conversation, and answered with what was found', async () => {
    const before = teams.chat(OWNER).cards().length;

    assert.equal((await attach()).status, 200);

    assert.deepEqual(given, ['owner a.zip 1000 1000']);
    assert.deepEqual(asked, ['/secret-of-a.zip']);
    assert.equal(teams.chat(OWNER).cards().length, before + 1);
    assert.match(newest(), new RegExp(FOUND_WORDS));
  });

  it('is fetched once, however often its message is delivered', async () => {
    const before = teams.chat(OWNER).cards().length;

    await Promise.all([attach({ id: 'file-1' }), attach({ id: 'file-1' })]);
    await attach({ id: 'file-1' });

    assert.deepEqual([asked.length, given.length], [1, 1]);
    assert.equal(teams.chat(OWNER).cards().length, before + 1);
  });

  for (const [what, how] of [
    ['is large', (response: ServerResponse) => sized(response, 6 * MB)],
    ['does not say how large it is', (response: ServerResponse) => void response.end(Buffer.alloc(6 * MB))],
  ] as const)
    it(`is read after the answer when it ${what}, and the card becomes what was found`, async () => {
      serve = how;
      let read = () => undefined as void;
      const taken = new Promise<void>((resolve) => (read = resolve));
      const usual = takeFile;
      takeFile = async (...all) => {
        await taken;
        return usual(...all);
      };
      const before = teams.chat(OWNER).cards().length;

      assert.equal((await attach()).status, 200);
      assert.equal(teams.chat(OWNER).cards().length, before + 1);
      assert.match(newest(), new RegExp(READING_WORDS));
      read();

      await until(() => newest().includes(FOUND_WORDS));
      assert.equal(teams.chat(OWNER).cards().length, before + 1);
      assert.match(given.join(), / 6291456$/);
    });

  it('keeps what the person does next waiting until it is read, and nobody else', async () => {
    serve = (response) => sized(response, 6 * MB);
    let read = () => undefined as void;
    const taken = new Promise<void>((resolve) => (read = resolve));
    const order: string[] = [];
    takeFile = async () => {
      await taken;
      order.push('file');
      return FOUND;
    };

    await attach();
    const next = attach({ text: 'help', attachments: [] }).then(() => order.push('next'));
    await attach({ text: 'help', attachments: [] }, TEACHER).then(() => order.push('somebody else'));
    read();
    await next;

    assert.deepEqual(order, ['somebody else', 'file', 'next']);
  });

  it('is read one after the other when several people send large ones', async () => {
    serve = (response) => sized(response, 6 * MB);
    const order: string[] = [];
    takeFile = async (_world, { person }, file) => {
      order.push(`${person} begins`);
      await file.fetch();
      order.push(`${person} ends`);
      return FOUND;
    };

    await Promise.all([attach(), attach({}, TEACHER)]);

    await until(() => order.length === 4);
    const [first, second] = [order[0]?.split(' ')[0], order[2]?.split(' ')[0]];
    assert.notEqual(first, second);
    assert.deepEqual(order, [`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`]);
    await until(() => newest(TEACHER).includes(FOUND_WORDS) && newest().includes(FOUND_WORDS));
  });

  it('waits no longer than it may for an answer, and goes on later', async () => {
    let send = () => undefined as void;
    serve = (response) => (send = () => sized(response, 10));

    await attach();
    assert.match(newest(), new RegExp(READING_WORDS));
    send();

    await until(() => newest().includes(FOUND_WORDS));
    assert.deepEqual(given, ['owner a.zip null 10']);
  });

  it('is answered at once when it cannot be fetched', async () => {
    takeFile = async (_world, _actor, file) => {
      given.push(await file.fetch().then(String, (error: { readonly code: string }) => error.code));
      return FOUND;
    };
    serve = (response) => void response.writeHead(404).end();

    await attach();
    await attach({ attachments: [attachment('b.zip', 'https://evil.example/secret.zip')] });
    await attach({ attachments: [{ ...attachment(), content: null }] });

    assert.deepEqual(given, ['not-there', 'host-not-allowed', 'not-there']);
    assert.match(newest(), new RegExp(FOUND_WORDS));
    assert.doesNotMatch(teams.log.join('\n'), /secret|evil|\.zip/);
  });

  it('shows what went wrong in the place of the card that said it was being read', async () => {
    serve = (response) => sized(response, 6 * MB);
    takeFile = () => Promise.reject(new Error('Nadia’s secret'));

    await attach();

    await until(() => newest().includes('Something went wrong'));
    assert.doesNotMatch(teams.log.join('\n'), /secret/);
  });

  it('is shown at the end of the chat when the card is no longer there', async () => {
    serve = (response) => sized(response, 6 * MB);
    const usual = takeFile;
    takeFile = async (...all) => {
      // As if the person had deleted it.
      teams.connector.sent.pop();
      return usual(...all);
    };
    const before = teams.chat(OWNER).cards().length;

    await attach();

    await until(() => teams.chat(OWNER).cards().length === before + 1 && newest().includes(FOUND_WORDS));
  });

  it('is reported when what came of it cannot be shown', async () => {
    serve = (response) => sized(response, 6 * MB);
    const lines = teams.log.length;

    assert.equal((await attach({ serviceUrl: 'http://127.0.0.1:9' })).status, 200);

    await until(() => teams.log.slice(lines).some((line) => line.startsWith('what came of a file was not shown')));
    assert.equal(given.length, 1);
  });

  it('is not waited for when it is too large to be read', async () => {
    takeFile = takeForReal;
    serve = (response) => {
      response.writeHead(200, { 'content-length': 50 * MB + 1 });
      response.write('x');
    };

    await attach();

    assert.match(newest(), /larger than 50 MB/);
  });

  it('is not taken silently when there are others', async () => {
    await attach({ attachments: [attachment('a.zip'), html, attachment('b.zip')] });

    assert.deepEqual([given, asked], [[], []]);
    assert.match(newest(), /2 files/);
  });

  it('does not come before danger', async () => {
    await attach({ text: 'a child is missing, what do I do' });

    assert.match(newest(), /999/);
    assert.deepEqual([given, asked], [[], []]);
  });

  it('is not fetched where others read along: the way to the own chat is shown, and the attempt recorded', async () => {
    const conversation = { id: '19:room@thread.tacv2', conversationType: 'channel', tenantId: TENANT };
    const recipient = { id: '28:regroup', name: 'Regroup' };
    const entities = [{ type: 'mention', text: '<at>Regroup</at>', mentioned: recipient }];
    const before = teams.connector.sent.length;
    takeFile = takeForReal;

    await attach({ conversation, recipient, entities, text: '<at>Regroup</at>' });

    assert.deepEqual([given, asked], [[], []]);
    assert.match(JSON.stringify(teams.connector.sent.slice(before)), /own chat/);
    const last = (await recorded(world)).at(-1);
    assert.deepEqual(
      [last?.['what'], last?.['details']],
      ['access.refused', { action: 'export.give', reason: 'shared-place' }],
    );
  });

  it('is not fetched for somebody who may not use Regroup', async () => {
    await attach({}, GUEST);

    assert.match(newest(GUEST), /for staff of/);
    assert.deepEqual([given, asked], [[], []]);
  });
});
