import {
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  type Activity,
} from 'botbuilder';
import {
  AuthenticationConfiguration,
  AuthenticationError,
  type AuthenticateRequestResult,
  type BotFrameworkAuthentication,
  type ServiceClientCredentials,
  ServiceClientCredentialsFactory,
} from 'botframework-connector';
import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Who signs what Teams sends to a bot (Bot Framework authentication, "connector to bot"). Nobody else is accepted. */
const ISSUER = 'https://api.botframework.com';
const CHANNEL = 'msteams';
const METADATA = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
/** What botbuilder allows for clocks that differ. */
const TOLERANCE_SECONDS = 300;
const PATIENCE_MS = 5_000;
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

export type AppIdentity = {
  readonly id: string;
  readonly type: 'SingleTenant' | 'UserAssignedMSI';
  readonly tenantId: string;
  readonly password: string | null;
  /** Path of a PEM file with certificate and private key, in place of a password. */
  readonly certificate?: string | null;
};

/** Nobody whom we believe has signed this. `code` is ours, for the log. */
export class Unauthorised extends Error {
  override readonly name = 'Unauthorised';
  constructor(readonly code: string) {
    super(`not signed by the channel: ${code}`);
  }
}

/** Microsoft's keys cannot be read at the moment, so nobody can be believed. */
export class KeysUnreachable extends Error {
  override readonly name = 'KeysUnreachable';
}

/** Who may talk with the bot, and how the bot proves to be itself. */
export type SignIn = {
  readonly framework: BotFrameworkAuthentication;
  /** Throws `Unauthorised` unless Microsoft's channel has signed this activity for this bot, `KeysUnreachable` when that cannot be told. */
  check(authorization: string, activity: Activity): Promise<AuthenticateRequestResult>;
};

/** `sandbox` is the address of a simulated sign-in: the checks are the same, only the keys are its own. */
export function openSignIn(app: AppIdentity, sandbox: string | null): SignIn {
  if (app.id === '') throw new RangeError('without an app id botbuilder believes everybody');
  const metadata = sandbox === null ? METADATA : `${sandbox}/.well-known/openidconfiguration`;
  const keys = channelKeys(metadata);
  const framework = new ConfigurationBotFrameworkAuthentication(
    { MicrosoftAppId: app.id, ...(sandbox === null ? {} : endpoints(metadata)) },
    sandbox === null ? credentials(app) : new SandboxCredentials(app.id),
    new AuthenticationConfiguration([CHANNEL], channelOnly),
  );
  return {
    framework,
    check: async (authorization, activity) => {
      if (activity.channelId !== CHANNEL) throw new Unauthorised('another-channel');
      await verified(authorization, app.id, keys);
      return framework.authenticateRequest(activity, authorization).catch(refusal);
    },
  };
}

/**
 * botbuilder by itself also believes tokens of any Entra tenant that are made out to the bot, whatever they say about who
 * acts and where answers go. The issuer is checked before it sees the token, and here once more.
 */
async function channelOnly(claims: readonly { readonly type: string; readonly value: string }[]): Promise<void> {
  if (claims.find(({ type }) => type === 'iss')?.value !== ISSUER)
    throw new AuthenticationError('Only the channel may call.', 401);
}

/**
 * The signature, the times, for whom and by whom: before botbuilder looks, because it answers a wrong signature with a
 * server error, prints the key, and adds the tenant of any token to the issuers it knows.
 */
async function verified(authorization: string, appId: string, keys: ChannelKeys): Promise<void> {
  const [scheme, token, ...more] = authorization.split(' ');
  if (scheme !== 'Bearer' || token === undefined || more.length > 0) throw new Unauthorised('no-token');
  const { find, endorsed } = await keys();
  try {
    await jwtVerify(token, find, {
      issuer: ISSUER,
      audience: appId,
      algorithms: ALGORITHMS,
      clockTolerance: TOLERANCE_SECONDS,
      requiredClaims: ['exp'],
    });
  } catch (error) {
    throw keyless(error) ? new KeysUnreachable('keys', { cause: error }) : new Unauthorised(codeOf(error));
  }
  if (!endorsed(decodeProtectedHeader(token).kid)) throw new Unauthorised('not-endorsed');
}

/** Whether the keys could not be fetched: not the fault of who calls. */
function keyless(error: unknown): boolean {
  if (error instanceof errors.JOSEError)
    return error instanceof errors.JWKSTimeout || error.code === 'ERR_JOSE_GENERIC';
  return error instanceof TypeError && error.message === 'fetch failed';
}

function codeOf(error: unknown): string {
  return error instanceof errors.JOSEError ? error.code : 'not-a-token';
}

function refusal(error: unknown): never {
  throw error instanceof AuthenticationError ? new Unauthorised('botbuilder') : error;
}

type ChannelKeys = () => Promise<{
  readonly find: ReturnType<typeof createRemoteJWKSet>;
  /** Whether the key may sign for Teams. */
  readonly endorsed: (keyId: string | undefined) => boolean;
}>;

const Metadata = z.object({ jwks_uri: z.url() });

/** The keys that the metadata names: read when first needed, again for an unknown key, at most every half minute. */
function channelKeys(metadataUrl: string): ChannelKeys {
  let opened: ReturnType<typeof createRemoteJWKSet> | null = null;
  return async () => {
    opened ??= createRemoteJWKSet(await keysAddress(metadataUrl), {
      timeoutDuration: PATIENCE_MS,
      cacheMaxAge: 24 * 3_600_000,
    });
    const find = opened;
    const endorsed = (keyId: string | undefined) => {
      const key: object = find.jwks()?.keys.find(({ kid }) => kid === keyId) ?? {};
      return 'endorsements' in key && Array.isArray(key.endorsements) && key.endorsements.includes(CHANNEL);
    };
    return { find, endorsed };
  };
}

async function keysAddress(metadataUrl: string): Promise<URL> {
  try {
    const response = await fetch(metadataUrl, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return new URL(Metadata.parse(await response.json()).jwks_uri);
  } catch (error) {
    throw new KeysUnreachable('metadata', { cause: error });
  }
}

/** As soon as one of these is given, botbuilder takes all of them from here. */
function endpoints(metadata: string) {
  return {
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/sandbox',
    ToChannelFromBotOAuthScope: ISSUER,
    ToBotFromChannelTokenIssuer: ISSUER,
    OAuthUrl: 'https://token.botframework.com',
    CallerId: 'urn:botframework:azure',
    ToBotFromChannelOpenIdMetadataUrl: metadata,
    ToBotFromEmulatorOpenIdMetadataUrl: metadata,
  };
}

function credentials({
  id,
  type,
  tenantId,
  password,
  certificate = null,
}: AppIdentity): ServiceClientCredentialsFactory {
  return new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: id,
    MicrosoftAppType: type,
    MicrosoftAppTenantId: tenantId,
    ...(password === null ? {} : { MicrosoftAppPassword: password }),
    ...(certificate === null ? {} : certificateOf(readFileSync(certificate, 'utf8'))),
  });
}

/** As botbuilder wants it: the key, and the certificate's SHA-1 in hexadecimal, by which Entra knows it. */
function certificateOf(pem: string) {
  const CertificateThumbprint = new X509Certificate(pem).fingerprint.replaceAll(':', '');
  return { CertificateThumbprint, CertificatePrivateKey: pem };
}

/** The simulated channel takes any token, so nothing secret is needed to answer it. */
class SandboxCredentials extends ServiceClientCredentialsFactory {
  readonly #appId: string;

  constructor(appId: string) {
    super();
    this.#appId = appId;
  }

  override async isValidAppId(appId: string): Promise<boolean> {
    return appId === this.#appId;
  }

  override async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  override async createCredentials(): Promise<ServiceClientCredentials> {
    return {
      signRequest: async (request) => {
        request.headers.set('authorization', 'Bearer sandbox');
        return request;
      },
    };
  }
}
