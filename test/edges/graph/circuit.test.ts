import assert from 'node:assert/strict';
import { Circuit } from '../../../src/edges/graph/circuit.js';
import { OAKFIELD } from '../../../src/edges/sandbox/oakfield.js';
import { graphOn, QUICK } from '../../support/graph.js';

const [PROVED = ''] = OAKFIELD.organisation.governedTeams;

describe('an outage of Microsoft 365', () => {
  let graph: Awaited<ReturnType<typeof graphOn>>;
  let now = 0;
  /** Waiting is done at once, by the same clock. */
  const clock = { now: () => now, sleep: async (ms: number) => void (now += ms) };

  beforeEach(async () => {
    now = Date.now();
    graph = await graphOn({}, { ...QUICK, attempts: 4 }, { clock });
  });
  afterEach(() => graph.tenant.close());

  const fail = (status: number, times: number) =>
    graph.tenant.faults.add({ times, effect: { kind: 'status', status } });
  const ask = () => graph.workplace.team(PROVED);
  const sent = () => graph.tenant.requests().length;
  const outage = { code: 'outage', who: 'us' };

  it('is not waited out by every call: after ten attempts in a row nothing is sent', async () => {
    fail(503, 99);
    for (let call = 0; call < 3; call += 1) await assert.rejects(ask(), outage);
    const before = now;
    await assert.rejects(ask(), outage);
    await assert.rejects(graph.directory.person(PROVED), outage);

    assert.equal(sent(), 10);
    assert.equal(now, before);
  });

  it('is looked at by one attempt each half minute, until it is over', async () => {
    fail(503, 11);
    for (let call = 0; call < 3; call += 1) await assert.rejects(ask(), outage);
    now += 30_000;
    await assert.rejects(ask(), outage);
    const looked = sent();
    now += 30_000;
    const team = await ask();
    await ask();

    assert.equal(looked, 11);
    assert.equal(team?.id, PROVED);
    assert.equal(sent(), 13);
  });

  it('is also an outage when connections are lost', async () => {
    graph.tenant.faults.add({ times: 99, effect: { kind: 'cut', when: 'before' } });
    for (let call = 0; call < 4; call += 1) await assert.rejects(ask(), outage);

    assert.equal(sent(), 10);
  });

  it('is not what many requests to wait are, nor refusals', async () => {
    fail(429, 20);
    for (let call = 0; call < 5; call += 1) await assert.rejects(ask(), outage);
    assert.equal(sent(), 20);

    graph.tenant.grants.clear();
    for (let call = 0; call < 12; call += 1) await assert.rejects(ask(), { code: 'permission-missing' });
    assert.equal(sent(), 32);
  });

  it('is known to all who share a circuit', async () => {
    const circuit = new Circuit(clock.now);
    const one = await graphOn({}, { ...QUICK, attempts: 10 }, { clock, circuit });
    one.tenant.faults.add({ times: 99, effect: { kind: 'status', status: 502 } });
    await assert.rejects(one.workplace.team(PROVED), outage);
    await assert.rejects(one.as(OAKFIELD.appId).workplace.team(PROVED), outage);
    await one.tenant.close();

    assert.equal(one.tenant.requests().length, 10);
  });
});
