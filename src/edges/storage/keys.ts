import { and, lt, notLike, sql } from 'drizzle-orm';
import type { Connection } from './connection.js';
import { effect, sighting } from './schema.js';

/** True for the transaction that saw the key first; another one with the same key waits until that one is decided. */
export async function isFirstSight(db: Connection, key: string): Promise<boolean> {
  return (await db.insert(sighting).values({ key }).onConflictDoNothing()).rowCount === 1;
}

/** Forgets activities that Teams no longer delivers again. A step of a run may be done again however long the bot was away. */
export async function forgetSightings(db: Connection): Promise<void> {
  const isOld = lt(sighting.at, sql`now() - interval '7 days'`);
  await db.delete(sighting).where(and(isOld, notLike(sighting.key, 'run/%')));
}

/** True the first time the effect is begun, false when an earlier attempt may have got through. */
export async function beginEffect(db: Connection, key: string): Promise<boolean> {
  return (await db.insert(effect).values({ key }).onConflictDoNothing()).rowCount === 1;
}
