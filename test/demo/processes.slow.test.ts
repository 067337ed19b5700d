import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { newHousehold } from '../../src/demo/household.js';
import { answers, DemoProblem, freePort, ROOT, startCompanion, type Companion } from '../../src/demo/processes.js';
import { until } from '../support/until.js';

const FOREVER = 'console.log("up"); setInterval(() => {}, 1000);';
const STUBBORN = `process.on("SIGTERM", () => console.log("no")); ${FOREVER}`;

let folder: string;
let files = 0;

function companion(script: string, env: Readonly<Record<string, string>> = {}): Companion {
  files += 1;
  return startCompanion({ args: ['-e', script], cwd: folder, env, log: join(folder, `${files}.log`) });
}

/** Whether a process of this number runs. */
function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'ESRCH');
    return false;
  }
}

describe('startCompanion()', () => {
  before(() => (folder = mkdtempSync(join(tmpdir(), 'regroup-demo-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('ends a process that is asked to, and says how', async () => {
    const child = companion(FOREVER);
    await until(() => child.lastWords() === 'up');

    await child.end(5_000);

    assert.equal(await child.ended, 'SIGTERM');
    assert.equal(lives(child.pid), false);
  });

  it('ends a process by force that does not go', async () => {
    const child = companion(STUBBORN);
    await until(() => child.lastWords() === 'up');

    await child.end(300);

    assert.equal(await child.ended, 'SIGKILL');
    assert.match(child.lastWords(), /no$/);
  });

  it('lets a process live whose threads end', async () => {
    const child = companion(
      `new (require("node:worker_threads").Worker)("", { eval: true }).on("exit", () => console.log("thread ended")); ${FOREVER}`,
    );
    await until(() => child.lastWords().includes('thread ended'));
    assert.ok(lives(child.pid));
    await child.end(5_000);
  });

  it('takes what the process has started with it', async () => {
    const child = companion(
      `const { spawn } = require("node:child_process");
       console.log(spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]).pid); setInterval(() => {}, 1000);`,
    );
    await until(() => child.lastWords() !== '');
    const grandchild = Number(child.lastWords());
    assert.ok(lives(grandchild));

    await child.end(5_000);

    await until(() => !lives(grandchild));
  });

  it('leaves nothing when the demo itself is killed', async () => {
    const script = `
      import { startCompanion } from ${JSON.stringify(join(ROOT, 'src/demo/processes.ts'))};
      const options = { cwd: ${JSON.stringify(folder)}, env: {}, log: ${JSON.stringify(join(folder, 'orphan.log'))} };
      console.log(startCompanion({ args: ['-e', 'setInterval(() => {}, 1000)'], ...options }).pid);
      setInterval(() => {}, 1000);`;
    const demo = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { cwd: ROOT });
    const [said] = (await once(demo.stdout, 'data')) as [Buffer];
    const pid = Number(said.toString());
    assert.ok(lives(pid));

    demo.kill('SIGKILL');

    await until(() => !lives(pid));
  });

  it('keeps settings of the person’s own bot away from the process', async () => {
    process.env['MICROSOFT_APP_PASSWORD'] = 'not-for-the-demo';
    try {
      const child = companion('console.log(process.env.MICROSOFT_APP_PASSWORD, process.env.REGROUP_SANDBOX)', {
        REGROUP_SANDBOX: '1',
      });
      await child.ended;
      assert.equal(child.lastWords(), 'undefined 1');
    } finally {
      delete process.env['MICROSOFT_APP_PASSWORD'];
    }
  });

  for (const how of ['listen(PORT)', 'listen(PORT, "0.0.0.0")', 'listen({ port: PORT })', 'listen("PORT")']) {
    it(`lets ${how} hear this machine only`, async () => {
      const port = await freePort();
      const call = how.replace('PORT', String(port));
      const child = companion(`require("node:http").createServer((q, r) => r.end()).${call}`);
      try {
        await answers('It', `http://127.0.0.1:${port}`, child, 5_000);
        const outside = Object.values(networkInterfaces())
          .flat()
          .find((one) => one?.internal === false && one.family === 'IPv4');
        // A machine without a network has no other address to try.
        if (outside !== undefined) await assert.rejects(fetch(`http://${outside.address}:${port}`));
      } finally {
        await child.end(1_000);
      }
    });
  }
});

describe('answers()', () => {
  before(() => (folder = mkdtempSync(join(tmpdir(), 'regroup-demo-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('gives the last words of a process that ends instead', async () => {
    const child = companion('console.error("the port is taken"); process.exit(3)');
    await assert.rejects(answers('The bot', 'http://127.0.0.1:1', child, 5_000), (error) => {
      assert.ok(error instanceof DemoProblem);
      assert.match(error.message, /^The bot ended \(3\)[^]*the port is taken/);
      return true;
    });
  });

  it('does not wait for ever', async () => {
    const child = companion(FOREVER);
    await assert.rejects(answers('The bot', 'http://127.0.0.1:1', child, 200), /does not answer/);
    await child.end(1_000);
  });
});

describe('newHousehold()', () => {
  before(() => (folder = mkdtempSync(join(tmpdir(), 'regroup-demo-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('ends processes first, then the rest in the opposite order', async () => {
    const household = newHousehold();
    const child = companion(FOREVER);
    household.adopt(child);
    const order: string[] = [];
    await household.atEnd(async () => void order.push(`first, process lives: ${lives(child.pid)}`));
    await household.atEnd(async () => void order.push('second'));

    await household.end(5_000);

    assert.deepEqual(order, ['second', 'first, process lives: false']);
  });

  it('ends at once what comes too late', async () => {
    const household = newHousehold();
    await household.end(1_000);
    let ended = false;

    await assert.rejects(
      household.atEnd(async () => void (ended = true)),
      DemoProblem,
    );

    assert.ok(ended);
  });

  it('kills a process that comes too late', async () => {
    const household = newHousehold();
    await household.end(1_000);
    const child = companion(FOREVER);

    assert.throws(() => household.adopt(child), DemoProblem);

    assert.equal(await child.ended, 'SIGKILL');
  });
});

describe('freePort()', () => {
  it('gives a port that can be listened on', async () => {
    const server = createServer().listen(await freePort(), '127.0.0.1');
    await once(server, 'listening');
    server.close();
  });
});
