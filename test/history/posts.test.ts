import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Author, Post } from '../../src/history/history.js';
import { bytesOf, MOST_BYTES } from '../../src/history/html.js';
import { contentHash } from '../../src/history/content-hash.js';
import { lostInDocument, lostWords } from '../../src/history/lost.js';
import { dryRun, planPosts, requestsFor, type PostDecisions } from '../../src/history/posts.js';
import { sourceOf } from '../../src/whatsapp/source.js';
import { exported, type Line } from '../support/whatsapp.js';

const AUTHORS: Readonly<Record<string, Author>> = {
  'Ben Whitlock': { kind: 'person', person: 'ben', name: 'Ben Whitlock' },
  '+44 7700 900107': { kind: 'attributed', attribution: 'a colleague who has left' },
  'Nan <b>': { kind: 'attributed', attribution: 'Outside member 2' },
  Otto: { kind: 'objected' },
};

const decisions: PostDecisions = {
  zone: 'Europe/London',
  account: 'mover',
  authorOf: (name) => AUTHORS[name] ?? { kind: 'outside' },
  days: null,
  now: new Date('2026-11-25T10:00:00Z'),
  special: null,
};

function at(day: string, by: string | null, text: string): Line {
  return { at: day, by, text };
}

async function plan(
  lines: readonly Line[],
  other: Partial<PostDecisions> = {},
  platform: 'android' | 'ios' = 'android',
) {
  const posts: Post[] = [];
  const source = sourceOf('chat.txt', Buffer.from(exported(lines, { platform, order: 'dmy' })));
  const planned = await planPosts(source, 'dmy', { ...decisions, ...other }, (post) => posts.push(post));
  const run = await dryRun(source, 'dmy', { ...decisions, ...other });
  return { posts, planned, run };
}

const FOOTER =
  '<p><em>Imported on 25 November 2026 by Regroup; originally sent on WhatsApp on 17 July 2026 at 08:10 by';

describe('planPosts()', () => {
  it('posts for staff under their own account, in the order of the file, each with its own millisecond', async () => {
    const { posts } = await plan([
      at('2026-07-17T08:10', 'Ben Whitlock', 'Coach at <eight> & not later'),
      at('2026-07-17T08:10', 'Ben Whitlock', 'two\nlines'),
    ]);

    assert.deepEqual(
      posts.map(({ index, entry, author, at }) => ({ index, entry, author, at: at.toISOString() })),
      [
        { index: 0, entry: 0, author: 'ben', at: '2026-07-17T07:10:00.000Z' },
        { index: 1, entry: 1, author: 'ben', at: '2026-07-17T07:10:00.001Z' },
      ],
    );
    assert.equal(posts[0]!.html, `<p>Coach at &lt;eight&gt; &amp; not later</p>${FOOTER} Ben Whitlock.</em></p>`);
    assert.equal(posts[1]!.html, `<p>two<br>lines</p>${FOOTER} Ben Whitlock.</em></p>`);
    for (const post of posts) assert.equal(post.sha256, contentHash(post.html));
  });

  it('posts for others under the account of the move, and says who wrote it without number or label', async () => {
    const { posts, run } = await plan([
      at('2026-07-17T08:10', '+44 7700 900107', 'I ring 07700 900771'),
      at('2026-07-17T08:10', 'Nan <b>', 'so do I'),
    ]);

    assert.deepEqual(
      posts.map(({ author }) => author),
      ['mover', 'mover'],
    );
    assert.equal(
      posts[0]!.html,
      `<p><strong>Written by a colleague who has left</strong></p><p>I ring a phone number</p>${FOOTER} a colleague who has left.</em></p>`,
    );
    assert.match(posts[1]!.html, /^<p><strong>Written by Outside member 2<\/strong><\/p><p>so do I<\/p>/u);
    assert.equal(run.attributed, 2);
    assert.equal(run.requests, 4 + 1 + 2 + 1);
    for (const { html } of posts) assert.doesNotMatch(html, /7700|Nan/u);
  });

  it('drops and counts what may not go along, by its first reason', async () => {
    const lines = [
      at('2026-07-17T08:00', null, 'Ben Whitlock added Otto'),
      at('2026-07-17T08:10', 'Otto', 'I object, and this is old'),
      at('2026-07-17T08:10', 'Somebody', 'who is it?'),
      at('2026-07-17T08:10', 'Otto', '<Media omitted>'),
      at('2020-01-01T08:10', 'Ben Whitlock', 'too old'),
      at('2026-03-29T01:30', 'Ben Whitlock', 'in no hour'),
      at('2026-11-25T10:00', 'Ben Whitlock', 'now'),
      at('2026-11-25T10:01', 'Ben Whitlock', 'in the future'),
      at('2026-07-17T08:11', 'Ben Whitlock', '<Media omitted>'),
      at('2026-07-17T08:11', 'Ben Whitlock', 'This message was deleted'),
      at('2026-07-17T08:11', 'Ben Whitlock', 'null'),
      at('2026-07-17T08:11', 'Ben Whitlock', 'POLL:\nWhich day?\nOPTION: Friday (2 votes)'),
      at('2026-07-17T08:11', 'Ben Whitlock', 'he needs his inhaler'),
      at('2026-07-17T08:11', 'Ben Whitlock', '\u202a\u202c \u200e '),
    ];

    const { posts, planned } = await plan(lines, { days: 365, special: { health: ['inhaler'] } });

    assert.deepEqual(
      posts.map(({ entry }) => entry),
      [6],
    );
    assert.equal(planned.entries, lines.length);
    assert.deepEqual(planned.dropped, {
      notice: 1,
      objected: 2,
      outside: 1,
      'past-period': 1,
      time: 2,
      media: 1,
      deleted: 1,
      'view-once': 1,
      'not-a-message': 1,
      special: 1,
      empty: 1,
    });
  });

  it('posts words of the special category where the officer did not want them left out', async () => {
    const { posts } = await plan([at('2026-07-17T08:11', 'Ben Whitlock', 'he needs his inhaler')]);

    assert.equal(posts.length, 1);
  });

  it('parts a long text and numbers the parts', async () => {
    const { posts, planned } = await plan([
      at('2026-07-17T08:10', '+44 7700 900107', 'Wörter & 😀 '.repeat(3_000)),
      at('2026-07-17T08:10', 'Ben Whitlock', 'short'),
    ]);

    const parts = posts.slice(0, -1);
    assert.ok(parts.length > 2);
    assert.equal(planned.parted, parts.length);
    parts.forEach(({ html, at, entry }, n) => {
      assert.ok(html.includes(`<p><strong>Part ${n + 1} of ${parts.length}</strong></p>`));
      assert.ok(bytesOf(html) <= MOST_BYTES);
      assert.equal(at.getTime(), Date.parse('2026-07-17T07:10:00Z') + n);
      assert.equal(entry, 0);
    });
    assert.equal(posts.at(-1)!.at.getTime(), parts.at(-1)!.at.getTime() + 1);
  });

  it('keeps a post below the limit with the longest name', async () => {
    const authorOf = (): Author => ({ kind: 'attributed', attribution: '<'.repeat(10_000) });
    const { posts } = await plan([at('2026-07-17T08:10', 'Ben Whitlock', `${'&'.repeat(23_000)}`)], { authorOf });

    for (const { html } of posts) assert.ok(bytesOf(html) <= MOST_BYTES, `${bytesOf(html)}`);
  });

  it('begins before the oldest post', async () => {
    const { planned } = await plan([
      at('2026-07-17T08:10', 'Ben Whitlock', 'later'),
      at('2026-07-17T08:09', 'Ben Whitlock', 'earlier'),
    ]);

    assert.equal(planned.oldest?.toISOString(), '2026-07-17T07:09:00.000Z');
    assert.equal(planned.newest?.toISOString(), '2026-07-17T07:10:00.000Z');
    assert.equal(planned.begins?.toISOString(), '2026-07-17T07:08:00.000Z');
  });

  it('uses the seconds of an iPhone', async () => {
    const text = '[17/07/2026, 08:10:05] Ben Whitlock: one\n[17/07/2026, 08:10:05] Ben Whitlock: two\n';
    const posts: Post[] = [];
    await planPosts(sourceOf('_chat.txt', Buffer.from(text)), 'dmy', decisions, (post) => posts.push(post));

    assert.deepEqual(
      posts.map((post) => post.at.toISOString().slice(17)),
      ['05.000Z', '05.001Z'],
    );
  });

  it('gives the same posts again, unique in time; leaving people out changes no other post but its number', async () => {
    const names = ['Ben Whitlock', '+44 7700 900107', 'Otto', 'Somebody'];
    const line = fc.record({
      minute: fc.integer({ min: 0, max: 90 }),
      by: fc.constantFrom(...names),
      text: fc.constantFrom(
        'ok',
        'yes\nand no',
        '<Media omitted>',
        `${'x'.repeat(200)} `.repeat(90),
        'This message was deleted',
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 2, maxLength: 30 }), fc.subarray(names), async (some, objectors) => {
        const lines = [
          at('2026-10-25T00:30', 'Ben Whitlock', 'begin'),
          ...some.map(({ minute, by, text }) => {
            const hour = 1 + Math.floor(minute / 60);
            return at(`2026-10-25T0${hour}:${String(minute % 60).padStart(2, '0')}`, by, text);
          }),
        ];
        const everybody = (name: string): Author => ({ kind: 'person', person: name, name });
        const without = (name: string): Author => (objectors.includes(name) ? { kind: 'objected' } : everybody(name));
        const all = await plan(lines, { authorOf: everybody });
        const again = await plan(lines, { authorOf: everybody });
        const fewer = await plan(lines, { authorOf: without });

        assert.deepEqual(again.posts, all.posts);
        assert.equal(new Set(all.posts.map((post) => post.at.getTime())).size, all.posts.length);
        const kept = all.posts.filter(({ author }) => !objectors.includes(author));
        assert.deepEqual(
          fewer.posts,
          kept.map((post, index) => ({ ...post, index })),
        );
      }),
      { numRuns: 25 },
    );
  });
});

describe('dryRun()', () => {
  it('counts what planning gives, the requests and the minutes', async () => {
    const lines = Array.from({ length: 500 }, (_, n) =>
      at(
        `2026-07-17T0${8 + Math.floor(n / 60 / 5)}:${String(Math.floor(n / 5) % 60).padStart(2, '0')}`,
        n % 10 === 0 ? 'Otto' : 'Ben Whitlock',
        `message ${n}`,
      ),
    );
    const { run, posts } = await plan(lines);

    assert.equal(posts.length, 450);
    assert.deepEqual(run, {
      posts: 450,
      dropped: { objected: 50 },
      oldest: new Date('2026-07-17T07:00:00.001Z'),
      newest: new Date('2026-07-17T08:39:00.004Z'),
      requests: 4 + 1 + 450 + 9,
      minutes: 2,
      attributed: 0,
      parted: 0,
    });
  });

  it('needs nothing for nothing', async () => {
    const { run } = await plan([at('2026-07-17T08:10', 'Otto', 'no')]);

    assert.deepEqual(run, {
      posts: 0,
      dropped: { objected: 1 },
      oldest: null,
      newest: null,
      requests: 0,
      minutes: 0,
      attributed: 0,
      parted: 0,
    });
  });

  it('asks for whole pages when reading back', () => {
    assert.deepEqual(
      [0, 1, 50, 51, 5_000].map((posts) => requestsFor(posts, 2)),
      [0, 8, 57, 59, 5_106],
    );
  });
});

describe('lostWords()', () => {
  it('says in whole sentences what cannot go along', () => {
    for (const line of [...lostWords(), ...lostInDocument()]) assert.match(line, /^[A-Z].*\.$/u);
    assert.match(lostInDocument().join(' '), /Polls are there as words/u);
  });
});
