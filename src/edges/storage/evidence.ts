import { asc, inArray } from 'drizzle-orm';
import type { Evidence } from '../../retention/evidence.js';
import type { Connection } from './connection.js';
import type { TakenReadOut } from '../../records/store.js';
import { evidence, readOut } from './schema.js';

/** All of these teams, oldest first. */
export async function readEvidence(db: Connection, teamIds: readonly string[]): Promise<readonly Evidence[]> {
  const query = db.select().from(evidence);
  const rows = await query.where(inArray(evidence.teamId, [...teamIds])).orderBy(asc(evidence.at), asc(evidence.seq));
  return rows.map(withoutSeq);
}

export async function writeEvidence(db: Connection, value: Evidence): Promise<void> {
  await db.insert(evidence).values(value).onConflictDoNothing();
}

/** False when its bytes or its nonce were taken before; another transaction with the same waits until this one is decided. */
export async function isNewReadOut(db: Connection, value: TakenReadOut): Promise<boolean> {
  return (await db.insert(readOut).values(value).onConflictDoNothing()).rowCount === 1;
}

/** `seq` only keeps the order of evidence of the same moment; nobody else needs it. */
function withoutSeq(row: typeof evidence.$inferSelect): Evidence {
  const { id, teamId, location, kind, at, by, days, action, covers, enabled, distribution, sha256 } = row;
  return { id, teamId, location, kind, at, by, days, action, covers, enabled, distribution, sha256 };
}
