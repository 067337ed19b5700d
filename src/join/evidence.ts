import { takePosted } from '../conversation/read-outs.js';
import type { World } from '../conversation/world.js';
import type { TakePosted } from '../edges/teams/evidence-route.js';
import type { Durable, Messenger } from '../migration/ports.js';
import type { Tx } from '../records/store.js';
import { hourlyQuota } from '../retention/quota.js';
import { runLapse } from '../retention/telling.js';
import { EVIDENCE_WATCH, watchEvidence } from '../retention/watch.js';

/** Of posted read-outs, recorded in an hour; the rest are counted. */
const MOST_REFUSALS = 20;

/** Takes what a runbook posts. Whoever posts is unknown until the signature fits, so refusals fill little of the record. */
export function evidenceInto(world: World): TakePosted {
  const quota = hourlyQuota(MOST_REFUSALS);
  return (bytes, signature) => takePosted({ ...world, quota }, bytes, signature);
}

/** The run with this id, if it is one about evidence; null when it is another one's. */
export function evidenceRun(
  durable: Durable,
  id: string,
  { store, messenger, organisation, policy }: World & { readonly messenger: Messenger },
): Promise<void> | null {
  if (id === EVIDENCE_WATCH) return watchEvidence(durable, { store, schedule: policy.schedule });
  return id.startsWith('inc-') ? runLapse(durable, id, { store, messenger, dpo: organisation.dpo }) : null;
}

/** Lets the runs about evidence look again, and starts those that were never started. */
export async function wakeEvidenceRuns(tx: Tx, key: string): Promise<void> {
  for (const { id, state } of await tx.lapses()) if (state === 'open') await tx.tell(id, 'wake', key);
  await tx.tell(EVIDENCE_WATCH, 'wake', key);
}
