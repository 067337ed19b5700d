import assert from 'node:assert/strict';
import { act } from '../../../src/conversation/all.js';
import { severalFiles, takeFile } from '../../../src/conversation/exports.js';
import { say } from '../../../src/conversation/messages.js';
import { takePosted } from '../../../src/conversation/read-outs.js';
import type { TakePosted } from '../../../src/edges/teams/evidence-route.js';
import { testPolicy } from '../../support/policy.js';
import { EVIDENCE_KEY, EVIDENCE_TENANT, inOneFile, sampleDocument, signed } from '../../support/read-outs.js';
import { startTeams, type Teams } from '../../support/teams.js';
import { TEAM_PROVED, testWorld } from '../../support/world.js';

describe('POST /api/evidence', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let teams: Teams;
  let nonces = 0;
  let held: Promise<void> | null = null;

  before(async () => {
    world = await testWorld({ policy: testPolicy() });
  });
  after(() => world.close());
  beforeEach(async () => {
    const trust = { key: EVIDENCE_KEY, tenantId: EVIDENCE_TENANT };
    const evidence: TakePosted = async (bytes, signature) => {
      await held;
      return takePosted({ ...world, trust }, bytes, signature);
    };
    teams = await startTeams({ world, evidence, conversation: { say, act, takeFile, severalFiles } });
  });
  afterEach(async () => {
    held = null;
    await teams.stop();
  });

  function readOut() {
    nonces += 1;
    const nonce = `nonce-of-a-runbook-${nonces}`;
    return signed(sampleDocument('static-included', { readAt: world.now().toISOString(), nonce }));
  }
  async function post(body: Uint8Array | string, headers: Readonly<Record<string, string>> = {}) {
    const response = await fetch(`${teams.url}/api/evidence`, { method: 'POST', body, headers });
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
  }

  it('takes the bytes with their signature beside them', async () => {
    const { bytes, signature } = readOut();

    const { status, body } = await post(bytes, { 'x-regroup-signature': `sha256=${signature}` });

    assert.equal(status, 200);
    assert.deepEqual([body['teams'], body['alarms']], [2, 0]);
    const [evidence] = await world.store.transact((tx) => tx.evidence([TEAM_PROVED]));
    assert.equal(evidence?.by, 'regroup');
  });

  it('takes the one-file form', async () => {
    assert.equal((await post(inOneFile(readOut()))).status, 200);
  });

  it('tells whoever has the secret that it was taken before', async () => {
    const one = inOneFile(readOut());
    await post(one);

    const { status, body } = await post(one);

    assert.equal(status, 409);
    assert.match(String(body['error']), /taken before/);
  });

  it('tells a stranger nothing but that nothing was taken', async () => {
    const { bytes, signature } = readOut();

    const answers = [
      await post(bytes),
      await post(bytes, { 'x-regroup-signature': signature.split('').toReversed().join('') }),
      await post(''),
    ];

    for (const { status, body } of answers) {
      assert.equal(status, 401);
      assert.deepEqual(body, { error: 'Not signed with the secret of this Regroup.' });
    }
  });

  it('takes no more than 5 MB, and nothing compressed', async () => {
    assert.equal((await post(new Uint8Array(5 * 1024 * 1024 + 1))).status, 413);
    assert.equal((await post('x', { 'content-encoding': 'gzip' })).status, 415);
  });

  it('has a caller wait a minute after twenty', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 21; n += 1) statuses.push((await post('x')).status);

    assert.deepEqual(statuses, [...Array.from({ length: 20 }, () => 401), 429]);
  });

  it('lets in four at once', async () => {
    let release = (): void => undefined;
    held = new Promise((resolve) => (release = resolve));
    const five = Array.from({ length: 5 }, () => post('x'));

    const first = await Promise.race(five);
    release();

    assert.equal(first.status, 429);
    assert.deepEqual((await Promise.all(five)).map(({ status }) => status).sort(), [401, 401, 401, 401, 429]);
  });
});
