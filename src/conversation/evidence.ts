import type { State } from '../migration/migration.js';
import type { Evidence } from '../retention/evidence.js';
import type { World } from './world.js';

/** Those that wait for evidence, and those that may begin to while this is being recorded. */
const CONCERNED: readonly State[] = ['approved', 'provisioning', 'members', 'retention-pending'];

/**
 * Records evidence about a team's retention and wakes every move that it is about. `by` is the directory id of the person who
 * gave it, or `regroup`. Recording it again changes nothing.
 */
export async function recordEvidence(
  world: Pick<World, 'store' | 'now'>,
  by: string,
  evidence: Evidence,
): Promise<void> {
  const { id, teamId, location, kind, sha256 } = evidence;
  await world.store.transact(async (tx) => {
    await tx.putEvidence({ ...evidence, by });
    await tx.record(
      {
        who: by,
        what: 'evidence.recorded',
        when: world.now(),
        subjectType: 'team',
        subjectId: teamId,
        correlationId: id,
        details: { teamId, location, kind, sha256 },
      },
      `evidence/${id}`,
    );
    for (const migrationId of await tx.migrationsIn(CONCERNED)) {
      const migration = await tx.migration(migrationId);
      if (migration?.outcome.teamId === teamId) await tx.tell(migrationId, 'wake', `${migrationId}/${id}`);
    }
  });
}
