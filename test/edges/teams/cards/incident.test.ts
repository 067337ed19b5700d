import { testCards } from '../../../support/cards.js';
import type { Incident } from '../../../../src/migration/migration.js';
import { exposureOf } from '../../../../src/migration/exposure.js';
import { exported } from '../../../support/exports.js';
import { member, move } from '../../../support/moves.js';
import { HOSTILE, NOW, testScene } from '../../../support/scene.js';
import { OWNER, PEOPLE, TEAM_PROVED } from '../../../support/world.js';

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

const TIMES = {
  first: '2024-03-01T09:00',
  last: '2026-11-20T16:40',
  entries: 31,
  joined: '2024-03-01T09:00',
  left: null,
};
const EXPOSED: Incident = {
  ...OUTSIDE,
  exposure: exposureOf(
    move(
      {},
      {
        exported: exported(),
        members: [member(2, { class: 'outsider', seen: TIMES }), member(3, { class: 'leaver' })],
      },
    ).draft,
  ),
};
const GONE: Incident = {
  ...OUTSIDE,
  leavers: 0,
  outsiders: 1,
  exposure: exposureOf(
    move(
      {},
      {
        exported: exported(),
        members: [member(2, { class: 'outsider', seen: { ...TIMES, left: '2024-07-19T15:30' } })],
      },
    ).draft,
  ),
};

const LAPSED: Incident = {
  ...OUTSIDE,
  migrationId: null,
  kind: 'retention',
  raisedBy: 'regroup',
  outsiders: 0,
  leavers: 0,
  retention: { teamId: TEAM_PROVED, purpose: 'T-TRIP', days: 365, messages: 'contradicted', files: 'effective' },
};
const OLD: Incident = { ...LAPSED, retention: { ...LAPSED.retention!, messages: 'unknown', files: 'unknown' } };

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
    { name: 'incident.exposed', view: { kind: 'incident', incident: EXPOSED }, scene: testScene(), userText },
    { name: 'incident.exposed-gone', view: { kind: 'incident', incident: GONE }, scene: testScene(), userText },
    {
      name: 'incident.exposed-unseen',
      view: {
        kind: 'incident',
        incident: { ...EXPOSED, exposure: { ...EXPOSED.exposure!, seen: 0, since: null, until: null } },
      },
      scene: testScene(),
      userText,
      golden: false,
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
      name: 'incident.retention',
      view: { kind: 'incident', incident: LAPSED },
      scene: testScene(),
      userText: ['Year 6 staff'],
    },
    { name: 'incident.retention-old', view: { kind: 'incident', incident: OLD }, scene: testScene() },
    {
      name: 'incident.retention-decided',
      view: { kind: 'incident', incident: { ...LAPSED, state: 'decided' } },
      scene: testScene(),
      golden: false,
    },
    {
      name: 'incident.retention-hostile',
      view: { kind: 'incident', incident: LAPSED },
      scene: testScene({ team: (id) => ({ id, name: HOSTILE[2]!, url: null }) }),
      userText: HOSTILE,
      golden: false,
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
