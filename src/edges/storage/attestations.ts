import { and, asc, eq } from 'drizzle-orm';
import type { Attestation, Incident } from '../../migration/migration.js';
import { StaleVersion } from '../../records/store.js';
import type { Connection } from './connection.js';
import { storable } from './json.js';
import { attestation, incident } from './schema.js';

export async function attestationsFor(db: Connection, migrationId: string): Promise<readonly Attestation[]> {
  const query = db.select().from(attestation).where(eq(attestation.migrationId, migrationId));
  return query.orderBy(asc(attestation.requestedAt), asc(attestation.person));
}

/** Those of a person that are still to be answered, oldest first. */
export async function attestationsOf(db: Connection, person: string): Promise<readonly Attestation[]> {
  const open = and(eq(attestation.person, person), eq(attestation.state, 'asked'));
  return db.select().from(attestation).where(open).orderBy(asc(attestation.requestedAt), asc(attestation.migrationId));
}

/** Inserts version 1, or replaces the version before; throws `StaleVersion` when that is not the one stored. */
export async function writeAttestation(db: Connection, value: Attestation): Promise<void> {
  const row = { ...value, note: storable(value.note) };
  const stored = and(
    eq(attestation.migrationId, value.migrationId),
    eq(attestation.person, value.person),
    eq(attestation.ver, value.ver - 1),
  );
  const { rowCount } =
    value.ver === 1
      ? await db.insert(attestation).values(row).onConflictDoNothing()
      : await db.update(attestation).set(row).where(stored);
  if (rowCount !== 1) throw new StaleVersion(`attestation of ${value.migrationId}, version ${value.ver}`);
}

export async function readIncident(db: Connection, id: string): Promise<Incident | null> {
  const [row] = await db.select().from(incident).where(eq(incident.id, id)).for('update');
  return row ?? null;
}

export async function incidentsOf(db: Connection, migrationId: string): Promise<readonly Incident[]> {
  const query = db.select().from(incident).where(eq(incident.migrationId, migrationId));
  return query.orderBy(asc(incident.at), asc(incident.id));
}

/** Those about a team's retention, oldest first. */
export async function lapses(db: Connection): Promise<readonly Incident[]> {
  const query = db.select().from(incident).where(eq(incident.kind, 'retention'));
  return query.orderBy(asc(incident.at), asc(incident.id));
}

export async function writeIncident(db: Connection, value: Incident): Promise<void> {
  await db.insert(incident).values(value).onConflictDoUpdate({ target: incident.id, set: value });
}
