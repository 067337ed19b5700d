import assert from 'node:assert/strict';
import { noticeText } from '../../src/migration/notice.js';
import { submittedMove } from '../support/migrations.js';
import { PEOPLE } from '../support/world.js';

const NOW = new Date('2026-11-24T10:00:00Z');
const BY = new Date('2026-12-08T10:00:00Z');

describe('noticeText()', () => {
  const move = submittedMove('mov-NOTICE01', NOW);
  const withLink = { ...move, outcome: { ...move.outcome, channelUrl: 'https://teams.example/1' } };

  it('says where the channel is, what to do and by when', () => {
    const text = noticeText(withLink, 'Year 6 staff', BY);

    for (const part of [
      'the channel "Year 6 residential" in the team "Year 6 staff"',
      'https://teams.example/1',
      'by Tuesday 8 December 2026',
      'Leave this group.',
      'Make a new WhatsApp backup',
    ])
      assert.ok(text.includes(part), part);
  });

  it('says to keep everything, before it says to delete anything', () => {
    const text = noticeText(withLink, 'Year 6 staff', BY);

    assert.ok(text.indexOf('asked you to keep messages') < text.indexOf('Delete the chat'));
  });

  it('names nobody', () => {
    const text = noticeText(withLink, 'Year 6 staff', BY);

    for (const { displayName, givenName, surname } of PEOPLE)
      for (const name of [displayName, givenName, surname]) assert.equal(text.includes(name ?? displayName), false);
  });

  it('leaves out a link that Microsoft 365 did not give', () => {
    assert.equal(noticeText(move, 'Year 6 staff', BY).includes('Link'), false);
  });
});
