import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonical } from '../../src/audit/log.js';
import type { Entry, KeptEntry } from '../../src/audit/entry.js';
import { verify } from '../../src/audit/verify.js';
import { audit } from '../../src/commands/audit.js';
import { CommandProblem } from '../../src/commands/command.js';
import { openStore, type Database as Store } from '../../src/edges/storage/store.js';
import { migrate } from '../../src/edges/storage/migrate.js';
import { emptyDatabase, type Database } from '../support/database.js';
import { terminal } from '../support/terminal.js';

const EVENT = {
  who: 'regroup',
  what: 'bot.started',
  when: new Date('2026-11-24T10:00:00Z'),
  subjectType: 'bot',
  subjectId: 'regroup',
  correlationId: 'c-1',
  details: { policy: 'uk-schools:2026.11', sandbox: true },
} as const;

function entry(seq: number): KeptEntry {
  const bytes = canonical({ ...EVENT, correlationId: `c-${seq}` });
  return { seq, salt: seq.toString(16).padStart(64, '0'), canonical: bytes };
}

const log = (length: number) => Array.from({ length }, (_, seq) => entry(seq));

async function rootOf(entries: readonly Entry[]): Promise<string> {
  const found = await verify(entries);
  return found.result === 'intact' ? found.root : assert.fail('the entries do not fit');
}

const lines = (entries: readonly Entry[]) => entries.map((entry) => JSON.stringify(entry)).join('\n');

describe('audit verify --file', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'regroup-audit-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function verifyFile(text: string) {
    const file = join(folder, 'log.jsonl');
    writeFileSync(file, text);
    const at = terminal();
    const code = await audit.run(['verify', '--file', file], at);
    return { code, said: at.said.join('\n') };
  }

  it('says that the record is in order, how long it is, and its root', async () => {
    const entries = log(3);
    const found = await verifyFile(`${lines(entries)}\n`);
    assert.deepEqual(found, { code: 0, said: `intact: 3 entries, root ${await rootOf(entries)}` });
  });

  it('finds an empty record intact', async () => {
    const { code, said } = await verifyFile('');
    assert.equal(code, 0);
    assert.match(said, /^intact: 0 entries, root e3b0c442/);
  });

  const [a, b, c] = log(3) as [KeptEntry, KeptEntry, KeptEntry];
  const cases: readonly [string, readonly Entry[], RegExp][] = [
    ['an entry that is missing', [a, c], /^altered at entry 1: an entry is missing/],
    ['the first entry missing', [b, c], /^altered at entry 0: an entry is missing/],
    ['an entry that is there twice', [a, b, b], /^altered at entry 2: an entry is missing, doubled/],
  ];
  for (const [title, entries, expected] of cases) {
    it(`names ${title}`, async () => {
      const { code, said } = await verifyFile(lines(entries));
      assert.equal(code, 1);
      assert.match(said, expected);
    });
  }

  for (const [title, line] of [
    ['is not JSON', 'nonsense'],
    ['has a field too many', JSON.stringify({ ...b, note: 'x' })],
    ['lacks its salt', JSON.stringify({ ...b, salt: undefined })],
  ] as const) {
    it(`gives the number of a line that ${title}`, async () => {
      await assert.rejects(verifyFile(`${lines([a])}\n${line}\n`), (error) => {
        assert.ok(error instanceof CommandProblem);
        assert.match(error.message, /^Line 2 of .*log\.jsonl is not an entry/);
        return true;
      });
    });
  }
});

describe('audit on a database', () => {
  let database: Database;
  let store: Store;
  before(async () => {
    database = await emptyDatabase();
    await migrate({ url: database.url });
    store = await openStore({ url: database.url, tell: async () => undefined, report: () => undefined });
    for (const n of [1, 2, 3]) await store.transact((tx) => tx.record({ ...EVENT, correlationId: `c-${n}` }));
  });
  after(async () => {
    await store.close();
    await database.drop();
  });

  it('exports what a file check finds intact, and finds the same itself', async () => {
    const exported = terminal({ DATABASE_URL: database.url });
    assert.equal(await audit.run(['export'], exported), 0);
    const checked = terminal({ DATABASE_URL: database.url });
    assert.equal(await audit.run(['verify'], checked), 0);

    const entries = exported.said.map((line) => JSON.parse(line) as Entry);
    assert.deepEqual(checked.said, [`intact: 3 entries, root ${await rootOf(entries)}`]);
  });

  it('says which setting is wrong when the database cannot be reached', async () => {
    const at = terminal({ DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z' });
    await assert.rejects(audit.run(['verify'], at), /^CommandProblem: The database in DATABASE_URL cannot be reached/);
  });

  it('says to start Regroup first when there are no tables', async () => {
    const empty = await emptyDatabase();
    try {
      const at = terminal({ DATABASE_URL: empty.url });
      await assert.rejects(audit.run(['verify'], at), /^CommandProblem: The database has no tables of Regroup/);
    } finally {
      await empty.drop();
    }
  });

  it('makes no database where there was none', async () => {
    await assert.rejects(
      audit.run(['verify', '--data', '/nowhere'], terminal()),
      /^CommandProblem: There is no database in/,
    );
  });

  for (const args of [[], ['prove'], ['verify', 'now'], ['export', '--file', 'x'], ['verify', '--fil', 'x']]) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      await assert.rejects(audit.run(args, terminal()), CommandProblem);
    });
  }
});
