import assert from 'node:assert/strict';
import { assert as check, integer, property, string } from 'fast-check';
import { nameOf, shortened } from '../../../../src/edges/teams/cards/runs.js';

describe('shortened()', () => {
  for (const [text, max, short] of [
    ['Year 6', 6, 'Year 6'],
    ['Year 6 residential', 7, 'Year 6…'],
    ['🎒🎒🎒', 2, '🎒…'],
    ['', 5, ''],
  ] as const)
    it(`makes ${JSON.stringify(text)} ${JSON.stringify(short)} in ${max} characters`, () => {
      assert.equal(shortened(text, max), short);
    });

  it('is never longer than asked for, and never holds half a character', () => {
    check(
      property(string({ unit: 'grapheme' }), integer({ min: 1, max: 80 }), (text, max) => {
        const short = shortened(text, max);

        assert.ok(Array.from(short).length <= max);
        assert.equal(Buffer.from(short).toString(), short);
      }),
    );
  });
});

describe('nameOf()', () => {
  it('has words for somebody whom the directory has deleted', () => {
    assert.equal(nameOf(null), 'Someone no longer in the directory');
  });
});
