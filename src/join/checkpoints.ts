import { originOf } from '../audit/checkpoint.js';
import { ConfigProblem, type Config } from '../config.js';
import { graphCredential } from '../edges/graph/credential.js';
import { KeyProblem } from '../edges/signing/key-file.js';
import { VAULT_SCOPE } from '../edges/signing/key-vault.js';
import { openSigning } from '../edges/signing/signing.js';

/** What signs for the audit record, and where its checkpoints go beside the DPO's chat. */
export type Checkpoints = Awaited<ReturnType<typeof openSigning>>;

/** Throws `ConfigProblem` when the key cannot be read. */
export async function openCheckpoints(config: Config): Promise<Checkpoints> {
  const { app, sandbox, audit, dataDir } = config;
  const token = async () => {
    const found = await graphCredential(config).getToken(VAULT_SCOPE);
    if (found === null) throw new Error('the application could not sign in');
    return found.token;
  };
  try {
    return await openSigning({ ...audit, dataDir, token, origin: originOf(sandbox === null ? app.tenantId : null) });
  } catch (error) {
    throw error instanceof KeyProblem ? new ConfigProblem('REGROUP_AUDIT_KEY', error.message) : error;
  }
}
