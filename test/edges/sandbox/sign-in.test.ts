import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { listen, readBody } from '../../../src/edges/sandbox/loopback.js';
import { CHANNEL_ISSUER, startSignIn, type SignIn, type SignOptions } from '../../../src/edges/sandbox/sign-in.js';

const APP = 'b0700000-0000-4000-8000-000000000001';
const OTHER_APP = 'b0700000-0000-4000-8000-000000000002';
const SERVICE = 'http://127.0.0.1:1/_connector';

/** A bot that answers with what it was sent. */
async function echo(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    void readBody(request).then((body) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      const { authorization, 'content-type': type } = request.headers;
      response.end(JSON.stringify({ authorization, type, path: request.url, body: body?.toString() }));
    });
  });
  return listen(server, 0);
}

describe('startSignIn()', () => {
  let signIn: SignIn;
  let bot: Awaited<ReturnType<typeof echo>>;

  before(async () => {
    bot = await echo();
    signIn = await startSignIn({ bot: bot.url, appId: APP });
  });
  after(async () => {
    await signIn.close();
    await bot.close();
  });

  async function verified(token: string) {
    const metadata = (await (await fetch(signIn.openIdMetadata)).json()) as { issuer: string; jwks_uri: string };
    const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
    return jwtVerify(token, keys, { issuer: metadata.issuer, audience: APP, algorithms: ['RS256'] });
  }

  it('publishes the metadata and the endorsed key that a bot reads', async () => {
    const metadata = (await (await fetch(signIn.openIdMetadata)).json()) as Record<string, string>;
    const { keys } = (await (await fetch(metadata['jwks_uri']!)).json()) as {
      keys: { kid: string; endorsements: string[]; d?: string }[];
    };

    assert.equal(metadata['issuer'], CHANNEL_ISSUER);
    assert.deepEqual(keys.find(({ kid }) => kid === signIn.keyId)?.endorsements, ['msteams']);
    assert.ok(keys.every((key) => key.d === undefined));
  });

  it('puts a token that verifies on what it forwards, and passes the answer back', async () => {
    const activity = JSON.stringify({ type: 'message', serviceUrl: SERVICE });

    const reply = await fetch(signIn.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: activity,
    });
    const seen = (await reply.json()) as { authorization: string; type: string; path: string; body: string };

    assert.equal(reply.status, 201);
    assert.equal(seen.body, activity);
    assert.equal(seen.path, '/api/messages');
    assert.equal(seen.type, 'application/json');
    const { payload } = await verified(seen.authorization.replace('Bearer ', ''));
    assert.equal(payload['serviceurl'], SERVICE);
  });

  it('shows each activity that passes through, and undefined for what is none', async () => {
    const seen: unknown[] = [];
    const watched = await startSignIn({ bot: bot.url, appId: APP, onActivity: (activity) => void seen.push(activity) });
    try {
      await fetch(watched.endpoint, { method: 'POST', body: '{"type":"message"}' });
      await fetch(watched.endpoint, { method: 'POST', body: '{"type":' });
    } finally {
      await watched.close();
    }

    assert.deepEqual(seen, [{ type: 'message' }, undefined]);
  });

  for (const [title, body] of [
    ['half an activity', '{"type":'],
    ['a list', '[]'],
    ['null', 'null'],
  ] as const)
    it(`passes on ${title} as it is, signed without a service URL`, async () => {
      const reply = await fetch(signIn.endpoint, { method: 'POST', body });
      const seen = (await reply.json()) as { authorization: string; body: string };

      assert.equal(seen.body, body);
      assert.equal(decodeJwt(seen.authorization.slice(7))['serviceurl'], undefined);
    });

  const broken: readonly [string, SignOptions, new (...parts: never[]) => Error][] = [
    ['expired', { lifetime: -600 }, errors.JWTExpired],
    ['from another issuer', { issuer: 'https://sts.windows.net/other/' }, errors.JWTClaimValidationFailed],
    ['for another app', { audience: OTHER_APP }, errors.JWTClaimValidationFailed],
    ['signed with an unpublished key', { key: 'unpublished' }, errors.JWKSNoMatchingKey],
    ['signed with HS256', { algorithm: 'HS256' }, errors.JOSEAlgNotAllowed],
    ['with an unknown key id', { keyId: 'nobody' }, errors.JWKSNoMatchingKey],
  ];
  for (const [title, options, problem] of broken)
    it(`can sign a token ${title}, which does not verify`, async () => {
      await assert.rejects(verified(await signIn.sign({ serviceurl: SERVICE }, options)), problem);
    });

  it('can sign with a stranger’s key under the published key’s name', async () => {
    const token = await signIn.sign({}, { key: 'unpublished', keyId: signIn.keyId });

    assert.equal(decodeProtectedHeader(token).kid, signIn.keyId);
    await assert.rejects(verified(token), errors.JWSSignatureVerificationFailed);
  });

  it('can make a token without a signature', async () => {
    const token = await signIn.sign({ serviceurl: SERVICE }, { algorithm: 'none' });

    assert.equal(decodeJwt(token).aud, APP);
    assert.equal(token.split('.')[2], '');
  });

  it('lets claims stand in for the usual ones', async () => {
    const claims = decodeJwt(await signIn.sign({ iss: 'https://login.microsoftonline.com/x/v2.0', azp: APP }));

    assert.equal(claims.iss, 'https://login.microsoftonline.com/x/v2.0');
    assert.equal(claims['azp'], APP);
  });

  it('says in plain words that the bot is down, and serves a bot that takes over', async () => {
    const away = await echo();
    await away.close();
    signIn.forwardTo(away.url);

    const reply = await fetch(signIn.endpoint, { method: 'POST', body: '{}' });
    signIn.forwardTo(bot.url);
    const later = await fetch(signIn.endpoint, { method: 'POST', body: '{}' });

    assert.equal(reply.status, 502);
    assert.equal(await reply.text(), 'The bot cannot be reached.');
    assert.equal(later.status, 201);
  });

  it('knows no other address', async () => {
    assert.equal((await fetch(`${signIn.url}/api/other`, { method: 'POST', body: '{}' })).status, 404);
    assert.equal((await fetch(signIn.endpoint)).status, 404);
  });
});
