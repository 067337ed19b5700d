import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledBinaries } from '../../../src/edges/storage/binaries.js';
import { withClaim } from '../../../src/edges/storage/claim.js';
import { birthOf, isAlive, occupantOf } from '../../../src/edges/storage/processes.js';
import { temporaryFolder } from '../../support/database.js';

describe('withClaim()', () => {
  let folder: string;

  beforeEach(() => {
    folder = temporaryFolder();
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lets one in at a time and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
    };

    await Promise.all(Array.from({ length: 8 }, () => withClaim(folder, 15_000, work)));

    assert.equal(most, 1);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('takes over from a dead process and from an earlier one with a number that is in use again', async () => {
    const dead = spawn('true');
    await once(dead, 'exit');
    writeFileSync(join(folder, `claim.${dead.pid}.${birthOf(process.pid)}.00000000`), '');
    writeFileSync(join(folder, `claim.${process.pid}.an-earlier-life.00000000`), '');

    assert.equal(await withClaim(folder, 0, async () => 'in'), 'in');

    assert.deepEqual(readdirSync(folder), []);
  });

  it('names the living process that does not let go', async () => {
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    try {
      writeFileSync(join(folder, `claim.${other.pid}.${birthOf(other.pid ?? 0)}.00000000`), '');
      await assert.rejects(
        withClaim(folder, 0, async () => 'in'),
        new RegExp(`Process ${other.pid} is still working`),
      );
    } finally {
      other.kill();
    }
  });

  it('lets go when the work fails', async () => {
    await assert.rejects(
      withClaim(folder, 0, () => Promise.reject(new Error('no'))),
      /^Error: no$/,
    );

    assert.deepEqual(readdirSync(folder), []);
  });
});

describe('occupantOf()', () => {
  it('tells a server by its folder, and a stranger from a number that is not in use', async () => {
    const folder = temporaryFolder();
    const server = spawn('sleep', ['60'], { stdio: 'ignore', cwd: folder });
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    const dead = spawn('true');
    await Promise.all([once(server, 'spawn'), once(stranger, 'spawn'), once(dead, 'exit')]);
    try {
      assert.equal(isAlive(dead.pid ?? 0), false);
      assert.equal(occupantOf(dead.pid ?? 0, '/nowhere'), 'gone');
      assert.equal(occupantOf(stranger.pid ?? 0, '/nowhere'), 'stranger');
      if (process.platform === 'linux') {
        assert.equal(occupantOf(server.pid ?? 0, folder), 'server');
        // A killed server whose helpers are still at work on the data.
        assert.equal(occupantOf(dead.pid ?? 0, folder), 'server');
      }
    } finally {
      server.kill();
      stranger.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('bundledBinaries()', () => {
  it('says to set DATABASE_URL where there is no bundled PostgreSQL', () => {
    assert.throws(() => bundledBinaries('sunos', 'sparc'), /no bundled PostgreSQL.*Set DATABASE_URL/);
  });

  it('finds the major version that the data has to have', () => {
    assert.equal(bundledBinaries().major, '18');
  });
});
