import assert from 'node:assert/strict';
import { OAKFIELD } from '../../../../src/edges/sandbox/oakfield.js';
import { GRANTED, GRANTED_FOR_HISTORY, type Tenant, type TenantOptions } from '../../../../src/edges/sandbox/tenant.js';
import { startTenant } from '../../../support/tenant.js';
import { graphCheck } from '../../../support/graph-check.js';
import { visit, type Reply } from './visit.js';

const { organisation, personas, people, tenantId } = OAKFIELD;
const [PROVED = ''] = organisation.governedTeams;
const V1 = 'https://graph.microsoft.com/v1.0';
const OTHER_APP = '0a4f1e1d-0000-4000-8000-0000000000ff';
const GUEST = people.find(({ kind }) => kind === 'guest')?.id ?? '';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What Microsoft Graph refuses, the simulated tenant refuses: each line of this file is a way in which a migration can go wrong. */
describe('the simulated tenant refuses', () => {
  let tenant: Tenant;
  let graph: Awaited<ReturnType<typeof visit>>;
  let now = 0;
  const later = (ms: number) => void (now += ms);

  const begin = async (options: TenantOptions = {}) => {
    now = Math.max(now, Date.now());
    tenant = await startTenant(
      {
        now: () => now,
        grants: [...GRANTED, ...GRANTED_FOR_HISTORY],
        otherApps: [OTHER_APP],
        ...options,
      },
      'test',
    );
    graph = await visit(tenant);
  };
  beforeEach(() => begin());
  afterEach(() => tenant.close());

  const member = (id: string, roles: readonly string[] = []) => ({
    '@odata.type': '#microsoft.graph.aadUserConversationMember',
    roles,
    'user@odata.bind': `${V1}/users('${id}')`,
  });
  const add = (count: number) =>
    graph.post(`/teams/${PROVED}/members/add`, { values: people.slice(0, count).map(({ id }) => member(id)) });
  const refusal = ({ status, body }: Reply) => [status, body.error?.code];

  describe('to put old messages into a channel', () => {
    let channel = '';
    const begins = '2024-09-01T00:00:00Z';
    const at = (n: number) => new Date(Date.UTC(2025, 0, 1, 9, 0, 0, n)).toISOString();
    const message = (n: number, author = personas.starter, content = 'See you at the gate') => ({
      createdDateTime: at(n),
      from: { user: { id: author, displayName: 'A', userIdentityType: 'aadUser' } },
      body: { contentType: 'html', content },
    });
    const start = () => graph.post(`${channel}/startMigration`, { conversationCreationDateTime: begins });
    const post = async (body: object) => {
      later(1_000);
      return graph.post(`${channel}/messages`, body);
    };

    beforeEach(async () => {
      const { body } = await graph.post(`/teams/${PROVED}/channels`, { displayName: 'Old' });
      channel = `/teams/${PROVED}/channels/${encodeURIComponent(body.id)}`;
    });

    for (const [title, grants] of [
      ['without the permission', [...GRANTED]],
      ['with what was consented for the team alone', ['ChannelMessage.Read.Group', 'ChannelSettings.ReadWrite.Group']],
      ['with wide permissions that are others', ['Group.ReadWrite.All', 'Directory.ReadWrite.All']],
    ] as const)
      it(title, async () => {
        await start();
        tenant.grants.clear();
        for (const grant of grants) tenant.grants.add(grant);
        const replies = [await start(), await post(message(1)), await graph.post(`${channel}/completeMigration`)];

        assert.deepEqual(
          replies.map(({ status }) => status),
          [403, 403, 403],
        );
        assert.equal(tenant.journal().filter(({ what }) => what === 'message.posted').length, 0);
      });

    it('before the migration has begun, and after it was completed', async () => {
      const before = await post(message(1));
      await start();
      await graph.post(`${channel}/completeMigration`);
      const after = await post(message(1));

      assert.deepEqual(
        [refusal(before), refusal(after)],
        [
          [403, 'Forbidden'],
          [403, 'Forbidden'],
        ],
      );
    });

    it('as an application that posts of its own accord', async () => {
      const plain = { body: { contentType: 'html', content: 'Hello' } };
      const before = await post(plain);
      await start();

      assert.equal(before.status, 403);
      assert.equal((await post(plain)).status, 400);
    });

    it('when it was begun twice, or completed without a beginning', async () => {
      const early = await graph.post(`${channel}/completeMigration`);
      const once = await start();
      const twice = await start();
      const completed = await graph.post(`${channel}/completeMigration`);
      const again = await graph.post(`${channel}/completeMigration`);

      assert.deepEqual(
        [early, once, twice, completed, again].map(({ status }) => status),
        [400, 204, 400, 204, 400],
      );
    });

    it('to an application that did not begin it, which cannot complete it either', async () => {
      await start();
      const other = await visit(tenant, OTHER_APP);
      const replies = [
        await other.post(`${channel}/messages`, message(1)),
        await other.post(`${channel}/completeMigration`),
        await graph.post(`${channel}/completeMigration`),
      ];

      assert.deepEqual(
        replies.map(({ status }) => status),
        [403, 403, 204],
      );
    });

    it('whose time is taken, is still to come, or is before the channel’s beginning', async () => {
      await start();
      const replies = [
        await post(message(1)),
        await post(message(1, personas.dpo, 'Another text')),
        await post({ ...message(2), createdDateTime: new Date(now + MINUTE_MS).toISOString() }),
        await post({ ...message(3), createdDateTime: '2024-08-31T23:59:59.999Z' }),
        await post({ ...message(4), createdDateTime: begins }),
      ];

      assert.deepEqual(
        replies.map(({ status }) => status),
        [200, 409, 400, 400, 400],
      );
    });

    it('from a beginning that is not before the channel’s own', async () => {
      const future = { conversationCreationDateTime: new Date(now + DAY_MS).toISOString() };

      assert.equal((await graph.post(`${channel}/startMigration`, future)).status, 400);
    });

    it('of somebody unknown, of another tenant, or whose account was deleted', async () => {
      await start();
      tenant.deleteAccount(personas.itLead);
      const replies = [
        await post(message(1, tenantId)),
        await post(message(2, GUEST)),
        await post(message(3, personas.itLead)),
      ];

      assert.deepEqual(
        replies.map(({ status }) => status),
        [404, 400, 404],
      );
    });

    it('that are longer than 28 KB', async () => {
      await start();
      const long = 28 * 1_024;

      assert.equal((await post(message(1, personas.starter, 'x'.repeat(long / 2)))).status, 200);
      assert.equal((await post(message(2, personas.starter, 'x'.repeat(long / 2 + 1)))).status, 413);
      assert.equal((await post(message(3, personas.starter, '€'.repeat(long / 3 + 1)))).status, 413);
    });

    it('more than four in a second, for each channel by itself', async () => {
      const { body } = await graph.post(`/teams/${PROVED}/channels`, { displayName: 'Other' });
      const other = `/teams/${PROVED}/channels/${encodeURIComponent(body.id)}`;
      await start();
      await graph.post(`${other}/startMigration`, { conversationCreationDateTime: begins });
      const statuses: number[] = [];
      for (let n = 1; n <= 5; n += 1) statuses.push((await graph.post(`${channel}/messages`, message(n))).status);
      const late = await graph.post(`${channel}/messages`, message(6));

      assert.deepEqual(statuses, [200, 200, 200, 200, 429]);
      assert.equal(late.headers.get('retry-after'), '1');
      assert.equal((await graph.post(`${other}/messages`, message(1))).status, 200);
      later(1_000);
      assert.equal((await graph.post(`${channel}/messages`, message(5))).status, 200);
    });

    it('and new members meanwhile, but not after', async () => {
      await start();
      const during = await add(1);
      await graph.post(`${channel}/completeMigration`);

      assert.deepEqual([during.status, (await add(1)).status], [403, 200]);
    });

    it('and to show what was imported before it is completed', async () => {
      await start();
      await post(message(1));
      const during = await graph.get(`${channel}/messages`);
      await graph.post(`${channel}/completeMigration`);
      await start();
      await graph.post(`${channel}/startMigration`, { conversationCreationDateTime: '2024-08-01T00:00:00Z' });
      await post(message(2));
      const again = await graph.get(`${channel}/messages`);

      assert.equal(during.body.value.length, 0);
      assert.deepEqual(
        again.body.value.map(({ createdDateTime }) => createdDateTime),
        [at(1)],
      );
    });

    it('and to give more than fifty of them at once', async () => {
      assert.equal((await graph.get(`${channel}/messages?$top=51`)).status, 400);
      assert.equal((await graph.get(`${channel}/messages?$expand=mentions`)).status, 400);
    });
  });

  describe('a private channel', () => {
    const make = (members: readonly object[] | undefined) =>
      graph.post(`/teams/${PROVED}/channels`, { displayName: 'Few', membershipType: 'private', members });
    const membersOf = ({ body }: Reply) =>
      `/teams/${PROVED}/channels/${encodeURIComponent(String(body['id']))}/members`;
    const outside = () =>
      people.find(({ id }) => !(tenant.state().groups[0]?.members ?? []).some(({ person }) => person === id))?.id ?? '';

    it('without an owner, with two, or with one who is not in the team', async () => {
      const { starter, approver } = personas;
      for (const members of [
        undefined,
        [],
        [member(starter)],
        [member(starter, ['owner']), member(approver, ['owner'])],
        [member(outside(), ['owner'])],
      ])
        assert.deepEqual(refusal(await make(members)), [400, 'BadRequest']);
    });

    it('somebody who is not in the team, anybody without the permission, and anybody during a migration', async () => {
      tenant.grants.add('ChannelMember.ReadWrite.All');
      const path = membersOf(await make([member(personas.starter, ['owner'])]));

      assert.deepEqual(refusal(await graph.post(path, member(outside()))), [400, 'BadRequest']);
      tenant.grants.delete('ChannelMember.ReadWrite.All');
      assert.equal((await graph.post(path, member(personas.starter))).status, 403);
      tenant.grants.add('ChannelMember.ReadWrite.All');
      await graph.post(path.replace('/members', '/startMigration'), {});
      assert.deepEqual(refusal(await graph.post(path, member(personas.starter))), [403, 'Forbidden']);
    });

    it('members of a standard one: these are the team’s', async () => {
      tenant.grants.add('ChannelMember.ReadWrite.All');
      const made = await graph.post(`/teams/${PROVED}/channels`, { displayName: 'All', membershipType: 'standard' });

      assert.deepEqual(refusal(await graph.post(membersOf(made), member(personas.starter))), [400, 'BadRequest']);
    });
  });

  describe('a channel', () => {
    const create = async (displayName: string) => graph.post(`/teams/${PROVED}/channels`, { displayName });
    const forbidden = [...'~#%&*{}+/\\:<>?|\'",', '..', '\u0000', '\u001F', '\u0080', '\u009F'];
    const reserved = [
      'forms',
      'CON',
      'CONIN$',
      'conout$',
      'PRN',
      'aux',
      'NUL',
      'COM1',
      'com9',
      'LPT1',
      'lpt9',
      'desktop.ini',
    ];
    const ends = ['_notes', '.notes', 'notes.', '_vti_', 'my _vti_ notes', ' ', 'x'.repeat(51)];
    for (const name of [...forbidden.map((sign) => `Year 6 ${sign} trip`), ...reserved, ...ends])
      it(`called ${JSON.stringify(name)}`, async () => {
        assert.deepEqual(refusal(await create(name)), [400, 'BadRequest']);
      });

    it('whose name is taken, also by one that was deleted less than 30 days ago', async () => {
      const { body } = await create('Trips');
      const taken = await create('TRIPS');
      tenant.deleteChannel(PROVED, body.id);
      const listed = (await graph.get(`/teams/${PROVED}/channels`)).body.value.map(({ displayName }) => displayName);
      later(29 * DAY_MS);
      graph = await visit(tenant);
      const deleted = await create('trips');
      later(DAY_MS);
      graph = await visit(tenant);

      assert.deepEqual(
        [refusal(taken), refusal(deleted)],
        [
          [400, 'NameAlreadyExists'],
          [400, 'NameAlreadyExists'],
        ],
      );
      assert.ok(!listed.includes('Trips'));
      assert.equal((await create('trips')).status, 201);
    });

    it('that would be the 1,001st, deleted ones of the last 30 days included', async () => {
      tenant.tamper(({ groups }) => {
        const channels = groups.find(({ id }) => id === PROVED)?.team?.channels ?? [];
        const [one] = channels;
        assert.ok(one !== undefined);
        for (let n = channels.length; n < 999; n += 1) channels.push({ ...one, id: `19:${n}`, name: `Channel ${n}` });
      });
      const last = await create('The thousandth');
      tenant.deleteChannel(PROVED, last.body.id);
      const over = await create('One more');
      later(31 * DAY_MS);
      graph = await visit(tenant);

      assert.deepEqual([last.status, over.status, (await create('One more')).status], [201, 400, 201]);
    });
  });

  describe('a team', () => {
    const group = {
      displayName: 'Residential',
      mailNickname: 'waedu-mov-test0001',
      mailEnabled: true,
      securityEnabled: false,
      groupTypes: ['Unified'],
      'owners@odata.bind': [`${V1}/users/${personas.starter}`],
    };
    const team = (fields: object) =>
      graph.post('/teams', { 'template@odata.bind': `${V1}/teamsTemplates('standard')`, ...fields });

    it('with owners named at its creation, one or two: from a group it has the group’s', async () => {
      const { id } = (await graph.post('/groups', group)).body;
      later(15 * MINUTE_MS);
      const bound = { 'group@odata.bind': `${V1}/groups('${id}')` };
      const owners = [member(personas.starter, ['owner']), member(personas.dpo, ['owner'])];

      assert.equal((await team({ ...bound, members: owners })).status, 400);
      assert.equal((await team({ ...bound, members: owners.slice(0, 1) })).status, 400);
      assert.equal((await team({ displayName: 'Residential', members: owners })).status, 400);
      assert.equal((await team(bound)).status, 202);
    });

    it('of a group that is too young, for as long as it is: fifteen minutes', async () => {
      await tenant.close();
      await begin({ delays: { group: 15 * MINUTE_MS, team: 15 * MINUTE_MS } });
      const { id } = (await graph.post('/groups', group)).body;
      const bound = { 'group@odata.bind': `${V1}/groups('${id}')` };
      later(15 * MINUTE_MS - 1);
      const early = await team(bound);
      later(1);
      const made = await team(bound);
      later(15 * MINUTE_MS - 1);
      const unseen = await graph.get(`/teams/${id}`);
      later(1);

      assert.deepEqual([early.status, made.status, unseen.status], [404, 202, 404]);
      assert.equal((await graph.get(`/teams/${id}`)).status, 200);
    });

    it('to have its making looked at more often than every 30 seconds', async () => {
      const { id } = (await graph.post('/groups', group)).body;
      later(MINUTE_MS);
      const location = (await team({ 'group@odata.bind': `${V1}/groups('${id}')` })).headers.get('location') ?? '';
      const first = await graph.get(location);
      later(29_000);
      const early = await graph.get(location);
      later(1_000);

      assert.deepEqual([first.status, early.status, (await graph.get(location)).status], [200, 429, 200]);
      assert.equal(early.headers.get('retry-after'), '1');
    });
  });

  describe('members', () => {
    it('more than 200 at once', async () => {
      const values = Array.from({ length: 201 }, () => member(personas.dpo));

      assert.equal((await graph.post(`/teams/${PROVED}/members/add`, { values })).status, 400);
      assert.equal(tenant.journal().length, 0);
    });

    it('who are blocked or gone, one by one, and takes the others', async () => {
      const [one = '', two = '', three = ''] = people.slice(20, 23).map(({ id }) => id);
      tenant.setAccount(one, false);
      tenant.deleteAccount(two);
      const values = [one, two, three].map((id) => member(id));
      const reply = await graph.post(`/teams/${PROVED}/members/add`, { values });
      const errors = new Map(reply.body.value.map(({ userId, error }) => [userId, error?.code]));

      assert.equal(reply.status, 207);
      assert.deepEqual([errors.get(one), errors.get(two), errors.get(three)], ['Forbidden', 'NotFound', undefined]);
    });

    it('to list somebody who was taken out, or has left the organisation', async () => {
      const { members } = tenant.state().groups.find(({ id }) => id === PROVED) ?? { members: [] };
      const [one = '', two = ''] = members.map(({ person }) => person);
      tenant.removeMember(PROVED, one);
      tenant.deleteAccount(two);
      const listed = (await graph.get(`/teams/${PROVED}/members?$top=999`)).body.value.map(({ userId }) => userId);
      const { status } = await graph.get(`/users/${two}`);

      assert.ok(!listed.includes(one) && !listed.includes(two));
      assert.equal(status, 404);
      assert.deepEqual(
        tenant.journal().map(({ what }) => what),
        ['member.removed', 'account.deleted'],
      );
    });
  });

  describe('files', () => {
    type Folder = { readonly id: string; readonly parentReference: { readonly driveId: string } };
    let folder = '';
    const text = Buffer.from('one');
    const put = (name: string, bytes = text, behaviour = 'fail') =>
      graph.put(
        `${folder}:/${encodeURIComponent(name)}:/content?@microsoft.graph.conflictBehavior=${behaviour}`,
        bytes,
      );

    beforeEach(async () => {
      const { body } = await graph.post(`/teams/${PROVED}/channels`, { displayName: 'Files' });
      const address = `/teams/${PROVED}/channels/${encodeURIComponent(body.id)}/filesFolder`;
      const early = await graph.get(address);
      later(MINUTE_MS);
      const found = (await graph.get(address)).body as unknown as Folder;
      folder = `/drives/${found.parentReference.driveId}/items/${found.id}`;
      assert.equal(early.status, 404);
    });

    it('without the permission', async () => {
      tenant.grants.delete('Files.ReadWrite.All');

      assert.equal((await put('a.html')).status, 403);
    });

    it('whose name is taken or cannot be one, and those that are too large for one request', async () => {
      assert.equal((await put('a.html')).status, 201);
      assert.deepEqual(refusal(await put('A.html')), [409, 'nameAlreadyExists']);
      for (const name of ['a?.html', 'a:b', '"a"', ' a', '']) assert.equal((await put(name)).status, 400, name);
      assert.equal((await put('b.html', Buffer.alloc(4 * 1_024 * 1_024 + 1))).status, 413);
    });

    it('in parts that are out of order, of a wrong size, or come with a token', async () => {
      const item = { '@microsoft.graph.conflictBehavior': 'fail', name: 'c.html' };
      const session = await graph.post(`${folder}:/c.html:/createUploadSession`, { item });
      const { uploadUrl } = session.body as unknown as { readonly uploadUrl: string };
      const part = 320 * 1_024;
      const send = async (from: number, length: number, headers: Readonly<Record<string, string>> = {}) => {
        const range = `bytes ${from}-${from + length - 1}/${part + 5}`;
        const kind = { 'content-type': 'application/octet-stream', 'content-range': range };
        const reply = await fetch(uploadUrl, {
          method: 'PUT',
          headers: { ...kind, ...headers },
          body: Buffer.alloc(length, 'x'),
        });
        return reply.status;
      };
      const statuses = [
        await send(0, part, { authorization: `Bearer ${graph.token}` }),
        await send(0, 1_000),
        await send(part, 5),
        await send(0, part),
        await send(0, part),
        await send(part, 5),
        await send(part, 5),
      ];

      assert.deepEqual(statuses, [401, 400, 416, 202, 416, 201, 404]);
      assert.equal(tenant.journal().filter(({ what }) => what === 'file.uploaded').length, 1);
    });

    it('a label that there is not, and shows one that there is a while later', async () => {
      const { id } = (await put('a.html')).body;
      const label = `${folder.replace(/[^/]+$/, '')}${id}/retentionLabel`;
      const unknown = await graph.patch(label, { name: 'Keep for ever' });
      const known = await graph.patch(label, { name: 'Keep 3 years' });
      const atOnce = await graph.get(label);
      later(MINUTE_MS);

      assert.deepEqual([unknown.status, known.status, atOnce.body.name], [400, 200, null]);
      assert.equal((await graph.get(label)).body.name, 'Keep 3 years');
    });
  });

  it('nothing that Microsoft’s metadata does not know', async function () {
    const check = await graphCheck();
    if (check === null) return this.skip();
    const { body } = await graph.post(`/teams/${PROVED}/channels`, { displayName: 'Checked' });
    const channel = `/teams/${PROVED}/channels/${encodeURIComponent(body.id)}`;
    await graph.get(`${channel}/messages?$top=50&$expand=replies`);
    await graph.get(`${channel}/filesFolder`);

    assert.deepEqual(check(tenant.requests()), []);
  });

  it('to lose a member, an account or a channel for a web page, and does it for a test in another process', async () => {
    const { members } = tenant.state().groups.find(({ id }) => id === PROVED) ?? { members: [] };
    const person = members[0]?.person ?? '';
    const { body } = await graph.post(`/teams/${PROVED}/channels`, { displayName: 'Lost' });
    const tell = async (noun: string, fields: object, headers: Readonly<Record<string, string>> = {}) => {
      const init = { method: 'POST', headers, body: JSON.stringify(fields) };
      return (await fetch(`${tenant.url}/sandbox/${noun}`, init)).status;
    };
    const page = { origin: 'https://evil.example' };

    assert.equal(await tell('removals', { team: PROVED, person }, page), 403);
    assert.equal(await tell('removals', { team: PROVED, person }), 204);
    assert.equal(await tell('removals', { team: PROVED, person }), 404);
    assert.equal(await tell('leavers', { person }), 204);
    assert.equal(await tell('deletions', { team: PROVED, channel: body.id }), 204);
    assert.equal(await tell('deletions', { team: PROVED, channel: 'none' }), 404);
  });
});
