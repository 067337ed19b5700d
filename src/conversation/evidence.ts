import type { Policy } from '../guidance/types.js';
import { RUNNING } from '../migration/ports.js';
import type { State } from '../migration/migration.js';
import type { Tx } from '../records/store.js';
import { turnedRed } from '../retention/drift.js';
import type { Evidence, Level, Location, TeamRetention } from '../retention/evidence.js';
import { examine, type Refusal, type Trust } from '../retention/intake.js';
import type { ReadOut } from '../retention/purview.js';
import { readTeam, type TeamReading } from '../retention/reading.js';
import { evidenceId, sha256Of } from '../retention/signature.js';
import { retentionOf } from '../retention/state.js';
import { raiseLapse } from '../retention/lapses.js';
import { movesWithTeams, type MoveWithTeam } from '../retention/moves.js';
import type { Quota } from '../retention/quota.js';
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
export type EvidenceWorld = Pick<World, 'store' | 'now' | 'organisation' | 'policy'> & {
  readonly trust: Trust;
  /** Which refusals are recorded; absent where each one is. */
  readonly quota?: Quota;
};

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

export type ReadTeam = {
  readonly teamId: string;
  readonly reading: TeamReading;
  /** What was proved until now, and what is proved with it, for the longest period that the team is needed for. */
  readonly before: Levels;
  readonly after: Levels;
};

export type Levels = { readonly [L in Location]: Level };

/** A team whose messages or files are no longer kept as the schedule wants it, for one of its purposes. */
export type Alarm = {
  readonly teamId: string;
  readonly purpose: string;
  /** What the schedule wants for it. */
  readonly days: number;
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
  // Closed ones too: what is in them is still to be kept.
  const moves = await movesWithTeams(tx, [...RUNNING, 'closed']);
  const ids = new Set([...world.organisation.governedTeams, ...moves.map(({ teamId }) => teamId)]);
  // A clock that is a little ahead must not make the evidence one of the future, which says nothing about now.
  const at = readOut.readAt < now ? readOut.readAt : now;
  const alarms: Alarm[] = [];
  const teams: ReadTeam[] = [];
  for (const teamId of ids) {
    const reading = readTeam(readOut, teamId);
    const about = { teamId, at, by, sha256 };
    const found = [evidenceFrom(reading, 'messages', about), evidenceFrom(reading, 'files', about)];
    const known = await tx.evidence([teamId]);
    for (const one of found) await putAndRecord(tx, one, now);
    const turn = { before: known, after: [...known, ...found], now };
    teams.push({ teamId, reading, ...levels(daysFor(teamId, moves, world.policy), turn) });
    alarms.push(...alarmsFor(teamId, moves, world.policy, turn));
  }
  for (const alarm of alarms) {
    await recordAlarm(tx, alarm, sha256, now);
    await raiseLapse(tx, alarm, now);
  }
  await wakeFor(tx, new Map(teams.map(({ teamId }) => [teamId, `read-out/${sha256}`])));
  return { teams, alarms };
}

type Turn = { readonly before: readonly Evidence[]; readonly after: readonly Evidence[]; readonly now: Date };

/** What has turned red for each purpose that the team is used for, measured against the schedule of that purpose. */
function alarmsFor(
  teamId: string,
  moves: readonly MoveWithTeam[],
  policy: Policy,
  { before, after, now }: Turn,
): readonly Alarm[] {
  const purposes = new Set(moves.filter((move) => move.teamId === teamId).map(({ purpose }) => purpose));
  return policy.schedule.flatMap(({ id, days }): readonly Alarm[] => {
    if (days === null || !purposes.has(id)) return [];
    const is = retentionOf(after, { days }, now);
    if (turnedRed(retentionOf(before, { days }, now), is).length === 0) return [];
    return [{ teamId, purpose: id, days, messages: is.messages.level, files: is.files.level }];
  });
}

/** The longest period that a move into the team needs; the shortest of the schedule where there is none, as in the summary. */
function daysFor(teamId: string, moves: readonly MoveWithTeam[], { schedule }: Policy): number {
  const purposes = new Set(moves.filter((move) => move.teamId === teamId).map(({ purpose }) => purpose));
  const all = schedule.flatMap(({ id, days }) => (days === null ? [] : [{ id, days }]));
  const needed = all.filter(({ id }) => purposes.has(id)).map(({ days }) => days);
  return needed.length > 0 ? Math.max(...needed) : Math.min(...all.map(({ days }) => days));
}

function levels(days: number, { before, after, now }: Turn): Pick<ReadTeam, 'before' | 'after'> {
  const levelsOf = ({ messages, files }: TeamRetention): Levels => ({ messages: messages.level, files: files.level });
  return { before: levelsOf(retentionOf(before, { days }, now)), after: levelsOf(retentionOf(after, { days }, now)) };
}

async function recordAlarm(tx: Tx, alarm: Alarm, sha256: string, when: Date): Promise<void> {
  const { purpose: _, days: __, ...details } = alarm;
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

/** Recorded in a transaction of its own, so that it stays whatever else happens; past the quota it is counted only. */
async function refuseEvidence(world: EvidenceWorld, sha256: string, reason: Refusal, by: string): Promise<Taken> {
  const when = world.now();
  const passed = world.quota === undefined ? 0 : world.quota.take(when);
  if (passed === null) return { kind: 'refused', reason };
  const about = { subjectType: 'evidence', subjectId: sha256, correlationId: evidenceId(sha256, 'refused') } as const;
  const details = passed === 0 ? { reason } : { reason, before: passed };
  await world.store.transact((tx) => tx.record({ who: by, what: 'evidence.refused', when, ...about, details }));
  return { kind: 'refused', reason };
}
