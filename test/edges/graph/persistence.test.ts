import assert from 'node:assert/strict';
import type { TokenCredential } from '@azure/identity';
import { OAKFIELD } from '../../../src/edges/sandbox/oakfield.js';
import { openGraph } from '../../../src/edges/graph/graph.js';
import { retryAfter } from '../../../src/edges/graph/patience.js';
import type { Tenant } from '../../../src/edges/sandbox/tenant.js';
import { graphOn, QUICK } from '../../support/graph.js';

const { people, personas, organisation } = OAKFIELD;
const [PROVED = ''] = organisation.governedTeams;
const CHANNEL = { teamId: PROVED, name: 'Year 6 residential', description: 'Trip', reference: 'mov-TEST0001' };
const GROUP = { alias: 'regroup-mov-test0001', name: 'Residential', description: 'Trip', owner: personas.starter };

type Fault = Parameters<Tenant['faults']['add']>[0];

describe('when Microsoft 365 does not do as asked', () => {
  let graph: Awaited<ReturnType<typeof graphOn>>;

  beforeEach(async () => {
    graph = await graphOn();
  });
  afterEach(() => graph.tenant.close());

  const seconds = async (work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    return (performance.now() - from) / 1000;
  };

  const passing: readonly [string, Fault['effect']][] = [
    ['429', { kind: 'status', status: 429 }],
    ['502', { kind: 'status', status: 502 }],
    ['503', { kind: 'status', status: 503 }],
    ['504', { kind: 'status', status: 504 }],
    ['a lost connection', { kind: 'cut', when: 'before' }],
    ['no answer in time', { kind: 'delay', ms: 1_500 }],
  ];
  for (const [title, effect] of passing)
    it(`tries again after ${title}`, async () => {
      graph.tenant.faults.add({ path: '/teams/', effect });

      assert.equal((await graph.workplace.team(PROVED))?.name, 'Year 6 staff');
      assert.equal(graph.tenant.requests().length, 2);
      assert.match(graph.reports.join('\n'), /GET \/v1\.0\/teams\/\S+: \w+; trying again in 20 ms/);
    });

  it('waits as long as Microsoft asks for', async () => {
    graph.tenant.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 1 } });
    const took = await seconds(() => graph.workplace.team(PROVED));

    assert.ok(took >= 1, `took ${took} s`);
    assert.equal(graph.tenant.requests().length, 2);
  });

  it('does not wait for ever: more than the longest wait is an outage', async () => {
    graph.tenant.faults.add({ effect: { kind: 'status', status: 429, retryAfter: 600 } });

    await assert.rejects(graph.workplace.team(PROVED), { code: 'outage', who: 'us' });
    assert.equal(graph.tenant.requests().length, 1);
  });

  it('gives up after its attempts', async () => {
    graph.tenant.faults.add({ times: 99, effect: { kind: 'status', status: 503 } });

    await assert.rejects(graph.workplace.team(PROVED), { code: 'outage', who: 'us' });
    assert.equal(graph.tenant.requests().length, QUICK.attempts);
  });

  for (const status of [400, 403, 500])
    it(`does not try again after ${status}`, async () => {
      graph.tenant.faults.add({ times: 99, effect: { kind: 'status', status } });

      await assert.rejects(graph.workplace.members(PROVED));
      assert.equal(graph.tenant.requests().length, 1);
    });

  const twice: readonly [string, RegExp, string, () => Promise<unknown>][] = [
    ['a group', /groups$/, 'group.created', () => graph.workplace.createGroup(GROUP)],
    ['a channel', /channels$/, 'channel.created', () => graph.workplace.createChannel(CHANNEL)],
    ['a member', /add$/, 'member.added', () => graph.workplace.addMembers(PROVED, [people[20]?.id ?? ''], [])],
  ];
  for (const [title, path, what, work] of twice)
    it(`makes ${title} once when the answer is lost after it was done`, async () => {
      graph.tenant.faults.add({ method: 'POST', path: path.source, effect: { kind: 'cut', when: 'after' } });
      const result = await work();

      const done = graph.tenant.journal().filter((entry) => entry.what === what);
      assert.equal(done.length, 1);
      assert.ok(JSON.stringify(done[0]?.facts).includes(idIn(result)));
    });

  it('makes a team once when the answer is lost after it was done', async () => {
    const { teamId } = await graph.workplace.createGroup(GROUP);
    graph.later();
    graph.tenant.faults.add({ method: 'POST', path: '/teams$', effect: { kind: 'cut', when: 'after' } });
    await graph.workplace.createTeam(teamId);

    assert.equal(graph.tenant.journal().filter(({ what }) => what === 'team.created').length, 1);
  });

  it('names the sign-in when Microsoft refuses it, whether it gives no token or does not take it', async () => {
    const refusing: TokenCredential = {
      getToken: async () => {
        throw Object.assign(new Error('AADSTS7000215'), { name: 'AuthenticationError' });
      },
    };
    const wrong: TokenCredential = { getToken: async () => ({ token: 'a.b.c', expiresOnTimestamp: 0 }) };
    for (const credential of [refusing, wrong]) {
      const { workplace } = openGraph({
        sandboxUrl: graph.tenant.url,
        credential,
        report: () => undefined,
        patience: QUICK,
      });
      await assert.rejects(workplace.team(PROVED), {
        code: 'permission-missing',
        who: 'administrator',
        missing: 'the application’s sign-in',
      });
    }
  });

  it('keeps names, addresses and Microsoft’s words out of errors and reports', async () => {
    graph.tenant.faults.add({ method: 'POST', times: 2, effect: { kind: 'status', status: 503 } });
    await graph.workplace.createGroup({ ...GROUP, name: 'Secret name' });
    await graph.workplace.createChannel({ ...CHANNEL, name: 'Secret channel' });
    await assert.rejects(
      graph.workplace.createChannel({ ...CHANNEL, name: 'Planning', reference: 'mov-X' }),
      (error) => {
        assert.ok(error instanceof Error);
        assert.equal(error.message, 'Microsoft 365: name-taken');
        assert.equal('cause' in error, false);
        return true;
      },
    );
    await graph.directory.everyone();
    graph.tenant.grants.clear();
    await assert.rejects(graph.workplace.findGroup('secret-alias'));

    const said = graph.reports.join('\n');
    assert.ok(graph.reports.length >= 4);
    assert.doesNotMatch(said, /secret|planning|already|oakfield|Osei/i);
  });
});

describe('the real Microsoft Graph', () => {
  const { fetch: realFetch } = globalThis;
  afterEach(() => {
    globalThis.fetch = realFetch;
  });

  it('is called at its own address, with the token and nothing simulated', async () => {
    const calls: { readonly url: string; readonly authorization: string | null }[] = [];
    globalThis.fetch = async (input, init) => {
      calls.push({ url: String(input), authorization: new Headers(init?.headers).get('authorization') });
      return Response.json({ id: PROVED, displayName: 'Year 6 staff', webUrl: null });
    };
    const credential: TokenCredential = { getToken: async () => ({ token: 'a.b.c', expiresOnTimestamp: 0 }) };
    const { workplace } = openGraph({ sandboxUrl: null, credential, report: () => undefined });
    const team = await workplace.team(PROVED);

    assert.deepEqual(team, { id: PROVED, name: 'Year 6 staff', url: null });
    assert.deepEqual(calls, [
      {
        url: `https://graph.microsoft.com/v1.0/teams/${PROVED}?$select=id,displayName,webUrl`,
        authorization: 'Bearer a.b.c',
      },
    ]);
  });

  const strange: readonly [string, unknown][] = [
    ['another shape', { id: 7 }],
    ['a list', []],
    ['nothing', null],
  ];
  for (const [title, answer] of strange)
    it(`that answers with ${title} is a problem of ours, and what it said is not repeated`, async () => {
      const reports: string[] = [];
      globalThis.fetch = async () => Response.json(answer);
      const credential: TokenCredential = { getToken: async () => ({ token: 'a.b.c', expiresOnTimestamp: 0 }) };
      const { workplace } = openGraph({ sandboxUrl: null, credential, report: (text) => void reports.push(text) });

      await assert.rejects(workplace.team(PROVED), { code: 'other', who: 'us' });
      assert.match(reports.join(), /the answer to \/teams\/\S+ is not understood at/);
    });
});

describe('retryAfter()', () => {
  const answer = (value: string | null) =>
    new Response(null, { headers: value === null ? {} : { 'retry-after': value } });

  it('reads seconds and dates, and nothing else', () => {
    assert.equal(retryAfter(answer('7')), 7_000);
    assert.equal(retryAfter(answer('Tue, 24 Nov 2015 10:00:00 GMT')), 0);
    assert.ok((retryAfter(answer(new Date(Date.now() + 60_000).toUTCString())) ?? 0) > 50_000);
    assert.equal(retryAfter(answer('soon')), null);
    assert.equal(retryAfter(answer(null)), null);
  });
});

/** The id of what was made, or of whom it was made for. */
function idIn(result: unknown): string {
  const [one] = Array.isArray(result) ? (result as unknown[]) : [result];
  const { id, teamId, person } = one as { id?: string; teamId?: string; person?: string };
  return id ?? teamId ?? person ?? 'no id';
}
