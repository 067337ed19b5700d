import assert from 'node:assert/strict';
import type { AskLine } from '../../src/guidance/report.js';
import { score, type Judged, type Labelled } from '../../src/guidance/score.js';
import type { Intent, Verdict } from '../../src/guidance/types.js';

type Answer = Partial<Omit<AskLine, 'id'>>;

function judged(
  id: string,
  intent: string,
  verdict: Verdict | null,
  answer: Answer,
  more: Partial<Labelled> = {},
): Judged {
  const line: AskLine = {
    id,
    intent: intent as Intent,
    verdict,
    confirm: false,
    app: 'whatsapp',
    audience: 'staff',
    content: ['business'],
    circumstance: [],
    rule: null,
    ...answer,
  };
  return { label: { id, text: '', intent, verdict, slices: [], ...more }, line };
}

describe('score()', () => {
  it('counts a yes to what is not allowed apart: alone, and behind a confirmation', () => {
    const found = score([
      judged('a', 'permission', 'not-allowed', { verdict: 'allowed' }),
      judged('b', 'permission', 'not-allowed', { verdict: 'allowed', confirm: true }),
      judged('c', 'permission', 'not-allowed', { verdict: 'conditional' }),
      judged('d', 'permission', 'not-allowed', { verdict: 'conditional', confirm: true }),
      judged('e', 'permission', 'conditional', { verdict: 'allowed' }),
      judged('f', 'permission', 'not-allowed', {}),
    ]);
    assert.deepEqual(found.cardinal, ['a']);
    assert.deepEqual(found.allowedBehindConfirm, ['b']);
    assert.deepEqual(found.unsafeConditional, ['c']);
    assert.deepEqual(found.conditionalBehindConfirm, ['d']);
    assert.deepEqual(found.verdict, { right: 1, of: 6, share: 1 / 6 });
    assert.deepEqual(
      found.wrong.map(({ id }) => id),
      ['a', 'b', 'c', 'd', 'e'],
    );
  });

  it('takes the verdict of another intent for wrong', () => {
    const found = score([judged('a', 'permission', 'not-allowed', { intent: 'why', verdict: null })]);
    assert.equal(found.verdict.right, 0);
    assert.equal(found.intent.right, 0);
    assert.deepEqual(found.confusion.verdict, { 'not-allowed': { '(why)': 1 } });
    assert.deepEqual(found.confusion.intent, { permission: { why: 1 } });
  });

  it('tells the questions that had to be asked back from those that had not', () => {
    const found = score([
      judged('a', 'permission', 'needs-detail', {}),
      judged('b', 'permission', 'not-allowed', { verdict: 'needs-detail' }),
      judged('c', 'why', null, {}),
    ]);
    assert.deepEqual(found.asks, { all: 2, needed: 1, needless: 1 });
  });

  it('scores the facets that are labelled, where the intent is right', () => {
    const found = score([
      judged(
        'a',
        'permission',
        'not-allowed',
        { content: ['business', 'images'] },
        { app: 'whatsapp', content: ['images', 'hr'] },
      ),
      judged(
        'b',
        'permission',
        'not-allowed',
        { app: 'signal' },
        { app: 'whatsapp', audience: 'staff', circumstance: [] },
      ),
      judged('c', 'why', null, { intent: 'help', app: 'sms' }, { app: 'whatsapp' }),
    ]);
    assert.deepEqual(found.facets.app, { right: 1, of: 2, share: 0.5 });
    assert.deepEqual(found.facets.audience, { right: 1, of: 1, share: 1 });
    assert.deepEqual(found.facets.circumstance, { right: 1, of: 1, share: 1 });
    assert.equal(found.facets.content.precision.share, 0.5);
    assert.equal(found.facets.content.recall.share, 0.5);
  });

  it('looks at each kind of message apart, and says of none that there were none', () => {
    const found = score([
      judged('a', 'permission', 'not-allowed', {}, { slices: ['long', 'negation'] }),
      judged('b', 'why', null, { intent: 'help' }, { slices: ['long'] }),
    ]);
    assert.deepEqual(Object.keys(found.slices), ['long', 'negation']);
    assert.equal(found.slices['long']?.both.share, 0.5);
    assert.equal(score([]).intent.share, null);
  });
});
