import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort, startBotProcess, type BotProcess } from '../support/bot.js';
import { wordsOf } from '../support/chat.js';
import { temporaryFolder } from '../support/database.js';
import { until } from '../support/until.js';
import { spendDay } from './day.js';
import {
  effects,
  explains,
  isOrphan,
  LIFE,
  recorded,
  regroup,
  repeats,
  shownIn,
  stacks,
  twice,
  verified,
} from './judge.js';
import { ask, serverIn } from './own-database.js';
import { noticeOf, progressCard, type Plan } from './people.js';
import { draw, randomFrom } from './random.js';
import { openSchool, type School } from './school.js';

const KILLS = 20;
const WITH_DATABASE = 5;
const SEED = Number(process.env['REGROUP_SEED'] ?? randomInt(1_000_000));

/** A bot is killed up to this long after it was ready: its start, its waits and its work all come to lie in it. */
const LONGEST_LIFE_MS = 5_000;
const AT_WORK = `select state, count(*)::int as n from regroup.migration
  where state in ('submitted', 'approved', 'provisioning', 'members', 'retention-pending', 'closing') group by state order by state`;

const UNFINISHED = `select workflow_uuid, status from dbos.workflow_status where workflow_uuid like 'mov-%' and status <> 'SUCCESS'`;

type Kill = { readonly at: number; readonly withDatabase: boolean };

/** What the bots found worth a warning, for whoever looks into a failure. */
function warnings(logs: readonly string[]): string {
  const lines = logs.flatMap((log, index) => log.split('\n').map((line) => `${index + 1}: ${line}`));
  return lines.filter((line) => line.includes('"level":40')).join('\n');
}

describe(`a bot killed ${KILLS} times while it carries moves, ${WITH_DATABASE} times with its database (REGROUP_SEED=${SEED})`, function () {
  this.timeout(540_000);
  const dataDir = temporaryFolder();
  const kills: Kill[] = [];
  let plans: readonly Plan[] = [];
  let school: School;
  let port: number;
  let bot: BotProcess;
  let isReady = false;
  let exported = '';
  /** What the bots wrote that were killed. */
  const logs: string[] = [];

  before(async () => {
    school = await openSchool();
    port = await freePort();
    await start();
    const day = { school, seed: SEED, isReady: () => isReady, isEnough: () => kills.length === KILLS };
    try {
      plans = await spendDay({ ...day, meanwhile: killAgainAndAgain });
    } catch (error) {
      console.error(warnings([...logs, bot.log()]));
      throw error;
    }
    await bot.end('SIGTERM');
    await start();
    // The last owner's card says closed before the run has shown everybody else: what this start takes up again ends too.
    try {
      await until(async () => (await ask(dataDir, UNFINISHED)).length === 0, 60_000);
    } catch (error) {
      console.error(await ask(dataDir, UNFINISHED), warnings([...logs, bot.log()]));
      throw error;
    }
    exported = await regroup(['audit', 'export'], { REGROUP_DATA: dataDir });
  });

  after(async () => {
    await bot.end('SIGTERM');
    await school.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    bot = await startBotProcess({ port, dataDir, graph: school.tenant.url, signIn: school.signIn.url });
    school.signIn.forwardTo(bot.url);
    isReady = true;
  }

  async function killAgainAndAgain(goOn: () => void): Promise<void> {
    const random = randomFrom(SEED);
    const withDatabase = draw(WITH_DATABASE, KILLS, random);
    while (kills.length < KILLS) {
      const life = Math.round(random() * LONGEST_LIFE_MS);
      await wait(life);
      goOn();
      let atWork = await statesAtWork();
      while (atWork === '') {
        await wait(20);
        goOn();
        atWork = await statesAtWork();
      }
      const kill = { at: Date.now(), withDatabase: withDatabase.has(kills.length + 1) };
      await killNow(kill.withDatabase);
      kills.push(kill);
      logs.push(bot.log());
      console.log(
        `      ${kills.length}: after ${life} ms${kill.withDatabase ? ', with the database' : ''}; ${atWork}`,
      );
      await start();
      assert.match(bot.log(), kill.withDatabase ? /"how":"started"/ : /"how":"adopted"/);
    }
  }

  async function statesAtWork(): Promise<string> {
    assert.equal(bot.process.exitCode, null, `the bot ended by itself: ${bot.log().slice(-2_000)}`);
    return (await ask(dataDir, AT_WORK)).map(({ state, n }) => `${String(n)} ${String(state)}`).join(', ');
  }

  async function killNow(withDatabase: boolean): Promise<void> {
    const { pid } = serverIn(dataDir);
    isReady = false;
    const gone = bot.end('SIGKILL');
    if (withDatabase) process.kill(pid, 'SIGKILL');
    await gone;
  }

  it('loses nothing: every move that was started is closed, and its run is over', async () => {
    const moves = await ask(dataDir, 'select state, count(*)::int as n from regroup.migration group by state');
    const runs = await ask(
      dataDir,
      `select status, count(*)::int as n from dbos.workflow_status where workflow_uuid like 'mov-%' group by status`,
    );

    assert.deepEqual(moves, [{ state: 'closed', n: plans.length }]);
    assert.deepEqual(runs, [{ status: 'SUCCESS', n: plans.length }]);
    assert.deepEqual([kills.length, kills.filter((one) => one.withDatabase).length], [KILLS, WITH_DATABASE]);
    console.log(`      ${plans.length} moves, ${plans.filter((one) => one.isNewTeam).length} of them to a new team`);
  });

  it('does nothing twice: each group, team, channel and membership is in the journal of the tenant once', () => {
    const all = effects(school);
    const of = (what: string) => all.filter((one) => one.startsWith(what)).length;
    const newTeams = plans.filter((one) => one.isNewTeam).length;

    assert.deepEqual(twice(all), []);
    assert.deepEqual(
      [of('group.created'), of('team.created'), of('channel.created')],
      [newTeams, newTeams, plans.length],
    );
    for (const { name } of plans) assert.equal(all.filter((one) => one.endsWith(` ${name}`)).length, 1);
    const late = school.tenant.journal().filter(({ at }) => kills.some((kill) => isOrphan(kill.at, Date.parse(at))));
    console.log(`      ${all.length} effects, ${late.length} of them after the bot that had asked for them was killed`);
  });

  it('asks for nothing that it had been given, but for members whom Microsoft 365 did not show when it looked', () => {
    const again = repeats(school);
    const others = again.filter(({ what, looked, status }) => !what.startsWith('member ') || !looked || status !== 200);

    assert.deepEqual(others, []);
    console.log(`      ${again.length} members were added again, which changes nothing`);
  });

  it('records each step of each move once, in a log that is intact', async () => {
    const counts = recorded(exported, LIFE);

    assert.match(await verified({ REGROUP_DATA: dataDir }), /^intact/);
    assert.equal(counts.size, plans.length);
    for (const [id, count] of counts) assert.deepEqual(count, Object.fromEntries(LIFE.map((what) => [what, 1])), id);
  });

  it('shows everybody, in their newest card, how each move ended', () => {
    for (const plan of plans) {
      const report = progressCard(plan, school.chat(plan.owner), '');
      assert.match(wordsOf(report ?? {}), /the move is closed|Closed, with open points/);
      assert.match(wordsOf(report ?? {}), /4 of 4 people/);
      assert.match(newest(plan.approver, 'approval', plan), /You approved this move/);
      for (const member of [plan.owner, ...plan.others])
        assert.match(newest(member, 'attestation', plan), /You have attested/);
    }
  });

  function newest(person: number, notice: string, { name }: Plan): string {
    const mine = school
      .chat(person)
      .cards()
      .filter((card) => noticeOf(card) === notice);
    return mine.map(wordsOf).findLast((words) => words.includes(name)) ?? 'no card';
  }

  it('shows no card of the same thing twice, unless a kill fell between the sending of the first and its note', () => {
    const all = stacks(school.connector);
    const doubled = all.filter(({ cards }) => cards.length > 1);
    const earlier = doubled.flatMap(({ cards }) => cards.slice(0, -1));
    const unexplained = earlier.filter(({ at }) => !kills.some((kill) => explains(kill.at, at)));

    assert.deepEqual(
      unexplained.map((one) => [one.conversation, wordsOf(shownIn(one))]),
      [],
    );
    assert.ok(all.length > plans.length * 5);
    console.log(`      ${all.length} cards, of ${doubled.length} a second one came`);
  });
});
