import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { StaleVersion, type Question } from '../../records/store.js';
import type { Connection } from './connection.js';
import { pack, unpack } from './json.js';
import { question, sentCard } from './schema.js';

export async function readQuestion(db: Connection, id: string): Promise<Question | null> {
  const [row] = await db.select().from(question).where(eq(question.id, id)).for('update');
  return row === undefined ? null : fromRow(row);
}

/** Inserts version 1, or replaces the version before; throws `StaleVersion` when that is not the one stored. */
export async function writeQuestion(db: Connection, value: Question): Promise<void> {
  const row = toRow(value);
  const { rowCount } =
    value.ver === 1
      ? await db.insert(question).values(row).onConflictDoNothing()
      : await db
          .update(question)
          .set(row)
          .where(and(eq(question.id, value.id), eq(question.ver, value.ver - 1)));
  if (rowCount !== 1) throw new StaleVersion(`question ${value.id}, version ${value.ver}`);
}

/** Those with the data protection officer of which this person was never sent the card. */
export async function questionsUntold(db: Connection, person: string): Promise<readonly string[]> {
  const key = sql`'question/' || ${question.id} || '/' || ${person}`;
  const query = db.select({ id: question.id }).from(question).leftJoin(sentCard, eq(sentCard.key, key));
  const untold = query.where(and(eq(question.state, 'with-dpo'), isNull(sentCard.key)));
  return (await untold.orderBy(asc(question.askedAt), asc(question.id))).map(({ id }) => id);
}

function toRow({ understood, confirmation, verdict, ...columns }: Question): typeof question.$inferInsert {
  return { ...columns, understood: pack(understood), confirmation: pack(confirmation), verdict: pack(verdict) };
}

function fromRow({ understood, confirmation, verdict, ...columns }: typeof question.$inferSelect): Question {
  return {
    ...columns,
    understood: unpack<Question['understood']>(understood),
    confirmation: unpack<Question['confirmation']>(confirmation),
    verdict: unpack<Question['verdict']>(verdict),
  };
}
