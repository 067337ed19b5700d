import assert from 'node:assert/strict';
import { render } from '../../../../src/edges/teams/cards/render.js';
import { testCards } from '../../../support/cards.js';
import { question, ticked } from '../../../support/questions.js';
import { testScene } from '../../../support/scene.js';

const REFUSED = question({ content: ['images'] });
const SOCIAL = question({ audience: 'staff', content: ['social'] }, { confirmation: ticked('social') });
const TEAMS = question({ app: 'teams', audience: 'staff' });

describe('recallCard()', () => {
  testCards([
    { name: 'recall.why', view: { kind: 'recall', question: REFUSED, part: 'why' }, scene: testScene() },
    { name: 'recall.instead', view: { kind: 'recall', question: REFUSED, part: 'instead' }, scene: testScene() },
    { name: 'recall.why-allowed', view: { kind: 'recall', question: SOCIAL, part: 'why' }, scene: testScene() },
    {
      name: 'recall.governed',
      view: { kind: 'recall', question: TEAMS, part: 'instead' },
      scene: testScene(),
      golden: false,
    },
  ]);

  it('has the sources open, for whoever asks why', () => {
    const card = render({ kind: 'recall', question: REFUSED, part: 'why' }, testScene());
    assert.ok(JSON.stringify(card).includes('"id":"sources","isVisible":true'));
  });
});
