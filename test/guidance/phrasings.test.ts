import assert from 'node:assert/strict';
import { askLine } from '../../src/guidance/report.js';
import { understand } from '../../src/guidance/understand.js';
import { readerOf, spelt } from '../../src/guidance/lexicon.js';
import { tokensOf } from '../../src/guidance/tokens.js';
import { phrasings } from '../support/phrasings.js';
import { testPolicy } from '../support/policy.js';

const policy = testPolicy();

describe('phrasings', () => {
  it('are at least 200, each once', () => {
    const texts = phrasings().map(({ text }) => text.toLowerCase());
    assert.ok(texts.length >= 200, String(texts.length));
    assert.equal(new Set(texts).size, texts.length);
  });

  for (const { id, text, intent, verdict } of phrasings()) {
    it(`${id}: ${text.length > 90 ? `${text.slice(0, 90)} …` : text}`, () => {
      const line = askLine(id, text, policy);
      assert.deepEqual([line.intent, line.verdict], [intent, verdict]);
      const app = policy.apps[line.app];
      const yes = line.verdict === 'allowed' || line.verdict === 'conditional';
      assert.ok(!yes || line.confirm || (line.app !== 'none' && !app.consumer), 'a yes that nobody confirmed');
    });
  }

  it('are explained by words that stand in them', () => {
    for (const { text } of phrasings()) {
      const tokens = spelt(tokensOf(text), readerOf(policy));
      // The intent is read without what is quoted, so that its words may stand on both sides of a quotation.
      const texts = [tokens, tokens.filter(({ quoted }) => !quoted)].map((some) =>
        some.map(({ word }) => word).join(' '),
      );
      for (const [facet, words] of Object.entries(understand(text, policy).words))
        for (const one of words)
          assert.ok(one !== '' && texts.some((whole) => whole.includes(one)), `${facet}: “${one}” is not in “${text}”`);
    }
  });
});
