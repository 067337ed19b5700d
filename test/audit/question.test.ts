import assert from 'node:assert/strict';
import { Details } from '../../src/audit/entry.js';
import { phraseOf } from '../../src/audit/phrases.js';
import { isSameName, readCommand, readQuestion } from '../../src/audit/question.js';

describe('readCommand()', () => {
  const commands = [
    ['audit', { what: null, group: null }],
    [' /Audit. ', { what: null, group: null }],
    ['audit PE staff', { what: null, group: 'PE staff' }],
    ['AUDIT: “PE staff”!', { what: null, group: 'PE staff' }],
    ['audit who approved PE staff?', { what: 'approved', group: 'PE staff' }],
    ['audit who sent back the group "Who is who"', { what: 'sent-back', group: 'Who is who' }],
    ['audit who ate the biscuits', { what: null, group: 'who ate the biscuits' }],
  ] as const;
  for (const [text, command] of commands) {
    it(`reads ${text}`, () => assert.deepEqual(readCommand(text), command));
  }

  for (const text of [
    '',
    'auditor',
    'audition group',
    'an audit of PE staff',
    'can I audit a group',
    `audit ${'x'.repeat(1_000)}`,
  ]) {
    it(`takes "${text.slice(0, 30)}" for no command`, () => assert.equal(readCommand(text), null));
  }
});

describe('readQuestion()', () => {
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
    'who can see our WhatsApp messages?',
    `who closed ${'a '.repeat(50_000)}`,
  ]) {
    it(`reads nothing in ${JSON.stringify(text.slice(0, 60))}`, () => assert.equal(readQuestion(text), null));
  }
});

describe('isSameName()', () => {
  it('does not mind case, spaces and how a character is written', () => {
    assert.ok(isSameName('PE  Staff ', 'pe staff'));
    assert.ok(isSameName('Cafe\u0301', 'Café'));
    assert.ok(!isSameName('PE staff', 'PE staff 2'));
  });
});

describe('phraseOf()', () => {
  it('has words for all that can be recorded', () => {
    for (const what of Object.keys(Details)) {
      const { before } = phraseOf({ what, details: {} });
      assert.match(before, /^[a-z][A-Za-z ]+$/, what);
    }
  });

  it('names whom the details name, and says somebody without', () => {
    const told = { what: 'migration.delegated', details: { from: 'p-1', to: 'p-2' } };
    assert.deepEqual(phraseOf(told), { before: 'handed the decision to ', whom: 'p-2', after: '' });
    assert.equal(phraseOf({ ...told, details: {} }).before, 'handed the decision to somebody');
  });

  it('says a kind that a newer version recorded as it is', () => {
    assert.equal(phraseOf({ what: 'team.archived', details: {} }).before, 'team.archived');
  });
});
