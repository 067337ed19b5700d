import { testCards } from '../../../support/cards.js';
import { testScene } from '../../../support/scene.js';

describe('refusedCard()', () => {
  testCards([
    {
      name: 'refused.summary',
      view: {
        kind: 'refused',
        why: 'The summary is for administrators.',
        next: 'Ask IT support on 01632 960141 if you need it for your work.',
      },
      scene: testScene(),
    },
  ]);
});
