import assert from 'node:assert/strict';
import { officerActs } from '../../src/conversation/officer.js';
import { runQuestion } from '../../src/escalation/run.js';
import { WorkplaceProblem, type Messenger } from '../../src/migration/ports.js';
import { testPolicy } from '../support/policy.js';
import { alwaysRecorded } from '../support/watched.js';
import { question } from '../support/questions.js';
import { simulation } from '../support/simulated.js';
import { actor, ADMIN, DPO, OWNER, recorded, testWorld } from '../support/world.js';

type TestWorld = Awaited<ReturnType<typeof testWorld>>;

/** Friday 27 November 2026, 15:00 in London. */
const FRIDAY = new Date('2026-11-27T15:00:00Z');
const ID = 'ask-7Q2FK3MX';

describe('runQuestion()', () => {
  let world: TestWorld;
  let clock: Date;
  beforeEach(async () => {
    world = await testWorld({ policy: testPolicy(), now: () => clock });
  });
  afterEach(() => world.close());

  /** Sends a question on Friday; the officer answers it at `answersAt`. Answers what was shown, each with its hour. */
  async function story(options: {
    readonly answersAt: string;
    readonly dpo?: readonly string[];
    readonly passes?: boolean;
    readonly show?: (person: string, time: number) => 'shown' | 'unreachable';
    readonly dies?: (operation: number) => boolean;
  }): Promise<readonly string[]> {
    const { dpo = [DPO], show = () => 'shown', dies } = options;
    const there = { ...world, organisation: { ...world.organisation, dpo } };
    const escalation = { sentAt: FRIDAY, words: null, disputed: false, passedBy: [], answer: null };
    const sent = question({}, { ver: 1, state: 'with-dpo', escalation });
    await world.store.transact((tx) => tx.putQuestion(sent));
    const log: string[] = [];
    let times = 0;
    const messenger: Messenger = {
      show: async ({ kind, person }, how = 'update') => {
        const result = show(person, (times += 1));
        const who = person === OWNER ? 'asker' : person === DPO ? 'officer' : 'deputy';
        log.push(
          `${run.now().toISOString().slice(5, 16)} ${how} ${kind} to ${who}${result === 'shown' ? '' : ', unreached'}`,
        );
        return result;
      },
    };
    const acts: (() => Promise<unknown>)[] = [];
    const target = async () => (await world.store.transact((tx) => tx.question(ID)))!;
    if (options.passes === true) acts.push(async () => officerActs['dpo.pass'](there, actor(DPO), await target(), {}));
    const run = simulation({
      start: FRIDAY,
      sent: () => world.told.length,
      meanwhile: async (now) => {
        clock = now;
        const next = acts.shift();
        if (next !== undefined) await next();
        else if (now >= new Date(options.answersAt)) {
          if ((await target()).state === 'dpo-answered') return false;
          const by = options.passes === true ? ADMIN : DPO;
          await officerActs['dpo.answer'](there, actor(by), await target(), { answer: 'Yes.', example: [] });
        } else return false;
        return true;
      },
      ...(dies === undefined ? {} : { dies }),
    });
    clock = FRIDAY;
    await run.run((durable) =>
      runQuestion({ ...durable, now: async () => (clock = await durable.now()) }, ID, {
        store: alwaysRecorded(world.store),
        messenger,
        dpo,
      }),
    );
    return log;
  }

  const reminders = async () =>
    (await recorded(world)).filter(({ what }) => what === 'question.dpo-reminded').map(({ details }) => details);

  it('shows the question to the officer and the answer to the asker', async () => {
    const log = await story({ answersAt: '2026-11-27T15:00:00Z' });
    assert.ok(log[0]?.endsWith('update question to officer'));
    assert.ok(log.at(-1)?.endsWith('update dpo-answer to asker'));
    assert.deepEqual(await reminders(), []);
  });

  it('reminds the officer after one and after three working days, and then no more', async () => {
    const log = await story({ answersAt: '2026-12-20T00:00:00Z' });
    assert.deepEqual(
      log.filter((line) => line.includes('reminder')).map((line) => line.slice(0, 8)),
      ['11-30T15', '12-02T15'],
    );
    assert.deepEqual(await reminders(), [
      { people: 1, times: 1 },
      { people: 1, times: 2 },
    ]);
  });

  it('does not remind whoever passed the question on', async () => {
    const log = await story({ answersAt: '2026-11-30T20:00:00Z', dpo: [DPO, ADMIN], passes: true });
    const reminded = log.filter((line) => line.includes('reminder'));
    assert.ok(reminded.length > 0 && reminded.every((line) => line.endsWith('to deputy')), log.join('\n'));
  });

  it('comes back within the hour to a card that could not be sent', async () => {
    const problem = new WorkplaceProblem('other', 'us', ID);
    const log = await story({
      answersAt: '2026-11-27T18:00:00Z',
      show: (_, time) => {
        if (time === 1) throw problem;
        return 'shown';
      },
    });
    assert.equal(log[0]?.slice(0, 8), '11-27T16', log.join('\n'));
  });

  it('ends although the asker cannot be reached any more: they find the answer in “status”', async () => {
    const log = await story({
      answersAt: '2026-11-27T15:00:00Z',
      show: (person) => (person === OWNER ? 'unreachable' : 'shown'),
    });
    assert.ok(log.at(-1)?.endsWith('asker, unreached'));
  });

  it('survives the end of the process after each of its operations, and records each reminder once', async () => {
    await story({ answersAt: '2026-12-20T00:00:00Z', dies: () => true });
    assert.equal((await reminders()).length, 2);
  });

  it('ends for a question that was never sent', async () => {
    clock = FRIDAY;
    await world.store.transact((tx) => tx.putQuestion(question({}, { ver: 1 })));
    const messenger: Messenger = { show: () => assert.fail('nothing is shown') };
    const run = simulation({ start: FRIDAY, sent: () => 0, meanwhile: async () => false });
    await run.run((durable) => runQuestion(durable, ID, { store: alwaysRecorded(world.store), messenger, dpo: [DPO] }));
  });
});
