import assert from 'node:assert/strict';
import { Client } from 'pg';
import { migrateDurable, openDurable, type Run, type Runtime } from '../../../src/edges/durable/runtime.js';
import { takeSlot, type Slot } from '../../../src/edges/durable/slot.js';
import { WorkplaceProblem } from '../../../src/migration/ports.js';
import { migratedDatabase } from '../../support/durable.js';
import { beginEffect } from '../../support/effects.js';
import { until } from '../../support/until.js';
import type { Database } from '../../support/database.js';

describe('openDurable()', () => {
  let database: Database;
  let open: { runtime: Runtime; slot: Slot } | null = null;
  const reports: string[] = [];

  before(async function () {
    database = await migratedDatabase(migrateDurable);
  });

  afterEach(shutDown);

  after(() => database.drop());

  async function launch(run: Run, begin = beginEffect(database), clock?: () => Date): Promise<Runtime> {
    const slot = await takeSlot({ url: database.url, onLost: (why) => reports.push(`lost: ${why}`) });
    const runtime = await openDurable({
      url: database.url,
      slot,
      begin,
      report: (message) => reports.push(message),
      sweepMs: 300,
      clock,
    });
    runtime.registerRun('migration', run);
    await runtime.launch();
    open = { runtime, slot };
    return runtime;
  }

  async function shutDown(): Promise<void> {
    await open?.runtime.shutdown();
    await open?.slot.release();
    open = null;
  }

  it('runs a run once, however often it is started', async () => {
    const done: string[] = [];
    const runtime = await launch(async (durable, id) => {
      await durable.step('note', async () => done.push(id));
    });

    await runtime.start('mov-START001');
    await runtime.start('mov-START001');
    await until(() => done.length > 0);
    await runtime.start('mov-START001');
    await runtime.start('mov-START002');
    await until(() => done.length > 1);

    assert.deepEqual(done, ['mov-START001', 'mov-START002']);
    assert.equal(await runtime.ready(), true);
  });

  it('keeps a message sent before anybody waits, and answers null when none comes in time', async () => {
    const heard: unknown[] = [];
    const runtime = await launch(async (durable) => {
      heard.push(await durable.receive('wake', 10));
      await durable.sleep(1_000);
      heard.push(await durable.receive('wake', 60_000));
    });

    await runtime.start('mov-MESSAGE1');
    await until(() => heard.length === 1);
    await runtime.tell(null, 'mov-MESSAGE1', 'wake', { by: 'head' }, 'decision-2');

    await until(() => heard.length === 2);
    assert.deepEqual(heard, [null, { by: 'head' }]);
  });

  describe('tell() in a transaction of the caller', () => {
    it('sends nothing when the transaction is rolled back, and once for each key when it commits', async () => {
      const heard: unknown[] = [];
      const runtime = await launch(async (durable) => {
        for (;;) {
          const message = await durable.receive<{ last?: boolean }>('wake', 60_000);
          heard.push(message);
          if (message?.last === true) return;
        }
      });
      await runtime.start('mov-TELL0001');
      const tell = (how: 'commit' | 'rollback', message: object, key: string) =>
        transaction(database.url, how, (client) => runtime.tell(client, 'mov-TELL0001', 'wake', message, key));

      await tell('rollback', { n: 1 }, 'k1');
      await tell('commit', { n: 2 }, 'k2');
      await tell('commit', { n: 2 }, 'k2');
      await tell('commit', { last: true }, 'k3');

      await until(() => heard.length >= 2);
      assert.deepEqual(heard, [{ n: 2 }, { last: true }]);
    });

    it('starts a run that nobody has started yet', async () => {
      const heard: unknown[] = [];
      const runtime = await launch(async (durable) => {
        heard.push(await durable.receive('wake', 60_000));
      });

      await transaction(database.url, 'rollback', (client) => runtime.tell(client, 'mov-TELL0002', 'wake', {}, 'k'));
      await transaction(database.url, 'commit', (client) =>
        runtime.tell(client, 'mov-TELL0003', 'wake', { here: true }, 'k'),
      );

      await until(() => heard.length === 1);
      assert.deepEqual(heard, [{ here: true }]);
      assert.deepEqual(
        await database.query(`select count(*)::int n from dbos.workflow_status where workflow_uuid = 'mov-TELL0002'`),
        [{ n: 0 }],
      );
    });
  });

  describe('a step that fails', () => {
    it('gives the run the same problem again on a replay', async () => {
      const seen: unknown[] = [];
      let asked = 0;
      const run: Run = async (durable) => {
        try {
          await durable.step('ask', async () => {
            asked += 1;
            throw new WorkplaceProblem('permission-missing', 'administrator', 'req-1', 'Group.Create');
          });
        } catch (error) {
          assert.ok(error instanceof WorkplaceProblem);
          const { code, who, correlationId, missing } = error;
          seen.push({ code, who, correlationId, missing });
        }
        await durable.receive('wake', 60_000);
        seen.push('end');
      };
      await (await launch(run)).start('mov-PROBLEM1');
      await until(() => seen.length === 1);
      await shutDown();

      const runtime = await launch(run);
      await until(() => seen.length === 2);
      await runtime.tell(null, 'mov-PROBLEM1', 'wake', {}, 'again');
      await until(() => seen.length === 3);

      const problem = {
        code: 'permission-missing',
        who: 'administrator',
        correlationId: 'req-1',
        missing: 'Group.Create',
      };
      assert.deepEqual(seen, [problem, problem, 'end']);
      assert.equal(asked, 1);
    });

    it('is tried again after an error of another kind', async () => {
      let attempts = 0;
      let result: string | null = null;
      const runtime = await launch(async (durable) => {
        result = await durable.step('flaky', async () => {
          attempts += 1;
          if (attempts === 1) throw new TypeError('Rosalind Okafor is not a function');
          return 'done';
        });
      });

      await runtime.start('mov-FLAKY001');

      await until(() => result !== null);
      assert.equal(attempts, 2);
      assert.ok(reports.includes('step flaky of mov-FLAKY001 failed: TypeError'));
      assert.ok(reports.every((line) => !line.includes('Okafor')));
    });
  });

  describe('now()', () => {
    it('is the same on every replay', async () => {
      const times: Date[] = [];
      const run: Run = async (durable) => {
        times.push(await durable.now());
        await durable.receive('wake', 60_000);
      };
      await (await launch(run)).start('mov-TIME0001');
      await until(() => times.length === 1);
      await shutDown();

      await launch(run);
      await until(() => times.length === 2);

      assert.ok(times[0] instanceof Date);
      assert.deepEqual(times[1], times[0]);
    });

    it('follows a clock that is given, and is the same on every replay when that was put forward', async () => {
      const times: string[] = [];
      let year = 2031;
      const clock = () => new Date(Date.UTC(year, 0));
      const run: Run = async (durable) => {
        times.push((await durable.now()).toISOString());
        if ((await durable.receive('wake', 60_000)) === null) return;
        times.push((await durable.now()).toISOString());
        await durable.receive('wake', 60_000);
      };
      const runtime = await launch(run, undefined, clock);
      await runtime.start('mov-CLOCK001');
      await until(() => times.length === 1);
      year = 2032;
      await runtime.tell(null, 'mov-CLOCK001', 'wake', {}, 'moved');
      await until(() => times.length === 2);
      await shutDown();

      year = 2033;
      await launch(run, undefined, clock);
      await until(() => times.length === 4);

      const [first, second] = ['2031-01-01T00:00:00.000Z', '2032-01-01T00:00:00.000Z'];
      assert.deepEqual(times, [first, second, first, second]);
    });
  });

  describe('once()', () => {
    it('does not ask whether the effect happened before the first attempt', async () => {
      const calls: string[] = [];
      const runtime = await launch(async (durable) => {
        await durable.once('create-group', {
          do: async () => calls.push('do'),
          find: async () => {
            calls.push('find');
            return null;
          },
        });
        calls.push('end');
      });

      await runtime.start('mov-ONCE0001');

      await until(() => calls.includes('end'));
      assert.deepEqual(calls, ['do', 'end']);
    });

    it('looks first when an attempt failed after the effect got through', async () => {
      const groups: string[] = [];
      let result: string | null = null;
      const runtime = await launch(async (durable, id) => {
        result = await durable.once('create-group', {
          do: async () => {
            groups.push(id);
            throw new Error('the connection broke after the request was sent');
          },
          find: async () => groups[0] ?? null,
        });
      });

      await runtime.start('mov-ONCE0002');

      await until(() => result !== null);
      assert.deepEqual(groups, ['mov-ONCE0002']);
      assert.equal(result, 'mov-ONCE0002');
    });
  });
});

async function transaction(
  url: string,
  end: 'commit' | 'rollback',
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('begin');
  await work(client);
  await client.query(end);
  await client.end();
}
