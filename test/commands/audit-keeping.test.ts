import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { originOf } from '../../src/audit/checkpoint.js';
import { openNote, readKey } from '../../src/audit/note.js';
import { signLog } from '../../src/audit/signing.js';
import { audit } from '../../src/commands/audit.js';
import { CommandProblem } from '../../src/commands/command.js';
import { openSigning } from '../../src/edges/signing/signing.js';
import { migrate } from '../../src/edges/storage/migrate.js';
import { openStore, type Database as Store } from '../../src/edges/storage/store.js';
import { emptyDatabase, type Database } from '../support/database.js';
import { terminal } from '../support/terminal.js';

const BY = '00000000-0000-4000-8000-000000000005';
const WHEN = new Date('2026-11-25T03:00:00Z');

describe('keeping the record from the command line', () => {
  let database: Database;
  let store: Store;
  let folder: string;
  const options = { keyFile: null, folder: null, origin: originOf(null) };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'regroup-keeping-'));
    database = await emptyDatabase();
    await migrate({ url: database.url });
    store = await openStore({ url: database.url, tell: async () => undefined, report: () => undefined });
    const about = { subjectType: 'question', subjectId: 'ask-SECRET01', correlationId: 'c' } as const;
    await store.transact((tx) =>
      tx.record({ who: 'w', what: 'question.cancelled', when: WHEN, ...about, details: {} }),
    );
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const env = () => ({ DATABASE_URL: database.url, REGROUP_DATA: folder });
  const redact = (...args: readonly string[]) => audit.run(['redact', ...args], terminal(env()));
  const asked = ['--kind', 'person', '--why', 'erasure-request', '--by', BY];

  it('redacts an entry with its own rights, says who had it done and why, and where it still is', async () => {
    const at = terminal(env());
    assert.equal(await audit.run(['redact', '0', ...asked], at), 0);
    assert.match(at.said.join('\n'), /entry 0 is redacted\nThe write-ahead log and backups/);
    const said = await store.transact(({ log }) => log.entry(1));
    const { who, details } = JSON.parse((said as { readonly canonical: string }).canonical) as Record<string, unknown>;
    assert.deepEqual([who, details], [BY, { kind: 'person', seq: 0, why: 'erasure-request' }]);
    assert.ok('redacted' in (await store.transact(({ log }) => log.entry(0)))!);

    const again = terminal(env());
    assert.equal(await audit.run(['redact', '0', ...asked], again), 0);
    assert.match(again.said.join('\n'), /entry 0 was redacted before/);
    assert.equal(await store.transact(({ log }) => log.size()), 2);
  });

  for (const [title, args] of [
    ['without a number', asked],
    ['for no entry', ['77', ...asked]],
    ['without a kind', ['0', '--why', 'erasure-request', '--by', BY]],
    ['for a reason of one’s own', ['0', '--kind', 'person', '--why', 'Zebedee asked', '--by', BY]],
    ['for nobody', ['0', '--kind', 'person', '--why', 'erasure-request']],
    ['for a name', ['0', '--kind', 'person', '--why', 'erasure-request', '--by', 'Zebedee']],
  ] as const)
    it(`redacts nothing ${title}`, async () => {
      await assert.rejects(redact(...args), CommandProblem);
      assert.equal(await store.transact(({ log }) => log.size()), 1);
    });

  it('rotates the key: the old one signs for the entry that names the new one', async () => {
    const { signing } = await openSigning({ ...options, dataDir: folder });
    const old = await signing.signer();
    await signLog(store, signing, { when: WHEN, correlationId: 'c' });

    const at = terminal(env());
    assert.equal(await audit.run(['rotate-key'], at), 0);

    const now = await signing.signer();
    assert.notEqual(now.key.hash, old.key.hash);
    assert.match(at.said.join(), new RegExp(`the key ${now.key.hash} signs from now on, in place of ${old.key.hash}`));
    const last = await store.transact(({ log }) => log.lastCheckpoint());
    assert.deepEqual(openNote(last!.note, [old.key]).by, [old.key]);
    const keys = await store.transact(({ log }) => log.keys());
    assert.deepEqual(keys.map(readKey), [old.key, now.key]);
    const entries: string[] = [];
    for await (const entry of store.entries()) if ('canonical' in entry) entries.push(entry.canonical);
    const naming = entries.findIndex((one) => one.includes(now.key.publicKey.toString('hex')));
    assert.ok(naming > 0 && naming < last!.size);
  });

  it('rotates no key that is not there yet', async () => {
    await assert.rejects(audit.run(['rotate-key'], terminal(env())), /Start Regroup once/);
  });
});
