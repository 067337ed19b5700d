import assert from 'node:assert/strict';
import { VISITORS } from '../../src/demo/clients.js';
import { asJson, asText, type Running } from '../../src/demo/words.js';

const RUNNING: Running = {
  bot: 'http://127.0.0.1:3978',
  tenant: 'http://127.0.0.1:5001',
  signIn: 'http://127.0.0.1:5002',
  attach: 'http://127.0.0.1:5009/',
  dataDir: '/srv/demo',
  evidenceKey: '/srv/demo/demo/evidence.key',
  clock: '/srv/demo/demo/clock',
  clients: VISITORS.slice(0, 2).map((visitor, index) => ({ visitor, url: `http://127.0.0.1:${5003 + index}/` })),
  pids: [11, 12, 13],
};

describe('what the demo says', () => {
  it('is one line of JSON for whatever drives it', () => {
    const line = asJson(RUNNING);

    assert.ok(!line.includes('\n'));
    const { bot, tenant, attach, clients, pids } = JSON.parse(line) as Record<string, unknown>;
    assert.deepEqual([bot, tenant, attach, pids], [RUNNING.bot, RUNNING.tenant, RUNNING.attach, RUNNING.pids]);
    assert.deepEqual(clients, [
      { person: 'Amara Osei', role: 'Year 6 teacher', url: 'http://127.0.0.1:5003/' },
      { person: 'Ruth Adeyemi', role: 'deputy head, approver and administrator', url: 'http://127.0.0.1:5004/' },
    ]);
  });

  it('names the addresses, the people, and four things to try', () => {
    const text = asText(RUNNING);

    for (const { url, visitor } of RUNNING.clients) assert.ok(text.includes(`${url}   ${visitor.person.displayName}`));
    assert.match(text, /WhatsApp export, .*: http:\/\/127\.0\.0\.1:5009\/$/m);
    assert.equal([...text.matchAll(/^ {2}\d\. /gm)].length, 4);
    assert.ok(text.includes('audit verify --data /srv/demo\n'));
  });

  it('leaves the data folder out of the command when it is the usual one', () => {
    assert.match(asText({ ...RUNNING, dataDir: './data' }), /audit verify\n/);
  });
});
