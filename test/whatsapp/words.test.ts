import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { treeOf, wordsIn } from '../../src/whatsapp/words.js';

const WORDS = { health: ['asthma', 'eating disorder', 'vaccin*', 'self-harm', 'café'], faith: ['mosque', 'asthma'] };
const TREE = treeOf(WORDS);

describe('wordsIn()', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ['a word in capitals', 'His ASTHMA is bad', ['faith', 'health']],
    ['a word at the end', 'near the mosque', ['faith']],
    ['a word before a full stop and a line end', 'the mosque.\nYes', ['faith']],
    ['a row of words over punctuation and lines', 'an eating,\n disorder!', ['health']],
    ['the beginning of a word that may end in any way', 'Vaccinations on Friday', ['health']],
    ['that beginning alone', 'vaccin', ['health']],
    ['a word with a hyphen, written with one or without', 'self harm / self-harm', ['health']],
    ['a word without its accent', 'the cafe', ['health']],
    ['a word with invisible marks in it', 'as\u200bthma', ['faith', 'health']],
    ['letters of full width', 'ｍｏｓｑｕｅ', ['faith']],
    ['a longer word', 'mosques asthmatic', []],
    ['a part of a word', 'unmosque', []],
    ['half of a row', 'eating', []],
    ['an empty text', '', []],
  ];
  for (const [title, text, expected] of cases)
    it(`finds ${expected.join(' and ') || 'nothing'} in ${title}`, () =>
      assert.deepEqual([...wordsIn(text, TREE)].sort(), expected));

  it('agrees with looking for one word after the other', () => {
    const word = fc.stringMatching(/^[ab]{1,3}$/);
    const row = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), fc.array(word, { maxLength: 12 }), (rows, text) => {
        const padded = ` ${text.join(' ')} `;
        const expected = rows.some((one) => padded.includes(` ${one} `));
        assert.equal(wordsIn(text.join(' '), treeOf({ x: rows })).has('x'), expected);
      }),
    );
  });

  it('finds nothing in the tree of no words', () => assert.equal(wordsIn('asthma', treeOf({ none: [] })).size, 0));
});
