import assert from 'node:assert/strict';
import type { View } from '../../../../src/conversation/view.js';
import { approvalCard } from '../../../../src/edges/teams/cards/approval.js';
import type { Scene } from '../../../../src/edges/teams/cards/scene.js';
import type { Migration } from '../../../../src/migration/migration.js';
import { testCards, type CardState } from '../../../support/cards.js';
import { exported } from '../../../support/exports.js';
import { APPROVED, DECLARED, member, move, moveIn, PROVED, retention, SUBMITTED } from '../../../support/moves.js';
import { HOSTILE, testScene } from '../../../support/scene.js';
import { APPROVER, OTHER_APPROVER, OWNER, PEOPLE, personId, TEAM_PROVED } from '../../../support/world.js';

type ApprovalView = Extract<View, { kind: 'approval' }>;

const told = { dpoToldAt: new Date('2026-11-23T11:02:00Z') };
const unproved = { reader: APPROVER, retention: retention(PROVED, DECLARED) };
const proved = { reader: APPROVER, retention: retention(PROVED, PROVED) };
const inside = { members: move().draft.members.filter((one) => one.class === 'staff') };
const newTeam = { destination: { kind: 'new-team', teamName: 'Year 6 trip', channelName: 'Trip' } } as const;
const sentBack: Partial<Migration> = {
  state: 'sent-back',
  decision: { by: APPROVER, at: APPROVED, answer: 'sent-back', reason: 'Dave is not in the school. Who is he?' },
};

function view(migration: Migration, rest: Partial<ApprovalView> = {}): ApprovalView {
  return { kind: 'approval', migration, mode: 'decide', notice: null, ...rest };
}
function text(migration: Migration, scene: Partial<Scene>, rest: Partial<ApprovalView> = {}): string {
  return JSON.stringify(approvalCard(view(migration, rest), testScene(scene)));
}
function state(name: string, migration: Migration, scene: Partial<Scene>, rest: Partial<ApprovalView> = {}): CardState {
  return { name: `approval.${name}`, view: view(migration, rest), scene: testScene(scene) };
}

const SIXTY = Array.from({ length: 60 }, (_, index) =>
  member(index + 1, { person: personId(1 + (index % 10)), class: 'staff' }),
);
const STATES: readonly CardState[] = [
  state('decide', moveIn('submitted'), { ...unproved, ...told }),
  state('decide-nothing-special', moveIn('submitted', {}, inside), proved),
  state('decide-new-team', moveIn('submitted', {}, newTeam), { ...unproved, retention: () => null }),
  state('decide-export', moveIn('submitted', {}, { exported: exported({ warnings: ['probably-cut'] }) }), proved),
  state('decide-sixty', moveIn('submitted', {}, { members: SIXTY }), unproved),
  state('decide-few-readers', moveIn('submitted', {}, { ...inside, purpose: 'T-SLT' }), proved),
  state('pass', moveIn('submitted'), unproved, { mode: 'pass' }),
  state('pass-missing', moveIn('submitted'), unproved, {
    mode: 'pass',
    notice: 'Not passed on yet: choose who decides.',
    complaints: [{ field: 'approver', label: 'Approver', text: 'choose who decides.' }],
  }),
  state('reason-too-long', moveIn('submitted'), unproved, {
    notice: 'Not sent back yet: use 500 characters at most.',
    complaints: [{ field: 'reason', label: 'Reason', text: 'use 500 characters at most.' }],
    typed: { reason: 'Who is this? '.repeat(46) },
  }),
  state('pass-nobody', moveIn('submitted'), { ...unproved, approvers: [] }, { mode: 'pass' }),
  state('passed-on', { ...moveIn('submitted'), approver: OTHER_APPROVER }, unproved),
  state('approved', moveIn('provisioning'), unproved),
  state('approved-by-somebody-else', moveIn('members'), { ...unproved, reader: OTHER_APPROVER }),
  state('sent-back', { ...moveIn('submitted'), ...sentBack }, unproved),
  state('expired', { ...moveIn('submitted'), state: 'expired' }, unproved),
  state('stopped', { ...moveIn('members'), state: 'stopped' }, unproved),
  state('cancelled', { ...moveIn('submitted'), state: 'cancelled' }, unproved),
  state('waive', moveIn('retention-pending'), unproved),
  state('waived', moveIn('retention-pending', { retentionWaivedBy: APPROVER }), unproved),
  state('closed', moveIn('closed'), proved),
  state('out-of-date', moveIn('submitted'), unproved, {
    notice: 'This card was out of date. It now shows the move as it stands.',
  }),
];

const userText = ['Year 6 residential', 'Year 6 staff', 'Year 6 trip', 'Trip', ...PEOPLE.map((one) => one.displayName)];

describe('approvalCard()', () => {
  testCards(
    STATES.map((one) => ({
      userText:
        one.name === 'approval.decide-new-team' ? [userText[0]!, userText[2]!] : userText.filter((t) => t !== 'Trip'),
      ...one,
    })),
  );

  it('warns of work that needs few readers only where a whole team reads it, and only before the decision', () => {
    const leaders = { purpose: 'T-SLT' };

    assert.match(text(moveIn('submitted', {}, leaders), proved), /This work needs few readers/);
    assert.doesNotMatch(text(moveIn('submitted', {}, { ...leaders, ...newTeam }), proved), /few readers/);
    assert.doesNotMatch(text(moveIn('submitted'), proved), /few readers/);
    assert.doesNotMatch(text(moveIn('retention-pending', {}, leaders), unproved), /few readers/);
  });

  it('offers a decision to nobody but the approver, and only while the move waits for it', () => {
    const buttons = /approval\.(approve|send-back|pass)/;

    assert.match(text(moveIn('submitted'), unproved), buttons);
    assert.doesNotMatch(text(moveIn('submitted'), { ...unproved, reader: OTHER_APPROVER }), buttons);
    assert.doesNotMatch(text(moveIn('submitted'), { ...unproved, reader: OTHER_APPROVER }, { mode: 'pass' }), buttons);
    for (const later of ['approved', 'provisioning', 'members', 'notifying', 'closing', 'closed'] as const)
      assert.doesNotMatch(text(moveIn(later), proved), /Action\.(Execute|ShowCard)/, later);
  });

  it('offers to let the move go on without proof to its approver, while it waits for proof', () => {
    assert.match(text(moveIn('retention-pending'), unproved), /approval\.waive/);
    assert.doesNotMatch(text(moveIn('retention-pending'), { ...unproved, reader: OTHER_APPROVER }), /approval\.waive/);
    assert.doesNotMatch(text(moveIn('members'), unproved), /approval\.waive/);
  });

  it('does not offer it again once it was given, or when everything is proved', () => {
    assert.doesNotMatch(
      text(moveIn('retention-pending', { retentionWaivedBy: APPROVER }), unproved),
      /approval\.waive/,
    );
    assert.doesNotMatch(text(moveIn('retention-pending'), proved), /approval\.waive/);
  });

  it('does not list the one who passes it on among those who could decide instead', () => {
    const card = text(moveIn('submitted'), unproved, { mode: 'pass' });

    assert.match(card, new RegExp(OTHER_APPROVER));
    assert.doesNotMatch(card, new RegExp(APPROVER));
  });

  it('says that the DPO was told only when that has happened', () => {
    assert.match(text(moveIn('submitted'), { ...unproved, ...told }), /The DPO was told on Mon 23 Nov 2026, 11:02/);
    assert.match(text(moveIn('submitted'), unproved), /has not got the card yet. Tell them yourself/);
  });
});

describe('approvalCard() with text that wants to break it', () => {
  testCards(
    HOSTILE.map((theirs, index) => ({
      name: `approval, hostile ${index}`,
      view: view({
        ...moveIn(
          'submitted',
          {},
          { groupName: theirs, destination: { kind: 'existing-team', teamId: TEAM_PROVED, channelName: theirs } },
        ),
        ...(index % 2 === 0 ? { ...sentBack, decision: { ...sentBack.decision!, reason: theirs } } : {}),
        milestones: [{ state: 'submitted', at: SUBMITTED, by: OWNER }],
      }),
      scene: testScene({
        ...unproved,
        team: () => ({ id: TEAM_PROVED, name: theirs, url: null }),
        person: (id) => ({ ...PEOPLE[0]!, id, displayName: theirs, jobTitle: theirs }),
      }),
      userText: [theirs],
      golden: false,
    })),
  );
});
