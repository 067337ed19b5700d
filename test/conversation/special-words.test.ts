import assert from 'node:assert/strict';
import { specialWords } from '../../src/conversation/special-words.js';
import type { Policy } from '../../src/guidance/types.js';
import { treeOf, wordsIn } from '../../src/whatsapp/words.js';
import { testPolicy } from '../support/policy.js';

/** The shipped policy with other phrases for special category data. */
function policyWith(phrases: readonly string[]): Policy {
  const policy = testPolicy();
  return { ...policy, lexicon: { ...policy.lexicon, contents: { 'special-category': phrases, social: ['pub'] } } };
}

const cases: readonly [string, string, readonly string[]][] = [
  ['either word', 'asthma|inhaler', ['asthma', 'inhaler']],
  ['words in a row', 'care|support plan', ['care plan', 'support plan']],
  ['a word that may be missing', 'speech the? therapy', ['speech therapy', 'speech the therapy']],
  ['any ending', 'vaccin*', ['vaccin*']],
  ['a class', 'hurt @family', ['hurt brother', 'hurt wife']],
  ['a gap', 'told .. worrying', []],
  ['two things in any order', 'child & hurt', []],
  ['the beginning of a text', '^ health', []],
  ['an ending in the middle', 'vaccin* day', []],
];

describe('specialWords()', () => {
  for (const [title, phrase, expected] of cases)
    it(`has ${expected.length === 0 ? 'nothing for' : 'the rows of words for'} ${title}`, () => {
      const words = specialWords(policyWith([phrase]))['special-category'] ?? [];
      for (const row of expected) assert.ok(words.includes(row), row);
      assert.equal(words.length === 0, expected.length === 0);
    });

  it('has the two facets that matter most, and no other', () =>
    assert.deepEqual(Object.keys(specialWords(testPolicy())).sort(), ['safeguarding', 'special-category']));

  it('finds with the shipped policy what a DPO would look for, and nothing in everyday messages', () => {
    const tree = treeOf(specialWords(testPolicy()));
    const facets = (text: string) => [...wordsIn(text, tree)].sort();
    assert.deepEqual(facets('Her EpiPen is in the office'), ['special-category']);
    assert.deepEqual(facets('Please put it on CPOMS'), ['safeguarding']);
    assert.deepEqual(facets('a safeguarding concern, he has epilepsy'), ['safeguarding', 'special-category']);
    for (const text of [
      'The coach leaves at eight',
      'Can you swap break duty on Thursday?',
      'Photos are in the folder',
    ])
      assert.deepEqual(facets(text), [], text);
  });
});
