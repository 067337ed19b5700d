import assert from 'node:assert/strict';
import { render } from '../../../../src/edges/teams/cards/render.js';
import { testCards } from '../../../support/cards.js';
import { question } from '../../../support/questions.js';
import { HOSTILE, testScene } from '../../../support/scene.js';
import { PEOPLE } from '../../../support/world.js';

const ASKED = question({ audience: 'staff', content: ['images'] }, { state: 'with-dpo' });
const OPEN = question({ app: 'none' }, { state: 'with-dpo', verdict: null });

const RECEIVED = question(
  { intent: 'incident', app: 'none', audience: 'unknown', content: ['none-stated'], procedure: 'P-RECEIVED' },
  { state: 'with-dpo', verdict: null },
);

describe('withDpoCard()', () => {
  testCards([
    { name: 'with-dpo.answered', view: { kind: 'with-dpo', question: ASKED }, scene: testScene(), userText: ['Owain'] },
    { name: 'with-dpo.open', view: { kind: 'with-dpo', question: OPEN }, scene: testScene(), userText: ['Owain'] },
    {
      name: 'with-dpo.procedure',
      view: { kind: 'with-dpo', question: RECEIVED },
      scene: testScene(),
      userText: ['Owain'],
    },
  ]);

  it('names nobody in a channel', () => {
    const card = render({ kind: 'with-dpo', question: ASKED }, testScene({ place: 'shared' }));

    for (const { displayName } of PEOPLE) assert.ok(!JSON.stringify(card).includes(displayName), displayName);
  });
});

describe('dpoQuestionCard()', () => {
  testCards([
    {
      name: 'dpo-question.procedure',
      view: { kind: 'dpo-question', question: RECEIVED },
      scene: testScene(),
      userText: ['Nadia Fernsby', 'Year 6 teacher'],
    },
    {
      name: 'dpo-question.answered',
      view: { kind: 'dpo-question', question: ASKED },
      scene: testScene(),
      userText: ['Nadia Fernsby', 'Year 6 teacher'],
    },
    {
      name: 'dpo-question.gone',
      view: { kind: 'dpo-question', question: OPEN },
      scene: testScene({ person: () => null }),
    },
    {
      name: 'dpo-question.hostile',
      view: { kind: 'dpo-question', question: ASKED },
      scene: testScene({
        person: (id) => ({ ...PEOPLE[0]!, id, displayName: HOSTILE.join(' '), jobTitle: HOSTILE[2]! }),
      }),
      userText: HOSTILE,
      golden: false,
    },
  ]);
});

describe('questionCancelledCard()', () => {
  testCards([{ name: 'question-cancelled', view: { kind: 'question-cancelled' }, scene: testScene() }]);
});
