import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { AuditEvent, Entry } from '../../../src/audit/entry.js';
import { canonical, commitmentIn } from '../../../src/audit/log.js';
import { redact } from '../../../src/audit/redaction.js';
import {
  consistencyProof,
  inclusionProof,
  provesConsistency,
  provesInclusion,
  rootAt,
  type Inclusion,
} from '../../../src/audit/proof.js';
import { leafHash } from '../../../src/audit/tree.js';
import { changes, migrate } from '../../../src/edges/storage/migrate.js';
import { openStore, type Database as Store } from '../../../src/edges/storage/store.js';
import { emptyDatabase, type Database } from '../../support/database.js';
import * as rfc from '../../audit/rfc6962.js';

const WHEN = new Date('2026-11-25T03:00:00Z');

function event(subjectId: string): AuditEvent {
  const about = { subjectType: 'question', subjectId, correlationId: `c-${subjectId}` } as const;
  return { who: 'somebody', what: 'question.cancelled', when: WHEN, ...about, details: {} };
}

async function entriesOf(store: Store): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of store.entries()) entries.push(entry);
  return entries;
}

/** What the RFC's text makes of the entries. */
const rootOf = (entries: readonly Entry[]) => rfc.mth(entries.map(commitmentIn));

describe('the log in the database', () => {
  let database: Database;
  let store: Store;
  let owner: Store;

  before(async () => {
    database = await emptyDatabase();
    await migrate({ url: database.url });
    const options = { url: database.url, tell: async () => undefined, report: () => undefined };
    store = await openStore(options);
    owner = await openStore({ ...options, as: 'owner' });
  });

  after(async () => {
    await store.close();
    await owner.close();
    await database.drop();
  });

  const append = (id: string, dedupe?: string) => store.transact((tx) => tx.record(event(id), dedupe));
  /** One statement with the rights of the bot. */
  const asBot = (sql: string) => database.query(`begin; set local role regroup_bot; ${sql}; commit`);

  it('finds the newest entries about a subject, and which checkpoint an officer has', async () => {
    for (const id of ['q-1', 'q-2', 'q-1', 'q-3']) await append(id);

    await store
      .transact(async ({ log }) => {
        const said = (entries: readonly Entry[]) => entries.map((one) => ('canonical' in one ? one.canonical : ''));
        const found = await log.about(['q-1', 'q-3'], 2);
        assert.deepEqual(
          found.map(({ seq }) => seq),
          [3, 2],
        );
        assert.match(said(found)[1] ?? '', /"subjectId":"q-1"/);
        assert.deepEqual(await log.about(["q-9'"], 5), []);

        assert.equal(await log.withOfficer(), null);
        for (const size of [2, 4]) {
          await log.putCheckpoint({ size, root: randomBytes(32), note: `note ${size}`, signedAt: WHEN });
          await log.noteDelivery(size, 'folder', WHEN);
        }
        await log.noteDelivery(2, 'dpo/somebody', WHEN);
        assert.deepEqual(await log.withOfficer(), { size: 2, at: WHEN });
        throw new Error('taken back');
      })
      .catch((error: unknown) => assert.match(String(error), /taken back/));
  });

  it('numbers entries without gaps, and has the root and proofs that the text of RFC 6962 gives', async () => {
    for (let n = 0; n < 37; n += 1) {
      if (n % 3 === 0) await append(`q-${n}`);
      else await store.transact(async (tx) => (await tx.record(event(`q-${n}a`)), tx.record(event(`q-${n}b`))));
    }
    const entries = await entriesOf(store);
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      entries.map((_, n) => n),
    );

    const d = entries.map(commitmentIn);
    await store.transact(async ({ log }) => {
      assert.equal(await log.size(), entries.length);
      for (let size = 1; size <= d.length; size += 7) {
        assert.deepEqual(await rootAt(size, log.read), rfc.mth(d.slice(0, size)));
        assert.deepEqual(await inclusionProof(size - 1, size, log.read), rfc.path(size - 1, d.slice(0, size)));
        assert.deepEqual(await consistencyProof(size, d.length, log.read), rfc.proof(size, d));
      }
    });
  });

  it('takes no entry of a change that failed, and no change whose entry it does not take', async () => {
    const before = await entriesOf(store);
    const failing = store.transact(async (tx) => {
      await tx.record(event('q-failing'));
      throw new Error('no');
    });
    await assert.rejects(failing, /no/);
    const wrong = { ...event('q-wrong'), details: { name: 'Zebedee' } } as unknown as AuditEvent;
    const swallowed = store.transact(async (tx) => {
      await tx.putAcquaintance({ person: 'p-wrong', reference: {}, seenAt: WHEN });
      await tx.record(wrong).catch(() => undefined);
    });
    await assert.rejects(swallowed, /unrecognized|Unrecognized/);
    assert.deepEqual(await entriesOf(store), before);
    assert.equal(await store.transact((tx) => tx.acquaintance('p-wrong')), null);
  });

  it('does not go on with a change when appending fails', async () => {
    await database.query(
      `create or replace function public.no_room() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$`,
    );
    await database.query(
      'create trigger no_room before insert on regroup.audit_entry for each row execute function public.no_room()',
    );
    const acquaintance = { person: 'p-no-room', reference: {}, seenAt: WHEN };
    try {
      const change = store.transact(async (tx) => {
        await tx.putAcquaintance(acquaintance);
        await tx.record(event('q-no-room'));
      });
      await assert.rejects(change, /database: P0001/);
    } finally {
      await database.query('drop trigger no_room on regroup.audit_entry');
    }
    assert.equal(await store.transact((tx) => tx.acquaintance('p-no-room')), null);
  });

  it('takes a repeated entry once, within a transaction and across them', async () => {
    const size = (await entriesOf(store)).length;
    await append('q-once', 'once');
    await append('q-once', 'once');
    await store.transact(async (tx) => {
      await tx.record(event('q-twice'), 'twice');
      await tx.record(event('q-twice'), 'twice');
    });
    assert.equal((await entriesOf(store)).length, size + 2);
  });

  const forbidden = [
    `insert into regroup.audit_entry (seq, canonical, salt, commitment, subtrees) values (999999, '{}', '', '', '')`,
    `update regroup.audit_entry set canonical = null, salt = null`,
    'delete from regroup.audit_entry',
    'truncate regroup.audit_entry',
    'update regroup.audit_checkpoint set size = 1',
    'delete from regroup.audit_delivery',
    'update regroup.audit_key set vkey = null',
    'delete from regroup.evidence',
    'alter table regroup.audit_entry disable trigger all',
    `select set_config('session_replication_role', 'replica', true)`,
  ];
  for (const sql of forbidden)
    it(`does not let the bot's role ${sql.slice(0, 60)}`, () =>
      assert.rejects(asBot(sql), /permission denied|must be owner/));

  const refused = [
    `update regroup.audit_entry set canonical = '{}'`,
    `update regroup.audit_entry set canonical = null, salt = null, commitment = sha256('')`,
    'update regroup.audit_entry set salt = null',
    'update regroup.audit_entry set seq = seq + 1000',
    `update regroup.audit_entry set subtrees = ''`,
    'delete from regroup.audit_entry where seq = 0',
    'truncate regroup.audit_entry',
    `insert into regroup.audit_entry (seq, canonical, salt, commitment, subtrees) values (999999, '{}', sha256('a'), sha256('b'), '')`,
  ];
  for (const sql of refused)
    it(`does not even let the owner of the tables ${sql.slice(0, 70)}`, () =>
      assert.rejects(database.query(sql), /only grows|violates check constraint/));

  it('lets the bot work with its own role', async () => {
    const who = await asBot(`select current_user`);
    assert.ok(who !== null);
    await append('q-as-bot');
  });

  describe('redact()', () => {
    const secret = `secret-${randomBytes(8).toString('hex')}`;

    it('leaves no byte of the detail in any table, and every earlier proof and root as it was', async () => {
      const size = await store.transact(({ log }) => log.size());
      await append(secret, `key/${secret}`);
      await append('q-after');
      const before = await entriesOf(store);
      const root = rootOf(before);
      const proofs: Inclusion[] = await store.transact(async ({ log }) => {
        const all: Inclusion[] = [];
        for (const [index, entry] of before.entries()) {
          const proof = await inclusionProof(index, before.length, log.read);
          all.push({ leaf: leafHash(commitmentIn(entry)), index, size: before.length, root, proof });
        }
        return all;
      });
      const salt = (before[size] as { readonly salt: string }).salt;
      assert.match(await dump(), new RegExp(secret));
      assert.match(await dump(), new RegExp(salt));

      const wanted = { seq: size, kind: 'person', why: 'erasure-request', by: 'dpo-1', when: WHEN } as const;
      assert.equal(await owner.transact((tx) => redact(tx, { ...wanted, correlationId: 'c-r' })), 'redacted');
      await owner.rewriteLog();

      const text = await dump();
      assert.doesNotMatch(text, new RegExp(secret));
      assert.doesNotMatch(text, new RegExp(salt));
      assert.ok(proofs.every(provesInclusion));
      const after = await entriesOf(store);
      assert.deepEqual(after[size], {
        seq: size,
        commitment: commitmentIn(before[size]!).toString('hex'),
        redacted: true,
      });
      assert.deepEqual(rootOf(after.slice(0, before.length)), root);
      const said = JSON.parse((after.at(-1) as { readonly canonical: string }).canonical) as Readonly<
        Record<string, unknown>
      >;
      assert.deepEqual(
        [said['who'], said['what'], said['details']],
        ['dpo-1', 'entry.redacted', { kind: 'person', seq: size, why: 'erasure-request' }],
      );
      await store.transact(async ({ log }) => {
        const firstRoot = await rootAt(before.length, log.read);
        const secondRoot = await rootAt(after.length, log.read);
        const proof = await consistencyProof(before.length, after.length, log.read);
        assert.deepEqual(firstRoot, root);
        assert.ok(provesConsistency({ first: before.length, second: after.length, firstRoot, secondRoot, proof }));
      });
    });

    it('goes on recognising the entry as a repeated one', async () => {
      const { length } = await entriesOf(store);
      await append(secret, `key/${secret}`);
      assert.equal((await entriesOf(store)).length, length);
    });

    it('is not for what is not there, what is gone already, or what the record says of itself', async () => {
      const entries = await entriesOf(store);
      const gone = entries.findIndex((entry) => 'redacted' in entry);
      const about = { kind: 'other', why: 'court-order', by: 'dpo-1', when: WHEN, correlationId: 'c' } as const;
      const at = (seq: number) => owner.transact((tx) => redact(tx, { ...about, seq }));
      assert.equal(await at(entries.length + 5), 'not-there');
      assert.equal(await at(gone), 'redacted-before');
      assert.equal(await at(entries.length - 1), 'not-to-go');
      assert.equal((await entriesOf(store)).length, entries.length);
    });

    /** Every row of every table that anybody has made, and what the planner has sampled of them. */
    async function dump(): Promise<string> {
      const tables = await database.query(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')
         union all select 'pg_catalog.pg_statistic'`,
      );
      const texts: string[] = [];
      for (const { name } of tables)
        texts.push(JSON.stringify(await database.query(`select one::text from ${String(name)} as one`)));
      return texts.join('\n');
    }
  });

  it('keeps one order when several instances append at once', async () => {
    const others = await Promise.all(
      [1, 2, 3].map(() => openStore({ url: database.url, tell: async () => undefined, report: () => undefined })),
    );
    const from = (await entriesOf(store)).length;
    await Promise.all(
      [store, ...others].flatMap((one, instance) =>
        Array.from({ length: 50 }, (_, n) => one.transact((tx) => tx.record(event(`many-${instance}-${n}`)))),
      ),
    );
    for (const one of others) await one.close();
    const entries = await entriesOf(store);
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      entries.map((_, n) => n),
    );
    assert.equal(entries.length, from + 200);
    assert.deepEqual(await store.transact(({ log }) => rootAt(entries.length, log.read)), rootOf(entries));
  });
});

describe('a record from before the tree', () => {
  let database: Database;
  const older = changes().filter(({ name }) => name < '0008');

  beforeEach(async () => {
    database = await emptyDatabase();
    await migrate({ url: database.url, changes: older });
    // As the version before wrote them.
    await database.query(`do $$ declare previous text := repeat('00', 32); leaf text; link text; salt bytea; bytes text; begin
      for n in 0 .. 10 loop
        salt := sha256(int4send(n));
        bytes := format('{"n":%s,"what":"bot.started","when":"2026-11-24T10:00:00.000Z"}', n);
        leaf := encode(sha256('\\x00'::bytea || sha256(salt || convert_to(bytes, 'UTF8'))), 'hex');
        link := encode(sha256('\\x01'::bytea || decode(previous, 'hex') || decode(leaf, 'hex')), 'hex');
        insert into regroup.audit_entry (seq, canonical, salt, leaf, link, dedupe)
          values (n, bytes, encode(salt, 'hex'), leaf, link, case n when 4 then 'key/4' end);
        previous := link;
      end loop;
    end $$`);
  });

  afterEach(() => database.drop());

  it('gets its tree, and goes on', async () => {
    await migrate({ url: database.url });
    const store = await openStore({ url: database.url, tell: async () => undefined, report: () => undefined });
    try {
      await store.transact((tx) => tx.record(event('q-new')));
      await store.transact((tx) => tx.record(event('q-again'), 'key/4'));
      const entries = await entriesOf(store);
      assert.equal(entries.length, 12);
      assert.deepEqual(JSON.parse((entries[3] as { readonly canonical: string }).canonical).n, 3);
      assert.equal((entries[11] as { readonly canonical: string }).canonical, canonical(event('q-new')));
      assert.deepEqual(await store.transact(({ log }) => rootAt(12, log.read)), rootOf(entries));
      assert.deepEqual(await store.transact(({ log }) => rootAt(11, log.read)), rootOf(entries.slice(0, 11)));
    } finally {
      await store.close();
    }
  });

  it('is not taken over when somebody has changed it', async () => {
    await database.query('alter table regroup.audit_entry disable trigger user');
    await database.query(`update regroup.audit_entry set canonical = replace(canonical, '7', '8') where seq = 7`);
    await assert.rejects(migrate({ url: database.url }), /MigrationProblem: The audit record was altered at entry 7/);
  });
});
