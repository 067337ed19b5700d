import { randomBytes } from 'node:crypto';
import { asc, eq, gt, inArray } from 'drizzle-orm';
import type { AuditEvent, Entry } from '../../audit/entry.js';
import { canonical, nextEntry } from '../../audit/log.js';
import type { Connection } from './connection.js';
import { auditEntry, auditHead } from './schema.js';

const PAGE = 500;

/** The entries that one transaction is going to append. */
export type Recorder = {
  /** Takes an event; throws when it does not fit its documented form, and then `append` throws too. */
  record(event: AuditEvent, dedupe?: string): Promise<void>;
  /**
   * Appends what was recorded. Called last: it holds the end of the log until the commit, which keeps one order between
   * instances, for as short as can be, and no other lock is asked for while it is held.
   */
  append(db: Connection): Promise<void>;
};

type Waiting = { readonly bytes: string; readonly dedupe: string | null };

export function newRecorder(): Recorder {
  const waiting: Waiting[] = [];
  let refusal: unknown = null;
  return {
    record: async (event, dedupe) => {
      try {
        waiting.push({ bytes: canonical(event), dedupe: dedupe ?? null });
      } catch (error) {
        refusal ??= error;
        throw error;
      }
    },
    append: async (db) => {
      // Whoever caught the refusal must not get the change without its entry.
      if (refusal !== null) throw refusal;
      if (waiting.length > 0) await append(db, waiting);
    },
  };
}

async function append(db: Connection, waiting: readonly Waiting[]): Promise<void> {
  const [head] = await db.select().from(auditHead).for('update');
  if (head === undefined) throw new Error('the end of the audit log is missing from regroup.audit_head');
  const fresh = await withoutRepeats(db, waiting);
  let previous = head.seq < 0 ? null : { seq: head.seq, link: head.link };
  const rows = fresh.map(({ bytes, dedupe }) => {
    const entry = nextEntry(previous, bytes, randomBytes(32));
    previous = entry;
    return { ...entry, dedupe };
  });
  const last = rows.at(-1);
  if (last === undefined) return;
  await db.insert(auditEntry).values(rows);
  await db.update(auditHead).set({ seq: last.seq, link: last.link }).where(eq(auditHead.single, true));
}

async function withoutRepeats(db: Connection, waiting: readonly Waiting[]): Promise<readonly Waiting[]> {
  const keys = waiting.flatMap(({ dedupe }) => (dedupe === null ? [] : [dedupe]));
  if (keys.length === 0) return waiting;
  const found = await db.select({ key: auditEntry.dedupe }).from(auditEntry).where(inArray(auditEntry.dedupe, keys));
  const seen = new Set(found.map(({ key }) => key));
  return waiting.filter(({ dedupe }) => {
    if (dedupe === null) return true;
    const repeated = seen.has(dedupe);
    seen.add(dedupe);
    return !repeated;
  });
}

/** The log from its first entry, a page at a time, up to the end it has when the last page is read. */
export async function* readEntries(db: Connection): AsyncGenerator<Entry> {
  const { seq, canonical, salt, leaf, link } = auditEntry;
  for (let after = -1; ;) {
    const query = db.select({ seq, canonical, salt, leaf, link }).from(auditEntry);
    const page = await query.where(gt(seq, after)).orderBy(asc(seq)).limit(PAGE);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}
