import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folder } from '../../audit/run.js';
import type { Signing } from '../../audit/signing.js';
import { checkpointFolder } from './folder.js';
import { ensureKey, signerIn } from './key-file.js';

/** Where the key is when none is named. */
export function keyFileIn(dataDir: string): string {
  return join(dataDir, 'audit-key.pem');
}

/**
 * Who signs for the audit record. The key is read anew for each checkpoint; one of our own is made where none is named. Throws
 * `KeyProblem` when the file holds none.
 */
export async function openSigning(options: {
  readonly origin: string;
  readonly keyFile: string | null;
  readonly dataDir: string;
  readonly folder: string | null;
}): Promise<{ readonly signing: Signing; readonly folder: Folder | null }> {
  const { origin, keyFile, dataDir, folder } = options;
  const file = keyFile ?? keyFileIn(dataDir);
  if (keyFile === null) {
    await mkdir(dataDir, { recursive: true });
    await ensureKey(file);
  }
  await signerIn(file, origin);
  return {
    signing: { origin, signer: () => signerIn(file, origin) },
    folder: folder === null ? null : checkpointFolder(folder),
  };
}
