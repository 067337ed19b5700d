import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  channelNameFor,
  channelNameProblem,
  destinationComplaints,
  NEW_TEAM,
  saveDestination,
} from '../../src/migration/destination.js';
import { newDraft } from '../../src/migration/wizard.js';
import { OWNER, personId, TEAM_PROVED } from '../support/world.js';

const { draft } = newDraft('mov-TEST0001', OWNER, new Date(0));
const save = (team: string, teamName: string, channelName: string) =>
  saveDestination(draft, { team, teamName, channelName }, [TEAM_PROVED]).destination;
const fields = (team: string, teamName: string, channelName: string) =>
  destinationComplaints(save(team, teamName, channelName), [TEAM_PROVED]).map(({ field }) => field);

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

describe('saveDestination()', () => {
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
