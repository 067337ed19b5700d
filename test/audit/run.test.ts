import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { AuditEvent } from '../../src/audit/entry.js';
import { originOf, readCheckpoint } from '../../src/audit/checkpoint.js';
import { noteKey, openNote, readKey, type Signer } from '../../src/audit/note.js';
import { provesConsistency, consistencyProof, rootAt } from '../../src/audit/proof.js';
import { hourlyRun, runCheckpoint, type CheckpointWorld } from '../../src/audit/run.js';
import { signLog } from '../../src/audit/signing.js';
import { signedFor } from '../../src/audit/watch.js';
import { checkpointFolder } from '../../src/edges/signing/folder.js';
import { ensureKey, nextKey, signerIn } from '../../src/edges/signing/key-file.js';
import { WorkplaceProblem, type Notice } from '../../src/migration/ports.js';
import { gapsIn } from '../../src/summary/gaps.js';
import { simulation } from '../support/simulated.js';
import { testPolicy } from '../support/policy.js';
import { DPO, recorded, testWorld } from '../support/world.js';
import { alwaysRecorded } from '../support/watched.js';

const HOUR_MS = 3_600_000;
const START = new Date('2026-11-25T03:20:00Z');
const ORIGIN = originOf(null);

function event(subjectId: string, what: AuditEvent['what'] = 'question.cancelled', details: object = {}): AuditEvent {
  const about = { subjectType: 'question', subjectId, correlationId: 'c' } as const;
  return { who: 'somebody', what, when: START, ...about, details } as AuditEvent;
}

function newSigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return { key: noteKey(ORIGIN, raw), sign: async (text) => sign(null, text, privateKey) };
}

describe('checkpoints', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let folder: string;
  let signer: Signer;
  let shown: Notice[];
  let answer: () => 'shown' | 'unreachable';
  let reports: string[];

  beforeEach(async () => {
    world = await testWorld({ policy: testPolicy() });
    folder = mkdtempSync(join(tmpdir(), 'regroup-checkpoints-'));
    signer = newSigner();
    shown = [];
    reports = [];
    answer = () => 'shown';
  });

  afterEach(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const log = <T>(ask: (log: Parameters<Parameters<typeof world.store.transact>[0]>[0]['log']) => Promise<T>) =>
    world.store.transact((tx) => ask(tx.log));
  const append = (...events: readonly AuditEvent[]) =>
    world.store.transact(async (tx) => {
      for (const one of events) await tx.record(one);
    });
  const whats = async () => (await recorded(world)).map(({ what }) => what);

  function checkpoints(): CheckpointWorld {
    return {
      store: alwaysRecorded(world.store),
      messenger: {
        show: async (notice) => {
          const result = answer();
          if (result === 'shown') shown.push(notice);
          return result;
        },
      },
      dpo: [DPO],
      signing: { origin: ORIGIN, signer: async () => signer },
      folder: checkpointFolder(folder),
      report: (message) => void reports.push(message),
    };
  }

  /** One run from its start, at the simulated time. */
  async function run(id: string, options: { readonly dies?: (n: number) => boolean; readonly start?: Date } = {}) {
    const simulated = simulation({
      start: options.start ?? START,
      sent: () => 1,
      meanwhile: async () => false,
      ...(options.dies === undefined ? {} : { dies: options.dies }),
    });
    await simulated.run((durable) => runCheckpoint(durable, id, checkpoints()));
    return simulated;
  }

  it('waits for the end of its hour, signs, and brings the checkpoint to the DPO and into the folder', async () => {
    await append(event('a'), event('b'), event('c'));

    const simulated = await run(hourlyRun(START));

    const [checkpoint] = await log((one) => one.checkpoints());
    assert.equal(checkpoint?.size, 4);
    assert.ok(
      checkpoint.signedAt >= new Date('2026-11-25T04:01:00Z') && simulated.now() < new Date('2026-11-25T04:02:00Z'),
    );
    const { text } = openNote(checkpoint.note, [signer.key]);
    const read = readCheckpoint(text);
    assert.deepEqual([read.origin, read.size, read.time], ['regroup/sandbox', 4, checkpoint.signedAt]);
    assert.deepEqual(read.root, await log((one) => rootAt(4, one.read)));
    assert.deepEqual(shown, [{ kind: 'checkpoint', size: 4, person: DPO }]);
    assert.deepEqual(readdirSync(folder).sort(), ['000000000004.txt', 'keys.txt']);
    assert.equal(readFileSync(join(folder, '000000000004.txt'), 'utf8'), checkpoint.note);
    assert.deepEqual(readKey(readFileSync(join(folder, 'keys.txt'), 'utf8').trim()), signer.key);
    assert.deepEqual((await whats()).slice(3), [
      'key.rotated',
      'checkpoint.signed',
      'checkpoint.delivered',
      'checkpoint.delivered',
    ]);
  });

  it('does the same after a crash at any step, with one card, one file and one entry for each', async () => {
    for (let n = 0; n < 12; n += 1) {
      await append(event(`crash-${n}`));
      await run(`chk-mov-CRASH${n}`, { dies: (operation) => operation === n });
    }
    const all = await log((one) => one.checkpoints());
    assert.equal(all.length, 12);
    const entries = await whats();
    assert.equal(entries.filter((what) => what === 'checkpoint.signed').length, 12);
    assert.equal(entries.filter((what) => what === 'checkpoint.delivered').length, 24);
    assert.equal(new Set(shown.map((notice) => 'size' in notice && notice.size)).size, 12);
    await log(async (one) => {
      for (const [n, first] of all.slice(0, -1).entries()) {
        const second = all[n + 1]!;
        const proof = await consistencyProof(first.size, second.size, one.read);
        const sizes = { first: first.size, second: second.size };
        assert.ok(provesConsistency({ ...sizes, firstRoot: first.root, secondRoot: second.root, proof }));
      }
    });
  });

  it('signs nothing when nothing happened but checkpoints', async () => {
    await append(event('a'));
    await run('chk-mov-ONE');
    const before = await whats();
    await run('chk-mov-TWO');
    assert.deepEqual(await whats(), before);
    assert.equal((await log((one) => one.checkpoints())).length, 1);
  });

  it('tries again every hour while a DPO cannot be reached, and says so in the summary', async () => {
    await append(event('a'));
    let tries = 0;
    const simulated = simulation({ start: START, sent: () => 0, meanwhile: async () => false });
    const gaps = async () => {
      const { log: figures } = await world.store.transact((tx) => tx.figures(START));
      return gapsIn(figures, simulated.now()).map(({ kind }) => kind);
    };
    answer = () => {
      tries += 1;
      return tries < 5 ? 'unreachable' : 'shown';
    };
    const seen: string[][] = [];
    const watching = checkpoints();
    await simulated.run((durable) =>
      runCheckpoint(
        { ...durable, receive: async (topic, ms) => (seen.push(await gaps()), durable.receive(topic, ms)) },
        'chk-mov-A',
        watching,
      ),
    );
    assert.equal(tries, 5);
    assert.equal(shown.length, 1);
    assert.deepEqual(seen.at(0), []);
    assert.deepEqual(seen.at(-1), ['undelivered']);
    assert.deepEqual(await gaps(), []);
    assert.ok(simulated.now().getTime() - START.getTime() >= 4 * HOUR_MS);
  });

  it('tries again when Teams fails, and leaves it to a later run when there is one', async () => {
    await append(event('a'));
    answer = () => {
      throw new WorkplaceProblem('outage', 'us', 'c');
    };
    let rounds = 0;
    const simulated = simulation({
      start: START,
      sent: () => 0,
      meanwhile: async () => {
        rounds += 1;
        if (rounds !== 3) return false;
        answer = () => 'shown';
        await append(event('b'));
        await run('chk-mov-LATER', { start: simulated.now() });
        return true;
      },
    });
    await simulated.run((durable) => runCheckpoint(durable, 'chk-mov-FIRST', checkpoints()));
    assert.equal(rounds, 4);
    // The later run has brought both.
    assert.equal(shown.length, 2);
  });

  it('are refused when somebody has changed the record behind them, and the summary shows that nothing is signed', async () => {
    await append(event('a'), event('b'));
    await run('chk-mov-ONE');
    const owner = new Client({ connectionString: world.url });
    await owner.connect();
    await owner.query('alter table regroup.audit_entry disable trigger user');
    await owner.query(`alter table regroup.audit_entry drop constraint audit_entry_commits`);
    await owner.query(`update regroup.audit_entry set commitment = sha256('x') where seq = 0`);
    await owner.query(
      'update regroup.audit_entry set subtrees = regroup.audit_subtrees(seq, commitment) where seq = 1',
    );
    await owner.end();
    await append(event('c'));

    await run('chk-mov-TWO');

    assert.equal((await log((one) => one.checkpoints())).length, 1);
    assert.deepEqual(reports, ['the audit record does not go on from its last checkpoint: verify it']);
    assert.ok((await whats()).includes('checkpoint.refused'));
    const { log: figures } = await world.store.transact((tx) => tx.figures(START));
    assert.deepEqual(
      gapsIn(figures, new Date(START.getTime() + 3 * HOUR_MS)).map(({ kind }) => kind),
      ['unsigned'],
    );
  });

  it('go on with another key, which the record names before it is used', async () => {
    await append(event('a'));
    await run('chk-mov-ONE');
    const old = signer;
    signer = newSigner();
    await append(event('b'));
    await run('chk-mov-TWO');

    const [first, second] = await log((one) => one.checkpoints());
    assert.throws(() => openNote(second!.note, [old.key]), /key-unknown/);
    assert.ok(openNote(second!.note, [signer.key]));
    assert.ok(openNote(first!.note, [old.key]));
    const rotated = (await recorded(world)).filter(({ what }) => what === 'key.rotated').map(({ details }) => details);
    assert.deepEqual(rotated, [
      { from: null, to: old.key.hash, publicKey: old.key.publicKey.toString('hex') },
      { from: old.key.hash, to: signer.key.hash, publicKey: signer.key.publicKey.toString('hex') },
    ]);
  });

  it('never get smaller, however many sign at once', async () => {
    await append(event('a'));
    const signing = { origin: ORIGIN, signer: async () => signer };
    const occasion = { when: START, correlationId: 'c' };
    const results = await Promise.all([1, 2, 3].map(() => signLog(world.store, signing, occasion)));
    assert.equal(
      results.filter((result) => result === 'signed').length,
      (await log((one) => one.checkpoints())).length,
    );
    const sizes = (await log((one) => one.checkpoints())).map(({ size }) => size);
    assert.deepEqual(
      sizes,
      [...sizes].sort((a, b) => a - b),
    );
  });

  it('are woken by what is recorded, once an hour and at the end of a move, in the same transaction', async () => {
    let now = START;
    const store = signedFor(world.store, () => now);
    world.told.length = 0;
    await store.transact((tx) => tx.record(event('a')));
    await store.transact((tx) => tx.record(event('b')));
    await store.transact(async (tx) => void (await tx.queue()));
    assert.deepEqual(world.told, ['chk-20261125T03']);
    now = new Date(START.getTime() + HOUR_MS);
    await store.transact((tx) => tx.record(event('l', 'checkpoint.signed', { size: 3, key: 'abc' })));
    assert.equal(world.told.length, 1);
    const closed = { attested: 1, notAttested: 0, retentionProved: true };
    await store.transact((tx) => tx.record(event('mov-CLOSED01', 'migration.closed', closed)));
    assert.deepEqual(world.told.slice(1), ['chk-20261125T04', 'chk-mov-CLOSED01']);
    const failing = store.transact(async (tx) => {
      now = new Date(START.getTime() + 2 * HOUR_MS);
      await tx.record(event('d'));
      throw new Error('no');
    });
    await assert.rejects(failing, /no/);
    await store.transact((tx) => tx.record(event('e')));
    assert.equal(world.told.at(-1), 'chk-20261125T05');
  });
});

describe('the key file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'regroup-key-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is made once, and read as the same key', async () => {
    const file = join(folder, 'key.pem');
    await ensureKey(file);
    const first = await signerIn(file, ORIGIN);
    await ensureKey(file);
    assert.deepEqual((await signerIn(file, ORIGIN)).key, first.key);
  });

  it('is replaced whole', async () => {
    const file = join(folder, 'key.pem');
    await ensureKey(file);
    const next = nextKey(file, ORIGIN);
    await next.put();
    assert.deepEqual((await signerIn(file, ORIGIN)).key, next.signer.key);
    assert.deepEqual(readdirSync(folder), ['key.pem']);
  });

  it('says what to do when it holds something else', async () => {
    const file = join(folder, 'key.pem');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (const text of ['nonsense', privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()]) {
      writeFileSync(file, text);
      await assert.rejects(signerIn(file, ORIGIN), /KeyProblem: .*openssl genpkey -algorithm ed25519/);
    }
    await assert.rejects(signerIn(join(folder, 'none.pem'), ORIGIN), /KeyProblem/);
  });
});
