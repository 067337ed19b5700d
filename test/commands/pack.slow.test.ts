import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { originOf } from '../../src/audit/checkpoint.js';
import type { AuditEvent } from '../../src/audit/entry.js';
import { passingSigner } from '../../src/audit/sample-log.js';
import { signLog } from '../../src/audit/signing.js';
import { CommandProblem } from '../../src/commands/command.js';
import { pack } from '../../src/commands/pack.js';
import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import { startTenant } from '../support/tenant.js';
import { migrate } from '../../src/edges/storage/migrate.js';
import { openStore, type Database as Store } from '../../src/edges/storage/store.js';
import type { Migration } from '../../src/migration/migration.js';
import { sha256 } from '../../src/pack/files.js';
import { unzip } from '../../src/pack/zip.js';
import { emptyDatabase, type Database } from '../support/database.js';
import { submittedMove } from '../support/migrations.js';
import { HOSTILE } from '../support/scene.js';
import { terminal } from '../support/terminal.js';
import { ADMIN, APPROVER, OWNER, PEOPLE, TEACHER, TEAM_PROVED } from '../support/world.js';

const ID = 'mov-PACK0001';
const OTHER = 'mov-PACK0002';
const START = new Date('2026-11-20T10:00:00Z');
const when = (minute: number) => new Date(START.getTime() + minute * 60_000);

/** A move at its end, with everything in it that people wrote or that names them. */
function closedMove(): Migration {
  const move = submittedMove(ID, START, { groupName: HOSTILE[5]! });
  return {
    ...move,
    state: 'closed',
    decision: { by: APPROVER, at: when(30), answer: 'approved', reason: 'Written by Ruth' },
    outcome: {
      ...move.outcome,
      teamId: TEAM_PROVED,
      channelId: '19:channel@thread.tacv2',
      readBack: { at: when(60), expected: 3, present: 2, missing: [TEACHER] },
      retentionWaivedBy: APPROVER,
      noticeGivenAt: when(90),
    },
    milestones: [...move.milestones, { state: 'closed', at: when(120), by: 'regroup' }],
  };
}

describe('pack', function () {
  let folder: string;
  let database: Database;
  let store: Store;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'regroup-pack-test-'));
    database = await emptyDatabase();
    await migrate({ url: database.url });
    store = await openStore({ url: database.url, tell: async () => undefined, report: () => undefined });
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const record = (minute: number, subjectId: string, more: Partial<AuditEvent> = {}) =>
    store.transact((tx) =>
      tx.record({
        who: OWNER,
        what: 'migration.approved',
        when: when(minute),
        subjectType: 'migration',
        subjectId,
        correlationId: `c-${minute}`,
        details: {},
        ...more,
      } as AuditEvent),
    );
  const signer = passingSigner(originOf(null));
  const sign = (minute: number) =>
    signLog(
      store,
      { origin: originOf(null), signer: async () => signer },
      { when: when(minute), correlationId: 'sign' },
    );

  async function putMove(): Promise<void> {
    await store.transact(async (tx) => {
      await tx.putMigration(closedMove());
      const about = { migrationId: ID, ver: 1, requestedAt: when(91), reached: true } as const;
      await tx.putAttestation({
        ...about,
        person: OWNER,
        state: 'attested',
        done: ['left', 'chat'],
        note: '',
        answeredAt: when(95),
      });
      await tx.putAttestation({
        ...about,
        person: TEACHER,
        state: 'cannot',
        done: [],
        note: 'my phone is broken',
        answeredAt: when(96),
      });
      const read = {
        covers: true,
        enabled: true,
        distribution: 'success',
        days: 365,
        action: 'keep-and-delete',
      } as const;
      await tx.putEvidence({
        id: 'evi-PACK0001',
        teamId: TEAM_PROVED,
        location: 'messages',
        kind: 'read-out',
        at: when(10),
        by: ADMIN,
        ...read,
        sha256: 'ab'.repeat(32),
      });
    });
    await record(30, ID);
    await record(31, OTHER);
    await record(40, TEAM_PROVED, {
      what: 'evidence.recorded',
      subjectType: 'team',
      correlationId: 'evi-PACK0001',
      details: { teamId: TEAM_PROVED, location: 'messages', kind: 'read-out', sha256: 'ab'.repeat(32) },
    });
    await record(120, ID, {
      what: 'migration.closed',
      details: { attested: 1, notAttested: 1, retentionProved: false },
    });
    assert.equal(await sign(121), 'signed');
  }

  async function run(...args: readonly string[]) {
    const at = terminal({ DATABASE_URL: database.url });
    const code = await pack.run(args, at);
    return { code, said: at.said.join('\n') };
  }

  /** Unpacks the zip into a folder of its own, as a stranger would. */
  function unpacked(zip: string): string {
    const dir = mkdtempSync(join(folder, 'fresh-'));
    for (const { name, bytes } of unzip(readFileSync(zip))) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), bytes);
    }
    return dir;
  }
  function verified(dir: string, ...args: readonly string[]) {
    const { status, stdout } = spawnSync(process.execPath, ['verify.mjs', '.', ...args], {
      cwd: dir,
      encoding: 'utf8',
    });
    return { status, stdout };
  }

  it('is found intact by its own verifier in a fresh folder, and anchored with the school’s key', async () => {
    await putMove();
    const zip = join(folder, 'pack.zip');

    const { code, said } = await run(ID, '--out', zip);

    assert.equal(code, 0);
    const dir = unpacked(zip);
    const found = verified(dir);
    assert.equal(found.status, 10, found.stdout);
    assert.match(found.stdout, /^intact/);
    const key = readFileSync(join(dir, 'keys.txt'), 'utf8').trim();
    assert.equal(verified(dir, '--key', key).status, 0);
    execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: dir });
    const last = (await entries()).at(-1);
    assert.deepEqual(
      [last?.what, last?.subjectId, last?.details['sha256']],
      ['pack.made', ID, sha256(readFileSync(zip))],
    );
    assert.ok(said.includes(sha256(readFileSync(zip))));
  });

  async function entries() {
    const all: { what: string; subjectId: string; details: Record<string, unknown> }[] = [];
    for await (const entry of store.entries()) if ('canonical' in entry) all.push(JSON.parse(entry.canonical));
    return all;
  }

  it('is found out when any file in it is changed or gone', async () => {
    await putMove();
    const zip = join(folder, 'pack.zip');
    await run(ID, '--out', zip);
    const names = unzip(readFileSync(zip)).map(({ name }) => name);
    const dir = unpacked(zip);

    for (const name of names.filter((one) => one !== 'verify.mjs')) {
      const bytes = readFileSync(join(dir, name));
      const changed = Buffer.from(bytes.length === 0 ? 'x' : bytes);
      changed[changed.length >> 1]! ^= 1;
      writeFileSync(join(dir, name), changed);
      assert.ok((verified(dir).status ?? 0) >= 20 || verified(dir).status === 2, name);
      writeFileSync(join(dir, name), bytes);
    }
    rmSync(join(dir, 'people.json'));
    assert.match(verified(dir).stdout, /people\.json/);
  });

  it('has every file in its manifest, and the entries about the move and its team only', async () => {
    await putMove();
    const zip = join(folder, 'pack.zip');
    await run(ID, '--out', zip);
    const files = new Map(unzip(readFileSync(zip)).map(({ name, bytes }) => [name, bytes]));

    const manifest = JSON.parse(files.get('manifest.json')!.toString()) as {
      files: { name: string; sha256: string }[];
    };
    assert.deepEqual(
      manifest.files.map(({ name }) => name).sort(),
      [...files.keys()].filter((name) => name !== 'manifest.json' && name !== 'SHA256SUMS').sort(),
    );
    for (const { name, sha256: sum } of manifest.files) assert.equal(sha256(files.get(name)!), sum);
    const proofs = files.get('proofs.jsonl')!.toString();
    assert.ok(!proofs.includes(OTHER));
    assert.match(proofs, /migration\.closed/);
    assert.match(proofs, /evidence\.recorded/);
  });

  it('says what happened by ids and counts, and has nothing that somebody typed', async () => {
    await putMove();
    const zip = join(folder, 'pack.zip');
    await run(ID, '--out', zip);
    const files = unzip(readFileSync(zip)).map(({ name, bytes }) => [name, bytes.toString()] as const);
    const { 'summary.html': html = '', 'people.json': people = '{}' } = Object.fromEntries(files);

    for (const [name, text] of files)
      for (const typed of [
        HOSTILE[5]!,
        'Written by Ruth',
        'my phone is broken',
        ...PEOPLE.map((one) => one.displayName),
      ])
        assert.ok(!text.includes(typed), `${name} has ${typed}`);
    for (const words of ['2 of 3 are in the team', 'What Regroup did not do', 'What risk is left', APPROVER, 'Sandbox'])
      assert.ok(html.includes(words), words);
    assert.ok(!/<script|javascript:|src=|http-equiv="refresh"/i.test(html));
    const { counts } = JSON.parse(people) as { counts: Record<string, number> };
    assert.deepEqual(counts, { staff: 2, guest: 1, leaver: 1, pupil: 0, outsider: 1, unknown: 0 });
  });

  it('leaves out what is newer than the last checkpoint, and says how much', async () => {
    await putMove();
    await record(130, ID);
    const zip = join(folder, 'pack.zip');

    assert.match((await run(ID, '--out', zip)).said, /1 entry is newer/);
    assert.equal(verified(unpacked(zip)).status, 10);
  });

  it('has the names that the directory has now where they are asked for, and records that', async () => {
    const tenant = await startTenant({ data: OAKFIELD });
    try {
      const { starter } = OAKFIELD.personas;
      await store.transact((tx) => tx.putMigration({ ...closedMove(), owner: starter }));
      await record(1, ID);
      await sign(2);
      const zip = join(folder, 'pack.zip');
      const sandbox = { REGROUP_SANDBOX: '1', REGROUP_SANDBOX_GRAPH: tenant.url, REGROUP_SANDBOX_SIGN_IN: tenant.url };
      await pack.run([ID, '--names', '--out', zip], terminal({ DATABASE_URL: database.url, ...sandbox }));

      const names =
        unzip(readFileSync(zip))
          .find(({ name }) => name === 'names.json')
          ?.bytes.toString() ?? '{}';
      assert.deepEqual(JSON.parse(names), { [starter]: 'Amara Osei' });
      assert.equal((await entries()).at(-1)?.details['names'], true);
    } finally {
      await tenant.close();
    }
  });

  it('is not made of a move that is not there, over a file that is, or before anything is signed', async () => {
    await store.transact((tx) => tx.putMigration(closedMove()));
    await record(1, ID);
    await assert.rejects(run(ID, '--out', join(folder, 'a.zip')), /CommandProblem: Nothing is signed for yet/);
    await sign(2);
    await assert.rejects(run('mov-NOBODY01', '--out', join(folder, 'a.zip')), /CommandProblem: There is no move/);
    writeFileSync(join(folder, 'b.zip'), '');
    await assert.rejects(run(ID, '--out', join(folder, 'b.zip')), CommandProblem);
    await assert.rejects(run(), CommandProblem);
  });
});
