import { asc, desc, sql } from 'drizzle-orm';
import type { PolicyVersion } from '../../records/store.js';
import type { Connection } from './connection.js';
import { policyVersion } from './schema.js';

/** Every version that was in force, oldest first. One that came back after another stands there twice. */
export async function readPolicyVersions(db: Connection): Promise<readonly PolicyVersion[]> {
  const rows = await db.select().from(policyVersion).orderBy(asc(policyVersion.seq));
  return rows.map(({ hash, code, status, opened, adoptedAt }) => ({ hash, code, status, opened, adoptedAt }));
}

/** False when this version is the one in force already. Instances that start together take turns. */
export async function writePolicyVersion(db: Connection, version: PolicyVersion): Promise<boolean> {
  // Locking the table needs rights to change it, which the bot does not have. 2 and 3 belong to the audit record.
  await db.execute(sql`select pg_advisory_xact_lock(1382377330, 4)`);
  const [last] = await db.select().from(policyVersion).orderBy(desc(policyVersion.seq)).limit(1);
  if (last?.hash === version.hash) return false;
  await db.insert(policyVersion).values(version);
  return true;
}
