import assert from 'node:assert/strict';
import { stateText, statusCard } from '../../../../src/edges/teams/cards/status.js';
import type { Attestation, Migration, State } from '../../../../src/migration/migration.js';
import { testCards } from '../../../support/cards.js';
import { submittedMove } from '../../../support/migrations.js';
import { HOSTILE, NOW, testScene } from '../../../support/scene.js';
import { OWNER, PEOPLE, TEACHER } from '../../../support/world.js';

const SUBMITTED = submittedMove('mov-7Q2FK3MX', NOW);
const ASKED: Attestation = {
  migrationId: 'mov-7Q2FK3MX',
  person: TEACHER,
  ver: 1,
  requestedAt: NOW,
  reached: true,
  state: 'asked',
  done: [],
  note: '',
  answeredAt: null,
};

const STATES: readonly State[] = [
  'draft',
  'submitted',
  'approved',
  'sent-back',
  'expired',
  'provisioning',
  'members',
  'retention-pending',
  'notifying',
  'closing',
  'closed',
  'stopped',
];

function inState(state: State, index: number): Migration {
  return { ...SUBMITTED, id: `mov-TEST000${index}`, state, milestones: [{ state, at: NOW, by: OWNER }] };
}

function named(groupName: string): Migration {
  return { ...SUBMITTED, draft: { ...SUBMITTED.draft, groupName } };
}

const empty = {
  kind: 'status',
  moves: [],
  toDecide: [],
  toAgree: [],
  onHold: [],
  toAttest: [],
  toAnswer: [],
  asked: [],
} as const;
const held: Migration = {
  ...inState('closing', 1),
  outcome: {
    ...SUBMITTED.outcome,
    holds: [{ by: SUBMITTED.owner, at: SUBMITTED.startedAt, attested: 0, ended: null }],
  },
};
const GROUP = SUBMITTED.draft.groupName;

describe('statusCard()', () => {
  testCards([
    { name: 'status.empty', view: empty, scene: testScene() },
    { name: 'status.shared', view: { ...empty, moves: [SUBMITTED] }, scene: testScene({ place: 'shared' }) },
    {
      name: 'status.moves',
      view: { ...empty, moves: STATES.slice(0, 6).map(inState) },
      scene: testScene(),
      userText: [GROUP],
    },
    {
      name: 'status.nothing-to-do',
      view: { ...empty, moves: (['submitted', 'closing', 'closed'] as const).map(inState) },
      scene: testScene(),
      userText: [GROUP],
    },
    {
      name: 'status.later',
      view: { ...empty, moves: STATES.slice(6).map(inState) },
      scene: testScene(),
      userText: [GROUP],
      golden: false,
    },
    {
      name: 'status.everything',
      view: {
        ...empty,
        moves: STATES.map(inState),
        toDecide: STATES.map((_, index) => inState('submitted', index)),
        toAttest: STATES.map((_, index) => ({ ...ASKED, migrationId: `mov-TEST000${index}` })),
      },
      scene: testScene(),
      userText: [GROUP, 'Nadia Fernsby'],
    },
    {
      name: 'status.officer',
      view: { ...empty, toAgree: [inState('submitted', 1), inState('approved', 2)] },
      scene: testScene(),
      userText: [GROUP, 'Nadia Fernsby'],
    },
    {
      name: 'status.held',
      view: { ...empty, onHold: [held] },
      scene: testScene(),
      userText: [GROUP, 'Nadia Fernsby'],
    },
    {
      name: 'running.none',
      view: { kind: 'running', moves: [] },
      scene: testScene(),
    },
    {
      name: 'running.some',
      view: { kind: 'running', moves: [held, ...(['submitted', 'members', 'notifying'] as const).map(inState)] },
      scene: testScene(),
      userText: [GROUP, 'Nadia Fernsby'],
    },
    {
      name: 'running.many',
      view: { kind: 'running', moves: Array.from({ length: 14 }, (_, index) => inState('members', index)) },
      scene: testScene(),
      userText: [GROUP, 'Nadia Fernsby'],
      golden: false,
    },
    {
      name: 'status.hostile',
      view: {
        ...empty,
        moves: HOSTILE.slice(0, 6).map(named),
        toDecide: [named(HOSTILE[5]!)],
        toAgree: [named(HOSTILE[4]!)],
      },
      scene: testScene({ person: (id) => ({ ...PEOPLE[0]!, id, displayName: HOSTILE[2]! }) }),
      userText: HOSTILE,
      golden: false,
    },
  ]);

  it('says “Your moves” once, whatever else is on the card', () => {
    const times = (moves: readonly Migration[], toDecide: readonly Migration[] = []) =>
      JSON.stringify(statusCard({ ...empty, moves, toDecide }, testScene())).split('"text":"Your moves"').length - 1;

    assert.equal(times([inState('closed', 1)]), 1);
    assert.equal(times([inState('sent-back', 1)]), 1);
    assert.equal(times([inState('closed', 1)], [SUBMITTED]), 1);
  });

  it('shows no group and no name in a channel', () => {
    const card = statusCard({ ...empty, moves: [SUBMITTED], toDecide: [SUBMITTED] }, testScene({ place: 'shared' }));

    assert.doesNotMatch(JSON.stringify(card), /Year 6|Nadia/);
  });

  for (const state of STATES)
    it(`says whose turn it is when a move is ${state}`, () => {
      assert.match(stateText(inState(state, 1)), /^([!…○] .+|Closed on Tue 24 Nov|Stopped)$/u);
    });
});
