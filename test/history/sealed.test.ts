import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ContentsProblem, openContents, sealContents } from '../../src/history/sealed.js';

const NAMES = new Map([
  ['Ms Nair', 'p3'],
  ['+44 7700 900107', 'p12'],
  ['__proto__', 'p1'],
]);

describe('sealContents() and openContents()', () => {
  it('have a form that is written down', () => {
    const sealed = sealContents(new Map([['Ms Nair', 'p3']]), Buffer.from('chat'));

    assert.equal(Buffer.from(sealed).toString('latin1'), 'RGSC\u0001\u0000\u0000\u0000\u0012[["Ms Nair","p3"]]chat');
  });

  it('give back what was sealed', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 60 });
    const id = fc.integer({ min: 1, max: 999 }).map((n) => `p${n}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, id)), fc.uint8Array({ maxLength: 5_000 }), (pairs, bytes) => {
        const names = new Map(pairs);

        const opened = openContents(sealContents(names, bytes));

        assert.deepEqual(opened.names, names);
        assert.deepEqual(Uint8Array.from(opened.bytes), bytes);
      }),
    );
  });

  it('work on a part of a larger buffer', () => {
    const sealed = sealContents(NAMES, Buffer.from('chat'));
    const larger = Buffer.concat([Buffer.from('xx'), sealed]);

    assert.deepEqual(openContents(larger.subarray(2)).names, NAMES);
  });

  const sealed = Buffer.from(sealContents(NAMES, Buffer.from('chat')));
  const changed = (at: number, byte: number) => {
    const copy = Buffer.from(sealed);
    copy[at] = byte;
    return copy;
  };
  const broken: readonly (readonly [title: string, bytes: Uint8Array])[] = [
    ['nothing', Buffer.alloc(0)],
    ['an export', Buffer.from('17/03/2026, 08:01 - Ben: hello')],
    ['a zip', Buffer.from('PK\u0003\u0004 and more of it')],
    ['another version', changed(4, 2)],
    ['what ends in the head', sealed.subarray(0, 7)],
    ['what ends in the names', sealed.subarray(0, 20)],
    ['more names than there may be', changed(5, 0xff)],
    ['names that are no JSON', changed(9, 0x7b)],
    [
      'names of another form',
      Buffer.concat([Buffer.from('RGSC\u0001\u0000\u0000\u0000\u0002', 'latin1'), Buffer.from('{}')]),
    ],
    [
      'ids of another form',
      Buffer.concat([Buffer.from('RGSC\u0001\u0000\u0000\u0000\u000d', 'latin1'), Buffer.from('[["Sam","x"]]')]),
    ],
  ];
  for (const [title, bytes] of broken)
    it(`refuse ${title}, and name nobody`, () =>
      assert.throws(
        () => openContents(bytes),
        (error) => error instanceof ContentsProblem && !/Nair|7700|Sam/u.test(error.message),
      ));

  it("seal no id that is not a member's, and no more names than a group has", () => {
    assert.throws(() => sealContents(new Map([['Sam', 'sam']]), Buffer.alloc(0)), ContentsProblem);
    const many = new Map(Array.from({ length: 10_001 }, (_, n) => [`n${n}`, 'p1'] as const));
    assert.throws(() => sealContents(many, Buffer.alloc(0)), ContentsProblem);
    const long = new Map(Array.from({ length: 5_000 }, (_, n) => [`${n} ${'x'.repeat(900)}`, 'p1'] as const));
    assert.throws(() => sealContents(long, Buffer.alloc(0)), ContentsProblem);
  });
});
