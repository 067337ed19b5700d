import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { originOf } from '../../src/audit/checkpoint.js';
import type { What } from '../../src/audit/entry.js';
import { signLog } from '../../src/audit/signing.js';
import { audit } from '../../src/commands/audit.js';
import type { Command } from '../../src/commands/command.js';
import { evidence } from '../../src/commands/evidence.js';
import { summary } from '../../src/commands/summary.js';
import { openSigning } from '../../src/edges/signing/signing.js';
import { migrateDurable } from '../../src/edges/durable/runtime.js';
import { openStore, type Database as Store } from '../../src/edges/storage/store.js';
import type { Database } from '../support/database.js';
import { migratedDatabase } from '../support/durable.js';
import { terminal } from '../support/terminal.js';
import { TEAM_PROVED } from '../support/world.js';

const BY = '00000000-0000-4000-8000-000000000005';
const FILE = 'FILE';

/** What a command, and a verb of it, leaves in the record; or why there is nothing to leave. */
type Leaves =
  | {
      readonly run: Command['run'];
      /** `FILE` stands for a file with an item of evidence. */
      readonly args: readonly string[];
      readonly leaves: What;
      readonly code?: number;
    }
  | string;

const COMMANDS: Readonly<Record<string, Leaves>> = {
  ask: 'answers from the policy, without the database',
  eval: 'tries the policy on invented questions, without the database',
  inspect: 'reads a file of whoever asks and keeps nothing',
  policy: 'reads the policy; its examples were given by a DPO to be read',
  doctor: 'looks at settings and counts days',
  'evidence record': { run: evidence.run, args: ['record', FILE], leaves: 'evidence.recorded' },
  // It is not signed.
  'evidence import': { run: evidence.run, args: ['import', FILE], leaves: 'evidence.refused', code: 1 },
  'evidence request':
    'prints a script and changes nothing; the move that it names was read by whoever has the database',
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

const SANDBOXED = {
  REGROUP_SANDBOX: '1',
  REGROUP_SANDBOX_GRAPH: 'http://127.0.0.1:1',
  REGROUP_SANDBOX_SIGN_IN: 'http://127.0.0.1:1',
};
const ITEM = {
  team: TEAM_PROVED,
  location: 'messages',
  kind: 'declaration',
  at: '2026-11-20T09:00:00Z',
  by: BY,
  days: 365,
  action: 'keep',
  covers: null,
  enabled: null,
  distribution: null,
};

describe('every command', () => {
  let database: Database;
  let store: Store;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'regroup-entries-'));
    database = await migratedDatabase(migrateDurable);
    writeFileSync(join(folder, FILE), JSON.stringify(ITEM));
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
    const ofEvidence = evidence.usage.map(([line]) => line.split(' ').slice(0, 2).join(' '));
    assert.ok(commands.length >= 9 && verbs.length >= 6 && ofEvidence.length >= 3);
    const others = commands.filter((one) => one !== 'audit' && one !== 'evidence');
    assert.deepEqual(
      [...others, ...ofEvidence, ...verbs.map((verb) => `audit ${verb}`)].sort(),
      Object.keys(COMMANDS).sort(),
    );
  });

  for (const [name, how] of Object.entries(COMMANDS)) {
    if (typeof how === 'string') continue;
    it(`"${name}" leaves ${how.leaves}`, async () => {
      const size = await store.transact(({ log }) => log.size());
      const args = how.args.map((one) => (one === FILE ? join(folder, FILE) : one));
      const env = { ...SANDBOXED, DATABASE_URL: database.url, REGROUP_DATA: folder };
      assert.equal(await how.run(args, terminal(env)), how.code ?? 0);
      const left: unknown[] = [];
      for await (const entry of store.entries())
        if (entry.seq >= size && 'canonical' in entry)
          left.push((JSON.parse(entry.canonical) as { what: unknown }).what);
      assert.ok(left.includes(how.leaves), `it left ${left.join(', ') || 'nothing'}`);
    });
  }
});
