import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientProgram, startClients, VISITORS } from '../../src/demo/clients.js';
import { DemoProblem } from '../../src/demo/processes.js';
import { newHousehold } from '../../src/demo/household.js';

describe('startClients()', function () {
  this.timeout(60_000);
  const household = newHousehold();
  const folder = mkdtempSync(join(tmpdir(), 'regroup-clients-'));
  const bot = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
  before(function () {
    try {
      clientProgram();
    } catch (error) {
      if (!(error instanceof DemoProblem)) throw error;
      console.warn(`SKIPPED: ${error.message}`);
      this.skip();
    }
  });
  after(async () => {
    await household.end(2_000);
    bot.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts a client for each visitor, signed in as one of Oakfield’s people', async () => {
    const endpoint = `http://127.0.0.1:${(bot.address() as AddressInfo).port}/api/messages`;
    const clients = await startClients({
      visitors: VISITORS,
      program: clientProgram(),
      endpoint,
      port: null,
      folder,
      household,
    });

    assert.equal(clients.length, VISITORS.length);
    for (const { url, visitor } of clients) {
      const answer = await fetch(new URL('/_internal/v1/config', url));
      const { config } = (await answer.json()) as {
        config: { currentUser: { aadObjectId: string }; users: unknown[] };
      };
      assert.equal(config.currentUser.aadObjectId, visitor.person.id);
      // With another number the client takes its own users instead, without a word.
      assert.equal(config.users.length, 5);
    }
  });
});

describe('clientProgram()', () => {
  it('says how to install the client where it is not', () => {
    assert.throws(
      () => clientProgram('file:///nowhere/at/all.js'),
      (error) => {
        assert.ok(error instanceof DemoProblem);
        assert.match(error.message, /is not installed\. .* run npm ci without --omit=dev\.$/);
        return true;
      },
    );
  });
});
