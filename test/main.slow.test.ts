import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OAKFIELD } from '../src/edges/sandbox/oakfield.js';
import { startSignIn, type SignIn } from '../src/edges/sandbox/sign-in.js';
import type { Tenant } from '../src/edges/sandbox/tenant.js';
import { startTenant } from './support/tenant.js';
import { freePort, startBotProcess, type BotProcess } from './support/bot.js';
import { emptyDatabase, type Database } from './support/database.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Starts the bot with these settings only, and waits for its end. */
async function end(env: Readonly<Record<string, string>>): Promise<{ readonly code: unknown; readonly said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'src/main.ts')], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, said };
}

describe('the bot as a process', function () {
  this.timeout(60_000);

  it('does not start without its settings, and names the first one', async () => {
    const { code, said } = await end({});

    assert.equal(code, 1);
    assert.match(said, /^MICROSOFT_APP_ID: [^\n]+\n$/);
  });

  it('does not start with a database that is not there, and says where to look', async () => {
    const sandbox = { REGROUP_SANDBOX: '1', REGROUP_SANDBOX_GRAPH: 'http://127.0.0.1:9' };
    const database = 'postgres://nobody:hidden@127.0.0.1:9/regroup';

    const { code, said } = await end({
      ...sandbox,
      REGROUP_SANDBOX_SIGN_IN: 'http://127.0.0.1:9',
      DATABASE_URL: database,
    });

    assert.equal(code, 1);
    assert.match(said, /^Regroup could not start \(.*ECONNREFUSED.*\)\. "regroup doctor" checks each setting\.\n$/);
    assert.doesNotMatch(said, /hidden/);
  });

  describe('at work', () => {
    let database: Database;
    let tenant: Tenant;
    let signIn: SignIn;
    let bot: BotProcess;

    before(async () => {
      database = await emptyDatabase();
      tenant = await startTenant({ data: OAKFIELD });
      signIn = await startSignIn({ bot: 'http://127.0.0.1:9', appId: OAKFIELD.appId });
    });

    beforeEach(async () => {
      bot = await startBotProcess({
        port: await freePort(),
        dataDir: join(ROOT, 'data'),
        graph: tenant.url,
        signIn: signIn.url,
        env: { DATABASE_URL: database.url },
      });
    });

    afterEach(() => bot.end('SIGKILL'));

    after(async () => {
      await signIn.close();
      await tenant.close();
      await database.drop();
    });

    it('says in one line that it is ready, and ends in order when it is asked to', async () => {
      assert.equal(bot.log().match(/^Regroup is ready at http:\/\/127\.0\.0\.1:\d+$/gm)?.length, 1);

      await bot.end('SIGTERM');

      assert.equal(bot.process.exitCode, 0);
      const left = await database.query(
        `select application_name from pg_stat_activity where datname = current_database() and application_name like 'regroup%'`,
      );
      assert.deepEqual(left, []);
    });

    it('ends at once when its slot is lost, because another instance may have taken over', async () => {
      const gone = once(bot.process, 'exit');

      await database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'regroup slot'`,
      );

      const [code] = (await gone) as [unknown];
      assert.equal(code, 1);
      assert.match(bot.log(), /another instance may take over/);
    });
  });
});
