import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stringify } from 'yaml';
import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import { startSignIn, type SignIn } from '../../src/edges/sandbox/sign-in.js';
import { GRANTED, GRANTED_FOR_HISTORY, type Tenant } from '../../src/edges/sandbox/tenant.js';
import { startTenant } from '../support/tenant.js';
import { installationKey } from '../../src/edges/storage/secrets.js';
import { openStore, type Database as StoreDatabase } from '../../src/edges/storage/store.js';
import { openVault, type OpenVault } from '../../src/edges/storage/vault.js';
import type { Migration } from '../../src/migration/migration.js';
import { freePort, startBotProcess, type BotProcess } from '../support/bot.js';
import { emptyDatabase, temporaryFolder, type Database } from '../support/database.js';
import { historyMove, sealExport } from '../support/histories.js';
import { until } from '../support/until.js';
import { verified } from './judge.js';
import { randomFrom } from './random.js';

/** Two hundred take about half an hour: `REGROUP_KILLS=200 npx mocha test/kill/imports.test.ts`. */
const KILLS = Number(process.env['REGROUP_KILLS'] ?? 10);
const SEED = Number(process.env['REGROUP_SEED'] ?? randomInt(1_000_000));
const LONGEST_LIFE_MS = 4_000;
/** Moves that are at work at any time. */
const AT_WORK = 4;
const MESSAGES = 36;

/** The approver becomes a second owner of a new team, so they have to be somebody of this tenant. */
const approved = (move: Migration): Migration => ({ ...move, approver: OAKFIELD.personas.approver });

const UNDONE = `select id from regroup.migration where state in ('approved', 'provisioning', 'objecting', 'importing', 'members')`;
const IMPORTING = `select count(*)::int as n from regroup.migration where state = 'importing'`;

describe(`a bot killed ${KILLS} times while it imports messages (REGROUP_SEED=${SEED})`, function () {
  this.timeout(240_000 + KILLS * 40_000);
  const dataDir = temporaryFolder();
  const organisation = join(dataDir, 'organisation.yaml');
  const seals = join(dataDir, 'seals');
  const ids: string[] = [];
  let database: Database;
  let tenant: Tenant;
  let signIn: SignIn;
  let bot: BotProcess;
  let store: StoreDatabase;
  let vault: OpenVault;
  let whileImporting = 0;

  before(async () => {
    database = await emptyDatabase();
    tenant = await startTenant({
      data: OAKFIELD,
      grants: [...GRANTED, ...GRANTED_FOR_HISTORY],
      delays: { group: 300, team: 500, member: 200 },
    });
    signIn = await startSignIn({ bot: 'http://127.0.0.1:9', appId: OAKFIELD.appId });
    const history = { nativeImport: true, account: OAKFIELD.personas.itLead, label: null, outsideSchoolHours: false };
    writeFileSync(organisation, stringify({ ...OAKFIELD.organisation, history }));
    bot = await start();
    const key = installationKey(null, seals);
    assert.ok(key);
    const quiet = () => undefined;
    vault = openVault({ url: database.url, key, folder: seals, report: quiet });
    store = await openStore({ url: database.url, tell: async () => undefined, report: quiet });
    await killAgainAndAgain();
    try {
      await until(async () => (await database.query(UNDONE)).length === 0, 120_000);
    } catch (error) {
      // For whoever looks into it: where each move stands, and what the bot found worth a warning.
      console.error(await database.query(`select id, state, outcome->'problem' as problem from regroup.migration`));
      console.error(bot.log().slice(-4_000));
      throw error;
    }
  });

  after(async () => {
    await bot.end('SIGTERM');
    await vault.close();
    await store.close();
    await signIn.close();
    await tenant.close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function start(): Promise<BotProcess> {
    return startBotProcess({
      port: await freePort(),
      dataDir,
      graph: tenant.url,
      signIn: signIn.url,
      env: { DATABASE_URL: database.url, REGROUP_ORGANISATION: organisation },
    });
  }

  /** An approved move, as it is when members have had their time: a bot that starts takes it up. */
  async function addMove(isNewTeam: boolean): Promise<void> {
    const id = `mov-KILL${String(ids.length).padStart(4, '0')}`;
    const now = new Date();
    ids.push(id);
    await sealExport(vault, id, MESSAGES, now);
    await store.transact((tx) => tx.putMigration(approved(historyMove(id, now, isNewTeam))));
  }

  async function killAgainAndAgain(): Promise<void> {
    const random = randomFrom(SEED);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      for (let n = (await database.query(UNDONE)).length; n < AT_WORK; n += 1) await addMove(random() < 0.3);
      const life = Math.round(random() * LONGEST_LIFE_MS);
      await wait(life);
      const [importing] = await database.query(IMPORTING);
      if (Number(importing?.['n']) > 0) whileImporting += 1;
      await bot.end('SIGKILL');
      bot = await start();
    }
  }

  const moves = async (): Promise<readonly Migration[]> => {
    const found = await Promise.all(ids.map((id) => store.transact((tx) => tx.migration(id))));
    return found.flatMap((one) => one ?? []);
  };

  it('leaves no channel closed to people, and every message in its place once', async () => {
    const all = await moves();
    const channels = tenant.state().groups.flatMap(({ team }) => team?.channels ?? []);
    const posted = tenant.journal().filter(({ what }) => what === 'message.posted');

    assert.deepEqual(
      channels.filter(({ migration }) => migration === 'inProgress'),
      [],
    );
    for (const { id, outcome, state } of all) {
      const channel = channels.find((one) => one.id === outcome.channelId);
      assert.equal(state, 'retention-pending', `${id}: ${JSON.stringify(outcome.problem)}`);
      assert.ok((outcome.history?.posts ?? 0) > 0, id);
      assert.equal(channel?.messages.length, outcome.history?.posts, id);
      assert.deepEqual(outcome.history?.differences, {}, id);
    }
    const keys = posted.map(({ facts }) => `${facts['channel']} ${facts['message']}`);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(all.length, ids.length);
    console.log(
      `      ${all.length} moves, ${keys.length} messages; ${whileImporting} kills while messages were imported`,
    );
  });

  it('makes each group, team and channel once', () => {
    const made = tenant.journal().filter(({ what }) => what.endsWith('.created'));
    const names = made.map(({ what, facts }) => `${what} ${facts['alias'] ?? facts['team']} ${facts['name']}`);
    assert.equal(new Set(names).size, names.length);
  });

  it('leaves nothing sealed and no secret, and a record that is intact', async () => {
    assert.deepEqual(readdirSync(seals), ['seal.key']);
    assert.match(await verified({ DATABASE_URL: database.url, REGROUP_DATA: dataDir }), /^intact/);
    const told = await Promise.all(
      (await moves()).map(({ outcome }) => Promise.resolve(outcome.history?.destroyedAt ?? null)),
    );
    assert.equal(told.includes(null), false);
  });
});
