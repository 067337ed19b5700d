import { and, asc, desc, eq, gte, inArray, isNull, or, sql } from 'drizzle-orm';
import { StaleVersion, type Question } from '../../records/store.js';
import type { Connection } from './connection.js';
import { pack, unpack } from './json.js';
import { question } from './schema.js';

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

export async function queue(db: Connection): Promise<readonly Question[]> {
  const query = db.select().from(question).where(eq(question.state, 'with-dpo'));
  return (await query.orderBy(asc(question.askedAt), asc(question.id))).map(fromRow);
}

export async function questionsOf(db: Connection, asker: string, since: Date): Promise<readonly Question[]> {
  const query = db
    .select()
    .from(question)
    .where(and(eq(question.asker, asker), gte(question.askedAt, since)));
  return (await query.orderBy(desc(question.askedAt), desc(question.id))).map(fromRow);
}

/** Those asked since then that no verdict or no procedure answered, and the disputed ones. */
export async function readUnsettled(db: Connection, since: Date): Promise<readonly Question[]> {
  const unanswered = and(isNull(question.verdict), inArray(question.state, ['open', 'with-dpo', 'dpo-answered']));
  const disputed = sql`${question.escalation} -> 'disputed' = 'true'::jsonb`;
  const query = db
    .select()
    .from(question)
    .where(and(gte(question.askedAt, since), or(unanswered, disputed)));
  return (await query.orderBy(asc(question.askedAt), asc(question.id))).map(fromRow);
}

export async function examples(db: Connection): Promise<readonly Question[]> {
  const isExample = sql`${question.escalation} -> 'answer' ->> 'example' = 'true'`;
  const query = db.select().from(question).where(isExample);
  return (await query.orderBy(asc(question.askedAt), asc(question.id))).map(fromRow);
}

function toRow(value: Question): typeof question.$inferInsert {
  const { understood, confirmation, verdict, escalation, ...columns } = value;
  return {
    ...columns,
    understood: pack(understood),
    confirmation: pack(confirmation),
    verdict: pack(verdict),
    escalation: pack(escalation),
  };
}

export function fromRow(row: typeof question.$inferSelect): Question {
  const { understood, confirmation, verdict, escalation, ...columns } = row;
  return {
    ...columns,
    understood: unpack<Question['understood']>(understood),
    confirmation: unpack<Question['confirmation']>(confirmation),
    verdict: unpack<Question['verdict']>(verdict),
    escalation: unpack<Question['escalation']>(escalation),
  };
}
