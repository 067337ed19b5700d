import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { freePort, startBotProcess, type BotProcess } from '../support/bot.js';
import { emptyDatabase, temporaryFolder, type Database } from '../support/database.js';
import { until } from '../support/until.js';
import { spendDay } from './day.js';
import { effects, explains, LIFE, recorded, regroup, repeats, stacks, twice, verified } from './judge.js';
import type { Plan } from './people.js';
import { openSchool, type School } from './school.js';

/** Runs at work, by the slot of the instance that carries them. */
const CARRIED = `select w.executor_id as slot, w.workflow_uuid as id, m.state
  from dbos.workflow_status w join regroup.migration m on m.id = w.workflow_uuid where w.status = 'PENDING'`;

describe('two bots on one database, of which one is killed for good', function () {
  this.timeout(300_000);
  const dataDir = temporaryFolder();
  let database: Database;
  let school: School;
  let first: BotProcess;
  let second: BotProcess;
  let plans: readonly Plan[] = [];
  let orphans: readonly string[] = [];
  let killedAt = 0;

  before(async () => {
    database = await emptyDatabase();
    school = await openSchool();
    first = await start();
    second = await start();
    school.signIn.forwardTo(first.url);
    plans = await spendDay({
      school,
      seed: 1,
      isReady: () => true,
      isEnough: () => killedAt > 0,
      meanwhile: killTheFirst,
    });
  });

  after(async () => {
    await first.end('SIGKILL');
    await second.end('SIGTERM');
    await school.close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function start(): Promise<BotProcess> {
    return startBotProcess({
      port: await freePort(),
      dataDir,
      graph: school.tenant.url,
      signIn: school.signIn.url,
      env: { DATABASE_URL: database.url },
    });
  }

  /** In the middle of its work: it is making a team or channel, or adds people, and the other one has runs too. */
  async function killTheFirst(goOn: () => void): Promise<void> {
    await until(async () => {
      goOn();
      const runs = await database.query(CARRIED);
      const its = runs.filter(({ slot }) => slot === 'slot-0');
      const isBusy = its.some(({ state }) => state === 'provisioning' || state === 'members');
      return isBusy && its.length < runs.length;
    }, 60_000);
    killedAt = Date.now();
    const gone = first.end('SIGKILL');
    school.signIn.forwardTo(second.url);
    await gone;
    const left = await database.query(CARRIED);
    orphans = left.flatMap(({ slot, id }) => (slot === 'slot-0' ? [String(id)] : []));
    console.log(`      killed with ${orphans.length} moves`);
  }

  it('has every move finished by the other one', async () => {
    // The owner sees the report a moment before its run is over.
    await until(async () => (await database.query(CARRIED)).length === 0);
    const states = await database.query('select state, count(*)::int as n from regroup.migration group by state');
    const finished = await database.query(
      `select workflow_uuid as id, executor_id as slot from dbos.workflow_status where status = 'SUCCESS' and workflow_uuid like 'mov-%'`,
    );

    assert.deepEqual(states, [{ state: 'closed', n: plans.length }]);
    assert.equal(finished.length, plans.length);
    const taken = finished.filter(({ id }) => orphans.includes(String(id)));
    assert.deepEqual(
      taken.map(({ slot }) => slot),
      orphans.map(() => 'slot-1'),
    );
    console.log(`      ${plans.length} moves in all`);
  });

  it('has nothing done twice, and no card sent twice but for one that was on its way at that moment', () => {
    const again = repeats(school).filter(({ what, looked }) => !what.startsWith('member ') || !looked);
    const doubled = stacks(school.connector).filter(({ cards }) => cards.length > 1);
    const earlier = doubled.flatMap(({ cards }) => cards.slice(0, -1));

    assert.deepEqual(twice(effects(school)), []);
    assert.deepEqual(again, []);
    assert.deepEqual(
      earlier.filter(({ at }) => !explains(killedAt, at)),
      [],
    );
  });

  it('has each step of each move recorded once, in a log that is intact', async () => {
    const env = { DATABASE_URL: database.url };
    const counts = recorded(await regroup(['audit', 'export'], env), LIFE);

    assert.match(await verified(env), /^intact/);
    assert.equal(counts.size, plans.length);
    for (const [id, count] of counts) assert.deepEqual(count, Object.fromEntries(LIFE.map((what) => [what, 1])), id);
  });
});
