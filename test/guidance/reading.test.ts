import assert from 'node:assert/strict';
import { gradeOf, sentencesOf, syllablesOf, wordFaults, wordsOf } from '../../src/guidance/reading.js';

describe('syllablesOf()', () => {
  const known: Readonly<Record<string, number>> = {
    the: 1,
    school: 1,
    rule: 1,
    used: 1,
    moved: 1,
    names: 1,
    groups: 1,
    table: 2,
    message: 2,
    messages: 3,
    places: 2,
    needed: 2,
    provided: 3,
    people: 2,
    private: 2,
    parents: 2,
    records: 2,
    whatsapp: 2,
    emergency: 4,
    information: 4,
    safeguarding: 4,
    organisation: 5,
  };
  for (const [word, syllables] of Object.entries(known)) {
    it(`counts ${syllables} in "${word}"`, () => assert.equal(syllablesOf(word), syllables));
  }

  it('counts an abbreviation as one, which is too few', () => assert.equal(syllablesOf('DSL'), 1));
});

describe('gradeOf()', () => {
  it('puts a plain sentence low and an official one high', () => {
    assert.ok(gradeOf('Do not send it. Ring the office.') < 2);
    assert.ok(gradeOf('Organisational communications necessitate authorised dissemination arrangements.') > 20);
  });

  it('rises with the length of a sentence', () => {
    assert.ok(
      gradeOf('Ring the office and tell them what you need today.') >
        gradeOf('Ring the office. Tell them what you need.'),
    );
  });

  it('follows the formula: 0.39 words a sentence, 11.8 syllables a word, less 15.59', () => {
    assert.equal(gradeOf('The cat sat.').toFixed(2), (0.39 * 3 + 11.8 - 15.59).toFixed(2));
  });

  it('is 0 for no words', () => assert.equal(gradeOf(' … '), 0));
});

describe('sentencesOf()', () => {
  it('ends a sentence at a full stop, a question mark or a closing quotation mark after one', () => {
    assert.deepEqual(sentencesOf('Is it? No. “Stop.” Then go'), ['Is it?', 'No.', '“Stop.”', 'Then go']);
  });

  it('takes a word with an apostrophe or hyphen as one', () => {
    assert.deepEqual(wordsOf('the school’s part-time staff, 72-hour'), [
      'the',
      'school’s',
      'part-time',
      'staff',
      '72-hour',
    ]);
  });
});

describe('wordFaults()', () => {
  const faults: readonly (readonly [string, RegExp])[] = [
    ['This is illegal.', /“illegal”/],
    ['It is unlawful.', /“unlawful”/],
    ['Please ring.', /“Please”/],
    ['We are sorry.', /“sorry”/],
    ['Simply ask.', /“Simply”/],
    ['Sent successfully.', /“successfully”/],
    ['Utilise Teams.', /“Utilise”/],
    ['The organization', /“organisation”/],
    ['authorized by', /“authorised”/],
    ['recognizing it', /“recognising”/],
    ['minimize it', /“minimise”/],
    ['your neighbor', /“neighbour”/],
    ['their behavior', /“behaviour”/],
    ['the center of', /“centre”/],
    ['it was canceled', /“cancelled”/],
    ['a defense', /“defence”/],
    ['an enrollment', /“enrolment”/],
    ['the dialog', /“dialogue”/],
    ['her mom', /“mum”/],
  ];
  for (const [text, what] of faults) {
    it(`finds fault with "${text}"`, () => assert.match(wordFaults(text).join('\n'), what));
  }

  for (const text of [
    'a criminal offence',
    'the organisation recognises it',
    'prize, size, seize and capsize',
    'the programme has a computer',
    'a colourful centre, cancelled and labelled',
    'metered, entered, and a letter',
    'adjust it, and be in justice',
  ]) {
    it(`finds none with "${text}"`, () => assert.deepEqual(wordFaults(text), []));
  }
});
