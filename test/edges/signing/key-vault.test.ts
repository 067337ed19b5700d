import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openNote, signNote } from '../../../src/audit/note.js';
import { isVaultSecret, signerInVault, VAULT_SCOPE, type Ask } from '../../../src/edges/signing/key-vault.js';
import { openSigning } from '../../../src/edges/signing/signing.js';

const SECRET = 'https://oakfield.vault.azure.net/secrets/audit-key';
const TOKEN = 'token-of-the-application';
const pemOf = (kind: 'ed25519' | 'x25519') =>
  kind === 'ed25519'
    ? generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
    : generateKeyPairSync('x25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

describe('isVaultSecret()', () => {
  for (const address of [SECRET, `${SECRET}/0123456789abcdef0123456789abcdef`, 'https://a-1.vault.azure.net/secrets/k'])
    it(`takes ${address}`, () => assert.ok(isVaultSecret(address)));

  for (const address of [
    'http://oakfield.vault.azure.net/secrets/audit-key',
    'https://oakfield.vault.azure.net.example.org/secrets/audit-key',
    'https://a-1.vault.usgovcloudapi.net/secrets/k',
    'https://example.org/vault.azure.net/secrets/audit-key',
    'https://oakfield.vault.azure.net@example.org/secrets/audit-key',
    'https://oakfield.vault.azure.net:8443/secrets/audit-key',
    'https://oakfield.vault.azure.net/keys/audit-key',
    `${SECRET}?api-version=1`,
    `${SECRET}/../other`,
    ` ${SECRET}`,
    `${SECRET}\n`,
    '/etc/regroup/audit-key.pem',
  ])
    it(`does not take ${JSON.stringify(address)}`, () => assert.ok(!isVaultSecret(address)));
});

describe('signerInVault()', () => {
  let server: Server;
  let answer: (response: ServerResponse) => void;
  let asked: { readonly url: string | undefined; readonly authorization: string | undefined }[];
  const token = async () => TOKEN;
  /** The address as it is asked for, at the local server. */
  const ask: Ask = (address, options) => {
    const { pathname, search } = new URL(address);
    return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}${search}`, options);
  };
  const reply = (status: number, body: unknown) => (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

  before(async () => {
    server = createServer((request, response) => {
      asked.push({ url: request.url, authorization: request.headers.authorization });
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  beforeEach(() => (asked = []));

  after(() => server.close());

  it('reads the key with the application’s token, and signs', async () => {
    answer = reply(200, { value: pemOf('ed25519'), attributes: { enabled: true } });

    const signer = await signerInVault(SECRET, 'regroup/test', token, ask);
    const note = await signNote('regroup/test\n1\nAAAA\n', [signer]);

    assert.deepEqual(openNote(note, [signer.key]).by, [signer.key]);
    assert.deepEqual(asked, [{ url: '/secrets/audit-key?api-version=7.4', authorization: `Bearer ${TOKEN}` }]);
  });

  it('reads it anew for each checkpoint, so that a new version is noticed', async () => {
    const [first, second] = [pemOf('ed25519'), pemOf('ed25519')];
    answer = reply(200, { value: first });
    const { signing } = await openSigning({
      origin: 'regroup/test',
      keyFile: SECRET,
      dataDir: '/none',
      folder: null,
      token,
      ask,
    });
    const before = await signing.signer();

    answer = reply(200, { value: second });

    assert.notEqual((await signing.signer()).key.hash, before.key.hash);
  });

  const refusals: readonly (readonly [string, (response: ServerResponse) => void, RegExp])[] = [
    ['the application may not read it', reply(403, { error: { code: 'Forbidden' } }), /role “Key Vault Secrets User”/],
    ['the token is not taken', reply(401, {}), /role “Key Vault Secrets User”/],
    ['there is no such secret', reply(404, { error: { code: 'SecretNotFound' } }), /no secret of that name/],
    ['the vault has a bad day', reply(503, {}), /answered 503\. Try again later/],
    ['the answer is no secret', reply(200, { keys: [] }), /something that is no secret/],
    ['the answer is no JSON', (response) => response.end('<html>'), /something that is no secret/],
    ['the secret is another kind of key', reply(200, { value: pemOf('x25519') }), /holds no Ed25519 key/],
    ['the secret is no key', reply(200, { value: 'hunter2' }), /holds no Ed25519 key/],
    ['it leads elsewhere', (response) => response.writeHead(302, { location: '/elsewhere' }).end(), /did not answer/],
    ['the connection breaks', (response) => response.destroy(), /did not answer/],
  ];
  for (const [when, how, message] of refusals) {
    it(`says who has to act when ${when}, and repeats nothing of the secret`, async () => {
      answer = how;

      await assert.rejects(signerInVault(SECRET, 'regroup/test', token, ask), (error: Error) => {
        assert.equal(error.name, 'KeyProblem');
        assert.match(error.message, message);
        assert.doesNotMatch(
          `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`,
          /hunter2|PRIVATE KEY|token-of/,
        );
        return true;
      });
      assert.ok(asked.length <= 1);
    });
  }

  it('asks nobody without a token, or for an address that is no vault’s', async () => {
    const refused = () => Promise.reject(new Error('no'));

    await assert.rejects(signerInVault(SECRET, 'regroup/test', refused, ask), /did not answer/);
    await assert.rejects(
      signerInVault('https://example.org/secrets/a', 'regroup/test', token, ask),
      /not one of a secret/,
    );
    assert.deepEqual(asked, []);
    assert.equal(VAULT_SCOPE, 'https://vault.azure.net/.default');
  });
});
