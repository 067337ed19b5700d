import assert from 'node:assert/strict';
import { procedureCard } from '../../../../src/edges/teams/cards/procedure.js';
import { testCards, type CardState } from '../../../support/cards.js';
import { testPolicy } from '../../../support/policy.js';
import { question } from '../../../support/questions.js';
import { testScene } from '../../../support/scene.js';
import { PEOPLE } from '../../../support/world.js';

const REFUSED = question({ audience: 'staff', content: ['images'], intent: 'incident', procedure: 'P-BREACH' });

describe('procedureCard()', () => {
  testCards([
    ...Object.keys(testPolicy().procedures).map((procedure): CardState => ({
      name: `procedure.${procedure}`,
      view: { kind: 'procedure', procedure, question: null },
      scene: testScene(),
      userText: ['Owain Tregarth'],
      golden: ['P-LOST', 'P-RECEIVED', 'P-MIGRATE', 'P-WHY'].includes(procedure),
    })),
    {
      name: 'procedure.refused',
      view: { kind: 'procedure', procedure: 'P-BREACH', question: REFUSED },
      scene: testScene(),
      userText: ['Owain Tregarth'],
    },
    {
      name: 'procedure.danger',
      view: { kind: 'procedure', procedure: 'P-RECEIVED', question: question({ danger: true }) },
      scene: testScene(),
    },
  ]);

  it('does not hide that the use was refused', () => {
    const card = JSON.stringify(
      procedureCard({ kind: 'procedure', procedure: 'P-BREACH', question: REFUSED }, testScene()),
    );

    assert.match(card, /✕ Not allowed/);
    assert.match(card, /Do not send photos or screenshots to colleagues on WhatsApp/);
  });

  it('says that nobody was told, and whom to ring', () => {
    const card = JSON.stringify(procedureCard({ kind: 'procedure', procedure: 'P-LOST', question: null }, testScene()));

    assert.match(card, /Regroup has told nobody/);
    assert.match(card, /01632 960120/);
    assert.match(card, /01632 960141/);
  });

  it('names nobody in a channel', () => {
    const scene = testScene({ place: 'shared' });

    const card = JSON.stringify(procedureCard({ kind: 'procedure', procedure: 'P-LOST', question: null }, scene));

    for (const { displayName } of PEOPLE) assert.ok(!card.includes(displayName), displayName);
  });
});
