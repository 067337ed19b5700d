import { RUNNING } from '../migration/ports.js';
import type { State } from '../migration/migration.js';
import type { Tx } from '../records/store.js';
import type { Evidence, Location } from '../retention/evidence.js';
import { examine, type Refusal, type Trust } from '../retention/intake.js';
import type { ReadOut } from '../retention/purview.js';
import { readTeam, type TeamReading } from '../retention/reading.js';
import { evidenceId, sha256Of } from '../retention/signature.js';
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
  await world.store.transact(async (tx) => {
    await putAndRecord(tx, { ...evidence, by }, world.now());
    await wakeFor(tx, new Map([[evidence.teamId, evidence.id]]));
  });
}

async function putAndRecord(tx: Tx, evidence: Evidence, when: Date): Promise<void> {
  const { id, teamId, location, kind, sha256, by } = evidence;
  const about = { subjectType: 'team', subjectId: teamId, correlationId: id } as const;
  await tx.putEvidence(evidence);
  await tx.record(
    { who: by, what: 'evidence.recorded', when, ...about, details: { teamId, location, kind, sha256 } },
    `evidence/${id}`,
  );
}

/** Wakes the moves into these teams; each team with what makes the message one of its own. */
async function wakeFor(tx: Tx, teams: ReadonlyMap<string, string>): Promise<void> {
  for (const migrationId of await tx.migrationsIn(CONCERNED)) {
    const teamId = (await tx.migration(migrationId))?.outcome.teamId ?? null;
    const key = teamId === null ? undefined : teams.get(teamId);
    if (key !== undefined) await tx.tell(migrationId, 'wake', `${migrationId}/${key}`);
  }
}

/** What taking a read-out needs. */
export type EvidenceWorld = Pick<World, 'store' | 'now' | 'organisation'> & { readonly trust: Trust };

/** What became of a read-out that somebody gave. */
export type Taken =
  | { readonly kind: 'taken'; readonly sha256: string; readonly readAt: Date; readonly teams: readonly ReadTeam[] }
  | { readonly kind: 'refused'; readonly reason: Refusal };

export type ReadTeam = { readonly teamId: string; readonly reading: TeamReading };

/**
 * Takes a signed read-out of Purview as evidence for every governed team and every team that a move is about, all in one
 * transaction; or refuses it, records that, and changes nothing else. `signature` is the HMAC that came beside the bytes, null
 * for the one-file form. `by` is the directory id of the person who gave it, or `regroup` for the runbook.
 */
export async function takeEvidence(
  world: EvidenceWorld,
  given: Uint8Array,
  signature: string | null,
  by: string,
): Promise<Taken> {
  const now = world.now();
  const found = examine(given, signature, world.trust, now);
  if (found.kind === 'refused') return refuseEvidence(world, sha256Of(given), found.reason, by);
  const { bytes, readOut } = found;
  const sha256 = sha256Of(bytes);
  const { readAt, nonce } = readOut;
  const teams = await world.store.transact(async (tx) => {
    if (!(await tx.noteReadOut({ sha256, nonce, readAt, takenAt: now, by }))) return null;
    return recordTeams(tx, world, { readOut, sha256, by, now });
  });
  if (teams === null) return refuseEvidence(world, sha256, 'replayed', by);
  return { kind: 'taken', sha256, readAt, teams };
}

type Given = { readonly readOut: ReadOut; readonly sha256: string; readonly by: string; readonly now: Date };

async function recordTeams(tx: Tx, world: EvidenceWorld, given: Given): Promise<readonly ReadTeam[]> {
  const { readOut, sha256, by, now } = given;
  const moving = await teamsOfMoves(tx);
  const teams = [...new Set([...world.organisation.governedTeams, ...moving])].map((teamId): ReadTeam => ({
    teamId,
    reading: readTeam(readOut, teamId),
  }));
  for (const { teamId, reading } of teams)
    for (const location of ['messages', 'files'] as const)
      await putAndRecord(tx, evidenceFrom(reading, location, { teamId, at: readOut.readAt, by, sha256 }), now);
  await wakeFor(tx, new Map(teams.map(({ teamId }) => [teamId, `read-out/${sha256}`])));
  return teams;
}

/** Teams that a move has made, or goes into. */
async function teamsOfMoves(tx: Tx): Promise<readonly string[]> {
  const found: string[] = [];
  for (const id of await tx.migrationsIn(RUNNING)) {
    const migration = await tx.migration(id);
    const { destination } = migration?.draft ?? { destination: null };
    if (migration?.outcome.teamId != null) found.push(migration.outcome.teamId);
    else if (destination?.kind === 'existing-team') found.push(destination.teamId);
  }
  return found;
}

function evidenceFrom(
  reading: TeamReading,
  location: Location,
  about: Pick<Evidence, 'teamId' | 'at' | 'by' | 'sha256'>,
): Evidence {
  const { remarks: _, ...facts } = reading[location];
  const id = evidenceId(about.sha256, `${about.teamId}/${location}`);
  return { id, location, kind: 'read-out', ...about, ...facts };
}

/** Recorded in a transaction of its own, so that it stays whatever else happens. */
async function refuseEvidence(world: EvidenceWorld, sha256: string, reason: Refusal, by: string): Promise<Taken> {
  const about = { subjectType: 'evidence', subjectId: sha256, correlationId: evidenceId(sha256, 'refused') } as const;
  await world.store.transact((tx) =>
    tx.record({ who: by, what: 'evidence.refused', when: world.now(), ...about, details: { reason } }),
  );
  return { kind: 'refused', reason };
}
