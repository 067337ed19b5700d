import assert from 'node:assert/strict';
import type { View } from '../../../../src/conversation/view.js';
import { progressCard } from '../../../../src/edges/teams/cards/progress.js';
import type { Scene } from '../../../../src/edges/teams/cards/scene.js';
import type { Added, Attestation, Migration, Outcome, Problem, State } from '../../../../src/migration/migration.js';
import { testCards, type CardState } from '../../../support/cards.js';
import { APPROVED, attestations, DECLARED, member, moveIn, PROVED, retention } from '../../../support/moves.js';
import { HOSTILE, testScene } from '../../../support/scene.js';
import { APPROVER, DPO, OWNER, PEOPLE, personId, TEACHER, TEAM_PROVED, TWIN_A } from '../../../support/world.js';

type ProgressView = Extract<View, { kind: 'progress' }>;

const ANSWERS: Attestation['state'][] = ['attested', 'asked', 'asked', 'cannot', 'attested'];
const halfway = attestations(ANSWERS).map((one, index) => ({
  ...one,
  reached: index !== 2,
  note: index === 3 ? 'My old phone is lost' : '',
}));
const everybody = attestations(ANSWERS.map(() => 'attested'));
const base = { retention: retention(PROVED, DECLARED), attestations: halfway };

function view(migration: Migration, rest: Partial<ProgressView> = {}): ProgressView {
  return { kind: 'progress', migration, mode: 'progress', notice: null, ...rest };
}
function card(migration: Migration, scene: Partial<Scene> = {}, rest: Partial<ProgressView> = {}): string {
  return JSON.stringify(progressCard(view(migration, rest), testScene({ ...base, ...scene })));
}
function state(
  name: string,
  migration: Migration,
  scene: Partial<Scene> = {},
  rest: Partial<ProgressView> = {},
): CardState {
  return { name: `progress.${name}`, view: view(migration, rest), scene: testScene({ ...base, ...scene }) };
}
function troubled(at: State, code: string, who: Problem['who'], outcome: Partial<Outcome> = {}): Migration {
  return moveIn(at, { ...outcome, problem: { step: at, code, who, correlationId: 'req-1f0c' } });
}
/** A move that stopped because the application lacks this. */
function lacking(missing: string | null): Migration {
  const problem = { step: 'provisioning', code: 'permission-missing', who: 'administrator' } as const;
  return moveIn('provisioning', { problem: { ...problem, correlationId: 'req-1f0c', missing } });
}

const refusals = (count: number): Added[] =>
  Array.from({ length: count }, (_, index) => ({
    person: index === 0 ? TEACHER : personId(8 + (index % 3)),
    result: 'refused',
    problem: ['account-blocked', 'no-licence', 'not-found', 'other'][index % 4]!,
  }));
const unique = (added: readonly Added[]) => added.map((one, index) => ({ ...one, person: personId(8 + index) }));
const NOT_SHOWN = { at: APPROVED, expected: 5, present: 4, missing: [TWIN_A] };
const submitted = moveIn('submitted');
const sentBack: Migration = {
  ...submitted,
  state: 'sent-back',
  decision: { by: APPROVER, at: APPROVED, answer: 'sent-back', reason: 'Who is the outside person?' },
};
const stopped = (from: State): Migration => {
  const before = moveIn(from);
  return {
    ...before,
    state: 'stopped',
    milestones: [...before.milestones, { state: 'stopped', at: APPROVED, by: OWNER }],
  };
};
const HOLD = { by: OWNER, at: APPROVED, attested: 2, ended: null } as const;
const held = (at: State): Migration => moveIn(at, { holds: [HOLD] });
const privately = {
  destination: { kind: 'existing-team', teamId: TEAM_PROVED, channelName: 'Trip plans', isPrivate: true },
} as const;
const newTeam = { destination: { kind: 'new-team', teamName: 'Year 6 trip', channelName: 'Trip plans' } } as const;
const waived = { retentionProved: false, retentionWaivedBy: APPROVER };

const STATES: readonly CardState[] = [
  state('draft', { ...moveIn('submitted'), state: 'draft' }),
  state('submitted', submitted),
  state('approver-unreachable', troubled('submitted', 'approver-unreachable', 'person')),
  state('approved', moveIn('approved')),
  state('sent-back', sentBack),
  state('expired', { ...submitted, state: 'expired' }),
  state('provisioning', moveIn('provisioning')),
  state('permission-missing', lacking('Channel.Create')),
  state('licence-missing', lacking('a Teams licence for the owner')),
  state('name-taken', troubled('provisioning', 'name-taken', 'person')),
  state('outage', troubled('provisioning', 'outage', 'us')),
  state('members', moveIn('members')),
  state('person-refused', troubled('members', 'account-blocked', 'person', { added: refusals(1) })),
  state('people-refused', troubled('members', 'account-blocked', 'person', { added: unique(refusals(40)) })),
  state('not-shown', troubled('members', 'not-shown', 'person', { readBack: NOT_SHOWN })),
  state('retention-pending', moveIn('retention-pending')),
  state(
    'retention-pending-skipped',
    moveIn('retention-pending', { added: [{ ...refusals(1)[0]!, result: 'skipped' }] }),
  ),
  state('notifying', moveIn('notifying')),
  state('notifying-waived', moveIn('notifying', waived)),
  state('closing', moveIn('closing')),
  state('closing-nobody-asked', moveIn('closing'), { attestations: [] }),
  state('closing-all-answered', moveIn('closing'), { attestations: everybody }),
  state('closed', moveIn('closed'), { attestations: everybody }),
  state('closed-open-points', moveIn('closed', waived)),
  state('stopped-early', stopped('submitted')),
  state('stopped-late', stopped('notifying')),
  state('cancelled', { ...submitted, state: 'cancelled' }),
  state('private', moveIn('closing', {}, privately)),
  state('private-pending', moveIn('retention-pending', {}, privately)),
  state('one-owner', moveIn('closed', { ...waived, hasTwoOwners: false }, newTeam)),
  state('welcomed', moveIn('closing', { welcome: { result: 'posted', problem: null, missing: null } })),
  state(
    'not-welcomed',
    moveIn('closed', {
      welcome: {
        result: 'not-posted',
        problem: 'permission-missing',
        missing: 'TeamsAppInstallation.ReadWriteSelfForTeam.All',
      },
    }),
    { attestations: everybody },
  ),
  state('held', held('members')),
  state('held-notifying', held('notifying')),
  state('held-closing', held('closing')),
  state('held-closing-seen-by-officer', held('closing'), { reader: DPO }),
  state('closed-after-hold', moveIn('closed', { holds: [{ ...HOLD, ended: { by: DPO, at: APPROVED } }] }), {
    attestations: everybody,
  }),
  state('confirm-hold', moveIn('closing'), {}, { mode: 'confirm-hold' }),
  state('confirm-end-hold', held('closing'), { reader: DPO }, { mode: 'confirm-end-hold' }),
  state('confirm-end-hold-early', held('members'), { reader: DPO }, { mode: 'confirm-end-hold' }),
  state('confirm-stop', moveIn('retention-pending', {}, newTeam), {}, { mode: 'confirm-stop' }),
  state('confirm-stop-early', submitted, {}, { mode: 'confirm-stop' }),
  state(
    'out-of-date',
    moveIn('members'),
    {},
    { notice: 'This card was out of date. It now shows the move as it stands.' },
  ),
  state('seen-by-approver', troubled('members', 'account-blocked', 'person', { added: refusals(1) }), {
    reader: APPROVER,
  }),
];

const userText = [
  'Year 6 residential',
  'Year 6 staff',
  'Year 6 trip',
  'Trip plans',
  'My old phone is lost',
  'Who is the outside person?',
  ...PEOPLE.map((one) => one.displayName),
];

describe('progressCard()', () => {
  testCards(STATES.map((one) => ({ userText, ...one })));

  it('names the permission to grant, and shows a problem from before it was kept without one', () => {
    const named = card(lacking('Channel.Create'));
    const before = [lacking(null), troubled('provisioning', 'permission-missing', 'administrator')].map((one) =>
      card(one),
    );

    assert.match(named, /"Channel\.Create"/);
    assert.match(named, /to grant it\. The command “regroup doctor” checks it/);
    for (const text of before) {
      assert.match(text, /lacks a permission in Microsoft 365\./);
      assert.match(text, /to put it right\. The command “regroup doctor”/);
      assert.doesNotMatch(text, /null|undefined/);
    }
  });

  it('has something to say in every state of a move', () => {
    for (const at of ['draft', 'expired', 'cancelled', 'stopped', 'sent-back', 'approved', 'closed'] as const)
      assert.match(card({ ...moveIn('submitted'), state: at }), /Year 6 residential/, at);
  });

  it('puts a tick only beside what was read back', () => {
    const before = card(moveIn('members', { added: refusals(0) }));
    const missing = card(moveIn('retention-pending', { readBack: NOT_SHOWN }));

    assert.doesNotMatch(before, /people are in the team/);
    assert.doesNotMatch(missing, /people are in the team/);
    assert.match(card(moveIn('retention-pending')), /5 of 5 people are in the team/);
  });

  it('never calls retention proved because somebody let it pass', () => {
    for (const at of ['notifying', 'closing', 'closed'] as const) {
      const text = card(moveIn(at, waived), { attestations: everybody });

      assert.match(text, /Not proved/, at);
      assert.match(text, /let it go on without proof/, at);
      assert.doesNotMatch(text, /"good"/, at);
    }
  });

  it('says what was not done on every closing report, and who has not attested', () => {
    const open = card(moveIn('closed'));

    assert.match(open, /What Regroup did not do/);
    assert.match(open, /3 people have not attested/);
    assert.match(open, /Sam Okonjo/);
    assert.match(card(moveIn('closed'), { attestations: everybody }), /What Regroup did not do/);
  });

  it('says in the steps and in the report that nobody could tell the group', () => {
    const untold = { noticeGivenAt: null };
    const after = (state: 'closing' | 'closed') => {
      const move = moveIn(state);
      return card({ ...move, outcome: { ...move.outcome, ...untold } });
    };

    assert.match(after('closing'), /Not told/);
    assert.match(after('closed'), /Tell the WhatsApp group\. Nobody could post in it any more/);
    assert.doesNotMatch(card(moveIn('closed')), /Nobody could post/);
  });

  it('shows the buttons of the owner to nobody else', () => {
    const owners = /run\.(retry|skip|noticed|unposted|close)"|move\.open/;

    for (const at of ['notifying', 'closing'] as const) {
      assert.match(card(moveIn(at)), owners, at);
      assert.doesNotMatch(card(moveIn(at), { reader: APPROVER }), owners, at);
    }
  });

  it('does not repeat a link that is not https', () => {
    assert.match(card(moveIn('closing')), /Action\.OpenUrl/);
    assert.doesNotMatch(card(moveIn('closing', { channelUrl: 'http://teams.example/x' })), /Action\.OpenUrl/);
  });

  it('lists every step that is still open when a stop is asked for', () => {
    const text = card(moveIn('notifying'), {}, { mode: 'confirm-stop' });

    assert.match(text, /Tell members\./);
    assert.match(text, /Members leave and clear\./);
    assert.doesNotMatch(text, /Proof of retention\./);
  });

  it('calls nothing done by everybody when nobody was asked', () => {
    assert.doesNotMatch(card(moveIn('closed'), { attestations: [] }), /"good"|everybody attested/);
  });

  it('does not tell the approver to do what is the owner’s', () => {
    for (const at of ['notifying', 'sent-back', 'expired'] as const)
      assert.doesNotMatch(card(moveIn(at), { reader: APPROVER }), /! Needs you/, at);
  });

  it('offers to close without the rest only while somebody has not attested', () => {
    assert.match(card(moveIn('closing')), /run\.close/);
    assert.doesNotMatch(card(moveIn('closing'), { attestations: everybody }), /run\.close/);
  });
});

describe('progressCard() at its largest', () => {
  const long = `${'Wolfeschlegelsteinhausenbergerdorff '.repeat(3)}`.trim();
  const members = Array.from({ length: 60 }, (_, index) =>
    member(index + 1, { person: personId(index + 1), class: 'staff' }),
  );
  const notes = attestations(Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? 'asked' : 'cannot')));
  const largest = {
    person: (id: string) => ({ ...PEOPLE[0]!, id, displayName: long, jobTitle: long }),
    attestations: notes.map((one, index) => ({ ...one, reached: index % 4 === 0, note: long.repeat(3) })),
  };
  testCards(
    (['members', 'notifying', 'closing', 'closed'] as const).map((at) => ({
      ...state(
        `${at}, largest`,
        at === 'members'
          ? troubled(at, 'other', 'person', { added: unique(refusals(60)) })
          : moveIn(at, waived, { members, groupName: long }),
        largest,
      ),
      userText: [long],
      golden: false,
    })),
  );
});

describe('progressCard() with text that wants to break it', () => {
  testCards(
    HOSTILE.flatMap((theirs, index) =>
      (['sent-back', 'notifying', 'closing', 'closed', 'stopped'] as const).map((at) => ({
        name: `progress.${at}, hostile ${index}`,
        view: view(
          {
            ...moveIn(
              at,
              {},
              { groupName: theirs, destination: { kind: 'new-team', teamName: theirs, channelName: theirs } },
            ),
            decision: {
              by: APPROVER,
              at: APPROVED,
              answer: at === 'sent-back' ? 'sent-back' : 'approved',
              reason: theirs,
            },
          },
          at === 'stopped' ? { mode: 'confirm-stop' } : {},
        ),
        scene: testScene({
          ...base,
          attestations: halfway.map((one) => ({ ...one, note: theirs })),
          person: (id) => ({ ...PEOPLE[0]!, id, displayName: theirs, jobTitle: theirs }),
          team: () => ({ id: TEAM_PROVED, name: theirs, url: null }),
        }),
        userText: [theirs],
        golden: false,
      })),
    ),
  );
});
