import assert from 'node:assert/strict';
import { decideIncident } from '../../src/conversation/incidents.js';
import { WorkplaceProblem, type Durable, type Messenger } from '../../src/migration/ports.js';
import type { Evidence } from '../../src/retention/evidence.js';
import { raiseLapse } from '../../src/retention/lapses.js';
import { runLapse } from '../../src/retention/telling.js';
import { raiseForgotten, watchEvidence } from '../../src/retention/watch.js';
import { inTeam, stored, submittedMove } from '../support/migrations.js';
import { testPolicy } from '../support/policy.js';
import { simulation } from '../support/simulated.js';
import { actor, ADMIN, DPO, recorded, TEAM_PROVED, testWorld } from '../support/world.js';
import { alwaysRecorded } from '../support/watched.js';

type TestWorld = Awaited<ReturnType<typeof testWorld>>;

/** Friday 27 November 2026, 15:00 in London. */
const FRIDAY = new Date('2026-11-27T15:00:00Z');
const DAY_MS = 86_400_000;
const LAPSE = { teamId: TEAM_PROVED, purpose: 'T-TRIP', days: 365, messages: 'contradicted', files: 'none' } as const;

function readOut(at: Date, days: number): Evidence {
  const id = `evi-${at.toISOString()}-${days}`;
  const says = { covers: true, enabled: true, distribution: 'success', action: 'keep-and-delete' } as const;
  return {
    id,
    teamId: TEAM_PROVED,
    location: 'messages',
    kind: 'read-out',
    at,
    by: ADMIN,
    days,
    ...says,
    sha256: 'ab'.repeat(32),
  };
}

describe('a team that is not kept as the schedule wants', () => {
  let world: TestWorld;
  let clock = FRIDAY;
  beforeEach(async () => {
    world = await testWorld({ policy: testPolicy(), now: () => clock });
  });
  afterEach(() => world.close());

  const whats = async () => (await recorded(world)).map(({ what }) => what);

  describe('runLapse()', () => {
    /** The officer looks at it at `looksAt`; before that, what `meantime` does happens once. Answers what was shown, and when. */
    async function story(options: {
      readonly looksAt: string;
      readonly meantime?: () => Promise<void>;
      readonly show?: (time: number) => 'shown' | 'unreachable';
      readonly dies?: (operation: number) => boolean;
    }): Promise<readonly string[]> {
      const { show = () => 'shown', dies } = options;
      await world.store.transact((tx) => tx.putEvidence(readOut(FRIDAY, 30)));
      const { id } = await world.store.transact((tx) => raiseLapse(tx, LAPSE, FRIDAY));
      const log: string[] = [];
      let times = 0;
      const messenger: Messenger = {
        show: async ({ kind }, how = 'update') => {
          const result = show((times += 1));
          log.push(`${run.now().toISOString().slice(5, 16)} ${how} ${kind}`);
          return result;
        },
      };
      let { meantime } = options;
      const run = simulation({
        start: FRIDAY,
        sent: () => world.told.length,
        meanwhile: async (now) => {
          clock = now;
          if (meantime !== undefined) {
            const work = meantime;
            meantime = undefined;
            await work();
            return true;
          }
          const incident = await world.store.transact((tx) => tx.incident(id));
          if (now < new Date(options.looksAt) || incident?.state === 'decided') return false;
          await decideIncident(world, actor(DPO), id);
          return true;
        },
        ...(dies === undefined ? {} : { dies }),
      });
      await run.run((durable) => runLapse(durable, id, { store: alwaysRecorded(world.store), messenger, dpo: [DPO] }));
      return log;
    }

    it('shows it to every officer, reminds after one and three working days, and ends when one has looked', async () => {
      const log = await story({ looksAt: '2026-12-02T15:00:00Z' });

      assert.deepEqual(
        log.filter((one) => one.includes('reminder')).map((one) => one.slice(0, 5)),
        ['11-30', '12-02'],
      );
      assert.match(log[0] ?? '', /^11-27T15:00 update incident$/);
      assert.equal((await whats()).filter((what) => what === 'incident.reminded').length, 2);
    });

    it('goes on reminding every month', async () => {
      const log = await story({ looksAt: '2027-01-26T15:00:00Z' });

      assert.deepEqual(
        log.filter((one) => one.includes('reminder')).map((one) => one.slice(0, 5)),
        ['11-30', '12-02', '12-27', '01-26'],
      );
    });

    it('reminds nobody of what newer evidence has put right', async () => {
      const meantime = () => world.store.transact((tx) => tx.putEvidence(readOut(new Date(clock.getTime() - 1), 365)));
      const log = await story({ looksAt: '2026-12-09T00:00:00Z', meantime: async () => void (await meantime()) });

      assert.deepEqual(
        log.filter((one) => one.includes('reminder')),
        [],
      );
    });

    it('comes back in an hour when Teams does not take the card', async () => {
      const show = (time: number) => {
        // The first round is woken at once, by the message that began the run.
        if (time <= 2) throw new WorkplaceProblem('outage', 'us', 'c-1');
        return 'shown' as const;
      };
      const log = await story({ looksAt: '2026-11-27T15:30:00Z', show });

      assert.match(log[0] ?? '', /^11-27T16:00 update incident$/);
    });

    it('survives a crash at any operation', async () => {
      const whole = await story({ looksAt: '2026-12-02T15:00:00Z', dies: () => true });

      assert.ok(whole.some((one) => one.includes('reminder')));
      assert.equal((await whats()).filter((what) => what === 'incident.reminded').length, 2);
    });
  });

  describe('raiseForgotten()', () => {
    const schedule = testPolicy().schedule;
    const raise = (now: Date) => alwaysRecorded(world.store).transact((tx) => raiseForgotten(tx, schedule, now));
    const after = (days: number) => new Date(FRIDAY.getTime() + days * DAY_MS);

    beforeEach(async () => {
      const move = submittedMove('mov-TEST0001', FRIDAY, { destination: inTeam(TEAM_PROVED) });
      await stored(world, { ...move, state: 'closed' });
      await world.store.transact((tx) => tx.putEvidence(readOut(FRIDAY, 365)));
    });

    it('says nothing while the evidence can be relied on', async () => {
      assert.equal(await raise(after(30)), 0);
    });

    it('raises one incident when it has grown too old, and wakes the run that tells the officers', async () => {
      assert.deepEqual([await raise(after(31)), await raise(after(32)), await raise(after(90))], [1, 0, 0]);

      const [incident] = await world.store.transact((tx) => tx.lapses());
      assert.deepEqual([incident?.kind, incident?.retention?.messages], ['retention', 'unknown']);
      assert.ok(world.told.includes(incident?.id ?? ''));
      assert.ok((await whats()).includes('incident.raised'));
      const { openIncidents } = await world.store.transact((tx) => tx.figures(FRIDAY));
      assert.equal(openIncidents, 0, 'the summary counts possible breaches');
    });

    it('raises another one a month after an officer has looked, when it is still so', async () => {
      await raise(after(31));
      const [incident] = await world.store.transact((tx) => tx.lapses());
      await decideIncident(world, actor(DPO), incident?.id ?? '');

      assert.deepEqual([await raise(after(60)), await raise(after(61))], [0, 1]);
    });

    it('is looked for again every day, by a run that never ends', async () => {
      let day = 0;
      const OVER = new Error('the test has seen enough');
      const durable: Durable = {
        step: (_name, work) => work(),
        once: (_key, effect) => effect.do(),
        receive: async (_topic, ms) => {
          assert.equal(ms, DAY_MS);
          if ((day += 1) === 3) throw OVER;
          return null;
        },
        sleep: async () => undefined,
        now: async () => after(30 + day),
      };
      await assert.rejects(watchEvidence(durable, { store: alwaysRecorded(world.store), schedule }), OVER);
      assert.equal((await whats()).filter((what) => what === 'incident.raised').length, 1);
    });
  });
});
