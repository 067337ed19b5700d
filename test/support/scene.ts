import type { Scene } from '../../src/edges/teams/cards/scene.js';
import type { Policy } from '../../src/guidance/types.js';
import { testPolicy } from './policy.js';
import { APPROVER, ORGANISATION, OTHER_APPROVER, OWNER, PEOPLE, TEAM_NONE, TEAM_PROVED } from './world.js';

/** Tuesday 24 November 2026, 10:00 in London. */
export const NOW = new Date('2026-11-24T10:00:00Z');

/** The pack that ships, under a name that stays when its text changes: golden cards show the name. */
export function scenePolicy(): Policy {
  const policy = testPolicy();
  return { ...policy, name: `${policy.id} ${policy.version} (0123456789ab)` };
}

const TEAMS = [
  { id: TEAM_PROVED, name: 'Year 6 staff', url: 'https://teams.microsoft.com/l/team/year6' },
  { id: TEAM_NONE, name: 'Site team', url: null },
];

/** A scene with the invented people and teams of `world.ts`, seen by the owner in their own chat. */
export function testScene(overrides: Partial<Scene> = {}): Scene {
  return {
    policy: scenePolicy(),
    organisation: ORGANISATION,
    now: NOW,
    sandbox: false,
    reader: OWNER,
    place: 'personal',
    person: (id) => PEOPLE.find((one) => one.id === id) ?? null,
    team: (id) => TEAMS.find((one) => one.id === id) ?? null,
    retention: () => null,
    governedTeams: TEAMS,
    approvers: PEOPLE.filter(({ id }) => id === APPROVER || id === OTHER_APPROVER),
    attestations: [],
    dpoToldAt: null,
    figures: null,
    signInEnds: null,
    levels: [],
    toldOtherwise: 0,
    histories: ['fresh-start'],
    unreached: [],
    attachPage: null,
    ...overrides,
  };
}

/**
 * What people type and what a directory may hold when somebody wants to break a card: each has to come out as it went in, in a
 * TextRun or as an input's value.
 */
export const HOSTILE: readonly string[] = [
  '${x}',
  '${secret}',
  '[link](http://x)',
  '🎒 Year 6 🎉',
  '\u202Etrip\u202C',
  '<img src=x onerror=alert(1)>',
  '**bold** _it_',
  '{{DATE(2026-11-24T10:00:00Z, SHORT)}}',
  '`tick` \\ "quote"',
];
