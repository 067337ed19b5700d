import assert from 'node:assert/strict';
import { isSameName, readQuestion } from '../../src/audit/question.js';

describe('readQuestion', () => {
  for (const [text, what, group] of [
    ['who approved PE staff?', 'approved', 'PE staff'],
    ['Who approved the group PE staff', 'approved', 'PE staff'],
    ['who has approved “PE staff”?', 'approved', 'PE staff'],
    ['who sent back Year 6 parents?', 'sent-back', 'Year 6 parents'],
    ['who rejected the move of Year 6?', 'sent-back', 'Year 6'],
    ['  who  stopped   SLT ? ', 'stopped', 'SLT'],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(readQuestion(text), { what, group }));
  }

  for (const text of [
    '',
    'who approved',
    'who approved ?',
    'who likes PE staff?',
    'approved PE staff',
    'who constructor x',
  ]) {
    it(`reads nothing in ${JSON.stringify(text)}`, () => assert.equal(readQuestion(text), null));
  }
});

describe('isSameName', () => {
  it('does not mind case, spaces and how a character is written', () => {
    assert.ok(isSameName('PE  Staff ', 'pe staff'));
    assert.ok(isSameName('Cafe\u0301', 'Café'));
    assert.ok(!isSameName('PE staff', 'PE staff 2'));
  });
});
