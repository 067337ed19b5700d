import { originOf } from '../audit/checkpoint.js';
import { ConfigProblem, type Config } from '../config.js';
import { KeyProblem } from '../edges/signing/key-file.js';
import { openSigning } from '../edges/signing/signing.js';

/** What signs for the audit record, and where its checkpoints go beside the DPO's chat. */
export type Checkpoints = Awaited<ReturnType<typeof openSigning>>;

/** Throws `ConfigProblem` when the key cannot be read. */
export async function openCheckpoints({ app, sandbox, audit, dataDir }: Config): Promise<Checkpoints> {
  try {
    return await openSigning({ ...audit, dataDir, origin: originOf(sandbox === null ? app.tenantId : null) });
  } catch (error) {
    throw error instanceof KeyProblem ? new ConfigProblem('REGROUP_AUDIT_KEY', error.message) : error;
  }
}
