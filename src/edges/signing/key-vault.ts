import { z } from 'zod';
import type { Signer } from '../../audit/note.js';
import { KeyProblem, signerFrom } from './key-file.js';

/** What the application signs in for, to read a secret. */
export const VAULT_SCOPE = 'https://vault.azure.net/.default';
/** "Get Secret", Azure Key Vault REST API reference. */
const VERSION = '7.4';
const PATIENCE_MS = 10_000;
/** A vault of Azure's public cloud, which the token is for; a version can be named, and then no rotation is noticed. */
const SECRET = /^https:\/\/[a-z][a-z0-9-]{2,23}\.vault\.azure\.net\/secrets\/[A-Za-z0-9-]{1,127}(?:\/[0-9a-f]{32})?$/;

const Secret = z.object({ value: z.string() });

/** Whether this is the address of a secret in Azure Key Vault. A token is sent nowhere else. */
export function isVaultSecret(address: string): boolean {
  return SECRET.test(address);
}

/** How a secret is asked for: `fetch`, but in tests. */
export type Ask = (address: string, options: RequestInit) => Promise<Response>;

/**
 * The signer whose Ed25519 private key (PEM, PKCS 8) is a secret in Azure Key Vault. Standard vaults keep no Ed25519 keys of their own,
 * so the key is read and signs here. Throws `KeyProblem`, which says who has to act and holds nothing of the secret.
 */
export async function signerInVault(
  secret: string,
  name: string,
  token: () => Promise<string>,
  ask: Ask = fetch,
): Promise<Signer> {
  if (!isVaultSecret(secret)) throw new KeyProblem('The address is not one of a secret in Azure Key Vault.');
  return signerFrom(await read(secret, token, ask), name, `The secret in Azure Key Vault`);
}

async function read(secret: string, token: () => Promise<string>, ask: Ask): Promise<string> {
  const response = await answerOf(secret, token, ask);
  if (response.status === 401 || response.status === 403)
    throw new KeyProblem(
      'Azure Key Vault does not let this application read the secret, or the secret is disabled. Give it the role “Key Vault Secrets User”, and let its network in.',
    );
  if (response.status === 404) throw new KeyProblem('Azure Key Vault has no secret of that name and version.');
  if (!response.ok) throw new KeyProblem(`Azure Key Vault answered ${response.status}. Try again later.`);
  const secretRead = Secret.safeParse(await response.json().catch(() => null));
  if (!secretRead.success) throw new KeyProblem('Azure Key Vault answered with something that is no secret.');
  return secretRead.data.value;
}

async function answerOf(secret: string, token: () => Promise<string>, ask: Ask): Promise<Response> {
  try {
    const headers = { authorization: `Bearer ${await token()}` };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return await ask(`${secret}?api-version=${VERSION}`, { headers, redirect: 'error', signal });
  } catch (error) {
    const why = error instanceof Error ? error.name : 'unknown';
    throw new KeyProblem(
      `Azure Key Vault did not answer (${why}). Look at the sign-in of this application and at its network.`,
    );
  }
}
