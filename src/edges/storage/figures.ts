import { and, count, eq, gt, gte, inArray, like, max, min, ne, sql } from 'drizzle-orm';
import { RUNNING } from '../../migration/ports.js';
import { clustersOf } from '../../summary/clusters.js';
import type { Figures } from '../../summary/summary.js';
import type { Connection } from './connection.js';
import { logIn } from './log.js';
import { migrationsIn, readMigrations } from './migrations.js';
import { queue, readUnsettled } from './questions.js';
import { attestation, auditCheckpoint, auditDelivery, auditEntry, incident, migration, question } from './schema.js';

/** Counts for the summary, as of now. `since` limits questions, closed groups and refusals. */
export async function readFigures(db: Connection, since: Date): Promise<Figures> {
  return {
    groupsKnown: await db.$count(migration, ne(migration.state, 'cancelled')),
    byState: await byState(db),
    closedInPeriod: await db.$count(migration, and(eq(migration.state, 'closed'), gte(migration.changedAt, since))),
    approvals: await approvals(db),
    attestations: await attestations(db),
    questions: await questions(db, since),
    // A team that is not kept as planned is no breach: the levels of teams show it.
    openIncidents: await db.$count(incident, and(eq(incident.state, 'open'), ne(incident.kind, 'retention'))),
    onHold: await onHold(db),
    // The time stands in the entry as ISO 8601 in UTC, which sorts as text.
    refusals: await db.$count(
      auditEntry,
      and(eq(auditEntry.what, 'access.refused'), gte(auditEntry.at, since.toISOString())),
    ),
    log: await logFigures(db),
  };
}

async function logFigures(db: Connection): Promise<Figures['log']> {
  const log = logIn(db);
  const last = await log.lastCheckpoint();
  const unsignedSince = await log.busySince(last?.size ?? 0);
  const { size, place } = auditDelivery;
  const [delivered] = await db
    .select({ size: max(size) })
    .from(auditDelivery)
    .where(like(place, 'dpo/%'));
  const after = gt(auditCheckpoint.size, delivered?.size ?? -1);
  const [missing] = await db
    .select({ at: min(auditCheckpoint.signedAt) })
    .from(auditCheckpoint)
    .where(after);
  return {
    entries: await log.size(),
    signedAt: last?.signedAt ?? null,
    unsignedSince,
    undeliveredSince: missing?.at ?? null,
  };
}

/** The last hold is the one that may last. A JSON null is what an open end is kept as. */
async function onHold(db: Connection): Promise<number> {
  const last = sql`${migration.outcome} -> 'holds' -> -1`;
  return db.$count(migration, and(inArray(migration.state, RUNNING), sql`(${last}) -> 'ended' = 'null'::jsonb`));
}

async function byState(db: Connection): Promise<Figures['byState']> {
  const rows = await db.select({ state: migration.state, n: count() }).from(migration).groupBy(migration.state);
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

/** Who has to decide, and since when: since it was last submitted. */
async function approvals(db: Connection): Promise<Figures['approvals']> {
  const waiting = await readMigrations(db, await migrationsIn(db, ['submitted']));
  const rows = waiting.flatMap(({ id, approver, milestones, changedAt }) => {
    const submitted = milestones.findLast(({ state }) => state === 'submitted');
    return approver === null ? [] : [{ migrationId: id, approver, waitingSince: submitted?.at ?? changedAt }];
  });
  return rows.sort((a, b) => a.waitingSince.getTime() - b.waitingSince.getTime());
}

/** `asked` counts everybody who was asked; the others are parts of it. */
async function attestations(db: Connection): Promise<Figures['attestations']> {
  const { state, reached } = attestation;
  const [row] = await db
    .select({
      asked: count(),
      attested: sql<number>`count(*) filter (where ${state} = 'attested')`.mapWith(Number),
      cannot: sql<number>`count(*) filter (where ${state} = 'cannot')`.mapWith(Number),
      unreached: sql<number>`count(*) filter (where ${state} = 'asked' and not ${reached})`.mapWith(Number),
    })
    .from(attestation);
  return row ?? { asked: 0, attested: 0, cannot: 0, unreached: 0 };
}

async function questions(db: Connection, since: Date): Promise<Figures['questions']> {
  const rows = await db
    .select({ state: question.state, n: count() })
    .from(question)
    .where(gte(question.askedAt, since))
    .groupBy(question.state);
  const of = (state: string) => rows.find((row) => row.state === state)?.n ?? 0;
  const asked = rows.reduce((sum, { n }) => sum + n, 0);
  const unsettled = await readUnsettled(db, since);
  const waiting = (await queue(db)).map(({ askedAt, escalation }) => escalation?.sentAt ?? askedAt);
  return {
    asked,
    answered: of('answered'),
    withDpo: of('with-dpo'),
    open: of('open'),
    dpoAnswered: of('dpo-answered'),
    disputed: unsettled.filter(({ escalation }) => escalation?.disputed === true).length,
    unsettled: clustersOf(unsettled.map(({ understood }) => understood)),
    oldestWithDpo: waiting.sort((a, b) => a.getTime() - b.getTime())[0] ?? null,
  };
}
