import { testCards, type CardState } from '../../../support/cards.js';
import { HOSTILE, testScene } from '../../../support/scene.js';

const STATES: readonly CardState[] = (['person', 'administrator', 'us'] as const).map((who) => ({
  name: `failed.${who}`,
  view: {
    kind: 'failed',
    who,
    why: 'The channel could not be made: Microsoft 365 does not answer.',
    next: 'Try again in an hour. Nothing is lost.',
    correlationId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  },
  scene: testScene(),
}));

describe('failedCard()', () => {
  testCards([
    ...STATES,
    {
      name: 'failed.hostile',
      view: { kind: 'failed', who: 'us', why: 'That did not work.', next: 'Try again.', correlationId: HOSTILE[2]! },
      scene: testScene(),
      userText: HOSTILE,
      golden: false,
    },
  ]);
});
