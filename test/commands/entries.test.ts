import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { originOf } from '../../src/audit/checkpoint.js';
import type { What } from '../../src/audit/entry.js';
import { signLog } from '../../src/audit/signing.js';
import { audit } from '../../src/commands/audit.js';
import type { Command } from '../../src/commands/command.js';
import { summary } from '../../src/commands/summary.js';
import { openSigning } from '../../src/edges/signing/signing.js';
import { migrate } from '../../src/edges/storage/migrate.js';
import { openStore, type Database as Store } from '../../src/edges/storage/store.js';
import { emptyDatabase, type Database } from '../support/database.js';
import { terminal } from '../support/terminal.js';

const BY = '00000000-0000-4000-8000-000000000005';

/** What a command, and a verb of it, leaves in the record; or why there is nothing to leave. */
type Leaves = { readonly run: Command['run']; readonly args: readonly string[]; readonly leaves: What } | string;

const COMMANDS: Readonly<Record<string, Leaves>> = {
  ask: 'answers from the policy, without the database',
  eval: 'tries the policy on invented questions, without the database',
  inspect: 'reads a file of whoever asks and keeps nothing',
  policy: 'reads the policy; its examples were given by a DPO to be read',
  doctor: 'looks at settings and counts days',
  evidence: 'evidence.test.ts: each item that is taken leaves evidence.recorded',
  pack: 'pack.slow.test.ts: each pack leaves pack.made with its hash',
  summary: { run: summary.run, args: [], leaves: 'summary.read' },
  'audit verify': 'changes nothing and shows nothing of what is recorded',
  'audit sample': 'invents its entries',
  'audit export': { run: audit.run, args: ['export'], leaves: 'log.exported' },
  'audit query': { run: audit.run, args: ['query', '--what', 'question.cancelled'], leaves: 'log.queried' },
  'audit redact': {
    run: audit.run,
    args: ['redact', '0', '--kind', 'other', '--why', 'court-order', '--by', BY],
    leaves: 'entry.redacted',
  },
  'audit rotate-key': { run: audit.run, args: ['rotate-key'], leaves: 'key.rotated' },
};

describe('every command', () => {
  let database: Database;
  let store: Store;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'regroup-entries-'));
    database = await emptyDatabase();
    await migrate({ url: database.url });
    store = await openStore({ url: database.url, tell: async () => undefined, report: () => undefined });
    const when = new Date('2026-11-25T03:00:00Z');
    const about = { subjectType: 'question', subjectId: 'ask-1', correlationId: 'c' } as const;
    await store.transact((tx) => tx.record({ who: BY, what: 'question.cancelled', when, ...about, details: {} }));
    const { signing } = await openSigning({ origin: originOf(null), keyFile: null, dataDir: folder, folder: null });
    await signLog(store, signing, { when, correlationId: 'c' });
  });

  after(async () => {
    await store.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is in the list of what each of them leaves', () => {
    const names = (file: string, block: RegExp, name: RegExp) =>
      [...(block.exec(readFileSync(new URL(file, import.meta.url), 'utf8'))?.[0] ?? '').matchAll(name)].map(
        ([, one]) => one,
      );
    const commands = names('../../src/cli.ts', /const COMMANDS[^]*?\n};/, /^ {2}'?([a-z-]+)'?: async/gm);
    const verbs = names('../../src/commands/audit.ts', /const VERBS = {[^]*?\n}/, /^ {2}'?([a-z-]+)'?: \[/gm);
    assert.ok(commands.length >= 9 && verbs.length >= 6);
    assert.deepEqual(
      [...commands.filter((one) => one !== 'audit'), ...verbs.map((verb) => `audit ${verb}`)].sort(),
      Object.keys(COMMANDS).sort(),
    );
  });

  for (const [name, how] of Object.entries(COMMANDS)) {
    if (typeof how === 'string') continue;
    it(`"${name}" leaves ${how.leaves}`, async () => {
      const size = await store.transact(({ log }) => log.size());
      assert.equal(await how.run(how.args, terminal({ DATABASE_URL: database.url, REGROUP_DATA: folder })), 0);
      const left: unknown[] = [];
      for await (const entry of store.entries())
        if (entry.seq >= size && 'canonical' in entry)
          left.push((JSON.parse(entry.canonical) as { what: unknown }).what);
      assert.ok(left.includes(how.leaves), `it left ${left.join(', ') || 'nothing'}`);
    });
  }
});
