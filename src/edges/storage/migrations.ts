import { and, asc, desc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { isSameName } from '../../audit/question.js';
import type { Migration } from '../../migration/migration.js';
import { StaleVersion } from '../../records/store.js';
import type { Connection } from './connection.js';
import { pack, unpack } from './json.js';
import { migration } from './schema.js';

export async function readMigration(db: Connection, id: string): Promise<Migration | null> {
  const [row] = await db.select().from(migration).where(eq(migration.id, id)).for('update');
  return row === undefined ? null : fromRow(row);
}

/** Inserts version 1, or replaces the version before; throws `StaleVersion` when that is not the one stored. */
export async function writeMigration(db: Connection, value: Migration): Promise<void> {
  const row = toRow(value);
  const { rowCount } =
    value.ver === 1
      ? await db.insert(migration).values(row).onConflictDoNothing()
      : await db
          .update(migration)
          .set(row)
          .where(and(eq(migration.id, value.id), eq(migration.ver, value.ver - 1)));
  if (rowCount !== 1) throw new StaleVersion(`migration ${value.id}, version ${value.ver}`);
}

export async function migrationsOf(db: Connection, owner: string): Promise<readonly Migration[]> {
  const query = db.select().from(migration).where(eq(migration.owner, owner));
  return (await query.orderBy(desc(migration.startedAt), desc(migration.id))).map(fromRow);
}

export async function migrationsWaitingFor(db: Connection, approver: string): Promise<readonly Migration[]> {
  const waiting = and(eq(migration.approver, approver), eq(migration.state, 'submitted'));
  const query = db.select().from(migration).where(waiting);
  return (await query.orderBy(asc(migration.changedAt), asc(migration.id))).map(fromRow);
}

export async function migrationsIn(db: Connection, states: readonly Migration['state'][]): Promise<readonly string[]> {
  const query = db.select({ id: migration.id }).from(migration);
  const rows = await query.where(inArray(migration.state, [...states])).orderBy(asc(migration.startedAt));
  return rows.map(({ id }) => id);
}

/** The database folds a name as `isSameName` does; that has the last word. */
export async function migrationsNamed(db: Connection, name: string, most: number): Promise<readonly Migration[]> {
  const folded = (text: SQL) => sql`lower(regexp_replace(btrim(normalize(${text}, NFKC)), '\\s+', ' ', 'g'))`;
  const isNamed = sql`${folded(sql`${migration.draft} ->> 'groupName'`)} = ${folded(sql`${name}::text`)}`;
  const query = db.select().from(migration).where(isNamed);
  const found = (await query.orderBy(desc(migration.startedAt), desc(migration.id)).limit(most)).map(fromRow);
  return found.filter(({ draft }) => isSameName(draft.groupName, name));
}

/** An instant in the column is an object, and what has not happened is null. */
export async function importsOpen(db: Connection): Promise<readonly string[]> {
  const kind = (field: string) => sql`jsonb_typeof(${migration.outcome} #> ${sql.raw(`'{history,${field}}'`)})`;
  const isOpen = and(sql`${kind('startedAt')} = 'object'`, sql`${kind('completedAt')} = 'null'`);
  const rows = await db.select({ id: migration.id }).from(migration).where(isOpen).orderBy(asc(migration.startedAt));
  return rows.map(({ id }) => id);
}

/** Those with these ids, not locked. */
export async function readMigrations(db: Connection, ids: readonly string[]): Promise<readonly Migration[]> {
  return (
    await db
      .select()
      .from(migration)
      .where(inArray(migration.id, [...ids]))
  ).map(fromRow);
}

function toRow({
  draft,
  history,
  decision,
  outcome,
  milestones,
  ...columns
}: Migration): typeof migration.$inferInsert {
  return {
    ...columns,
    draft: pack(draft),
    history: pack(history),
    decision: pack(decision),
    outcome: pack(outcome),
    milestones: pack(milestones),
  };
}

function fromRow({
  draft,
  history,
  decision,
  outcome,
  milestones,
  ...columns
}: typeof migration.$inferSelect): Migration {
  return {
    ...columns,
    draft: unpack<Migration['draft']>(draft),
    history: unpack<Migration['history']>(history),
    decision: unpack<Migration['decision']>(decision),
    outcome: unpack<Migration['outcome']>(outcome),
    milestones: unpack<Migration['milestones']>(milestones),
  };
}
