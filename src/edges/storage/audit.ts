import { createHash, randomFillSync } from 'node:crypto';
import { asc, desc, eq, gt, inArray } from 'drizzle-orm';
import { Client, type QueryConfig } from 'pg';
import type { AuditEvent, Entry } from '../../audit/entry.js';
import { canonical } from '../../audit/log.js';
import type { Connection } from './connection.js';
import { auditEntry } from './schema.js';

const PAGE = 500;

/** The entries that one transaction is going to append. */
export type Recorder = {
  /** Takes an event; throws when it does not fit its documented form, and then `last` throws too. */
  record(event: AuditEvent, dedupe?: string): Promise<void>;
  /**
   * The statement that appends what was recorded, or null. It comes last: it holds the end of the log until the commit, which keeps
   * one order between instances, for as short as can be, and no other lock is asked for while it is held.
   */
  last(): QueryConfig | null;
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
    last: () => {
      // Whoever caught the refusal must not get the change without its entry.
      if (refusal !== null) throw refusal;
      return waiting.length === 0 ? null : appending(waiting);
    },
  };
}

/** One entry alone is what most transactions record: it needs no arrays, which take longer than writing the row. */
function appending(waiting: readonly Waiting[]): QueryConfig {
  const entries = waiting.map(({ bytes, dedupe }) => [bytes, newSalt(), dedupe === null ? null : hashOf(dedupe)]);
  const [only, ...others] = entries;
  if (only !== undefined && others.length === 0)
    return { name: 'audit_append_one', text: 'select regroup.audit_append_one($1, $2, $3)', values: only };
  return {
    name: 'audit_append',
    text: 'select regroup.audit_append($1::text[], $2::bytea[], $3::bytea[])',
    values: [0, 1, 2].map((column) => entries.map((entry) => entry[column])),
  };
}

/** Drawn for many entries at once: asking for each takes longer than all else that is done here for one. */
const drawn = Buffer.alloc(32 * 128);
let used = drawn.length;

/** 32 random bytes, which are not kept here: the salt of a redacted entry has to be gone. */
function newSalt(): Buffer {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const next = drawn.subarray(used, (used += 32));
  const salt = Buffer.from(next);
  next.fill(0);
  return salt;
}

function hashOf(dedupe: string): Buffer {
  return createHash('sha256').update(dedupe).digest();
}

/** The log from its first entry, a page at a time, up to the end it has when the last page is read. */
export async function* readEntries(db: Connection): AsyncGenerator<Entry> {
  const { seq, canonical, salt, commitment } = auditEntry;
  for (let after = -1; ;) {
    const query = db.select({ seq, canonical, salt, commitment }).from(auditEntry);
    const page = await query.where(gt(seq, after)).orderBy(asc(seq)).limit(PAGE);
    yield* page.map(asEntry);
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** Needs the rights of the table's owner, and a connection of its own: a long record takes longer than a statement may. */
export async function rewriteLog(url: string): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'regroup rewrite' });
  await client.connect();
  try {
    await client.query('vacuum (full, analyze) regroup.audit_entry');
  } finally {
    await client.end();
  }
}

export async function entriesAbout(
  db: Connection,
  subjects: readonly string[],
  most: number,
): Promise<readonly Entry[]> {
  const { seq, canonical, salt, commitment, subject } = auditEntry;
  const query = db.select({ seq, canonical, salt, commitment }).from(auditEntry);
  return (
    await query
      .where(inArray(subject, [...subjects]))
      .orderBy(desc(seq))
      .limit(most)
  ).map(asEntry);
}

export async function readEntry(db: Connection, at: number): Promise<Entry | null> {
  const { seq, canonical, salt, commitment } = auditEntry;
  const [row] = await db.select({ seq, canonical, salt, commitment }).from(auditEntry).where(eq(seq, at));
  return row === undefined ? null : asEntry(row);
}

type Row = Pick<typeof auditEntry.$inferSelect, 'seq' | 'canonical' | 'salt' | 'commitment'>;

function asEntry({ seq, canonical, salt, commitment }: Row): Entry {
  if (canonical === null || salt === null) return { seq, commitment: commitment.toString('hex'), redacted: true };
  return { seq, salt: salt.toString('hex'), canonical };
}
