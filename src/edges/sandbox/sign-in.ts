import { createSecretKey } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  calculateJwkThumbprint,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type CryptoKey,
  type JWK,
} from 'jose';
import { listen, readBody } from './loopback.js';

/** Who signs the activities that Teams sends to a bot (Bot Framework authentication reference, "connector to bot"). */
export const CHANNEL_ISSUER = 'https://api.botframework.com';

/** How long the bot may think about one activity before the channel gives up: Teams waits about 15 seconds, a laptop under load longer. */
const PATIENCE_MS = 60_000;

/** The key a token is signed with. */
export type SigningKey =
  /** Published, and endorsed for Teams: what a real activity is signed with. */
  | 'endorsed'
  /** Published, but endorsed for another channel only. */
  | 'unendorsed'
  /** A key that nobody published. */
  | 'unpublished';

/** What is unusual about a token; everything left out is as Teams does it. */
export type SignOptions = {
  readonly issuer?: string;
  readonly audience?: string;
  readonly key?: SigningKey;
  /** The `kid` in the header; the key's own when left out. */
  readonly keyId?: string;
  /** `HS256` uses the published public key as the secret, which is how that attack is made. */
  readonly algorithm?: 'RS256' | 'HS256' | 'none';
  /** Seconds from now until the token expires; negative for one that has expired. */
  readonly lifetime?: number;
};

/** A simulated Bot Framework sign-in: it publishes keys, and signs what passes through it to the bot. */
export type SignIn = {
  /** `http://127.0.0.1:N` */
  readonly url: string;
  /** Where the bot reads which keys to trust. */
  readonly openIdMetadata: string;
  /** Where a local Teams client sends activities. */
  readonly endpoint: string;
  /** The `kid` of the key that is endorsed for Teams. */
  readonly keyId: string;
  /** A token with these claims (`serviceurl` is the one a bot looks at). */
  sign(claims: Readonly<Record<string, unknown>>, options?: SignOptions): Promise<string>;
  /** Sends activities to another bot from now on, for instance one that took over. */
  forwardTo(bot: string): void;
  close(): Promise<void>;
};

/**
 * Starts the simulated sign-in on loopback; port 0 takes a free one. `bot` is the bot's address without a path.
 * Bot authentication stays on in the sandbox: the bot only trusts other keys than Microsoft's.
 */
export async function startSignIn(options: {
  readonly port?: number;
  readonly bot: string;
  readonly appId: string;
  /** Is shown each activity that a client sends, before the bot has it. */
  readonly onActivity?: (activity: unknown) => void;
}): Promise<SignIn> {
  const keys = await makeKeys();
  let bot = options.bot;
  const sign: SignIn['sign'] = (claims, unusual = {}) => token(keys, options, claims, unusual);
  const server = createServer((request, response) => {
    answer(request, response, { keys, sign, bot, onActivity: options.onActivity ?? (() => undefined) }).catch(
      (error: unknown) => {
        // Whoever waits learns of it here; a client that has gone hears nothing, and that is harmless.
        plain(response, 500, `The simulated sign-in failed: ${error instanceof Error ? error.name : typeof error}.`);
      },
    );
  });
  const listening = await listen(server, options.port ?? 0);
  return {
    url: listening.url,
    openIdMetadata: `${listening.url}/.well-known/openidconfiguration`,
    endpoint: `${listening.url}/api/messages`,
    keyId: keys.endorsed.id,
    sign,
    forwardTo: (other) => void (bot = other),
    close: listening.close,
  };
}

type Key = { readonly id: string; readonly secret: CryptoKey; readonly published: JWK; readonly pem: string };
type Keys = { readonly [K in SigningKey]: Key };

async function makeKeys(): Promise<Keys> {
  const [endorsed, unendorsed, unpublished] = await Promise.all([
    makeKey(['msteams']),
    makeKey(['webchat']),
    makeKey([]),
  ]);
  return { endorsed, unendorsed, unpublished };
}

/** The id is the key's own fingerprint: a bot that cached the keys of an earlier sign-in cannot take one for the other. */
async function makeKey(endorsements: readonly string[]): Promise<Key> {
  const pair = await generateKeyPair('RS256', { modulusLength: 2048 });
  const jwk = await exportJWK(pair.publicKey);
  const id = await calculateJwkThumbprint(jwk);
  const published = { ...jwk, kid: id, use: 'sig', alg: 'RS256', endorsements };
  return { id, secret: pair.privateKey, published, pem: await exportSPKI(pair.publicKey) };
}

async function token(
  keys: Keys,
  about: { readonly appId: string },
  claims: Readonly<Record<string, unknown>>,
  unusual: SignOptions,
): Promise<string> {
  const key = keys[unusual.key ?? 'endorsed'];
  const algorithm = unusual.algorithm ?? 'RS256';
  const now = Math.floor(Date.now() / 1000);
  const lifetime = unusual.lifetime ?? 3600;
  // A token that has expired was valid before: it must fail for one reason only.
  const from = Math.min(now, now + lifetime) - 60;
  const all = {
    iss: unusual.issuer ?? CHANNEL_ISSUER,
    aud: unusual.audience ?? about.appId,
    iat: from,
    nbf: from,
    exp: now + lifetime,
    ...claims,
  };
  if (algorithm === 'none') return new UnsecuredJWT(all).encode();
  return new SignJWT(all)
    .setProtectedHeader({ alg: algorithm, kid: unusual.keyId ?? key.id, typ: 'JWT' })
    .sign(algorithm === 'HS256' ? createSecretKey(Buffer.from(key.pem)) : key.secret);
}

type Gateway = {
  readonly keys: Keys;
  readonly sign: SignIn['sign'];
  readonly bot: string;
  readonly onActivity: (activity: unknown) => void;
};

async function answer(request: IncomingMessage, response: ServerResponse, gateway: Gateway): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const base = `http://${request.headers.host ?? '127.0.0.1'}`;
  if (request.method === 'GET' && pathname === '/.well-known/openidconfiguration')
    return json(response, {
      issuer: CHANNEL_ISSUER,
      jwks_uri: `${base}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    });
  if (request.method === 'GET' && pathname === '/keys')
    return json(response, { keys: [gateway.keys.endorsed.published, gateway.keys.unendorsed.published] });
  if (request.method === 'POST' && pathname === '/api/messages') return forward(request, response, gateway);
  plain(response, 404, 'The simulated sign-in has no such address.');
}

/** Puts a token on the activity and passes the bot's answer back as it is. */
async function forward(request: IncomingMessage, response: ServerResponse, gateway: Gateway): Promise<void> {
  const body = await readBody(request);
  if (body === null) return plain(response, 413, 'More than the simulated sign-in passes on.');
  const activity = activityIn(body);
  gateway.onActivity(activity);
  const authorization = `Bearer ${await gateway.sign(serviceUrlOf(activity))}`;
  const headers = { 'content-type': request.headers['content-type'] ?? 'application/json', authorization };
  try {
    const reply = await fetch(new URL('/api/messages', gateway.bot), {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const content = Buffer.from(await reply.arrayBuffer());
    response.writeHead(reply.status, { 'content-type': reply.headers.get('content-type') ?? 'application/json' });
    response.end(content);
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    plain(response, late ? 504 : 502, late ? 'The bot did not answer in time.' : 'The bot cannot be reached.');
  }
}

/** Undefined for what is not JSON: the bot has to cope with it. */
function activityIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The channel vouches for where answers go. Something that is not an activity is signed without. */
function serviceUrlOf(activity: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof activity === 'object' && activity !== null;
  return isObject && 'serviceUrl' in activity ? { serviceurl: activity.serviceUrl } : {};
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function plain(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(sentence);
}
