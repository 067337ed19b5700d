import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Author } from '../../src/history/history.js';
import { knownOf, pageOf, PER_PAGE, type Asked, type Query } from '../../src/history/picker.js';
import { planPosts } from '../../src/history/posts.js';
import type { Decisions } from '../../src/history/selection.js';
import { sourceOf } from '../../src/whatsapp/source.js';
import { exported, type Line } from '../support/whatsapp.js';

const AUTHORS: Readonly<Record<string, Author>> = {
  Amara: { kind: 'person', person: 'amara', name: 'Amara Osei' },
  Ben: { kind: 'objected' },
};
const DECISIONS: Decisions = {
  zone: 'Europe/London',
  authorOf: (name) => AUTHORS[name] ?? { kind: 'outside' },
  days: 365,
  now: new Date('2026-11-25T10:00:00Z'),
  special: null,
};
const ALL: Query = { words: '', day: '', marked: false };
const said = (text: string, by: string | null = 'Amara', at = '2026-11-20T10:00'): Line => ({ at, by, text });

function source(lines: readonly Line[]) {
  return sourceOf('chat.txt', Buffer.from(exported(lines, { platform: 'android', order: 'dmy' })));
}
function page(lines: readonly Line[], asked: Partial<Asked> = {}, decisions: Partial<Decisions> = {}) {
  const wanted = { query: ALL, place: { from: 0 }, marked: new Set<number>(), into: 'document', ...asked } as const;
  return pageOf(source(lines), 'dmy', { ...DECISIONS, ...decisions }, wanted);
}
const many = (n: number) => Array.from({ length: n }, (_, i) => said(`message ${i}`));

describe('pageOf()', () => {
  it('has what people wrote, in one line, and neither notices nor files without words', async () => {
    const { messages, matches } = await page([
      said('Amara created group "x"', null),
      said('<Media omitted>'),
      said('This message was deleted'),
      said('two\nlines'),
    ]);

    assert.equal(matches, 1);
    assert.deepEqual(
      messages.map(({ entry, who, text }) => [entry, who, text]),
      [[3, 'Amara', 'two lines']],
    );
  });

  it('has no number of anybody, in a text or in the place of a name', async () => {
    const { messages } = await page([said('ring 07700 900123', '+44 7700 900107')]);

    assert.ok(!JSON.stringify(messages).includes('900'), JSON.stringify(messages));
  });

  it('cuts a long text between letters', async () => {
    const { messages } = await page([said('🎒'.repeat(200))]);

    assert.equal(Array.from(messages[0]?.text ?? '').length, 90);
    assert.ok(messages[0]?.text.endsWith('🎒…'));
  });

  it('says why a message would be left out, but nothing of who objected', async () => {
    const special = { SEND: ['asthma'] };
    const lines = [
      said('old', 'Amara', '2024-11-20T10:00'),
      said('by Ben', 'Ben'),
      said('by Dave', 'Dave'),
      said('the asthma pump'),
      said('fine'),
    ];
    const { messages, dropped } = await page(lines, { marked: new Set([0, 1, 2, 3, 4]) }, { special });

    assert.deepEqual(
      messages.map(({ fate }) => fate),
      ['past-period', null, 'outside', 'special', null],
    );
    assert.deepEqual(dropped, { 'past-period': 1, objected: 1, outside: 1, special: 1 });
  });

  it('counts what is marked and left out, wherever it is', async () => {
    const lines = [...many(9), said('by Dave', 'Dave')];

    assert.deepEqual((await page(lines, { marked: new Set([0, 9]) })).dropped, { outside: 1 });
    assert.deepEqual((await page(lines, { query: { ...ALL, words: 'nowhere' }, marked: new Set([9]) })).dropped, {
      outside: 1,
    });
  });

  it('shows what is marked as private with what would become of it without the mark', async () => {
    const withheld = new Set([0]);
    const { messages } = await page([said('fine')], { marked: withheld }, { withheld });

    assert.equal(messages[0]?.fate, null);
  });

  it('fills the first page when too few come before', async () => {
    const { messages, before } = await page(many(20), { place: { before: 3 } });

    assert.deepEqual([messages.map(({ entry }) => entry), before], [[0, 1, 2, 3, 4, 5, 6, 7], 0]);
  });

  it('shows every message once on the way forward, and the same pages on the way back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('Amara', 'Dave', null), { maxLength: 40 }), async (authors) => {
        const lines = [said('first'), ...authors.map((by, n) => said(by === null ? 'x joined' : `m ${n}`, by))];
        const pages: number[][] = [];
        let after = -1;
        for (;;) {
          const { messages, before } = await page(lines, { place: { after } });
          if (messages.length === 0) break;
          assert.equal(before, pages.flat().length);
          pages.push(messages.map(({ entry }) => entry));
          after = messages.at(-1)?.entry ?? Infinity;
        }
        const { matches } = await page(lines);
        assert.equal(new Set(pages.flat()).size, matches);
        assert.ok(pages.every((one, n) => one.length === PER_PAGE || n === pages.length - 1));
        for (let n = pages.length - 1; n > 0; n -= 1) {
          const { messages } = await page(lines, { place: { before: pages[n]?.[0] ?? 0 } });
          assert.deepEqual(
            messages.map(({ entry }) => entry),
            pages[n - 1],
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('knownOf()', () => {
  const lines = [said('x joined', null), said('fine'), said('<Media omitted>'), said('not so', 'Ben')];
  const known = (query: Partial<Query>, ...entries: readonly number[]) =>
    knownOf(source(lines), 'dmy', DECISIONS, { ...ALL, ...query }, new Set(entries));

  it('lets messages be marked and nothing else', async () => {
    assert.deepEqual([...(await known({}, 0, 1, 2, 3, 4)).markable], [1, 3]);
  });

  it('says whether all of them are what is looked for', async () => {
    const answers = [
      await known({ words: 'fine' }, 1),
      await known({ words: 'fine' }, 1, 3),
      await known({ day: '2026-11-20' }, 1, 3),
      await known({ day: '2026-11-21' }, 1),
      await known({}, 1, 4),
    ];

    assert.deepEqual(
      answers.map(({ areFound }) => areFound),
      [true, false, true, false, false],
    );
  });
});

describe('what is marked as private', () => {
  it('is left out first of all, counted, and changes no other post', async () => {
    const lines = [said('one'), said('two'), said('by Dave', 'Dave'), said('three')];
    const posted = async (withheld: ReadonlySet<number>) => {
      const posts: { at: string; html: string }[] = [];
      const planned = await planPosts(source(lines), 'dmy', { ...DECISIONS, withheld, account: 'a' }, ({ at, html }) =>
        posts.push({ at: at.toISOString(), html }),
      );
      return { posts, dropped: planned.dropped };
    };
    const all = await posted(new Set());
    const some = await posted(new Set([1, 2]));

    assert.deepEqual(some.dropped, { private: 2 });
    assert.deepEqual(some.posts, [all.posts[0], all.posts[2]]);
  });
});
