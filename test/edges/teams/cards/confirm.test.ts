import assert from 'node:assert/strict';
import type { View } from '../../../../src/conversation/view.js';
import { confirmCard } from '../../../../src/edges/teams/cards/confirm.js';
import { nodes } from '../../../support/card-walk.js';
import { testCards, type CardState } from '../../../support/cards.js';
import { testPolicy } from '../../../support/policy.js';
import { question } from '../../../support/questions.js';
import { testScene } from '../../../support/scene.js';

type Confirm = Extract<View, { readonly kind: 'confirm' }>;

const SOCIAL = question({ audience: 'staff', content: ['social'] });

describe('confirmCard()', () => {
  testCards(
    Object.keys(testPolicy().confirmations).map((confirmation): CardState => ({
      name: `confirm.${confirmation}`,
      view: { kind: 'confirm', question: SOCIAL, confirmation },
      scene: testScene(),
      golden: confirmation === 'social' || confirmation === 'emergency',
    })),
  );

  it('ticks nothing beforehand', () => {
    const view: Confirm = { kind: 'confirm', question: SOCIAL, confirmation: 'social' };

    const facts = nodes(confirmCard(view, testScene())).find(({ node }) => node['id'] === 'facts');

    assert.ok(facts);
    assert.ok(!('value' in facts.node));
  });

  it('refuses a confirmation that the policy does not have', () => {
    const view: Confirm = { kind: 'confirm', question: SOCIAL, confirmation: 'gone' };

    assert.throws(() => confirmCard(view, testScene()), /has no confirmation gone/);
  });
});
