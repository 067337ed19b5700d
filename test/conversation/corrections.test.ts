import assert from 'node:assert/strict';
import { correctionActs } from '../../src/conversation/corrections.js';
import { askText, questionActs } from '../../src/conversation/questions.js';
import type { World } from '../../src/conversation/world.js';
import { runCorrections } from '../../src/correction/run.js';
import { decide } from '../../src/guidance/decide.js';
import { WorkplaceProblem, type Messenger } from '../../src/migration/ports.js';
import { testPolicy } from '../support/policy.js';
import { understood } from '../support/questions.js';
import { simulation } from '../support/simulated.js';
import { actor, ADMIN, DPO, OWNER, recorded, TEACHER, testWorld } from '../support/world.js';
import { alwaysRecorded } from '../support/watched.js';

type TestWorld = Awaited<ReturnType<typeof testWorld>>;
const NOBODY = { id: 'none', ver: 0 };
const START = new Date('2026-11-24T10:00:00Z');

describe('corrections', () => {
  let world: TestWorld;
  /** The same world under the next version of the policy, which forbids what Teams was allowed for. */
  let later: World;
  let clock: Date;

  beforeEach(async () => {
    clock = START;
    const policy = testPolicy();
    world = await testWorld({ policy, now: () => new Date(clock) });
    const outcome = decide(understood({ app: 'teams', audience: 'staff' }), null, policy);
    assert.ok(outcome.kind === 'decided');
    const { rule: changed } = outcome.decision;
    const rules = policy.rules.map((rule) =>
      rule.id === changed ? { ...rule, verdict: 'not-allowed' as const } : rule,
    );
    const next = { ...policy, rules, hash: 'f'.repeat(64), name: 'uk-schools 2026.12 (ffffffffffff)' };
    later = { ...world, policy: next };
    for (const person of [OWNER, TEACHER, DPO])
      await askText(world, actor(person), 'can I use Teams chat with staff for trip times?');
  });
  afterEach(() => world.close());

  const list = (who = actor(ADMIN), at: World = later) => correctionActs['correction.list'](at, who, NOBODY, {});
  const changeOf = async () => {
    const view = await list();
    assert.ok(view.kind === 'corrections' && view.changes.length === 1);
    return view.changes[0]!;
  };
  const send = async (who = actor(ADMIN)) =>
    correctionActs['correction.send'](later, who, { id: (await changeOf()).id, ver: 0 }, {});

  /** Sends the batch; answers who was shown what, and when. */
  async function sent(show: (person: string, second: number) => 'shown' | 'unreachable' = () => 'shown') {
    const batch = world.told.at(-1) ?? '';
    const shown: { readonly person: string; readonly second: number }[] = [];
    const messenger: Messenger = {
      show: async ({ person }) => {
        const second = Math.round((run.now().getTime() - START.getTime()) / 1_000);
        const result = show(person, second);
        shown.push({ person, second });
        return result;
      },
    };
    const run = simulation({ start: START, sent: () => 0, meanwhile: async () => false, dies: () => true });
    await run.run((durable) => runCorrections(durable, batch, { store: alwaysRecorded(world.store), messenger }));
    return shown;
  }
  const entries = async (what: string) => (await recorded(world)).filter((entry) => entry['what'] === what);

  it('lists nothing while the policy is the one that answered', async () => {
    const view = await list(actor(ADMIN), world);
    assert.ok(view.kind === 'corrections' && view.changes.length === 0);
  });

  it('lists who was told otherwise, and asks once more before it sends', async () => {
    const change = await changeOf();
    assert.deepEqual([change.from, change.to, change.people.length], ['allowed', 'not-allowed', 3]);

    const view = await correctionActs['correction.ask'](later, actor(ADMIN), { id: change.id, ver: 0 }, {});

    assert.equal(view.kind === 'corrections' && view.asking, change.id);
    assert.deepEqual(await entries('correction.ordered'), []);
  });

  it('forgets what was told longer than a year ago', async () => {
    clock = new Date('2027-11-25T10:00:00Z');
    const view = await list();
    assert.ok(view.kind === 'corrections' && view.changes.length === 0);
  });

  it('orders a correction for each person, with one entry, and starts the run that sends them', async () => {
    const view = await send();

    assert.ok(view.kind === 'corrections' && view.changes.length === 0 && view.notice !== null);
    const [entry] = await entries('correction.ordered');
    assert.deepEqual([entry?.['who'], entry?.['details']], [ADMIN, { from: 'allowed', to: 'not-allowed', people: 3 }]);
    assert.match(world.told.at(-1) ?? '', /^cor-/);
  });

  it('sends to nobody twice, however often it is asked', async () => {
    const change = await changeOf();
    await send();
    await correctionActs['correction.send'](later, actor(ADMIN), { id: change.id, ver: 0 }, {});
    assert.equal((await entries('correction.ordered')).length, 1);
    assert.equal((await sent()).filter(({ person }) => person === OWNER).length <= 2, true);
    assert.equal((await entries('question.corrected')).length, 3);
  });

  it('shows them one a second, records each, and gives the question its new answer', async () => {
    await send();
    const shown = await sent();

    const people = new Set(shown.map(({ person }) => person));
    assert.deepEqual(people, new Set([OWNER, TEACHER, DPO]));
    const seconds = [...people].map((one) => shown.find(({ person }) => person === one)!.second);
    for (const [index, second] of seconds.entries()) assert.ok(index === 0 || second > (seconds[index - 1] ?? 0));
    const all = await entries('question.corrected');
    assert.deepEqual(
      all.map(({ details }) => (details as Record<string, unknown>)['reached']),
      [true, true, true],
    );
    const told = await world.store.transact((tx) => tx.told(new Date('2026-01-01T00:00:00Z')));
    assert.deepEqual(
      new Set(told.map(({ verdict }) => `${verdict.verdict} ${verdict.policy}`)),
      new Set([`not-allowed ${later.policy.name}`]),
    );
  });

  it('records who could not be reached, and leaves their question as it is', async () => {
    await send();
    await sent((person) => (person === OWNER ? 'unreachable' : 'shown'));
    const all = await entries('question.corrected');
    assert.equal(all.filter(({ details }) => (details as Record<string, unknown>)['reached'] === false).length, 1);
    const view = await list();
    assert.ok(view.kind === 'corrections' && view.changes.length === 0);
  });

  it('tries again in an hour what could not be sent', async () => {
    await send();
    const shown = await sent((person, second) => {
      if (person === OWNER && second < 600) throw new WorkplaceProblem('other', 'us', 'c');
      return 'shown';
    });
    assert.ok(shown.filter(({ person }) => person === OWNER).every(({ second }) => second > 3_500));
    assert.equal((await entries('question.corrected')).length, 3);
  });

  for (const verb of ['correction.list', 'correction.ask', 'correction.send'] as const)
    for (const who of [actor(TEACHER), actor(ADMIN, 'shared')])
      it(`refuses ${verb} to ${who.place === 'shared' ? 'an administrator in company' : 'others'}, and records it`, async () => {
        const { id } = await changeOf();
        const target = verb === 'correction.list' ? NOBODY : { id, ver: 0 };
        const view = await correctionActs[verb](later, who, target, {});
        assert.equal(view.kind, 'refused');
        assert.equal((await recorded(world)).at(-1)?.['what'], 'access.refused');
        assert.deepEqual(await entries('correction.ordered'), []);
      });

  it('leaves a question alone that its asker has changed since', async () => {
    const [own] = await world.store.transact((tx) => tx.questionsOf(OWNER, new Date('2026-01-01T00:00:00Z')));
    await questionActs['ask.change'](later, actor(OWNER), { id: own!.id, ver: own!.ver }, {});
    assert.equal((await changeOf()).people.length, 2);
  });
});
