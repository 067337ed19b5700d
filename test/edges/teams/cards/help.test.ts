import assert from 'node:assert/strict';
import { helpCard } from '../../../../src/edges/teams/cards/help.js';
import { testCards, type CardState } from '../../../support/cards.js';
import { testScene } from '../../../support/scene.js';

const GREETINGS = ['welcome', 'help', 'not-understood', 'ask-away'] as const;

describe('helpCard()', () => {
  testCards([
    ...GREETINGS.map((greeting): CardState => ({
      name: `help.${greeting}`,
      view: { kind: 'help', greeting },
      scene: testScene(),
    })),
    { name: 'help.shared', view: { kind: 'help', greeting: 'help' }, scene: testScene({ place: 'shared' }) },
  ]);

  it('starts no move in a channel', () => {
    const card = helpCard({ kind: 'help', greeting: 'help' }, testScene({ place: 'shared' }));

    assert.doesNotMatch(JSON.stringify(card), /home\.move/);
  });
});
