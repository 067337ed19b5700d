import assert from 'node:assert/strict';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { closedFolder } from '../../../src/edges/storage/account.js';
import { openServer, type Server } from '../../../src/edges/storage/server.js';
import { temporaryFolder } from '../../support/database.js';
import { until } from '../../support/until.js';

type Answer = { readonly how?: string; readonly url?: string; readonly error?: string };

describe('openServer()', function () {
  this.timeout(60_000);
  let dataDir: string;
  const children: ChildProcess[] = [];

  before(() => {
    dataDir = temporaryFolder();
  });

  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    const left = postmaster(dataDir);
    if (left !== null) {
      process.kill(left, 'SIGQUIT');
      await until(() => postmaster(dataDir) === null);
    }
    rmSync(dataDir, { recursive: true, force: true });
  });

  function opener(folder: string): { child: ChildProcess; answer: Promise<Answer> } {
    const child = fork(fileURLToPath(new URL('opener.ts', import.meta.url)), [folder], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.push(child);
    return { child, answer: once(child, 'message').then(([message]) => message as Answer) };
  }

  async function end(child: ChildProcess, how: 'stop' | 'kill'): Promise<void> {
    const gone = once(child, 'exit');
    if (how === 'stop') child.send('stop');
    else child.kill('SIGKILL');
    await gone;
  }

  it('takes DATABASE_URL as it is and touches nothing', async () => {
    const folder = join(dataDir, 'unused');

    const server = await openServer({ dataDir: folder, url: 'postgresql://elsewhere/regroup' });
    await server.stop();

    assert.deepEqual([server.url, server.how], ['postgresql://elsewhere/regroup', 'external']);
    assert.equal(existsSync(folder), false);
  });

  it('makes one database of two first boots; the first to leave leaves it running for the other', async () => {
    // What an initdb that was killed leaves behind.
    mkdirSync(join(dataDir, 'postgres', 'cluster.unfinished', 'base'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'password'), 'of the killed one\n');
    writeFileSync(join(dataDir, 'postgres', 'claim.1.never-born.00000000'), '');
    if (process.getuid?.() === 0) chmodSync(join(dataDir, 'postgres'), 0o755);

    const a = opener(dataDir);
    const b = opener(dataDir);
    const answers = await Promise.all([a.answer, b.answer]);

    assert.deepEqual(answers.map(({ how, error }) => how ?? error).sort(), ['adopted', 'started']);
    assert.equal(answers[0].url, answers[1].url);
    await end(a.child, 'stop');
    assert.equal(await settings(answers[0].url ?? ''), 'on 127.0.0.1');
    await end(b.child, 'stop');
    assert.equal(postmaster(dataDir), null);
    assert.deepEqual(readdirSync(join(dataDir, 'postgres')).sort(), ['cluster', 'password', 'server.log']);
    assert.equal(statSync(join(dataDir, 'postgres', 'password')).mode & 0o777, 0o600);
  });

  it('keeps the data from one start to the next', async () => {
    const first = await openServer({ dataDir });
    await run(first.url, `create table kept as select 'here' as word`);
    await first.stop();

    const second = await openServer({ dataDir });
    const rows = await run(second.url, 'select word from kept');
    await second.stop();

    assert.deepEqual([first.how, second.how, rows], ['started', 'started', [{ word: 'here' }]]);
  });

  it('adopts the server that a killed process has left', async () => {
    const killed = opener(dataDir);
    const { url } = await killed.answer;
    await end(killed.child, 'kill');

    const server = await openServer({ dataDir });
    assert.deepEqual([server.how, server.url], ['adopted', url]);
    await server.stop();
    assert.equal(postmaster(dataDir), null);
  });

  it('starts again after the server itself was killed', async () => {
    const before = await openServer({ dataDir });
    await run(before.url, 'create table paid (n int); insert into paid values (1)');
    process.kill(postmaster(dataDir) ?? 0, 'SIGKILL');

    const server = await openServer({ dataDir });

    assert.equal(server.how, 'started');
    assert.deepEqual(await run(server.url, 'select n from paid'), [{ n: 1 }]);
    await server.stop();
    await before.stop();
  });

  it('starts although the number of a dead server belongs to another process now', async () => {
    await (await openServer({ dataDir })).stop();
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    writeFileSync(file, `${stranger.pid}\n${join(dataDir, 'postgres', 'cluster')}\n1\n5999\n\n127.0.0.1\n\nready\n`);

    let server: Server | null = null;
    try {
      server = await openServer({ dataDir });
      assert.equal(server.how, 'started');
      assert.equal(stranger.exitCode, null);
    } finally {
      stranger.kill();
      await server?.stop();
    }
  });

  it('leaves the server to somebody who is still connected', async () => {
    const server = await openServer({ dataDir });
    const visitor = new Client({ connectionString: server.url });
    await visitor.connect();

    await server.stop();

    assert.deepEqual((await visitor.query('select 1 as n')).rows, [{ n: 1 }]);
    await visitor.end();
    const next = await openServer({ dataDir });
    assert.equal(next.how, 'adopted');
    await next.stop();
  });

  it('refuses the data of another major version', async () => {
    const version = join(dataDir, 'postgres', 'cluster', 'PG_VERSION');
    const real = readFileSync(version, 'utf8');
    writeFileSync(version, '17\n');

    await assert.rejects(openServer({ dataDir }), /was written by PostgreSQL 17, but version 18 is installed/);

    writeFileSync(version, real);
  });

  it('keeps its data where the account of the server can go, when root has closed the folder to it', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const closed = join(dataDir, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const folder = join(closed, 'data');

    const first = await openServer({ dataDir: folder });
    await run(first.url, 'create table kept (n int)');
    await first.stop();
    const second = await openServer({ dataDir: folder });
    const rows = await run(second.url, 'select count(*)::int as n from kept');
    await second.stop();

    const elsewhere = readFileSync(join(folder, 'database-folder'), 'utf8').trim();
    assert.deepEqual(rows, [{ n: 0 }]);
    assert.ok(existsSync(join(elsewhere, 'postgres', 'cluster')));
    rmSync(elsewhere, { recursive: true });
    await assert.rejects(openServer({ dataDir: folder }), /is gone or is not root's any more/);
  });

  it('runs as a normal user', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const closed = closedFolder(fileURLToPath(import.meta.url), { name: 'nobody', uid: 65534, gid: 65534 });
    if (closed !== null) {
      console.warn(`NOT CHECKED: a normal user may not enter ${closed}, so the server was not started as one.`);
      this.skip();
    }
    const folder = temporaryFolder();
    chmodSync(folder, 0o777);
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('opener.ts', import.meta.url)), folder],
      {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        uid: 65534,
        gid: 65534,
        env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder },
      },
    );
    children.push(child);
    const [answer] = (await once(child, 'message')) as [Answer];
    assert.equal(answer.how, 'started', answer.error);
    await end(child, 'stop');
    rmSync(folder, { recursive: true, force: true });
  });
});

function postmaster(dataDir: string): number | null {
  const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null;
}

async function run(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function settings(url: string): Promise<string> {
  const [row] = (await run(
    url,
    `select current_setting('fsync') || ' ' || current_setting('listen_addresses') as words`,
  )) as [{ words: string }];
  return row.words;
}
