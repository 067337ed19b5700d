import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decide, isPrivate } from '../../src/guidance/decide.js';
import { followUp, recallIn } from '../../src/guidance/follow-up.js';
import { APPS, AUDIENCES, CIRCUMSTANCES, CONTENTS } from '../../src/guidance/form.js';
import type { Understood } from '../../src/guidance/types.js';
import { understand } from '../../src/guidance/understand.js';
import { testPolicy } from '../support/policy.js';
import { understood } from '../support/questions.js';

const POLICY = testPolicy();
/** "Can I send the trip times to staff on WhatsApp?" */
const BEFORE = understood({ audience: 'staff' });

describe('followUp()', () => {
  for (const [text, changed] of [
    ['and for parents?', { audience: 'parents' }],
    ['And governors?', { audience: 'governors' }],
    ['for sixth formers?', { audience: 'pupils' }],
    ['parents', { audience: 'parents' }],
    ['what about Signal?', { app: 'signal' }],
    ['signal?', { app: 'signal' }],
    ['what about Teams?', { app: 'teams' }],
    ['what about governors on telegram', { app: 'telegram', audience: 'governors' }],
    ['ok and photos?', { content: ['images'] }],
    ['can I send photos?', { content: ['images'] }],
    ['even for the leaving do?', { content: ['social'] }],
    ['and telling them she has asthma?', { content: ['special-category'] }],
    // The device changes nothing about the app.
    ['on a school phone?', {}],
    ['and on the school laptop?', {}],
  ] as const) {
    it(`takes “${text}” for the case before with ${JSON.stringify(changed)}`, () => {
      assert.deepEqual(followUp(BEFORE, text, POLICY), { ...BEFORE, ...changed });
    });
  }

  for (const text of [
    '',
    'thanks',
    'ok',
    'can I use Signal?',
    'Can I use WhatsApp for photos of pupils?',
    'what is for lunch today',
    'the coach is late',
    'who won the match',
    'status',
    'I lost my phone',
    'why?',
    'what instead?',
    'a child just told me her dad hits her',
    'czy moge uzywac tego',
    'and I would also like to know whether the parents could see the photos',
  ]) {
    it(`takes “${text}” for something of its own`, () => {
      assert.equal(followUp(BEFORE, text, POLICY), null);
    });
  }

  it('does not carry over what was said about the circumstances of the other case', () => {
    const approved = { ...BEFORE, circumstance: ['formally-approved'] } as const;
    assert.deepEqual(followUp(approved, 'and for parents?', POLICY)?.circumstance, []);
  });

  it('keeps the line about danger', () => {
    assert.equal(followUp({ ...BEFORE, danger: true }, 'and for parents?', POLICY)?.danger, true);
  });

  const previous: fc.Arbitrary<Understood> = fc.record({
    intent: fc.constant('permission' as const),
    app: fc.constantFrom(...APPS),
    audience: fc.constantFrom(...AUDIENCES),
    content: fc.subarray([...CONTENTS], { minLength: 1 }),
    circumstance: fc.subarray([...CIRCUMSTANCES]),
    danger: fc.boolean(),
    procedure: fc.constant(null),
    english: fc.constant(true),
  });
  const words = fc
    .array(
      fc.constantFrom('and', 'ok', 'parents', 'Signal', 'photos', 'on', 'a', 'school', 'phone', 'social', '?', 'staff'),
      {
        maxLength: 8,
      },
    )
    .map((all) => all.join(' '));

  it('never leads to a yes for a private app without a confirmation, whatever came before', () => {
    fc.assert(
      fc.property(previous, fc.oneof(words, fc.string()), (before, text) => {
        const next = followUp(before, text, POLICY);
        if (next === null) return;
        const outcome = decide(next, null, POLICY);
        if (outcome.kind !== 'decided' || !isPrivate(next.app)) return;
        assert.equal(outcome.decision.verdict, 'not-allowed');
      }),
      { numRuns: 400 },
    );
  });
});

describe('recallIn()', () => {
  for (const [text, part] of [
    ['why?', 'why'],
    ['why not', 'why'],
    ['how come?', 'why'],
    ['what instead?', 'instead'],
    ['what should I use instead?', 'instead'],
    ['why can I not use WhatsApp for parents?', null],
    ['what can I use for parents instead of WhatsApp?', null],
    ['and for parents?', null],
  ] as const) {
    it(`finds ${part ?? 'nothing'} in “${text}”`, () => {
      assert.equal(recallIn(understand(text, POLICY)), part);
    });
  }
});
