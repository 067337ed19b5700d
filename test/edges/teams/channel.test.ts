import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from 'botbuilder';
import {
  ChannelProblem,
  openChannel,
  referenceOf,
  type Channel,
  type Reference,
} from '../../../src/edges/teams/channel.js';
import type { Card } from '../../../src/edges/teams/cards/template.js';
import { openSignIn } from '../../../src/edges/teams/sign-in.js';

const APP = '00000000-0000-4000-8003-000000000001';
const CARD: Card = { type: 'AdaptiveCard', version: '1.5', fallbackText: 'Your move waits for a decision.', body: [] };

describe('the channel', () => {
  let server: Server;
  let channel: Channel;
  let reference: Reference;
  /** What the connector answers; null for never. */
  let status: number | null = 201;
  const asked: { readonly method: string; readonly url: string; readonly token: string; readonly body: string }[] = [];

  before(async () => {
    server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const { method = '', url = '', headers } = request;
        asked.push({ method, url, token: headers.authorization ?? '', body });
        if (status === null) return;
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(status < 300 ? { id: 'new-1' } : { error: { code: 'x', message: 'x' } }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const app = { id: APP, type: 'SingleTenant', password: null, tenantId: APP } as const;
    channel = openChannel(openSignIn(app, 'http://127.0.0.1:9'), APP, 300);
    reference = referenceOf({
      type: 'message',
      id: 'first-1',
      channelId: 'msteams',
      serviceUrl,
      conversation: { id: 'a:1', conversationType: 'personal', tenantId: APP, isGroup: false, name: '' },
      from: { id: '29:x', name: 'Nadia Fernsby', aadObjectId: APP },
      recipient: { id: `28:${APP}`, name: 'Regroup' },
    } as Activity);
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  beforeEach(() => {
    status = 201;
    asked.length = 0;
  });

  it('keeps no name of the person in what it needs to write to them again', () => {
    assert.doesNotMatch(JSON.stringify(reference), /Nadia|first-1/);
  });

  it('sends a card with its one sentence, signed in, and answers with its id', async () => {
    assert.equal(await channel.send(reference, CARD), 'new-1');

    const [request] = asked;
    assert.equal(`${request?.method} ${request?.url}`, 'POST /v3/conversations/a%3A1/activities');
    assert.equal(request?.token, 'Bearer sandbox');
    const sent = JSON.parse(request?.body ?? '') as Record<string, unknown>;
    assert.equal(sent['summary'], CARD.fallbackText);
    assert.equal(sent['text'], undefined);
    assert.deepEqual(sent['attachments'], [{ contentType: 'application/vnd.microsoft.card.adaptive', content: CARD }]);
  });

  it('begins a thread in a channel of a team', async () => {
    await channel.post(reference, '19:abc@thread.tacv2', CARD);

    const [request] = asked;
    assert.equal(`${request?.method} ${request?.url}`, 'POST /v3/conversations');
    assert.equal(request?.token, 'Bearer sandbox');
    const sent = JSON.parse(request?.body ?? '') as Record<string, Record<string, unknown>>;
    assert.deepEqual(sent['channelData'], { channel: { id: '19:abc@thread.tacv2' } });
    assert.deepEqual(sent['isGroup'], true);
    assert.deepEqual(sent['activity']?.['summary'], CARD.fallbackText);
    status = 403;
    await assert.rejects(channel.post(reference, '19:abc@thread.tacv2', CARD), is(403));
    status = null;
    await assert.rejects(channel.post(reference, '19:abc@thread.tacv2', CARD), is(0));
  });

  it('updates a card in its place', async () => {
    status = 200;

    await channel.update(reference, 'old-1', CARD);

    assert.equal(`${asked[0]?.method} ${asked[0]?.url}`, 'PUT /v3/conversations/a%3A1/activities/old-1');
  });

  it('takes a card away', async () => {
    status = 200;

    await channel.remove(reference, 'old-1');

    assert.equal(`${asked[0]?.method} ${asked[0]?.url}`, 'DELETE /v3/conversations/a%3A1/activities/old-1');
  });

  for (const refused of [400, 403, 404]) {
    it(`says so when Teams answers ${refused}`, async () => {
      status = refused;

      await assert.rejects(channel.send(reference, CARD), is(refused));
      await assert.rejects(channel.update(reference, 'old-1', CARD), is(refused));
    });
  }

  it('does not wait longer than it may for an answer that does not come', async () => {
    status = null;
    const begin = performance.now();

    await assert.rejects(channel.send(reference, CARD), is(0));

    assert.ok(performance.now() - begin < 1_000);
  });

  it('says so when there is nobody to talk to', async () => {
    await assert.rejects(channel.send({ ...reference, serviceUrl: 'http://127.0.0.1:9' }, CARD), is(0));
  });
});

function is(status: number): (error: unknown) => boolean {
  return (error) => error instanceof ChannelProblem && error.status === status;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
