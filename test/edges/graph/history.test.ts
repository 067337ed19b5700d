import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Post } from '../../../src/history/history.js';
import type { ChannelAt } from '../../../src/history/ports.js';
import { OAKFIELD } from '../../../src/edges/sandbox/oakfield.js';
import { GRANTED, GRANTED_FOR_HISTORY, type Tenant, type TenantOptions } from '../../../src/edges/sandbox/tenant.js';
import { graphCheck } from '../../support/graph-check.js';
import { graphOn, QUICK } from '../../support/graph.js';

const { people, personas, organisation } = OAKFIELD;
const [PROVED = ''] = organisation.governedTeams;
const OTHER_APP = '0a4f1e1d-0000-4000-8000-0000000000ff';
const NOBODY = '0a4f1e1d-0000-4000-8001-000000009999';
const GUEST = people.find(({ kind }) => kind === 'guest')?.id ?? '';
const BEGINS = new Date('2025-01-01T08:00:00Z');
/** Tests do not wait for the four requests a second that the tenant counts on its own clock. */
const AT_ONCE = { turn: async () => undefined };

const hashOf = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

function posting(index: number, fields: Partial<Post> = {}): Post {
  const html = `<p>Message ${index}</p>`;
  const at = new Date(Date.UTC(2025, 0, 1, 9, 0, 0, index));
  return { index, entry: index, at, author: personas.starter, html, sha256: hashOf(html), ...fields };
}

describe('the history behind Microsoft Graph', () => {
  let graph: Awaited<ReturnType<typeof graphOn>>;
  let channel: ChannelAt;

  const begin = async (options: TenantOptions = {}) => {
    let clock = Date.now();
    graph = await graphOn(
      {
        grants: [...GRANTED, ...GRANTED_FOR_HISTORY],
        otherApps: [OTHER_APP],
        // Every look at the clock is a second later: nothing is throttled.
        now: () => (clock += 1_000),
        delays: { folder: 0, label: 0 },
        ...options,
      },
      QUICK,
      { pace: AT_ONCE },
    );
    const name = 'Year 6 residential';
    const made = await graph.workplace.createChannel({ teamId: PROVED, name, description: '', reference: 'mov-X' });
    channel = { teamId: PROVED, channelId: made.id };
  };
  const end = async () => {
    const check = await graphCheck();
    if (check !== null) assert.deepEqual(check(graph.tenant.requests()), []);
    await graph.tenant.close();
  };
  beforeEach(() => begin());
  afterEach(end);

  const happened = (what: string) => graph.tenant.journal().filter((entry) => entry.what === what);
  const lose = (path: string, method: 'POST' | 'PUT' | 'PATCH' = 'POST') =>
    graph.tenant.faults.add({ method, path, effect: { kind: 'cut', when: 'after' } });

  describe('an import', () => {
    it('is begun, filled, completed and read back, oldest first', async () => {
      const states = [await graph.history.importState(channel)];
      await graph.history.startImport(channel, BEGINS);
      states.push(await graph.history.importState(channel));
      const answers = [
        await graph.history.post(channel, posting(2, { author: personas.dpo })),
        await graph.history.post(channel, posting(1)),
        await graph.history.post(channel, posting(1)),
      ];
      const meanwhile = await graph.history.posts(channel);
      await graph.history.completeImport(channel);
      states.push(await graph.history.importState(channel));
      const posts = await graph.history.posts(channel);

      assert.deepEqual(states, ['none', 'in-progress', 'completed']);
      assert.deepEqual(answers, ['posted', 'posted', 'already']);
      assert.deepEqual(meanwhile, []);
      assert.deepEqual(
        posts.map(({ at, author, html }) => ({ at, author, html })),
        [
          { at: posting(1).at, author: personas.starter, html: posting(1).html },
          { at: posting(2).at, author: personas.dpo, html: posting(2).html },
        ],
      );
    });

    it('asks for an author’s name once', async () => {
      await graph.history.startImport(channel, BEGINS);
      for (let n = 1; n <= 5; n += 1) await graph.history.post(channel, posting(n));

      const asked = graph.tenant.requests().filter(({ target }) => target.includes('/users/'));
      assert.equal(asked.length, 1);
      assert.equal(happened('message.posted').length, 5);
    });

    it('happens once when answers are lost after it was done', async () => {
      lose('/startMigration$');
      await graph.history.startImport(channel, BEGINS);
      lose('/messages$');
      const answer = await graph.history.post(channel, posting(1));
      lose('/completeMigration$');
      await graph.history.completeImport(channel);

      assert.equal(answer, 'already');
      assert.deepEqual(
        graph.tenant.journal().map(({ what }) => what),
        ['channel.created', 'migration.started', 'message.posted', 'migration.completed'],
      );
    });

    it('can be completed twice, and taken up again after that', async () => {
      await graph.history.startImport(channel, BEGINS);
      await graph.history.completeImport(channel);
      await graph.history.completeImport(channel);
      await graph.history.startImport(channel, BEGINS);

      assert.equal(await graph.history.post(channel, posting(1)), 'posted');
      assert.equal(happened('migration.completed').length, 1);
    });

    it('reads replies, over many pages', async () => {
      await graph.history.startImport(channel, BEGINS);
      await graph.history.post(channel, posting(0));
      await graph.history.completeImport(channel);
      const [first] = await graph.history.posts(channel);
      graph.tenant.tamper(({ groups }) => {
        const messages = groups[0]?.team?.channels.at(-1)?.messages ?? [];
        for (let n = 1; n <= 130; n += 1) {
          const replyTo = n > 60 ? (first?.id ?? '') : null;
          const createdAt = BEGINS.getTime() + 10_000_000 + n;
          messages.push({ id: `${createdAt}`, replyTo, createdAt, from: personas.dpo, content: `${n}` });
        }
      });
      const posts = await graph.history.posts(channel);

      assert.deepEqual(
        posts.slice(1).map(({ html }) => html),
        Array.from({ length: 130 }, (_, n) => String(n + 1)),
      );
    });

    it('names the permission that is missing', async () => {
      graph.tenant.grants.delete('Teamwork.Migrate.All');
      graph.tenant.grants.delete('ChannelMessage.Read.All');
      const missing = { code: 'permission-missing', who: 'administrator' };

      const migrate = { ...missing, missing: 'Teamwork.Migrate.All' };
      await assert.rejects(graph.history.startImport(channel, BEGINS), migrate);
      await assert.rejects(graph.history.posts(channel), { ...missing, missing: 'ChannelMessage.Read.All' });
    });

    it('says that the channel takes no messages, and not that a permission is missing, outside a migration', async () => {
      await assert.rejects(graph.history.post(channel, posting(1)), {
        code: 'import-not-open',
        who: 'us',
        missing: null,
      });
    });

    it('is nobody else’s: another application can neither post nor complete', async () => {
      await graph.history.startImport(channel, BEGINS);
      const other = graph.as(OTHER_APP).history;

      await assert.rejects(other.post(channel, posting(1)), { code: 'permission-missing' });
      await assert.rejects(other.completeImport(channel), { code: 'permission-missing' });
      assert.equal(await graph.history.importState(channel), 'in-progress');
    });

    it('refuses authors who are not in the tenant, or are guests in it', async () => {
      await graph.history.startImport(channel, BEGINS);
      const gone = people[30]?.id ?? '';
      graph.tenant.deleteAccount(gone);

      for (const author of [NOBODY, 'x', gone])
        await assert.rejects(graph.history.post(channel, posting(1, { author })), { code: 'author-missing' }, author);
      await assert.rejects(graph.history.post(channel, posting(1, { author: GUEST })), { code: 'other' });
    });

    it('tells an author who is deleted meanwhile from a channel that is', async () => {
      await graph.history.startImport(channel, BEGINS);
      await graph.history.post(channel, posting(1, { author: personas.dpo }));
      graph.tenant.deleteAccount(personas.dpo);
      await assert.rejects(graph.history.post(channel, posting(2, { author: personas.dpo })), {
        code: 'author-missing',
      });
      graph.tenant.deleteChannel(PROVED, channel.channelId);

      await assert.rejects(graph.history.post(channel, posting(3)), { code: 'not-found' });
    });

    it('does not find a channel that is gone, or a team that is none', async () => {
      graph.tenant.deleteChannel(PROVED, channel.channelId);

      await assert.rejects(graph.history.importState(channel), { code: 'not-found' });
      await assert.rejects(graph.history.startImport({ ...channel, teamId: '../users' }, BEGINS), {
        code: 'not-found',
      });
    });
  });

  describe('a file', () => {
    const small = Buffer.from('<!doctype html><p>Ünïcode</p>');
    const large = Buffer.from(
      Array.from({ length: 1_000_003 }, (_, n) => `${n % 10}`)
        .join('')
        .repeat(12),
    );

    it('has no place while the channel has no folder', async () => {
      await end();
      await begin({ delays: { folder: 3_600_000 } });

      assert.equal(await graph.history.putFile(channel, 'Chat.html', small), null);
      assert.deepEqual(happened('file.uploaded'), []);
    });

    for (const [title, bytes] of [
      ['small', small],
      ['large', large],
    ] as const)
      it(`that is ${title} is put there, and read back byte for byte`, async () => {
        const put = await graph.history.putFile(channel, 'Chat (Year 6) #1.html', bytes);
        const seen = await graph.history.file(put?.id ?? '');

        assert.deepEqual(seen, { id: put?.id, name: 'Chat (Year 6) #1.html', sha256: hashOf(bytes) });
        assert.deepEqual(put, seen);
      });

    it('that lies there already is taken for it when its bytes are the same, and not replaced otherwise', async () => {
      const first = await graph.history.putFile(channel, 'Chat.html', small);
      const again = await graph.history.putFile(channel, 'Chat.html', small);

      assert.deepEqual(again, first);
      await assert.rejects(graph.history.putFile(channel, 'chat.html', Buffer.from('x')), { code: 'name-taken' });
      assert.equal(happened('file.uploaded').length, 1);
    });

    const lost: readonly [string, Buffer, Parameters<Tenant['faults']['add']>[0]][] = [
      ['a small file', small, { method: 'PUT', path: '/content$', effect: { kind: 'cut', when: 'after' } }],
      [
        'a part in the middle',
        large,
        { method: 'PUT', path: '/upload/', nth: 2, effect: { kind: 'cut', when: 'after' } },
      ],
      [
        'a part that never came',
        large,
        { method: 'PUT', path: '/upload/', nth: 2, effect: { kind: 'cut', when: 'before' } },
      ],
      ['the last part', large, { method: 'PUT', path: '/upload/', nth: 3, effect: { kind: 'cut', when: 'after' } }],
      ['the service for a while', large, { method: 'PUT', path: '/upload/', effect: { kind: 'status', status: 503 } }],
    ];
    for (const [title, bytes, fault] of lost)
      it(`is there once and whole when ${title} is lost`, async () => {
        graph.tenant.faults.add(fault);
        const put = await graph.history.putFile(channel, 'Chat.html', bytes);

        assert.equal((await graph.history.file(put?.id ?? ''))?.sha256, hashOf(bytes));
        assert.equal(happened('file.uploaded').length, 1);
      });

    it('that cannot be sent for minutes is an outage, and no address is reported', async () => {
      graph.tenant.faults.add({ path: '/upload/', times: 99, effect: { kind: 'status', status: 503 } });

      await assert.rejects(graph.history.putFile(channel, 'Chat.html', large), { code: 'outage', who: 'us' });
      assert.doesNotMatch(graph.reports.join('\n'), /Chat|127\.0\.0\.1|storage/);
    });

    it('that is gone is null, and so is a folder', async () => {
      const put = await graph.history.putFile(channel, 'Chat.html', small);
      graph.tenant.tamper(
        ({ items }) =>
          void items.splice(
            items.findIndex(({ content }) => content !== null),
            1,
          ),
      );
      const folder = graph.tenant.state().items[0];

      assert.equal(await graph.history.file(put?.id ?? ''), null);
      assert.equal(await graph.history.file(`${folder?.driveId}/${folder?.id}`), null);
      await assert.rejects(graph.history.file('one'), { code: 'not-found' });
    });

    it('carries a label a while after it was put on', async () => {
      await end();
      await begin({ delays: { folder: 0, label: 30_000 } });
      const { id } = (await graph.history.putFile(channel, 'Chat.html', small)) ?? { id: '' };
      await graph.history.putLabel(id, 'Keep 3 years');
      const atOnce = await graph.history.label(id);
      let label: string | null = null;
      for (let looks = 0; label === null && looks < 40; looks += 1) label = await graph.history.label(id);

      assert.equal(atOnce, null);
      assert.equal(label, 'Keep 3 years');
      assert.equal(await graph.history.label(id.replace(/.$/, '')), null);
    });

    it('cannot carry a label that there is not: that is the administrator’s to mend', async () => {
      const { id } = (await graph.history.putFile(channel, 'Chat.html', small)) ?? { id: '' };

      await assert.rejects(graph.history.putLabel(id, 'Keep for ever'), {
        code: 'label-unknown',
        who: 'administrator',
      });
    });

    it('needs its own permission', async () => {
      graph.tenant.grants.delete('Files.ReadWrite.All');
      const missing = { code: 'permission-missing', missing: 'Files.ReadWrite.All' };

      await assert.rejects(graph.history.putFile(channel, 'Chat.html', small), missing);
    });
  });

  it('asks for its turn before every request about a channel, by the channel’s id', async () => {
    const turns: string[] = [];
    const paced = await graphOn({ grants: [...GRANTED, ...GRANTED_FOR_HISTORY] }, QUICK, {
      pace: { turn: async (key) => void turns.push(key) },
    });
    const made = await paced.workplace.createChannel({
      teamId: PROVED,
      name: 'A',
      description: '',
      reference: 'mov-A',
    });
    const where = { teamId: PROVED, channelId: made.id };
    await paced.history.startImport(where, BEGINS);
    await paced.history.post(where, posting(1));
    await paced.history.completeImport(where);
    await paced.history.posts(where);
    await paced.tenant.close();

    assert.deepEqual(turns, [made.id, made.id, made.id, made.id]);
  });

  it('keeps to four requests a second for each channel, and comes close to them, however many channels there are', async () => {
    let now = Date.now();
    const clock = { now: () => now, sleep: async (ms: number) => void (now += ms) };
    const paced = await graphOn({ grants: [...GRANTED, ...GRANTED_FOR_HISTORY], now: () => now }, QUICK, { clock });
    const one = async (name: string, count: number) => {
      const made = await paced.workplace.createChannel({ teamId: PROVED, name, description: '', reference: name });
      const where = { teamId: PROVED, channelId: made.id };
      await paced.history.startImport(where, BEGINS);
      for (let n = 1; n <= count; n += 1) await paced.history.post(where, posting(n));
      await paced.history.completeImport(where);
      return paced.history.posts(where);
    };
    const begun = now;
    const posts = await one('Alone', 80);
    const seconds = (now - begun) / 1_000;
    const together = await Promise.all(['A', 'B', 'C', 'D', 'E'].map((name) => one(name, 12)));
    const statuses = new Set(paced.tenant.requests().map(({ status }) => status));
    await paced.tenant.close();

    assert.ok(seconds > 80 / 4 && seconds < (80 / 4) * 1.15, `80 posts took ${seconds} s`);
    assert.deepEqual([posts.length, ...together.map(({ length }) => length)], [80, 12, 12, 12, 12, 12]);
    assert.ok(!statuses.has(429));
  });
});
