import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  channelNameFor,
  channelNameProblem,
  destinationComplaints,
  isPrivate,
  NEW_TEAM,
  ruleProblem,
  saveDestination,
  type Places,
} from '../../src/migration/destination.js';
import { newDraft } from '../../src/migration/wizard.js';
import { OWNER, personId, TEAM_PROVED } from '../support/world.js';

const { draft } = newDraft('mov-TEST0001', OWNER, new Date(0));
const PLACES = { governedTeams: [TEAM_PROVED] };
const save = (team: string, teamName: string, channelName: string) =>
  saveDestination(draft, { team, teamName, channelName }, PLACES).destination;
const fields = (team: string, teamName: string, channelName: string) =>
  destinationComplaints(save(team, teamName, channelName), PLACES).map(({ field }) => field);

describe('channelNameProblem()', () => {
  const allowed = [
    'Year 6 residential',
    'Trip (spring)',
    '3.5 club',
    'Éire',
    '🎒 trip',
    '$15 trips',
    'console',
    'a'.repeat(50),
  ];
  for (const name of allowed) {
    it(`allows "${name}"`, () => assert.equal(channelNameProblem(name), null));
  }

  // Microsoft, "Limits and specifications for Microsoft Teams": teams and channels, characters in names.
  const forbidden = [
    ...[...`~#%&*{}+/\\:<>?|'",`].map((character) => `a${character}b`),
    '',
    'a..b',
    'a\u0007b',
    'a\u0085b',
    '_a',
    '.a',
    'a.',
    'a'.repeat(51),
    ...'forms CON con CONIN$ conout$ PRN aux NUL COM1 lpt9 desktop.ini a_vti_b'.split(' '),
  ];
  for (const name of forbidden) {
    it(`forbids ${JSON.stringify(name)}`, () => assert.notEqual(channelNameProblem(name), null));
  }

  it('never repeats the name in what it says', () => {
    assert.doesNotMatch(channelNameProblem('Ben*Whitlock') ?? '', /Ben/u);
  });
});

describe('channelNameFor()', () => {
  it('makes an allowed name of anything, or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (groupName) => {
        const name = channelNameFor(groupName);
        assert.ok(name === '' || channelNameProblem(name) === null);
      }),
    );
  });

  it('keeps what is allowed', () => {
    assert.equal(channelNameFor('  .Year 6: trip & "fun"\u202E.'), 'Year 6 trip fun');
    assert.equal(channelNameFor('CON'), '');
  });
});

describe('the organisation’s own rule for names', () => {
  const names = { beginsWith: ['Y', 'Staff '], never: ['WhatsApp', 'été'] };

  for (const name of ['Y6 trip', 'y6 trip', 'Staff rota', 'STAFF rota'])
    it(`allows “${name}”`, () => assert.equal(ruleProblem(name, names), null));

  for (const name of ['Trip', 'Staffroom', 'Y6 WhatsApp', 'Y6 whatsapp-group', 'Y6 ÉTÉ', ''])
    it(`does not allow “${name}”`, () => assert.notEqual(ruleProblem(name, names), null));

  it('is none where none is written', () => {
    assert.equal(ruleProblem('Trip', undefined), null);
    assert.equal(ruleProblem('Trip', {}), null);
  });

  it('finds only whole words', () => assert.equal(ruleProblem('Y6 whatsapping', names), null));

  it('says what to begin with, and what to leave out', () => {
    assert.match(ruleProblem('Trip', names) ?? '', /“Y” or “Staff ”/);
    assert.match(ruleProblem('Y6 WhatsApp', names) ?? '', /“WhatsApp”/);
  });

  it('is asked before the move can be submitted', () => {
    const destination = { kind: 'existing-team', teamId: TEAM_PROVED, channelName: 'Trip' } as const;
    const complaints = destinationComplaints(destination, { ...PLACES, names });

    assert.deepEqual(
      complaints.map(({ field }) => field),
      ['channelName'],
    );
  });

  it('stands in the proposal when there is one way to begin', () => {
    assert.equal(channelNameFor('Trip', { beginsWith: ['Y6 '] }), 'Y6 Trip');
    assert.equal(channelNameFor('y6 trip', { beginsWith: ['Y6 '] }), 'y6 trip');
    assert.equal(channelNameFor('Trip', names), 'Trip');
  });
});

describe('saveDestination()', () => {
  it('takes a private channel where there may be one, in a team that is there already', () => {
    const typed = { team: TEAM_PROVED, teamName: 'Trips', channelName: 'Trip', readers: 'group' };
    const saved = (places: Places, more: object = {}) =>
      isPrivate(saveDestination(draft, { ...typed, ...more }, places).destination);

    assert.equal(saved({ ...PLACES, privateChannels: true }), true);
    assert.equal(saved(PLACES), false);
    assert.equal(saved({ ...PLACES, privateChannels: true }, { readers: 'team' }), false);
    assert.equal(saved({ ...PLACES, privateChannels: true }, { team: NEW_TEAM }), false);
  });

  it('takes a governed team', () => {
    assert.deepEqual(save(TEAM_PROVED, '', 'Trip'), {
      kind: 'existing-team',
      teamId: TEAM_PROVED,
      channelName: 'Trip',
    });
    assert.deepEqual(fields(TEAM_PROVED, '', 'Trip'), []);
  });

  it('takes a new team', () => {
    assert.deepEqual(save(NEW_TEAM, 'Trips', 'Trip'), { kind: 'new-team', teamName: 'Trips', channelName: 'Trip' });
    assert.deepEqual(fields(NEW_TEAM, 'Trips', 'Trip'), []);
  });

  it('takes no other team, and keeps the name of the channel', () => {
    assert.deepEqual(save(personId(99), '', 'Trip'), { kind: 'existing-team', teamId: '', channelName: 'Trip' });
    assert.deepEqual(fields(personId(99), '', 'Trip'), ['team']);
  });

  it('says everything that is missing', () => {
    assert.deepEqual(fields('', '', ''), ['team', 'channelName']);
    assert.deepEqual(fields(NEW_TEAM, ' ', 'a/b'), ['teamName', 'channelName']);
    assert.deepEqual(fields(NEW_TEAM, 'a'.repeat(101), 'Trip'), ['teamName']);
  });

  it('leaves out marks that turn the direction of writing', () => {
    const saved = save(NEW_TEAM, '\u202Espirt\u202C', '\u2066Trip\u2069\u200F');

    assert.deepEqual(saved, { kind: 'new-team', teamName: 'spirt', channelName: 'Trip' });
  });
});
