import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { originOf } from '../../src/audit/checkpoint.js';
import { signLog } from '../../src/audit/signing.js';
import { keyFinding } from '../../src/commands/doctor-key.js';
import { readConfig } from '../../src/config.js';
import { openSigning } from '../../src/edges/signing/signing.js';
import { migrate } from '../../src/edges/storage/migrate.js';
import { openStore, type Database as Store } from '../../src/edges/storage/store.js';
import { emptyDatabase, type Database } from '../support/database.js';
import { terminal } from '../support/terminal.js';

const SANDBOX = {
  REGROUP_SANDBOX: '1',
  REGROUP_SANDBOX_GRAPH: 'http://127.0.0.1:1',
  REGROUP_SANDBOX_SIGN_IN: 'http://127.0.0.1:1',
};

describe('doctor on the key that signs for the record', () => {
  let database: Database;
  let store: Store;
  let folder: string;
  let file: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'regroup-key-'));
    file = join(folder, 'key.pem');
    database = await emptyDatabase();
    await migrate({ url: database.url });
    store = await openStore({ url: database.url, tell: async () => undefined, report: () => undefined });
  });
  after(async () => {
    await store.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const look = (more: Readonly<Record<string, string>>) => {
    const env = { ...SANDBOX, DATABASE_URL: database.url, REGROUP_DATA: folder, ...more };
    return keyFinding(readConfig(env), terminal(env), undefined);
  };
  const putKey = () =>
    writeFileSync(file, generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }));

  it('makes none where there is none yet', async () => {
    assert.equal((await look({})).state, 'open');
    assert.equal((await look({})).state, 'open');
  });

  it('says what is wrong with the file', async () => {
    writeFileSync(file, 'no key');
    const { state, advice } = await look({ REGROUP_AUDIT_KEY: file });
    assert.equal(state, 'wrong');
    assert.match(advice, /openssl genpkey/);
  });

  it('reads the key, and compares it with the one that signed last', async () => {
    putKey();
    assert.match((await look({ REGROUP_AUDIT_KEY: file })).advice, /Nothing is signed yet/);
    const options = { origin: originOf(null), keyFile: file, dataDir: folder, folder: null };
    const { signing } = await openSigning(options);
    const when = new Date('2026-11-25T03:00:00Z');
    await store.transact((tx) =>
      tx.record({
        who: 'regroup',
        what: 'question.cancelled',
        when,
        subjectType: 'question',
        subjectId: 'q',
        correlationId: 'c',
        details: {},
      }),
    );
    assert.equal(await signLog(store, signing, { when, correlationId: 'c' }), 'signed');
    assert.equal((await look({ REGROUP_AUDIT_KEY: file })).state, 'ok');

    putKey();
    const { state, advice } = await look({ REGROUP_AUDIT_KEY: file });
    assert.equal(state, 'soon');
    assert.ok(advice.includes((await signing.signer()).key.hash));
  });
});
