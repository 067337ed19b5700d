import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { migrateDurable } from '../../../src/edges/durable/runtime.js';
import type { Database } from '../../support/database.js';
import { migratedDatabase } from '../../support/durable.js';
import { until } from '../../support/until.js';

describe('an instance that is killed', function () {
  let database: Database;
  const children: ChildProcess[] = [];

  before(async () => {
    database = await migratedDatabase(migrateDurable);
    await database.query('create table outside (run text, slot text)');
    await database.query('create table finished (run text, slot text)');
  });

  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await database.drop();
  });

  async function boot(): Promise<{ child: ChildProcess; slot: string }> {
    const child = fork(fileURLToPath(new URL('instance.ts', import.meta.url)), [database.url], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.push(child);
    const died = once(child, 'exit').then(() => Promise.reject(new Error('the instance ended before it was ready')));
    const [message] = (await Promise.race([once(child, 'message'), died])) as [{ ready: string }];
    died.catch(() => undefined);
    return { child, slot: message.ready };
  }

  async function count(sql: string): Promise<number> {
    return Number((await database.query(`select count(*)::int as n from ${sql}`))[0]?.['n']);
  }

  async function kill(child: ChildProcess): Promise<void> {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  it('has its runs finished by another one, and no effect is doubled between act and note', async () => {
    const first = await boot();
    const second = await boot();
    assert.deepEqual([first.slot, second.slot], ['slot-0', 'slot-1']);

    // Whoever takes this run hangs after its effect.
    await database.query(`insert into outside (run, slot) values ('mov-KILL0001', 'crash')`);
    const hanging = Promise.race([first, second].map(({ child }) => once(child, 'message').then(() => child)));
    first.child.send({ start: 'mov-KILL0001' });
    const victim = await hanging;
    const [survivor] = [first, second].filter(({ child }) => child !== victim);
    await database.query(`delete from outside where slot = 'crash'`);
    await kill(victim);

    survivor!.child.send({ tell: 'mov-KILL0001' });
    await until(async () => (await count('finished')) === 1);

    assert.deepEqual(await database.query('select slot from finished'), [{ slot: survivor!.slot }]);
    assert.equal(await count('outside'), 1);
  });
});
