import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { AuditEvent } from '../../src/audit/entry.js';
import { passingSigner } from '../../src/audit/sample-log.js';
import { signLog, useKey } from '../../src/audit/signing.js';
import { writeKey } from '../../src/audit/note.js';
import { audit } from '../../src/commands/audit.js';
import { CommandProblem } from '../../src/commands/command.js';
import { migrate } from '../../src/edges/storage/migrate.js';
import { openStore, type Database as Store } from '../../src/edges/storage/store.js';
import { emptyDatabase, type Database } from '../support/database.js';
import { submittedMove } from '../support/migrations.js';
import { terminal } from '../support/terminal.js';

const ORIGIN = 'regroup/sandbox';

/** The 24th of November, a minute an entry. */
function event(n: number, more: Partial<AuditEvent> = {}): AuditEvent {
  return {
    who: `person-${n % 3}`,
    what: 'migration.approved',
    when: new Date(Date.parse('2026-11-24T10:00:00Z') + n * 60_000),
    subjectType: 'migration',
    subjectId: `mig-${n % 4}`,
    correlationId: `c-${n}`,
    details: {},
    ...more,
  } as AuditEvent;
}

describe('audit', function () {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'regroup-audit-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const fresh = () => join(folder, `dir-${readdirSync(folder).length}`);

  async function run(url: string, ...args: readonly string[]) {
    const at = terminal(url === '' ? {} : { DATABASE_URL: url });
    const code = await audit.run(args, at);
    return { code, said: at.said.join('\n'), lines: at.said };
  }

  describe('sample', () => {
    it('writes what the verifier finds intact, and prints the key that anchors it', async () => {
      const dir = fresh();
      const { said } = await run('', 'sample', '--entries', '50', '--out', dir);
      assert.deepEqual(readdirSync(dir).sort(), [
        'SHA256SUMS',
        'checkpoints',
        'keys.txt',
        'leaves.txt',
        'log.jsonl',
        'verify.mjs',
      ]);
      assert.equal((await run('', 'verify', dir)).code, 10);
      const own = spawnSync(process.execPath, [join(dir, 'verify.mjs'), dir], { encoding: 'utf8' });
      assert.equal(own.status, 0);
      assert.match(own.stdout, /has a key built in/);
      const [, key = ''] = /--key '([^']+)'/.exec(said) ?? [];
      assert.ok(readFileSync(join(dir, 'keys.txt'), 'utf8').startsWith(`${key}\n`));
      const anchored = await run('', 'verify', dir, '--key', key);
      assert.equal(anchored.code, 0);
      assert.match(anchored.said, /^intact and anchored: 50 entries/);
    });

    it('has a thousand entries unless told otherwise', async () => {
      const dir = fresh();
      await run('', 'sample', '--out', dir);
      assert.equal(readFileSync(join(dir, 'log.jsonl'), 'utf8').split('\n').length, 1001);
    });

    it('has the verifier of the project, with nothing but its first key put in', async () => {
      const dir = fresh();
      await run('', 'sample', '--entries', '1', '--out', dir);
      const [key = ''] = readFileSync(join(dir, 'keys.txt'), 'utf8').split('\n');
      const own = readFileSync(join(dir, 'verify.mjs'), 'utf8');
      const plain = readFileSync(new URL('../../infra/verify.mjs', import.meta.url), 'utf8');
      assert.equal(own.replace(`BUILT_IN_KEYS = ["${key}"]`, 'BUILT_IN_KEYS = []'), plain);
    });

    it('is found out when somebody makes all of it anew with keys of their own', async () => {
      const [dir, other] = [join(fresh(), 'one'), join(fresh(), 'other')];
      await run('', 'sample', '--entries', '40', '--out', dir);
      await run('', 'sample', '--entries', '40', '--seed', '2', '--out', other);
      for (const name of ['log.jsonl', 'leaves.txt', 'keys.txt', 'checkpoints'])
        cpSync(join(other, name), join(dir, name), { recursive: true });
      const { status } = spawnSync(process.execPath, [join(dir, 'verify.mjs'), dir], { encoding: 'utf8' });
      assert.ok((status ?? 0) >= 20, String(status));
    });

    it('overwrites nothing', async () => {
      await assert.rejects(run('', 'sample', '--out', folder), /^CommandProblem: There is something in/);
    });
  });

  describe('on a database', () => {
    let database: Database;
    let store: Store;
    const signers = [passingSigner(ORIGIN), passingSigner(ORIGIN)] as const;
    const when = (minute: number) => ({ when: event(minute).when, correlationId: `sign-${minute}` });
    const sign = (by: 0 | 1, minute: number) =>
      signLog(store, { origin: ORIGIN, signer: async () => signers[by] }, when(minute));

    beforeEach(async () => {
      database = await emptyDatabase();
      await migrate({ url: database.url });
      store = await openStore({ url: database.url, tell: async () => undefined, report: () => undefined });
    });
    afterEach(async () => {
      await store.close();
      await database.drop();
    });

    async function record(from: number, to: number): Promise<void> {
      for (let n = from; n < to; n += 1) await store.transact((tx) => tx.record(event(n)));
    }

    /** Entry 2, as whoever may erase does it. */
    async function erase(kind: string, why: string, minute: number): Promise<void> {
      const about = { what: 'entry.redacted', subjectType: 'log', subjectId: 'log' } as const;
      await store.transact((tx) =>
        tx.record(event(minute, { ...about, details: { seq: 2, kind, why } } as Partial<AuditEvent>)),
      );
      await tamper('update regroup.audit_entry set canonical = null, salt = null where seq = 2');
    }

    /** What somebody does who has the database, and its owner's rights. */
    async function tamper(...statements: readonly string[]): Promise<void> {
      const client = new Client({ connectionString: database.url });
      await client.connect();
      for (const statement of ['set session_replication_role = replica', ...statements]) await client.query(statement);
      await client.end();
    }

    it('finds an empty record with nothing signed not anchored', async () => {
      const { code, said } = await run(database.url, 'verify');
      assert.equal(code, 10);
      assert.match(said, /^intact, not anchored: 0 entries read/);
    });

    it('says that a record of which nothing is signed is vouched for by nobody', async () => {
      await record(0, 3);
      const { code, said } = await run(database.url, 'verify');
      assert.equal(code, 10);
      assert.match(said, /^3 entries from entry 0 on came after the last checkpoint/m);
    });

    it('finds the record anchored by the key or a checkpoint that somebody has, up to the last checkpoint', async () => {
      await record(0, 6);
      await sign(0, 7);
      const [note] = await store.transact(({ log }) => log.checkpoints());
      const held = join(folder, 'held.txt');
      writeFileSync(held, note?.note ?? '');
      for (const args of [
        ['--key', writeKey(signers[0].key)],
        ['--checkpoint', held],
      ]) {
        const report = JSON.parse((await run(database.url, 'verify', '--json', ...args)).said) as Record<
          string,
          unknown
        >;
        // One entry says that the checkpoint was signed, and comes after it.
        assert.deepEqual([report['state'], report['entries'], report['anchored']], ['intact-not-anchored', 8, 7]);
      }
    });

    it('names an entry that was changed in the database', async () => {
      await record(0, 6);
      await sign(0, 7);
      await tamper(
        'alter table regroup.audit_entry drop constraint audit_entry_commits',
        `update regroup.audit_entry set canonical = replace(canonical, 'person-2', 'person-1') where seq = 2`,
      );
      const { code, said } = await run(database.url, 'verify');
      assert.equal(code, 20);
      assert.match(said, /^altered at entry 2: /);
    });

    it('finds a tail that was deleted', async () => {
      await record(0, 6);
      await sign(0, 7);
      await tamper('delete from regroup.audit_entry where seq > 3');
      const { code, said } = await run(database.url, 'verify');
      assert.equal(code, 21);
      assert.match(said, /^truncated at entry 4: /);
    });

    it('exports the whole record, itself recorded, which a stranger finds intact', async () => {
      await record(0, 6);
      await sign(0, 7);
      await erase('contact', 'erasure-request', 8);
      await store.transact((tx) => useKey(tx, signers[1].key, when(9)));
      await sign(1, 10);
      const dir = fresh();
      const { said } = await run(database.url, 'export', '--out', dir);
      assert.match(said, /has the whole record, 12 entries/);
      assert.match(said, /2 entries are newer than the last checkpoint and vouched for by nobody yet/);
      const found = await run('', 'verify', dir, '--key', writeKey(signers[1].key));
      assert.equal(found.code, 10);
      assert.match(found.said, /outside vouches for 10/);
      assert.match(found.said, /redacted: entry 2, as entry 8 says \(contact, erasure-request\)/);
      const last = readFileSync(join(dir, 'log.jsonl'), 'utf8').trimEnd().split('\n').at(-1) ?? '';
      assert.match(last, /log\.exported/);
      assert.match(last, /\\"entries\\":11,\\"form\\":\\"folder\\",\\"from\\":null,\\"subject\\":null,\\"to\\":null/);
    });

    for (const [title, args, expected] of [
      ['a migration', ['--migration', 'mig-1'], 4],
      ['a person', ['--subject', 'person-2'], 4],
      ['a period', ['--from', '2026-11-24', '--to', '2026-11-24'], 12],
      ['a period without anything in it', ['--to', '2026-11-20'], 1],
    ] as const) {
      it(`exports what is about ${title}, with proofs that a stranger can check`, async () => {
        await record(0, 5);
        await sign(0, 5);
        await record(5, 10);
        await sign(0, 10);
        const dir = fresh();
        await run(database.url, 'export', '--out', dir, ...args);
        const notes = await store.transact(({ log }) => log.checkpoints());
        const held = join(folder, 'old.txt');
        writeFileSync(held, notes[0]?.note ?? '');
        const { code, said } = await run('', 'verify', dir, '--checkpoint', held);
        assert.equal(code, 0, said);
        // The entry that names the key goes along.
        assert.match(said, new RegExp(`^intact and anchored: a part of a log, ${expected} entr(y|ies) read`));
        assert.match(said, /whether something that belongs here was left out, a part cannot show/);
        if (expected === 1) return;
        const file = join(dir, 'proofs.jsonl');
        const lines = readFileSync(file, 'utf8');
        for (const [from, to, words] of [
          [/mig-\d(?=\\",\\"subjectType[^\n]*\n$)/, 'mig-9', /Its proof does not lead to/],
          [/"proof":\["./, '"proof":["', /in its one right form/],
          [/\n$/, '', /in its one right form/],
        ] as const) {
          assert.notEqual(lines.replace(from, to), lines);
          writeFileSync(file, lines.replace(from, to));
          const bad = await run('', 'verify', dir);
          assert.equal(bad.code, 20);
          assert.match(bad.said, words);
        }
      });
    }

    it('exports content that is gone with the period, and the entry that says why', async () => {
      await record(0, 5);
      await erase('name', 'period-over', 60 * 24 * 3);
      await sign(0, 60 * 24 * 3 + 1);
      const dir = fresh();
      await run(database.url, 'export', '--out', dir, '--to', '2026-11-24');
      const { code, said } = await run('', 'verify', dir, '--key', writeKey(signers[0].key));
      assert.equal(code, 0, said);
      assert.match(said, /redacted: entry 2, as entry 5 says \(name, period-over\)/);
    });

    it('finds a part of a log that was forked, by a checkpoint that somebody has kept', async () => {
      await record(0, 5);
      await sign(0, 5);
      const [honest] = await store.transact(({ log }) => log.checkpoints());
      const held = join(folder, 'honest.txt');
      writeFileSync(held, honest?.note ?? '');
      await tamper('truncate regroup.audit_delivery, regroup.audit_checkpoint, regroup.audit_key, regroup.audit_entry');
      await record(1, 5);
      await sign(0, 6);
      await record(6, 9);
      await sign(0, 10);
      const dir = fresh();
      await run(database.url, 'export', '--out', dir, '--migration', 'mig-1');
      assert.equal((await run('', 'verify', dir)).code, 10);
      const { code, said } = await run('', 'verify', dir, '--checkpoint', held);
      assert.equal(code, 10, said);
      assert.match(said, /cannot be compared with this part/);
    });

    it('prints lines and tables without a folder, and takes no cell for a formula', async () => {
      await record(0, 2);
      await store.transact((tx) => tx.record(event(2, { who: '=HYPERLINK("x")', subjectId: '-1' })));
      const json = await run(database.url, 'export', '--migration', 'mig-0');
      assert.deepEqual(
        json.lines.map((line) => (JSON.parse(line) as { seq: number }).seq),
        [0],
      );
      const csv = await run(database.url, 'export', '--format', 'csv', '--from', '2026-11-24', '--to', '2026-11-24');
      assert.equal(csv.lines[0], 'seq,when,who,what,subjectType,subjectId,correlationId,details');
      assert.equal(
        csv.lines[3],
        `"2","2026-11-24T10:02:00.000Z","'=HYPERLINK(""x"")","migration.approved","migration","'-1","c-2","{}"`,
      );
    });

    it('puts a table beside what can be verified', async () => {
      await record(0, 4);
      await sign(0, 5);
      const dir = fresh();
      await run(database.url, 'export', '--out', dir, '--format', 'csv');
      assert.match(
        readFileSync(join(dir, 'entries.csv'), 'utf8'),
        /^seq,when,[^\n]*\n"0","2026-11-24T10:00:00\.000Z","person-0"/,
      );
      assert.equal((await run('', 'verify', dir)).code, 10);
    });

    it('proves no part of a record for which nothing is signed', async () => {
      await record(0, 2);
      await assert.rejects(
        run(database.url, 'export', '--out', fresh(), '--migration', 'mig-0'),
        /Nothing is signed for yet/,
      );
    });

    it('answers what the record says of something, and records that it was asked', async () => {
      await record(0, 8);
      const { lines } = await run(database.url, 'query', '--what', 'approved', '--migration', 'mig-2');
      assert.deepEqual(lines, [
        '2  2026-11-24T10:02:00.000Z  migration.approved  by person-2  migration mig-2  {}',
        '6  2026-11-24T10:06:00.000Z  migration.approved  by person-0  migration mig-2  {}',
      ]);
      const asked = await run(database.url, 'query', '--what', 'log.queried', '--json');
      const [told] = asked.lines.map(
        (line) => JSON.parse(line) as { who: string; subjectId: string; details: unknown },
      );
      assert.deepEqual(
        [told?.who, told?.subjectId, told?.details],
        ['command-line', 'mig-2', { entries: 2, question: 'what:mentions' }],
      );
    });

    it('answers who approved the move of a group, by its name', async () => {
      await record(0, 8);
      for (const [id, groupName] of [
        ['mig-2', 'PE staff'],
        ['mig-3', 'Year 6'],
      ] as const)
        await store.transact((tx) => tx.putMigration(submittedMove(id, event(0).when, { groupName })));
      const { lines } = await run(database.url, 'query', 'Who approved pe staff?');
      assert.deepEqual(
        lines.map((line) => line.split('  ').slice(2, 5).join()),
        ['migration.approved,by person-2,migration mig-2', 'migration.approved,by person-0,migration mig-2'],
      );
      assert.deepEqual((await run(database.url, 'query', 'who stopped PE staff?')).lines, []);
      await assert.rejects(run(database.url, 'query', 'what about PE staff?'), /Ask "who approved PE staff\?"/);
    });

    it('finds nobody by half an id, and nothing by the text of a kind', async () => {
      await record(0, 4);
      for (const args of [
        ['--subject', 'person'],
        ['--what', 'approve'],
        ['--who', 'mig-1'],
      ])
        assert.deepEqual((await run(database.url, 'query', ...args)).lines, []);
    });
  });

  it('says which setting is wrong when the database cannot be reached', async () => {
    await assert.rejects(
      run('postgres://x:y@127.0.0.1:1/z', 'verify'),
      /^CommandProblem: The database in DATABASE_URL cannot be reached/,
    );
  });

  it('says to start Regroup first when there are no tables', async () => {
    const empty = await emptyDatabase();
    try {
      await assert.rejects(run(empty.url, 'verify'), /^CommandProblem: The database has no tables of Regroup/);
    } finally {
      await empty.drop();
    }
  });

  it('makes no database where there was none', async () => {
    await assert.rejects(run('', 'verify', '--data', '/nowhere'), /^CommandProblem: There is no database in/);
  });

  for (const args of [
    [],
    ['prove'],
    ['verify', 'one', 'two'],
    ['verify', '--fil', 'x'],
    ['verify', '--format', 'csv'],
    ['export', 'x'],
    ['export', '--format', 'xml'],
    ['export', '--from', '24.11.2026'],
    ['export', '--from', '2026-13-01'],
    ['export', '--subject', 'a', '--migration', 'b'],
    ['query'],
    ['sample'],
    ['sample', '--out', 'x', '--entries', '1e3'],
  ]) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      await assert.rejects(run('', ...args), CommandProblem);
    });
  }
});
