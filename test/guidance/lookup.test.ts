import assert from 'node:assert/strict';
import { array, assert as holds, constantFrom, property, string, oneof } from 'fast-check';
import { readerOf, spelt } from '../../src/guidance/lexicon.js';
import { hits, hitsOneByOne, lookupOf, stands, type Lookup } from '../../src/guidance/lookup.js';
import { phrase, usesIn } from '../../src/guidance/phrases.js';
import { tokensOf } from '../../src/guidance/tokens.js';
import { phrasings } from '../support/phrasings.js';
import { testPolicy } from '../support/policy.js';

const reader = readerOf(testPolicy());

/** Every index of the policy's lexicon. */
function lookups(): readonly Lookup[] {
  const { spellings, ignored, apps, audiences, contents, circumstances, intents, danger } = reader;
  const apart = [reader.procedures, reader.languages, reader.cues].flatMap((map) => [...map.values()]);
  return [spellings, ignored, apps, audiences, contents, circumstances, intents, danger, ...apart];
}

function sameEitherWay(text: string): void {
  for (const tokens of [tokensOf(text), spelt(tokensOf(text), reader)]) {
    for (const lookup of lookups()) {
      const found = hitsOneByOne(lookup, tokens);
      assert.deepEqual(hits(lookup, tokens), found, text);
      assert.equal(stands(lookup, tokens), found.length > 0, text);
    }
  }
}

describe('hits()', () => {
  it('finds in phrasings what trying every phrase finds', () => {
    // Every eighth: trying every phrase on every text takes long, which is why there is an index.
    for (const [n, { text }] of phrasings().entries()) if (n % 8 === 0) sameEitherWay(text);
  }).timeout(30_000);

  it('finds in texts of the lexicon’s own words what trying every phrase finds', () => {
    const words = lookups().flatMap(({ byWord, byBeginning }) => [...byWord.keys(), ...byBeginning.keys()]);
    const text = array(oneof({ weight: 9, arbitrary: constantFrom(...words, '.', '?') }, string({ maxLength: 9 })), {
      maxLength: 25,
    });
    holds(
      property(text, (some) => sameEitherWay(some.join(' '))),
      { numRuns: 60 },
    );
  }).timeout(30_000);

  it('gives the places in the order of the phrases', () => {
    const of = (...sources: string[]) => sources.map((source) => phrase(source, new Map()));
    const groups = [
      ['late', of('b c')],
      ['early', of('a b')],
    ] as const;
    const lookup = lookupOf(groups, usesIn(of('b c', 'a b')));
    assert.deepEqual(
      hits(lookup, tokensOf('a b c')).map(({ value, start, end }) => [value, start, end]),
      [
        ['late', 1, 3],
        ['early', 0, 2],
      ],
    );
  });
});

describe('lookupOf()', () => {
  it('finds a phrase by the word that the fewest phrases name', () => {
    const phrases = ['leave the chat', 'mute the chat', 'the pump'].map((source) => phrase(source, new Map()));
    const { byWord } = lookupOf([['x', phrases]], usesIn(phrases));

    assert.deepEqual([...byWord.keys()], ['leave', 'mute', 'pump']);
  });
});

describe('a phrase of two things', () => {
  const found = (source: string, text: string): boolean => {
    const phrases = [phrase(source, new Map())];
    return stands(lookupOf([['x', phrases]], usesIn(phrases)), tokensOf(text));
  };

  for (const [text, stand] of [
    ['the phone was stolen', true],
    ['somebody has stolen it, my phone', true],
    ['stolen? not the phone', false],
    ['it was stolen', false],
  ] as const) {
    it(`${stand ? 'stands' : 'does not stand'} in ${JSON.stringify(text)}`, () =>
      assert.equal(found('stolen & phone', text), stand));
  }
});

describe('slips of one letter', () => {
  const read = (text: string) => spelt(tokensOf(text), reader).map(({ word }) => word);

  for (const [typed, meant] of [
    ['depratment', 'department'],
    ['behavour', 'behaviour'],
    ['paernts', 'parents'],
    ['birtday', 'birthday'],
    ['watssap', 'whatsapp'],
    ['whatsaap', 'whatsapp'],
  ] as const) {
    it(`${typed} is ${meant}`, () => assert.deepEqual(read(typed), [meant]));
  }

  for (const word of ['teaches', 'patents', 'wasp', 'wrapper', 'whatever', 'swap']) {
    it(`${word} is itself`, () => assert.deepEqual(read(word), [word]));
  }
});
