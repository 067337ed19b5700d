import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, generateKeyPair } from 'jose';
import { startHost, type Host } from '../../../src/edges/teams/host.js';
import { openSignIn } from '../../../src/edges/teams/sign-in.js';
import { certificate } from '../../support/certificate.js';
import { startSignIn, type SignIn, type SignOptions } from '../../../src/edges/sandbox/sign-in.js';

const APP = { id: '00000000-0000-4000-8003-000000000001', type: 'SingleTenant', password: null } as const;
const TENANT = '00000000-0000-4000-8003-000000000002';
const SERVICE = 'http://127.0.0.1:9/connector';
const ENTRA = 'https://login.microsoftonline.com/00000000-0000-4000-8003-000000000009/v2.0';

/** An activity as Teams delivers it. */
function activity(changes: object = {}): object {
  return {
    type: 'message',
    id: '1',
    channelId: 'msteams',
    serviceUrl: SERVICE,
    text: 'help',
    from: { id: '29:x', aadObjectId: '00000000-0000-4000-8000-000000000001' },
    conversation: { id: 'a:1', conversationType: 'personal', tenantId: TENANT },
    ...changes,
  };
}

describe('sign-in', () => {
  let signIn: SignIn;
  let host: Host;
  let turns = 0;
  const said: string[] = [];
  const onStderr = process.stderr.write.bind(process.stderr);

  before(async () => {
    signIn = await startSignIn({ bot: 'http://127.0.0.1:9', appId: APP.id });
    host = await startHost({
      host: '127.0.0.1',
      port: 0,
      signIn: openSignIn({ ...APP, tenantId: TENANT }, signIn.url),
      receive: async () => {
        turns += 1;
        return { status: 200 };
      },
      ready: {},
      report: (message) => void said.push(message),
    });
  });

  after(async () => {
    await host.stop();
    await signIn.close();
  });

  beforeEach(() => {
    turns = 0;
    said.length = 0;
    process.stderr.write = (chunk: string | Uint8Array) => said.push(String(chunk)) > 0;
  });

  afterEach(() => {
    process.stderr.write = onStderr;
  });

  async function post(authorization: string | null, body: object = activity()): Promise<number> {
    const headers = { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) };
    return (await fetch(`${host.url}/api/messages`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
  }

  async function bearer(claims: Readonly<Record<string, unknown>>, options: SignOptions = {}): Promise<string> {
    return `Bearer ${await signIn.sign(claims, options)}`;
  }

  const service = { serviceurl: SERVICE };
  const accepted: readonly (readonly [string, () => Promise<string>, object?])[] = [
    ['a token of the channel', () => bearer(service)],
    ['a token that expired 3 minutes ago, for clocks that differ', () => bearer(service, { lifetime: -180 })],
    ['an activity without a service URL', () => bearer(service), activity({ serviceUrl: undefined })],
  ];
  for (const [what, token, body] of accepted) {
    it(`accepts ${what}`, async () => {
      assert.equal(await post(await token(), body), 200);
      assert.equal(turns, 1);
    });
  }

  const forged = { ver: '2.0', azp: APP.id, tid: ENTRA.split('/')[3], oid: 'x', ...service };
  const refused: readonly (readonly [string, () => Promise<string | null>, object?])[] = [
    ['no token', async () => null],
    ['an empty header', async () => ''],
    ['another scheme', async () => `Basic ${Buffer.from('regroup:x').toString('base64')}`],
    ['a token without a scheme', async () => await signIn.sign(service)],
    ['two tokens', async () => `${await bearer(service)} ${await signIn.sign(service)}`],
    ['garbage', async () => 'Bearer not.a.token'],
    ['garbage of one part', async () => 'Bearer x'],
    ['a token for another bot', () => bearer(service, { audience: '00000000-0000-4000-8003-0000000000ff' })],
    ['a token of another issuer', () => bearer(service, { issuer: 'https://issuer.example' })],
    ['a token for another service URL', () => bearer({ serviceurl: 'http://127.0.0.1:9/evil' })],
    ['a token for no service URL', () => bearer({})],
    ['a token that expired 10 minutes ago', () => bearer(service, { lifetime: -600 })],
    ['a token that is not valid yet', () => bearer({ ...service, nbf: Math.floor(Date.now() / 1000) + 3600 })],
    ['a token that never expires', () => bearer({ ...service, exp: undefined })],
    ['an unknown key', () => bearer(service, { key: 'unpublished' })],
    ['a key endorsed for another channel', () => bearer(service, { key: 'unendorsed' })],
    ['another key under the id of the right one', () => bearer(service, { key: 'unpublished', keyId: signIn.keyId })],
    ['a token without a signature', () => bearer(service, { algorithm: 'none' })],
    ['a token signed with the public key as a secret', () => bearer(service, { algorithm: 'HS256' })],
    ['an activity of the Ase channel', () => bearer(service), activity({ channelId: 'AseChannel' })],
    ['an activity of the emulator', () => bearer(service), activity({ channelId: 'emulator' })],
    ['an activity of no channel', () => bearer(service), activity({ channelId: undefined })],
    [
      'an Entra token of any tenant made out to Microsoft Graph',
      () => bearer(forged, { issuer: ENTRA, audience: 'https://graph.microsoft.com' }),
    ],
    ['an Entra token of any tenant made out to the bot', () => bearer(forged, { issuer: ENTRA })],
    [
      'the same with answers sent elsewhere',
      () => bearer(forged, { issuer: ENTRA }),
      activity({ serviceUrl: 'http://127.0.0.1:9/evil' }),
    ],
    [
      'a token of the old Entra issuer',
      () =>
        bearer(
          { ...forged, ver: '1.0', appid: APP.id },
          { issuer: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' },
        ),
    ],
  ];
  for (const [what, token, body] of refused) {
    it(`refuses ${what} with 401, and prints no key`, async () => {
      assert.equal(await post(await token(), body), 401);
      assert.equal(turns, 0);
      assert.doesNotMatch(said.join('\n'), /BEGIN|eyJ/);
    });
  }

  it('reads the header by its parts only, so a signature of an unpublished key does not help', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const header = { alg: 'RS256', kid: signIn.keyId, jku: 'http://127.0.0.1:9/keys', typ: 'JWT' };
    const token = new SignJWT({ ...service }).setProtectedHeader(header).setIssuer('https://api.botframework.com');

    assert.equal(await post(`Bearer ${await token.setAudience(APP.id).setExpirationTime('1h').sign(privateKey)}`), 401);
  });
});

describe('sign-in while the keys cannot be read', () => {
  it('answers 503, and works again as soon as they can', async () => {
    const real = await startSignIn({ bot: 'http://127.0.0.1:9', appId: APP.id });
    let down = true;
    const front = createServer((request, response) => {
      if (down) return void response.writeHead(500).end();
      void fetch(`${real.url}${request.url}`)
        .then((answer) => answer.text())
        .then((text) => response.writeHead(200, { 'content-type': 'application/json' }).end(text));
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    const host = await startHost({
      host: '127.0.0.1',
      port: 0,
      signIn: openSignIn({ ...APP, tenantId: TENANT }, `http://127.0.0.1:${(front.address() as AddressInfo).port}`),
      receive: async () => ({ status: 200 }),
      ready: {},
      report: () => undefined,
    });
    const post = async () => {
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${await real.sign({ serviceurl: SERVICE })}`,
      };
      const body = JSON.stringify(activity());
      return (await fetch(`${host.url}/api/messages`, { method: 'POST', headers, body })).status;
    };
    try {
      assert.equal(await post(), 503);
      down = false;
      assert.equal(await post(), 200);
    } finally {
      await host.stop();
      front.closeAllConnections();
      front.close();
      await real.close();
    }
  });
});

describe('openSignIn()', () => {
  it('does not open without an app id: botbuilder would believe everybody', () => {
    assert.throws(() => openSignIn({ ...APP, id: '', tenantId: TENANT }, null), /believes everybody/);
  });

  it('signs in with a certificate where there is no secret, and opens with neither no bot', () => {
    const folder = mkdtempSync(join(tmpdir(), 'regroup-sign-in-'));
    try {
      const file = join(folder, 'app.pem');
      const { pem, key } = certificate();
      writeFileSync(file, pem + key);
      const app = { ...APP, tenantId: TENANT };

      assert.throws(() => openSignIn(app, null), /MicrosoftAppPassword/);
      assert.ok(openSignIn({ ...app, certificate: file }, null).framework);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
