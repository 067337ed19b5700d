import type { Incident, Lapse } from '../migration/migration.js';
import type { Tx } from '../records/store.js';
import { isRed } from './drift.js';
import { evidenceId } from './signature.js';
import { retentionOf } from './state.js';

/** Whether what was found still holds, by all the evidence that there is at `now`. */
export async function stillHolds(tx: Tx, { teamId, days }: Lapse, now: Date): Promise<boolean> {
  const { messages, files } = retentionOf(await tx.evidence([teamId]), { days }, now);
  return [messages, files].some(({ level }) => isRed(level) || level === 'unknown');
}

/**
 * Raises an incident for the data protection officers, in the transaction of what showed it, and starts the run that tells them.
 * The same lapse at the same moment is one incident.
 */
export async function raiseLapse(tx: Tx, lapse: Lapse, at: Date): Promise<Incident> {
  const { teamId, purpose, days, messages, files } = lapse;
  const id = evidenceId(`${teamId}/${purpose}`, at.toISOString()).replace('evi-', 'inc-');
  const known = await tx.incident(id);
  if (known !== null) return known;
  const counts = { outsiders: 0, leavers: 0, pupils: 0 };
  const incident: Incident = {
    id,
    migrationId: null,
    kind: 'retention',
    raisedBy: 'regroup',
    at,
    ...counts,
    state: 'open',
    exposure: null,
    retention: { teamId, purpose, days, messages, files },
  };
  await tx.putIncident(incident);
  const about = { subjectType: 'incident', subjectId: id, correlationId: id } as const;
  const details = { kind: 'retention', ...counts };
  await tx.record({ who: 'regroup', what: 'incident.raised', when: at, ...about, details });
  await tx.tell(id, 'wake', id);
  return incident;
}
