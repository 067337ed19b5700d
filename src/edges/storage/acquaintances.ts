import { eq } from 'drizzle-orm';
import type { Acquaintance, SentCard } from '../../records/store.js';
import type { Connection } from './connection.js';
import { pack } from './json.js';
import { acquaintance, sentCard } from './schema.js';

export async function readAcquaintance(db: Connection, person: string): Promise<Acquaintance | null> {
  const [row] = await db.select().from(acquaintance).where(eq(acquaintance.person, person));
  return row ?? null;
}

export async function writeAcquaintance(db: Connection, value: Acquaintance): Promise<void> {
  const row = { ...value, reference: pack(value.reference) };
  await db.insert(acquaintance).values(row).onConflictDoUpdate({ target: acquaintance.person, set: row });
}

export async function readSentCard(db: Connection, key: string): Promise<SentCard | null> {
  const [row] = await db.select().from(sentCard).where(eq(sentCard.key, key));
  return row ?? null;
}

export async function writeSentCard(db: Connection, value: SentCard): Promise<void> {
  await db.insert(sentCard).values(value).onConflictDoUpdate({ target: sentCard.key, set: value });
}
