import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { contentHash, said } from '../../src/history/content-hash.js';
import type { Difference } from '../../src/history/history.js';
import type { PostSeen } from '../../src/history/ports.js';
import type { PostExpected } from '../../src/history/reconcile-posts.js';
import { reconcile } from '../../src/history/reconcile.js';

const START = Date.parse('2026-07-17T07:10:00Z');

type Pair = { readonly expected: PostExpected; readonly seen: PostSeen };

function made(index: number, words = `message <b>${index}</b> &amp; more`, author = `p${index % 7}`): Pair {
  const at = new Date(START + index * 10);
  const html = `<p>${words}</p>`;
  return {
    expected: { index, at, author, sha256: contentHash(html) },
    seen: { id: `m${index}`, at, author, html },
  };
}

function some(count: number): { readonly expected: readonly PostExpected[]; seen: PostSeen[] } {
  const pairs = Array.from({ length: count }, (_, n) => made(n));
  return { expected: pairs.map(({ expected }) => expected), seen: pairs.map(({ seen }) => seen) };
}

/** As the channel gives them: oldest first. */
function inTime(seen: readonly PostSeen[]): readonly PostSeen[] {
  return [...seen].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Microsoft's way of writing the same. */
function rewritten(html: string): string {
  return `<div>\n<div itemprop="copy-paste-block">${html
    .replaceAll('&amp;', '&#38;')
    .replaceAll(' ', '&nbsp;')
    .replaceAll('<b>', '<strong style="x">')
    .replaceAll('</b>', '</strong>')
    .replaceAll('<br>', '<br/>\n')}</div>\n</div>`;
}

type Edit =
  | {
      readonly kind:
        'missing' | 'content' | 'author' | 'both' | 'time' | 'doubled' | 'swap-next' | 'to-end' | 'to-begin';
      readonly index: number;
    }
  | { readonly kind: 'extra'; readonly at: number };

/** Does something to what was posted, and says what has to be found. */
function planted(seen: PostSeen[], edit: Edit, n: number): readonly Difference[] {
  if (edit.kind === 'extra') {
    const at = new Date(START + edit.at * 10 + 7);
    seen.push({ id: `x${n}`, at, author: 'p1', html: `<p>not ours ${n}</p>` });
    return [{ kind: 'post-extra', at: at.toISOString() }];
  }
  const { index } = edit;
  const place = seen.findIndex(({ id }) => id === `m${index}`);
  const one = seen[place]!;
  const put = (change: Partial<PostSeen>) => (seen[place] = { ...one, ...change });
  switch (edit.kind) {
    case 'missing':
      seen.splice(place, 1);
      return [{ kind: 'post-missing', index }];
    case 'content':
      put({ html: `${one.html} edited` });
      return [{ kind: 'post-altered', index, what: 'content' }];
    case 'author':
      put({ author: null });
      return [{ kind: 'post-altered', index, what: 'author' }];
    case 'both':
      put({ html: '<p></p>', author: 'other' });
      return [
        { kind: 'post-altered', index, what: 'content' },
        { kind: 'post-altered', index, what: 'author' },
      ];
    case 'time':
      put({ at: new Date(one.at.getTime() + 1) });
      return [{ kind: 'post-altered', index, what: 'time' }];
    case 'doubled':
      seen.push({ ...one, id: `d${n}`, at: new Date(one.at.getTime() + 3) });
      return [{ kind: 'post-doubled', index }];
    case 'swap-next': {
      const next = seen.findIndex(({ id }) => id === `m${index + 1}`);
      put({ at: seen[next]!.at });
      seen[next] = { ...seen[next]!, at: one.at };
      return [
        { kind: 'post-reordered', index },
        { kind: 'post-reordered', index: index + 1 },
      ];
    }
    case 'to-end':
      put({ at: new Date(START + 10_000_000 + index) });
      return [{ kind: 'post-reordered', index }];
    case 'to-begin':
      put({ at: new Date(START - 10_000_000 + index) });
      return [{ kind: 'post-reordered', index }];
  }
}

function sorted(differences: readonly Difference[]): readonly string[] {
  return differences.map((one) => JSON.stringify(one)).sort();
}

const LAST = 4_999;
/** Thirty differences in one run: alone, in neighbours, at the beginning and at the end. */
const THIRTY: readonly Edit[] = [
  { kind: 'missing', index: 0 },
  { kind: 'content', index: 1 },
  { kind: 'doubled', index: 2 },
  { kind: 'missing', index: 10 },
  { kind: 'missing', index: 11 },
  { kind: 'content', index: 12 },
  { kind: 'content', index: 13 },
  { kind: 'author', index: 20 },
  { kind: 'doubled', index: 21 },
  { kind: 'missing', index: 22 },
  { kind: 'time', index: 23 },
  { kind: 'swap-next', index: 100 },
  { kind: 'swap-next', index: 102 },
  { kind: 'to-end', index: 200 },
  { kind: 'to-begin', index: 300 },
  { kind: 'both', index: 400 },
  { kind: 'extra', at: 500 },
  { kind: 'extra', at: 501 },
  { kind: 'doubled', index: 600 },
  { kind: 'doubled', index: 601 },
  { kind: 'time', index: 602 },
  { kind: 'author', index: LAST - 2 },
  { kind: 'missing', index: LAST - 1 },
  { kind: 'content', index: LAST },
  { kind: 'extra', at: 10_000 },
  { kind: 'time', index: 700 },
  { kind: 'doubled', index: 701 },
];

describe('reconcile()', () => {
  it('finds nothing in a clean run of 5,000 posts', () => {
    const { expected, seen } = some(5_000);

    assert.deepEqual(reconcile({ posts: expected }, { posts: seen }), []);
  });

  it('finds nothing after the posts were written otherwise', () => {
    const { expected, seen } = some(5_000);
    const posts = seen.map((one) => ({ ...one, html: rewritten(one.html) }));

    assert.deepEqual(reconcile({ posts: expected }, { posts }), []);
  });

  it('finds thirty planted differences in 5,000 posts, and nothing else', () => {
    const { expected, seen } = some(5_000);
    const wanted = THIRTY.flatMap((edit, n) => planted(seen, edit, n));

    const found = reconcile({ posts: expected }, { posts: inTime(seen) });

    assert.equal(wanted.length, 30);
    assert.deepEqual(sorted(found), sorted(wanted));
  });

  for (const edit of THIRTY)
    it(`finds ${edit.kind} at ${'at' in edit ? edit.at : edit.index} alone`, () => {
      const place = 'at' in edit ? edit.at : edit.index;
      const { expected, seen } = some(place < 900 ? 1_000 : 5_000);
      const wanted = planted(seen, edit, 0);

      assert.deepEqual(sorted(reconcile({ posts: expected }, { posts: inTime(seen) })), sorted(wanted));
    });

  it('finds any set of planted differences, and nothing else', () => {
    const kinds = [
      'missing',
      'content',
      'author',
      'both',
      'time',
      'doubled',
      'swap-next',
      'to-end',
      'to-begin',
    ] as const;
    const edits = fc.uniqueArray(fc.tuple(fc.integer({ min: 10, max: 89 }), fc.constantFrom(...kinds)), {
      selector: ([index]) => index,
      maxLength: 60,
    });
    fc.assert(
      fc.property(edits, fc.uniqueArray(fc.integer({ min: 0, max: 220 }), { maxLength: 5 }), (chosen, extra) => {
        const { expected, seen } = some(200);
        // Two posts for each edit, so that a swap takes nobody else's.
        const posts = chosen.map(([slot, kind]) => ({ kind, index: slot * 2 }) as const);
        const strange = extra.map((place) => ({ kind: 'extra', at: place }) as const);
        const wanted = [...posts, ...strange].flatMap((edit, n) => planted(seen, edit, n));

        const found = reconcile({ posts: expected }, { posts: inTime(seen) });

        assert.deepEqual(sorted(found), sorted(wanted));
      }),
      { numRuns: 120 },
    );
  });

  it('tells posts of the same words apart by their time', () => {
    const pairs = Array.from({ length: 6 }, (_, n) => made(n, 'ok', 'p1'));
    const expected = pairs.map(({ expected }) => expected);
    const seen = pairs.map(({ seen }) => seen);

    assert.deepEqual(reconcile({ posts: expected }, { posts: seen.filter((_, n) => n !== 3) }), [
      { kind: 'post-missing', index: 3 },
    ]);
    const later = seen.map((one, n) => (n === 4 ? { ...one, at: new Date(one.at.getTime() + 2) } : one));
    assert.deepEqual(reconcile({ posts: expected }, { posts: later.filter((_, n) => n !== 1) }), [
      { kind: 'post-missing', index: 1 },
      { kind: 'post-altered', index: 4, what: 'time' },
    ]);
  });

  it('finds posts that stand elsewhere with their own time', () => {
    const { expected, seen } = some(50);
    const [moved] = seen.splice(10, 1);
    seen.splice(30, 0, moved!);

    assert.deepEqual(reconcile({ posts: expected }, { posts: seen }), [{ kind: 'post-reordered', index: 10 }]);
  });

  it('says that all are missing when nothing was read back, and that all are extra when nothing was expected', () => {
    const { expected, seen } = some(3);

    assert.deepEqual(
      reconcile({ posts: expected }, { posts: [] }),
      [0, 1, 2].map((index) => ({ kind: 'post-missing', index })),
    );
    assert.equal(
      reconcile({ posts: [] }, { posts: seen }).every(({ kind }) => kind === 'post-extra'),
      true,
    );
  });

  it('compares members, files and labels', () => {
    const expected = {
      members: ['a', 'b', 'c', 'a'],
      files: [
        { id: 'd/1', sha256: 'x', label: 'Keep' },
        { id: 'd/2', sha256: 'x', label: 'Keep' },
        { id: 'd/3', sha256: 'x', label: 'Keep' },
        { id: 'd/4', sha256: 'x', label: 'Keep' },
        { id: 'd/5', sha256: 'x', label: null },
        { id: 'd/6', sha256: 'x', label: 'Keep' },
        { id: 'd/7', sha256: 'x', label: 'Keep' },
      ],
    };
    const files = new Map([
      ['d/1', { sha256: 'x', label: 'Keep' }],
      ['d/2', null],
      ['d/3', { sha256: 'y', label: 'Keep' }],
      ['d/4', { sha256: 'x', label: null }],
      ['d/5', { sha256: 'x', label: 'Whatever' }],
      ['d/6', { sha256: 'y', label: 'Other' }],
    ]);

    assert.deepEqual(reconcile(expected, { members: ['c', 'd', 'a'], files }), [
      { kind: 'member-missing', person: 'b' },
      { kind: 'member-extra', person: 'd' },
      { kind: 'file-missing', file: 'd/2' },
      { kind: 'file-altered', file: 'd/3' },
      { kind: 'label-missing', file: 'd/4' },
      { kind: 'file-altered', file: 'd/6' },
      { kind: 'label-other', file: 'd/6' },
      { kind: 'file-missing', file: 'd/7' },
    ]);
    assert.deepEqual(reconcile({}, { members: ['x'] }), []);
  });

  it('takes n log n, also when every time is another and every text the same', () => {
    const start = process.cpuUsage();
    const pairs = Array.from({ length: 20_000 }, (_, n) => made(n, 'ok', 'p1'));
    const posts = pairs.map(({ seen }) => ({ ...seen, at: new Date(seen.at.getTime() + 1) }));

    const found = reconcile({ posts: pairs.map(({ expected }) => expected) }, { posts });

    assert.equal(found.length, 20_000);
    assert.ok(found.every((one) => one.kind === 'post-altered' && one.what === 'time'));
    assert.ok(process.cpuUsage(start).user < 5_000_000);
  });
});

describe('contentHash()', () => {
  const same: readonly (readonly [title: string, one: string, other: string])[] = [
    [
      'the order and quotes of attributes',
      '<a href="https://example.org/" title="x">y</a>',
      "<a title='x' rel=noopener HREF='https://example.org/'>y</a>",
    ],
    ['&nbsp; and spaces', '<p>a b  c</p>', '<p>a&nbsp;b\u00a0 c</p>'],
    ['<br/> and <br>', 'a<br>b', 'a<br />b'],
    ['white space around breaks', 'a<br>b', '<div>\n a \n<br>\n b </div>'],
    ['entities', "é “x” ' &amp;amp; 😀", '&eacute; &ldquo;x&#8221; &#39; &#38;amp; &#x1F600;'],
    ['names of stress', '<b>a</b><i>b</i>', '<strong class="x">a</strong><em>b</em>'],
    [
      'wrapping elements',
      '<p>a</p><p>b</p>',
      '<div><div>a</div><span></span><div><span style="x">b</span></div></div>',
    ],
    ['a bare address of a site', '<a href="https://example.org">y</a>', '<a href="https://example.org/">y</a>'],
    ['emoji as elements', 'so 🙂', 'so <emoji id="smile" alt="🙂" title="Smile"></emoji>'],
    ['emoji as pictures', 'so ❤️', 'so <img itemtype="http://schema.skype.com/Emoji" alt="❤">'],
    ['composed letters', 'e\u0301', 'é'],
    ['comments', 'a', '<!-- x -->a'],
  ];
  for (const [title, one, other] of same)
    it(`is the same whatever ${title}`, () => assert.equal(said(one), said(other)));

  const different: readonly (readonly [title: string, one: string, other: string])[] = [
    ['a letter', 'a', 'b'],
    ['a capital', 'a', 'A'],
    ['a line break', 'a b', 'a<br>b'],
    ['stress', 'not <b>a</b>', 'not a'],
    ['where a link leads', '<a href="https://example.org/a">x</a>', '<a href="https://example.org/b">x</a>'],
    ['a picture', 'a<img src="x">', 'a'],
    ['an attachment', 'a<attachment id="1"></attachment>', 'a'],
    ['tags as words', '&lt;b&gt;a&lt;/b&gt;', '<b>a</b>'],
    ['words taken for entities', '&amp;lt;', '&lt;'],
    ['signs of our own', '\uE000', '<br>'],
    ['signs of our own as entities', '&#57345;b&#57346;', '<b>'],
    ['a sign without an entity', 'a < b', 'a'],
  ];
  for (const [title, one, other] of different)
    it(`is another one after a change of ${title}`, () => assert.notEqual(contentHash(one), contentHash(other)));

  it('takes time in proportion to the length', () => {
    for (const piece of ['<', '<a ', '<a b="', '<!--', '&', '<br>', '<a b=c ', '<b \'"']) {
      const start = process.cpuUsage();
      contentHash(piece.repeat(10_000));
      assert.ok(process.cpuUsage(start).user < 3_000_000, piece);
    }
  });
});
