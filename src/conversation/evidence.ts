import type { Policy } from '../guidance/types.js';
import { RUNNING } from '../migration/ports.js';
import type { State } from '../migration/migration.js';
import type { Tx } from '../records/store.js';
import { turnedRed } from '../retention/drift.js';
import type { Evidence, Level, Location } from '../retention/evidence.js';
import { examine, type Refusal, type Trust } from '../retention/intake.js';
import type { ReadOut } from '../retention/purview.js';
import { readTeam, type TeamReading } from '../retention/reading.js';
import { evidenceId, sha256Of } from '../retention/signature.js';
import { retentionOf } from '../retention/state.js';
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
export type EvidenceWorld = Pick<World, 'store' | 'now' | 'organisation' | 'policy'> & { readonly trust: Trust };

/** What became of a read-out that somebody gave. */
export type Taken =
  | {
      readonly kind: 'taken';
      readonly sha256: string;
      readonly readAt: Date;
      readonly teams: readonly ReadTeam[];
      /** What has turned red by it, for the data protection officer. */
      readonly alarms: readonly Alarm[];
    }
  | { readonly kind: 'refused'; readonly reason: Refusal };

export type ReadTeam = { readonly teamId: string; readonly reading: TeamReading };

/** A team whose messages or files are no longer kept as the schedule wants it, for one of its purposes. */
export type Alarm = {
  readonly teamId: string;
  readonly purpose: string;
  readonly messages: Level;
  readonly files: Level;
};

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
  const recorded = await world.store.transact(async (tx) => {
    if (!(await tx.noteReadOut({ sha256, nonce, readAt, takenAt: now, by }))) return null;
    return recordTeams(tx, world, { readOut, sha256, by, now });
  });
  if (recorded === null) return refuseEvidence(world, sha256, 'replayed', by);
  return { kind: 'taken', sha256, readAt, ...recorded };
}

type Given = { readonly readOut: ReadOut; readonly sha256: string; readonly by: string; readonly now: Date };

async function recordTeams(
  tx: Tx,
  world: EvidenceWorld,
  given: Given,
): Promise<{ readonly teams: readonly ReadTeam[]; readonly alarms: readonly Alarm[] }> {
  const { readOut, sha256, by, now } = given;
  const moves = await movesWithTeams(tx);
  const ids = new Set([...world.organisation.governedTeams, ...moves.map(({ teamId }) => teamId)]);
  const teams = [...ids].map((teamId): ReadTeam => ({ teamId, reading: readTeam(readOut, teamId) }));
  // A clock that is a little ahead must not make the evidence one of the future, which says nothing about now.
  const at = readOut.readAt < now ? readOut.readAt : now;
  const alarms: Alarm[] = [];
  for (const { teamId, reading } of teams) {
    const about = { teamId, at, by, sha256 };
    const found = [evidenceFrom(reading, 'messages', about), evidenceFrom(reading, 'files', about)];
    const known = await tx.evidence([teamId]);
    for (const one of found) await putAndRecord(tx, one, now);
    alarms.push(...alarmsFor(teamId, moves, world.policy, { before: known, after: [...known, ...found], now }));
  }
  for (const alarm of alarms) await recordAlarm(tx, alarm, sha256, now);
  await wakeFor(tx, new Map(teams.map(({ teamId }) => [teamId, `read-out/${sha256}`])));
  return { teams, alarms };
}

type MoveWithTeam = { readonly teamId: string; readonly purpose: string };

/** The teams that moves have made or go into, closed ones too: what is in them is still to be kept. */
async function movesWithTeams(tx: Tx): Promise<readonly MoveWithTeam[]> {
  const found: MoveWithTeam[] = [];
  for (const id of await tx.migrationsIn([...RUNNING, 'closed'])) {
    const migration = await tx.migration(id);
    if (migration === null) continue;
    const { destination, purpose } = migration.draft;
    const teamId = migration.outcome.teamId ?? (destination?.kind === 'existing-team' ? destination.teamId : null);
    if (teamId !== null) found.push({ teamId, purpose: purpose ?? '' });
  }
  return found;
}

/** What has turned red for each purpose that the team is used for, measured against the schedule of that purpose. */
function alarmsFor(
  teamId: string,
  moves: readonly MoveWithTeam[],
  policy: Policy,
  {
    before,
    after,
    now,
  }: { readonly before: readonly Evidence[]; readonly after: readonly Evidence[]; readonly now: Date },
): readonly Alarm[] {
  const purposes = new Set(moves.filter((move) => move.teamId === teamId).map(({ purpose }) => purpose));
  return policy.schedule.flatMap(({ id, days }): readonly Alarm[] => {
    if (days === null || !purposes.has(id)) return [];
    const is = retentionOf(after, { days }, now);
    if (turnedRed(retentionOf(before, { days }, now), is).length === 0) return [];
    return [{ teamId, purpose: id, messages: is.messages.level, files: is.files.level }];
  });
}

async function recordAlarm(tx: Tx, alarm: Alarm, sha256: string, when: Date): Promise<void> {
  const { purpose: _, ...details } = alarm;
  const correlationId = evidenceId(sha256, `${alarm.teamId}/messages`);
  const about = { subjectType: 'team', subjectId: alarm.teamId, correlationId } as const;
  await tx.record({ who: 'regroup', what: 'retention.checked', when, ...about, details });
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
