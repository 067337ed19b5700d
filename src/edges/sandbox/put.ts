import type { Store } from '../../records/store.js';
import { OAKFIELD } from './oakfield.js';

/** What is known about the retention of Oakfield's teams: put in once, so that a kept data folder keeps what came later. */
export async function putOakfield(store: Store): Promise<void> {
  const now = new Date();
  await store.transact(async (tx) => {
    for (const evidence of OAKFIELD.evidence(now)) {
      await tx.putEvidence(evidence);
      const { id, teamId, location, kind, sha256 } = evidence;
      const details = { teamId, location, kind, sha256 };
      const about = { subjectType: 'team', subjectId: teamId, correlationId: id } as const;
      await tx.record({ who: 'regroup', what: 'evidence.recorded', when: now, ...about, details }, `evidence/${id}`);
    }
  });
}
