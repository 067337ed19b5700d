import { testCards } from '../../../support/cards.js';
import type { Incident } from '../../../../src/migration/migration.js';
import { HOSTILE, NOW, testScene } from '../../../support/scene.js';
import { OWNER, PEOPLE } from '../../../support/world.js';

const OUTSIDE: Incident = {
  id: 'inc-7Q2FK3MX',
  migrationId: 'mov-7Q2FK3MX',
  kind: 'outside-reader',
  raisedBy: OWNER,
  at: NOW,
  outsiders: 2,
  leavers: 1,
  pupils: 0,
  state: 'open',
  exposure: null,
};

const userText = ['Nadia Fernsby', 'Year 6 teacher'];

describe('incidentCard()', () => {
  testCards([
    { name: 'incident.outside', view: { kind: 'incident', incident: OUTSIDE }, scene: testScene(), userText },
    {
      name: 'incident.pupils',
      view: { kind: 'incident', incident: { ...OUTSIDE, pupils: 3 } },
      scene: testScene(),
      userText,
    },
    {
      name: 'incident.lost',
      view: { kind: 'incident', incident: { ...OUTSIDE, kind: 'lost-device', migrationId: null } },
      scene: testScene(),
      userText,
      golden: false,
    },
    {
      name: 'incident.decided',
      view: { kind: 'incident', incident: { ...OUTSIDE, state: 'decided' } },
      scene: testScene(),
      userText,
    },
    {
      name: 'incident.hostile',
      view: { kind: 'incident', incident: OUTSIDE },
      scene: testScene({
        person: (id) => ({ ...PEOPLE[0]!, id, displayName: HOSTILE[2]!, jobTitle: HOSTILE[5]! }),
      }),
      userText: HOSTILE,
      golden: false,
    },
  ]);
});
