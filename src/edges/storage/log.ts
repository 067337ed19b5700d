import { and, asc, desc, eq, gte, isNotNull, like, notExists, notInArray, sql } from 'drizzle-orm';
import { OF_ITSELF } from '../../audit/log-details.js';
import type { LogTx, SignedCheckpoint } from '../../audit/ports.js';
import type { Place } from '../../audit/tree.js';
import { entriesAbout, readEntry } from './audit.js';
import type { Connection } from './connection.js';
import { auditCheckpoint, auditDelivery, auditEntry, auditKey } from './schema.js';

/** As in migrations/0008, where 2 is the end of the log. */
const CHECKPOINTS = sql`select pg_advisory_xact_lock(1382377330, 3)`;

/** The log beside recording, in the transaction of this connection. */
export function logIn(db: Connection): LogTx {
  const { size, root, note, signedAt } = auditCheckpoint;
  const signed = () => db.select({ size, root, note, signedAt }).from(auditCheckpoint);
  return {
    size: () => logSize(db),
    entry: (seq) => readEntry(db, seq),
    about: (subjects, most) => entriesAbout(db, subjects, most),
    read: (places) => readNodes(db, places),
    busySince: (from) => busySince(db, from),
    keys: async () => {
      const rows = await db.select({ vkey: auditKey.vkey }).from(auditKey).orderBy(asc(auditKey.number));
      return rows.map(({ vkey }) => vkey);
    },
    putKey: async (vkey, since) =>
      (await db.insert(auditKey).values({ vkey, since }).onConflictDoNothing()).rowCount === 1,
    checkpoints: () => signed().orderBy(asc(size)),
    lastCheckpoint: async () => (await signed().orderBy(desc(size)).limit(1))[0] ?? null,
    checkpoint: async (of) => (await signed().where(eq(size, of)))[0] ?? null,
    putCheckpoint: (checkpoint) => putCheckpoint(db, checkpoint),
    undelivered: async (place, most) => {
      const there = db.select().from(auditDelivery);
      const here = there.where(and(eq(auditDelivery.size, size), eq(auditDelivery.place, place)));
      return (await signed().where(notExists(here)).orderBy(desc(size)).limit(most)).toReversed();
    },
    withOfficer: () => withOfficer(db),
    noteDelivery: async (of, place, at) =>
      (await db.insert(auditDelivery).values({ size: of, place, at }).onConflictDoNothing()).rowCount === 1,
    redact: async (seq) => {
      const query = db.update(auditEntry).set({ canonical: null, salt: null });
      return (await query.where(and(eq(auditEntry.seq, seq), isNotNull(auditEntry.canonical)))).rowCount === 1;
    },
  };
}

async function withOfficer(db: Connection): Promise<{ readonly size: number; readonly at: Date } | null> {
  const { size, place, at } = auditDelivery;
  const theirs = db.select({ size, at }).from(auditDelivery).where(like(place, 'dpo/%'));
  return (await theirs.orderBy(desc(size), asc(at)).limit(1))[0] ?? null;
}

async function busySince(db: Connection, from: number): Promise<Date | null> {
  const { seq, what, at } = auditEntry;
  // A redacted entry has no time any more; the next one that does is as near as can be known.
  const theirs = and(gte(seq, from), isNotNull(at), notInArray(what, [...OF_ITSELF]));
  const [first] = await db.select({ at }).from(auditEntry).where(theirs).orderBy(asc(seq)).limit(1);
  return first === undefined || first.at === null ? null : new Date(first.at);
}

async function logSize(db: Connection): Promise<number> {
  const [last] = await db.select({ seq: auditEntry.seq }).from(auditEntry).orderBy(desc(auditEntry.seq)).limit(1);
  return last === undefined ? 0 : last.seq + 1;
}

async function readNodes(db: Connection, places: readonly Place[]): Promise<readonly Buffer[]> {
  const levels = places.map(({ level }) => level);
  const indexes = places.map(({ index }) => index);
  const { rows } = await db.execute<{ hash: Buffer | null }>(sql`
    select regroup.audit_node(level, index) as hash
    from unnest(${sql.param(levels)}::integer[], ${sql.param(indexes)}::bigint[]) with ordinality as asked (level, index, place)
    order by place`);
  return rows.map(({ hash }, n) => {
    if (hash === null) throw new RangeError(`the log has no hash at level ${levels[n]}, place ${indexes[n]}`);
    return hash;
  });
}

/** One after the other, so that no smaller one comes after a larger one. */
async function putCheckpoint(db: Connection, checkpoint: SignedCheckpoint): Promise<boolean> {
  await db.execute(CHECKPOINTS);
  const { size } = auditCheckpoint;
  const [last] = await db.select({ size }).from(auditCheckpoint).orderBy(desc(size)).limit(1);
  if (last !== undefined && last.size >= checkpoint.size) return false;
  await db.insert(auditCheckpoint).values(checkpoint);
  return true;
}
