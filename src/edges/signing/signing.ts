import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folder } from '../../audit/run.js';
import type { Signing } from '../../audit/signing.js';
import { checkpointFolder } from './folder.js';
import { ensureKey, signerIn } from './key-file.js';
import { isVaultSecret, signerInVault, type Ask } from './key-vault.js';

/** Where the key is when none is named. */
export function keyFileIn(dataDir: string): string {
  return join(dataDir, 'audit-key.pem');
}

/**
 * Who signs for the audit record. The key is read anew for each checkpoint, from a file or from Azure Key Vault; one of our own is
 * made where none is named. Throws `KeyProblem` when there is none to be had.
 */
export async function openSigning(options: {
  readonly origin: string;
  /** A file, or the address of a secret in Azure Key Vault; null for one of our own. */
  readonly keyFile: string | null;
  readonly dataDir: string;
  readonly folder: string | null;
  /** A token for `VAULT_SCOPE`, asked for only when the key is in a vault. */
  readonly token?: () => Promise<string>;
  readonly ask?: Ask;
}): Promise<{ readonly signing: Signing; readonly folder: Folder | null }> {
  const { origin, keyFile, dataDir, folder, token = noSignIn, ask } = options;
  const file = keyFile ?? keyFileIn(dataDir);
  if (keyFile === null) {
    await mkdir(dataDir, { recursive: true });
    await ensureKey(file);
  }
  const signer = () => (isVaultSecret(file) ? signerInVault(file, origin, token, ask) : signerIn(file, origin));
  await signer();
  return {
    signing: { origin, signer },
    folder: folder === null ? null : checkpointFolder(folder),
  };
}

function noSignIn(): Promise<never> {
  return Promise.reject(new Error('nobody can sign in to Azure Key Vault here'));
}
