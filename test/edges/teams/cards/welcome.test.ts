import { testCards } from '../../../support/cards.js';
import { moveIn } from '../../../support/moves.js';
import { HOSTILE, testScene } from '../../../support/scene.js';
import { OWNER, PEOPLE, TEAM_PROVED } from '../../../support/world.js';

const scene = testScene({ reader: OWNER, place: 'shared' });
const userText = PEOPLE.map(({ displayName }) => displayName);

describe('welcomeCard()', () => {
  testCards([
    { name: 'welcome.standard', view: { kind: 'welcome', migration: moveIn('retention-pending') }, scene, userText },
    {
      name: 'welcome.private',
      view: {
        kind: 'welcome',
        migration: moveIn(
          'retention-pending',
          {},
          {
            purpose: 'T-SLT',
            destination: { kind: 'existing-team', teamId: TEAM_PROVED, channelName: 'Leaders', isPrivate: true },
          },
        ),
      },
      scene,
      userText,
    },
    ...HOSTILE.map((text, index) => ({
      name: `welcome, hostile ${index}`,
      view: { kind: 'welcome', migration: moveIn('retention-pending', {}, { groupName: text }) } as const,
      scene: testScene({ reader: OWNER, place: 'shared', person: (id) => ({ ...PEOPLE[0]!, id, displayName: text }) }),
      userText: [text],
      golden: false,
    })),
  ]);
});
