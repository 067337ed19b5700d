import { and, asc, desc, eq, gte, inArray, isNotNull } from 'drizzle-orm';
import type { Told } from '../../guidance/told.js';
import type { Correction } from '../../records/store.js';
import type { Connection } from './connection.js';
import { pack, unpack } from './json.js';
import { fromRow } from './questions.js';
import { correction, question } from './schema.js';

/** Answers given since then, newest first. */
export async function readTold(db: Connection, since: Date): Promise<readonly Told[]> {
  const given = and(gte(question.askedAt, since), isNotNull(question.verdict));
  const query = db.select().from(question).where(given);
  const rows = (await query.orderBy(desc(question.askedAt), desc(question.id))).map(fromRow);
  return rows.flatMap(({ verdict, ...one }) => (verdict === null ? [] : [{ ...one, verdict }]));
}

/** Inserts; somebody who has one for the same change keeps it. Answers how many were new. */
export async function orderCorrections(db: Connection, all: readonly Correction[]): Promise<number> {
  if (all.length === 0) return 0;
  const rows = all.map((one) => ({ ...one, decision: pack(one.decision) }));
  return (await db.insert(correction).values(rows).onConflictDoNothing()).rowCount ?? 0;
}

export async function correctionsOf(db: Connection, changes: readonly string[]): Promise<readonly Correction[]> {
  const query = db
    .select()
    .from(correction)
    .where(inArray(correction.change, [...changes]));
  return (await query).map(toCorrection);
}

/** Those of one batch that nobody has tried to show yet. */
export async function correctionsDue(db: Connection, batch: string): Promise<readonly Correction[]> {
  const due = and(eq(correction.batch, batch), eq(correction.state, 'ordered'));
  const query = db.select().from(correction).where(due);
  return (await query.orderBy(asc(correction.change), asc(correction.person))).map(toCorrection);
}

export async function readCorrection(db: Connection, change: string, person: string): Promise<Correction | null> {
  const query = db.select().from(correction);
  const [row] = await query.where(and(eq(correction.change, change), eq(correction.person, person))).for('update');
  return row === undefined ? null : toCorrection(row);
}

export async function noteCorrection(db: Connection, { change, person, state }: Correction): Promise<void> {
  await db
    .update(correction)
    .set({ state })
    .where(and(eq(correction.change, change), eq(correction.person, person)));
}

/** Batches that are not through yet. */
export async function batchesDue(db: Connection): Promise<readonly string[]> {
  const rows = await db
    .selectDistinct({ batch: correction.batch })
    .from(correction)
    .where(eq(correction.state, 'ordered'));
  return rows.map(({ batch }) => batch);
}

function toCorrection({ decision, ...row }: typeof correction.$inferSelect): Correction {
  return { ...row, decision: unpack<Correction['decision']>(decision) };
}
