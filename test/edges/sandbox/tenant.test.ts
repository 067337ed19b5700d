import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OAKFIELD } from '../../../src/edges/sandbox/oakfield.js';
import type { Tenant, TenantOptions } from '../../../src/edges/sandbox/tenant.js';
import { startTenant } from '../../support/tenant.js';
import { graphCheck } from '../../support/graph-check.js';
import { visit, type Reply } from './tenant/visit.js';

const { tenantId, organisation, personas, people } = OAKFIELD;
const [PROVED = ''] = organisation.governedTeams;
const V1 = 'https://graph.microsoft.com/v1.0';
/** Nothing gets ready by itself within a test: `later()` lets the time pass. */
const LONG_MS = 60_000;
const DELAYS = { group: LONG_MS, team: LONG_MS, member: LONG_MS, folder: LONG_MS, label: LONG_MS };
const GROUP = {
  displayName: 'Residential',
  mailNickname: 'regroup-mov-test0001',
  mailEnabled: true,
  securityEnabled: false,
  groupTypes: ['Unified'],
  'owners@odata.bind': [`${V1}/users/${personas.starter}`],
};

describe('the simulated tenant', () => {
  let tenant: Tenant;
  let graph: Awaited<ReturnType<typeof visit>>;

  /** The tenant's clock stands still, and never goes back. */
  let now = 0;
  const later = (ms = LONG_MS) => void (now += ms);
  const begin = async (options: TenantOptions = {}) => {
    now = Math.max(now, Date.now());
    tenant = await startTenant({ delays: DELAYS, now: () => now, ...options }, 'test');
    graph = await visit(tenant);
  };
  beforeEach(() => begin());
  afterEach(() => tenant.close());

  async function newTeam(): Promise<string> {
    const { body } = await graph.post('/groups', GROUP);
    later();
    await createTeam(body.id);
    later();
    return body.id;
  }

  function createTeam(group: string) {
    return graph.post('/teams', {
      'template@odata.bind': `${V1}/teamsTemplates('standard')`,
      'group@odata.bind': `${V1}/groups('${group}')`,
    });
  }

  describe('lets in', () => {
    const refused: readonly [string, Readonly<Record<string, string>>][] = [
      ['without a token', {}],
      ['with a token it did not issue', { authorization: 'Bearer e30.e30.e30' }],
      ['with another scheme', { authorization: 'Basic eA==' }],
    ];
    for (const [title, headers] of refused)
      it(`nobody ${title}`, async () => {
        const reply = await fetch(`${tenant.url}/v1.0/users`, { headers });

        assert.equal(reply.status, 401);
        assert.match(reply.headers.get('request-id') ?? '', /^[0-9a-f-]{36}$/);
      });

    it('nobody with a token that has expired', async () => {
      later(3_601_000);

      assert.equal((await graph.get('/users')).status, 401);
    });

    it('only to what was granted', async () => {
      tenant.grants.delete('Group.Create');
      const refusal = await graph.post('/groups', GROUP);

      assert.equal(refusal.status, 403);
      assert.equal(refusal.body.error.code, 'Authorization_RequestDenied');
      assert.deepEqual(tenant.journal(), []);
    });
  });

  it('answers what it does not know with Graph’s own kind of error', async () => {
    assert.equal((await graph.get('/nothing')).status, 400);
    assert.equal((await graph.patch('/users', {})).status, 405);
    assert.equal((await graph.post('/groups', '{"half":')).status, 400);
    assert.equal((await graph.post('/groups', { ...GROUP, nickname: 'x' })).status, 400);
    const reply = await graph.get('/users/nobody');
    assert.equal(reply.status, 404);
    assert.equal(reply.body.error.innerError['request-id'], reply.headers.get('request-id'));
  });

  it('pages, selects and filters people', async () => {
    const first = await graph.get('/users?$select=displayName&$top=10');
    const link = new URL(first.body['@odata.nextLink'] ?? '');
    const second = await graph.get(link.pathname.replace('/v1.0', '') + link.search);
    const one = await graph.get(`/users?$filter=${encodeURIComponent("mail eq 'Amara.Osei@oakfield.example'")}`);

    assert.equal(link.host, 'graph.microsoft.com');
    assert.equal(first.body.value.length, 10);
    assert.deepEqual(Object.keys(first.body.value[0] ?? {}), ['displayName']);
    assert.equal(second.body.value[0]?.displayName, people[10]?.displayName);
    assert.equal(one.body.value[0]?.id, personas.starter);
    assert.equal((await graph.get("/users?$filter=startsWith(mail,'a')")).status, 400);
    assert.equal((await graph.get('/users?$top=1000')).status, 400);
  });

  describe('makes a team', () => {
    it('from a group, later, with an operation to watch', async () => {
      const group = (await graph.post('/groups', GROUP)).body.id;
      const young = await createTeam(group);
      later();
      const accepted = await createTeam(group);
      const location = accepted.headers.get('location') ?? '';
      const watched = await graph.get(location);
      const early = await graph.get(`/teams/${group}`);
      later();
      const ready = await graph.get(location);
      const there = await graph.get(accepted.headers.get('content-location') ?? '');

      assert.deepEqual(
        [young, accepted, early, there].map(({ status }) => status),
        [404, 202, 404, 200],
      );
      assert.match(location, new RegExp(`^/teams\\('${group}'\\)/operations\\('[0-9a-f-]{36}'\\)$`));
      assert.equal(watched.body.status, 'inProgress');
      assert.equal(ready.body.status, 'succeeded');
      assert.deepEqual(
        (await graph.get(`/teams/${group}/channels`)).body.value.map(({ displayName }) => displayName),
        ['General'],
      );
    });

    it('once', async () => {
      const team = await newTeam();

      assert.equal((await createTeam(team)).status, 409);
      assert.equal((await graph.post('/groups', GROUP)).status, 400);
    });
  });

  it('refuses channels with a name that is taken or not allowed', async () => {
    const post = async (displayName: string) => (await graph.post(`/teams/${PROVED}/channels`, { displayName })).status;

    assert.equal(await post('Trips'), 201);
    for (const name of ['trips', 'Planning', 'a/b', 'Trip #2', '_x', 'CON', 'x'.repeat(51), ' '])
      assert.equal(await post(name), 400, name);
  });

  describe('adds members', () => {
    const bound = (id: string) => ({
      '@odata.type': '#microsoft.graph.aadUserConversationMember',
      roles: [],
      'user@odata.bind': `${V1}/users('${id}')`,
    });
    const add = (ids: readonly string[]) => graph.post(`/teams/${PROVED}/members/add`, { values: ids.map(bound) });
    const listed = async () => (await graph.get(`/teams/${PROVED}/members`)).body.value.map(({ userId }) => userId);

    it('in an order that is not the one asked for, and lists them later', async () => {
      const ids = people.slice(30, 40).map(({ id }) => id);
      const reply = await add(ids);
      const answered = reply.body.value.map(({ userId }) => userId);
      const atOnce = await listed();
      later();

      assert.equal(reply.status, 200);
      assert.notDeepEqual(answered, ids);
      assert.deepEqual([...answered].sort(), [...ids].sort());
      assert.ok(!atOnce.includes(ids[0]));
      assert.ok((await listed()).includes(ids[0]));
    });

    it('but not those whose account is blocked', async () => {
      tenant.setAccount(personas.itLead, false);
      const reply = await add([personas.itLead, personas.dpo]);

      assert.equal(reply.status, 207);
      assert.equal(reply.body.value.find(({ userId }) => userId === personas.itLead)?.error?.code, 'Forbidden');
      assert.deepEqual(
        tenant.journal().map(({ what }) => what),
        ['account.changed', 'member.added'],
      );
    });

    it('and not more than 200 at once', async () => {
      assert.equal((await add(Array.from({ length: 201 }, () => personas.dpo))).status, 400);
      assert.equal((await add([])).status, 400);
    });
  });

  describe('takes old messages', () => {
    let channel = '';
    const at = (n: number) => new Date(Date.UTC(2025, 0, 1, 9, 0, 0, n)).toISOString();
    const message = (n: number, from = personas.starter) => ({
      createdDateTime: at(n),
      from: { user: { id: from, displayName: 'A', userIdentityType: 'aadUser' } },
      body: { contentType: 'html', content: 'See you at the gate' },
    });
    const start = (from = '2024-09-01T00:00:00Z') =>
      graph.post(`${channel}/startMigration`, { conversationCreationDateTime: from });

    beforeEach(async () => {
      tenant.grants.add('Teamwork.Migrate.All');
      tenant.grants.add('ChannelMessage.Read.All');
      channel = `/teams/${PROVED}/channels/${(await graph.post(`/teams/${PROVED}/channels`, { displayName: 'Old' })).body.id}`;
    });

    it('with the permission for it alone', async () => {
      tenant.grants.delete('Teamwork.Migrate.All');

      assert.equal((await start()).status, 403);
    });

    it('between the start of a migration and its end', async () => {
      const before = await graph.post(`${channel}/messages`, message(1));
      const started = await start();
      const during = await graph.get(channel);
      const posted = await graph.post(`${channel}/messages`, message(1));
      const reply = await graph.post(`${channel}/messages/${posted.body.id}/replies`, message(2));
      const twice = await start();
      const completed = await graph.post(`${channel}/completeMigration`);

      assert.deepEqual(
        [before, started, posted, reply, twice, completed].map(({ status }) => status),
        [403, 204, 200, 200, 400, 204],
      );
      assert.equal(during.body.migrationMode, 'inProgress');
      assert.equal(during.body.createdDateTime, '2024-09-01T00:00:00.000Z');
      assert.equal((await graph.get(channel)).body.migrationMode, 'completed');
      assert.deepEqual(
        (await graph.get(`${channel}/messages`)).body.value.map(({ createdDateTime }) => createdDateTime),
        [at(1)],
      );
    });

    it('one for each millisecond, of people in the tenant, from the time of the channel', async () => {
      await start();
      const post = async (body: object) => (await graph.post(`${channel}/messages`, body)).status;

      assert.equal(await post(message(1)), 200);
      assert.equal(await post(message(1)), 409);
      assert.equal(await post(message(2, tenantId)), 404);
      assert.equal(await post({ ...message(3), createdDateTime: '2023-01-01T00:00:00Z' }), 400);
    });

    it('not from the future, and not from before a channel that is older', async () => {
      assert.equal((await start('2100-01-01T00:00:00Z')).status, 400);
      await start();

      const late = { ...message(1), createdDateTime: '2100-01-01T00:00:00Z' };
      assert.equal((await graph.post(`${channel}/messages`, late)).status, 400);
    });

    it('four a second for a channel', async () => {
      await start();
      const replies: Reply[] = [];
      for (let n = 1; n <= 5; n += 1) replies.push(await graph.post(`${channel}/messages`, message(n)));

      assert.deepEqual(
        replies.map(({ status }) => status),
        [200, 200, 200, 200, 429],
      );
      assert.equal(replies.at(-1)?.headers.get('retry-after'), '1');
      later(1_000);
      assert.equal((await graph.post(`${channel}/messages`, message(5))).status, 200);
    });

    it('and no new members meanwhile', async () => {
      await start();
      const values = [
        {
          '@odata.type': '#microsoft.graph.aadUserConversationMember',
          roles: [],
          'user@odata.bind': `${V1}/users('${personas.dpo}')`,
        },
      ];

      assert.equal((await graph.post(`/teams/${PROVED}/members/add`, { values })).status, 403);
    });

    it('by requests that Microsoft’s metadata knows', async function () {
      const check = await graphCheck();
      if (check === null) return this.skip();
      await start();
      await graph.post(`${channel}/messages`, message(1));
      await graph.post(`${channel}/completeMigration`);

      assert.deepEqual(check(tenant.requests()), []);
    });
  });

  it('labels the folder of a channel', async () => {
    tenant.grants.add('Files.ReadWrite.All');
    const channels = (await graph.get(`/teams/${PROVED}/channels`)).body.value;
    const folder = await graph.get(`/teams/${PROVED}/channels/${channels[0]?.id ?? ''}/filesFolder`);
    const { id, parentReference } = folder.body as unknown as { id: string; parentReference: { driveId: string } };
    const label = `/drives/${parentReference.driveId}/items/${id}/retentionLabel`;
    const before = await graph.get(label);
    const set = await graph.patch(label, { name: 'Keep 1 year' });

    const atOnce = await graph.get(label);
    later();

    assert.equal(before.body.name, null);
    assert.equal(set.status, 200);
    assert.equal(atOnce.body.name, null);
    assert.equal((await graph.get(label)).body.name, 'Keep 1 year');
    assert.equal((await graph.patch(label, { name: 'Keep for ever' })).status, 400);
    assert.equal((await graph.get(label.replace(id, 'other'))).status, 404);
  });

  describe('goes wrong as planned', () => {
    it('on the request that was meant, as often as was meant', async () => {
      tenant.faults.add({ method: 'GET', path: '/users$', nth: 2, times: 2, effect: { kind: 'status', status: 503 } });
      const statuses: number[] = [];
      for (let n = 0; n < 5; n += 1) statuses.push((await graph.get('/users')).status);

      assert.deepEqual(statuses, [200, 503, 503, 200, 200]);
    });

    it('by cutting the connection before or after the work was done', async () => {
      tenant.faults.add({ path: '/groups$', effect: { kind: 'cut', when: 'before' } });
      await assert.rejects(graph.post('/groups', GROUP));
      const nothing = tenant.journal().length;
      tenant.faults.clear();
      tenant.faults.add({ path: '/groups$', effect: { kind: 'cut', when: 'after' } });
      await assert.rejects(graph.post('/groups', GROUP));

      assert.equal(nothing, 0);
      assert.equal(tenant.journal().length, 1);
    });

    it('when told over HTTP, but not by a web page', async () => {
      const fault = JSON.stringify({ effect: { kind: 'status', status: 429, retryAfter: 9 } });
      const tell = (headers: Record<string, string>, body = fault) =>
        fetch(`${tenant.url}/sandbox/faults`, { method: 'POST', headers, body });
      const page = await tell({ origin: 'https://evil.example' });
      const wrong = await tell({}, '{"effect":{"kind":"fire"}}');
      const untouched = await graph.get('/users');
      const told = await tell({});
      const hit = await graph.get('/users');

      assert.deepEqual(
        [page, wrong, untouched, told, hit].map(({ status }) => status),
        [403, 400, 200, 204, 429],
      );
      assert.equal(hit.headers.get('retry-after'), '9');
    });
  });

  describe('can be looked into over HTTP', () => {
    const look = async (path: string, body?: object) => {
      const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      const reply = await fetch(`${tenant.url}/sandbox/${path}`, init);
      return { status: reply.status, text: await reply.text() };
    };

    it('for its journal, its state and the requests it got', async () => {
      await graph.post('/groups', GROUP);
      const [journal, state, requests] = await Promise.all(['journal', 'state', 'requests'].map((path) => look(path)));

      assert.deepEqual(JSON.parse(journal?.text ?? ''), tenant.journal());
      assert.deepEqual(JSON.parse(state?.text ?? ''), tenant.state());
      assert.deepEqual(JSON.parse(requests?.text ?? ''), [
        { seq: 1, method: 'POST', target: '/v1.0/groups', body: GROUP, status: 201 },
      ]);
    });

    it('and changed: accounts and grants', async () => {
      await look('accounts', { person: personas.dpo, enabled: false });
      await look('grants', { grants: ['User.Read.All'] });

      const person = await graph.get(`/users/${personas.dpo}?$select=accountEnabled`);
      assert.deepEqual(person.body, { accountEnabled: false });
      assert.equal((await graph.get('/groups')).status, 403);
    });

    it('by a person who follows a link to a team or channel, and sees that nothing is real', async () => {
      const posted = await graph.post(`/teams/${PROVED}/channels`, { displayName: 'Trip <b>x' });
      const refusedName = posted.status;
      const { id } = (await graph.post(`/teams/${PROVED}/channels`, { displayName: 'Trip', description: '<script>' }))
        .body;
      const page = await look(`teams/${PROVED}/channels/${encodeURIComponent(id)}`);

      assert.equal(refusedName, 400);
      assert.match(page.text, /Sandbox\.<\/strong> Practice data\. Nothing here is real\./);
      assert.match(page.text, /Year 6 staff: Trip/);
      assert.doesNotMatch(page.text, /<script>/);
      assert.equal((await look(`teams/${tenantId}`)).status, 404);
    });
  });

  describe('remembers', () => {
    let folder = '';
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'tenant-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('every effect in the journal’s file, in order', async () => {
      await tenant.close();
      const journalFile = join(folder, 'journal.jsonl');
      await begin({ journalFile });
      await newTeam();

      const lines = readFileSync(journalFile, 'utf8').trim().split('\n');
      assert.deepEqual(
        lines.map((line) => JSON.parse(line) as unknown),
        tenant.journal(),
      );
      assert.deepEqual(
        tenant.journal().map(({ seq, what }) => [seq, what]),
        [
          [1, 'group.created'],
          [2, 'team.created'],
        ],
      );
    });

    it('everything when it is started again on the same file', async () => {
      await tenant.close();
      const stateFile = join(folder, 'state.json');
      await begin({ stateFile });
      const team = await newTeam();
      const journal = [...tenant.journal()];
      await tenant.close();
      await begin({ stateFile });

      assert.equal((await graph.get(`/teams/${team}`)).status, 200);
      assert.deepEqual(tenant.journal(), journal);
      const other = (await graph.post('/groups', { ...GROUP, mailNickname: 'other' })).body.id;
      assert.notEqual(other, team);
      await assert.rejects(
        startTenant({ stateFile, data: { ...OAKFIELD, tenantId: team } }),
        /another simulated tenant/,
      );
    });

    it('nothing that is random: the same calls give the same ids', async () => {
      const first = (await graph.post('/groups', GROUP)).body.id;
      await tenant.close();
      await begin();

      assert.equal((await graph.post('/groups', GROUP)).body.id, first);
    });
  });
});
