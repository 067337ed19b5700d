import assert from 'node:assert/strict';
import { recordEvidence } from '../../src/conversation/evidence.js';
import { runActs } from '../../src/conversation/runs.js';
import { openReadings } from '../../src/conversation/readings.js';
import type { World } from '../../src/conversation/world.js';
import { migrateDurable, openDurable, type Runtime } from '../../src/edges/durable/runtime.js';
import { takeSlot, type Slot } from '../../src/edges/durable/slot.js';
import { openStore, type Database as StoreDatabase } from '../../src/edges/storage/store.js';
import { approve } from '../../src/migration/decision.js';
import { runMigration } from '../../src/migration/run.js';
import type { Database } from '../support/database.js';
import { migratedDatabase } from '../support/durable.js';
import { edit, proof, read, stored, submittedMove } from '../support/migrations.js';
import { testPolicy } from '../support/policy.js';
import { until } from '../support/until.js';
import { messengerInMemory } from '../support/workplace.js';
import {
  actor,
  APPROVER,
  APPROVERS,
  directoryOf,
  GUEST,
  ORGANISATION,
  OWNER,
  PEOPLE,
  recorded,
  TEACHER,
  TEAM_PROVED,
  workplaceInMemory,
} from '../support/world.js';

const ID = 'mov-DBOS0001';
const TICKED = { done: ['left', 'chat', 'gallery', 'backup', 'devices'], note: '' };

describe('runMigration() on DBOS', () => {
  let database: Database;
  let store: StoreDatabase;
  let world: World;
  let open: { readonly runtime: Runtime; readonly slot: Slot } | null = null;
  const messenger = messengerInMemory();
  const reports: string[] = [];
  const report = (message: string) => void reports.push(message);

  before(async () => {
    database = await migratedDatabase(migrateDurable);
    store = await openStore({
      url: database.url,
      tell: async (client, id, topic, key) => open?.runtime.tell(client, id, topic, {}, key),
      report,
    });
    world = {
      store,
      directory: directoryOf(PEOPLE, { [APPROVERS]: [APPROVER] }),
      workplace: workplaceInMemory(),
      policy: testPolicy(),
      organisation: ORGANISATION,
      now: () => new Date(),
      newId: (kind) => `${kind}-DBOS0001`,
      readings: openReadings(),
      attachPage: null,
    };
    await launch();
  });

  after(async () => {
    await shutDown();
    await store.close();
    await database.drop();
  });

  async function launch(): Promise<void> {
    const slot = await takeSlot({ url: database.url, onLost: report });
    const begin = (effect: string) => store.begin(effect);
    const runtime = await openDurable({ url: database.url, slot, begin, report, sweepMs: 300 });
    runtime.registerRun('migration', (durable, id) => runMigration(durable, id, { ...world, messenger }));
    open = { runtime, slot };
    await runtime.launch();
  }

  async function shutDown(): Promise<void> {
    await open?.runtime.shutdown();
    await open?.slot.release();
    open = null;
  }

  const state = async () => (await read(world, ID)).state;
  const reaches = (wanted: string) => until(async () => (await state()) === wanted);

  it('carries a move to its end, with a restart of the bot in between', async function () {
    this.timeout(60_000);
    await stored(world, submittedMove(ID, new Date()));
    await world.store.transact((tx) => tx.tell(ID, 'wake', `${ID}/submitted`));
    await until(() => messenger.shown.some(({ kind }) => kind === 'approval'));

    await edit(world, ID, (move) => approve(move, APPROVER, new Date()));
    await reaches('retention-pending');
    await shutDown();
    await launch();
    for (const one of proof(TEAM_PROVED, new Date())) await recordEvidence(world, OWNER, one);
    await reaches('notifying');
    await runActs['run.noticed'](world, actor(OWNER), { id: ID, ver: (await read(world, ID)).ver }, {});
    await until(async () => (await world.store.transact((tx) => tx.attestations(ID))).length === 3);
    for (const person of [OWNER, TEACHER, GUEST]) {
      const answered = async () => {
        const all = await world.store.transact((tx) => tx.attestations(ID));
        const { ver, state } = all.find((one) => one.person === person) ?? { ver: 0, state: 'asked' };
        await runActs['attest.confirm'](world, actor(person), { id: ID, ver }, TICKED);
        return state === 'attested';
      };
      await until(answered);
    }
    await reaches('closed');

    const whats = (await recorded(world)).flatMap(({ what, subjectId }) => (subjectId === ID ? [String(what)] : []));
    const once = ['run-started', 'channel-created', 'members-added', 'read-back', 'notice-given', 'closed'];
    for (const what of once) assert.equal(whats.filter((one) => one === `migration.${what}`).length, 1, what);
    assert.equal(whats.filter((one) => one === 'attestation.recorded').length, 3);
    // Being shut down is reported too; a step that had to be tried again is not expected.
    assert.deepEqual(
      reports.filter((line) => line.startsWith('step')),
      [],
    );
  });

  it('remembers ids, and neither the name of the group nor of anybody', async () => {
    const tables = await database.query(
      `select table_name as name from information_schema.tables where table_schema = 'dbos' and table_type = 'BASE TABLE'`,
    );
    const kept: string[] = [];
    for (const { name } of tables) {
      const rows = await database.query(`select one::text as text from dbos."${String(name)}" one`);
      kept.push(...rows.map(({ text }) => String(text)));
    }
    const names = ['Year 6 residential', ...PEOPLE.map(({ displayName }) => displayName)];

    assert.ok(kept.some((text) => text.includes(ID)));
    assert.deepEqual(
      names.filter((name) => kept.some((text) => text.includes(name))),
      [],
    );
  });
});
