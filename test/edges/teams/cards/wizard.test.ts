import assert from 'node:assert/strict';
import { wizardCard } from '../../../../src/edges/teams/cards/wizard.js';
import { destinationComplaints } from '../../../../src/migration/destination.js';
import { STEPS, type Member, type Step } from '../../../../src/migration/migration.js';
import { PAGE, peopleComplaints } from '../../../../src/migration/people.js';
import { complaintsOf } from '../../../../src/migration/wizard.js';
import { retentionOfPrivate } from '../../../../src/retention/state.js';
import { testCards, type CardState } from '../../../support/cards.js';
import { exported } from '../../../support/exports.js';
import { DECIDED, DECLARED, member, move, PROVED, retention, wizardView } from '../../../support/moves.js';
import { HOSTILE, testScene } from '../../../support/scene.js';
import { PEOPLE, personId, TEACHER, TEAM_PROVED, TWIN_A, TWIN_B } from '../../../support/world.js';

const RULES = { schedule: testScene().policy.schedule, governedTeams: [TEAM_PROVED] };
const EMPTY = {
  groupName: '',
  purpose: null,
  gates: { openRequest: null, runBy: null },
  members: DECIDED.slice(0, 1),
  destination: null,
};
const scene = testScene({ retention: retention(PROVED, DECLARED) });
const mayBePrivate = testScene({
  organisation: { ...scene.organisation, channels: { private: true } },
  retention: () => retentionOfPrivate({ messages: PROVED, files: DECLARED }),
});
const PRIVATE = {
  kind: 'existing-team',
  teamId: TEAM_PROVED,
  channelName: 'Year 6 residential',
  isPrivate: true,
} as const;
const known = [...DECIDED.map(({ label }) => label), 'xxxx'].filter((label) => label.length > 3);
const userText = ['Year 6 residential', 'Year 6 staff', 'Site team', ...known, ...PEOPLE.map((one) => one.displayName)];

/** Two matches, one unknown person, and everybody who is decided. */
const MIXED: readonly Member[] = [
  ...DECIDED,
  member(8, { label: 'Miss P', suggested: TEACHER }),
  member(9, { label: 'Sam O', suggested: TWIN_A }),
  member(10, { label: '~ S' }),
];
const SIXTY: readonly Member[] = [
  ...DECIDED,
  ...Array.from({ length: 53 }, (_, index) =>
    member(8 + index, { label: `Chat name ${index}`, suggested: index < 27 ? personId(8 + (index % 3)) : null }),
  ),
];

const SEEN_TIMES = { first: '2023-02-03T08:12', last: '2026-11-20T16:40', entries: 1_214, joined: null, left: null };
const GONE_TIMES = { ...SEEN_TIMES, left: '2024-07-19T15:30', last: '2024-07-19T15:30', entries: 0 };
/** As `MIXED`, out of an export: one of the matches and the unknown person have left the group. */
const FROM_EXPORT = {
  exported: exported({ warnings: ['header-inside-message', 'probably-cut'] }),
  members: MIXED.map((one, n) => ({ ...one, seen: n % 2 === 0 ? SEEN_TIMES : GONE_TIMES })),
};
const SIXTY_FROM_EXPORT = {
  exported: exported({ leftOut: 12 }),
  members: SIXTY.map((one, n) => ({ ...one, seen: n % 2 === 0 ? SEEN_TIMES : GONE_TIMES })),
};
/** As much as stands on one card: eight questions, each about somebody who left, and as many decided as are listed. */
const WORST_FROM_EXPORT = {
  exported: exported({ warnings: ['header-inside-message', 'probably-cut'], leftOut: 3 }),
  members: [
    ...SIXTY.slice(0, 7),
    ...Array.from({ length: 5 }, (_, n) => member(70 + n, { label: 'x'.repeat(20), class: 'outsider' })),
    ...Array.from({ length: 8 }, (_, n) => member(80 + n, { label: 'x'.repeat(30), seen: GONE_TIMES })),
  ],
};

function at(step: Step, draft: object = {}): ReturnType<typeof move> {
  return move({}, { step, ...draft });
}

const STATES: readonly CardState[] = [
  { name: 'wizard.group', view: wizardView(at('group', EMPTY)), scene },
  { name: 'wizard.group-filled', view: wizardView(at('group')), scene },
  {
    name: 'wizard.group-missing',
    view: wizardView(at('group', EMPTY), { complaints: complaintsOf('group', at('group', EMPTY).draft, RULES) }),
    scene,
  },
  { name: 'wizard.gates', view: wizardView(at('gates', EMPTY)), scene },
  {
    name: 'wizard.gates-missing',
    view: wizardView(at('gates', EMPTY), { complaints: complaintsOf('gates', at('gates', EMPTY).draft, RULES) }),
    scene,
  },
  { name: 'wizard.people-first', view: wizardView(at('people', EMPTY)), scene },
  {
    name: 'wizard.people-first-missing',
    view: wizardView(at('people', EMPTY), {
      complaints: [{ field: 'names', label: 'Names', text: 'no name was found. Paste one name a line.' }],
      typed: { names: '???' },
    }),
    scene,
  },
  {
    name: 'wizard.people-first-found',
    view: wizardView(at('people', { members: DECIDED.slice(0, 1), found: [TWIN_A, TWIN_B] }), {
      typed: { find: 'Sam' },
    }),
    scene,
  },
  { name: 'wizard.people', view: wizardView(at('people', { members: MIXED })), scene },
  {
    name: 'wizard.people-missing',
    view: wizardView(at('people', { members: MIXED }), {
      complaints: peopleComplaints(at('people', { members: MIXED }).draft).slice(1),
      typed: { m_p8: 'yes' },
      notice: '3 added. 1 in the list already.',
    }),
    scene,
  },
  {
    name: 'wizard.people-finding',
    view: wizardView(
      at('people', {
        members: [...DECIDED, member(8, { label: '~ S', class: 'staff' })],
        finding: 'p8',
        found: [TWIN_A, TWIN_B],
      }),
      { typed: { find: 'Sam' } },
    ),
    scene,
  },
  {
    name: 'wizard.people-not-found',
    view: wizardView(
      at('people', { members: [...DECIDED, member(8, { label: '~ S', class: 'staff' })], finding: 'p8' }),
      {
        complaints: [{ field: 'find', label: 'Directory', text: 'nobody in the directory has this name.' }],
        typed: { find: 'Zelda' },
      },
    ),
    scene,
  },
  { name: 'wizard.people-decided', view: wizardView(at('people')), scene },
  { name: 'wizard.people-export', view: wizardView(at('people', FROM_EXPORT)), scene },
  { name: 'wizard.people-export-sixty', view: wizardView(at('people', SIXTY_FROM_EXPORT)), scene },
  {
    name: 'wizard.people-export-missing',
    view: wizardView(at('people', SIXTY_FROM_EXPORT), {
      complaints: peopleComplaints(at('people', SIXTY_FROM_EXPORT).draft).slice(0, PAGE),
    }),
    scene,
    golden: false,
  },
  {
    name: 'wizard.people-export-worst',
    view: wizardView(at('people', WORST_FROM_EXPORT), {
      complaints: peopleComplaints(at('people', WORST_FROM_EXPORT).draft),
    }),
    scene,
    golden: false,
  },
  { name: 'wizard.people-export-eight', view: wizardView(at('people', WORST_FROM_EXPORT)), scene, golden: false },
  { name: 'wizard.review-export', view: wizardView(at('review', { exported: FROM_EXPORT.exported })), scene },
  { name: 'wizard.people-edit', view: wizardView(at('people'), { mode: 'edit' }), scene },
  { name: 'wizard.people-sixty', view: wizardView(at('people', { members: SIXTY })), scene },
  {
    name: 'wizard.people-sixty-missing',
    view: wizardView(at('people', { members: SIXTY }), {
      complaints: peopleComplaints(at('people', { members: SIXTY }).draft).slice(0, PAGE),
    }),
    scene,
    golden: false,
  },
  {
    name: 'wizard.people-sixty-edit',
    view: wizardView(
      at('people', {
        members: SIXTY.map((one) => ({
          ...one,
          class: one.class ?? 'staff',
          person: one.person ?? one.suggested ?? TEACHER,
        })),
      }),
      { mode: 'edit' },
    ),
    scene,
  },
  { name: 'wizard.history', view: wizardView(at('history')), scene },
  { name: 'wizard.destination', view: wizardView(at('destination', { destination: null })), scene },
  {
    name: 'wizard.destination-new-missing',
    view: wizardView(at('destination', { destination: { kind: 'new-team', teamName: '', channelName: 'a/b' } }), {
      complaints: destinationComplaints({ kind: 'new-team', teamName: '', channelName: 'a/b' }, RULES),
      typed: { channelName: 'a/b' },
    }),
    scene,
  },
  {
    name: 'wizard.destination-few-readers',
    view: wizardView(at('destination', { destination: null, purpose: 'T-SLT' })),
    scene,
  },
  {
    name: 'wizard.destination-private',
    view: wizardView(at('destination', { destination: null, purpose: 'T-SLT' })),
    scene: mayBePrivate,
  },
  {
    name: 'wizard.retention-private',
    view: wizardView(at('retention', { destination: PRIVATE })),
    scene: mayBePrivate,
  },
  { name: 'wizard.review-private', view: wizardView(at('review', { destination: PRIVATE })), scene: mayBePrivate },
  { name: 'wizard.retention', view: wizardView(at('retention')), scene },
  {
    name: 'wizard.retention-proved',
    view: wizardView(at('retention')),
    scene: testScene({
      retention: retention(PROVED, {
        ...PROVED,
        level: 'sampled',
        proof: { kind: 'sample', at: new Date('2026-11-23T00:00:00Z') },
      }),
    }),
  },
  {
    name: 'wizard.retention-contradicted',
    view: wizardView(at('retention')),
    scene: testScene({
      retention: retention(
        { ...DECLARED, level: 'contradicted', missing: 'The policy is switched off' },
        { ...DECLARED, level: 'unknown', missing: 'Evidence from the last 30 days' },
      ),
    }),
  },
  {
    name: 'wizard.retention-new-team',
    view: wizardView(
      at('retention', { destination: { kind: 'new-team', teamName: 'Year 6 residential', channelName: 'Trip' } }),
    ),
    scene: testScene(),
  },
  { name: 'wizard.review', view: wizardView(at('review')), scene },
  {
    name: 'wizard.review-missing',
    view: wizardView(at('review'), {
      complaints: [{ field: 'approver', label: 'Approver', text: 'choose who decides.' }],
    }),
    scene,
  },
  { name: 'wizard.review-few-readers', view: wizardView(at('review', { purpose: 'T-SLT' })), scene },
  {
    name: 'wizard.review-sent-back',
    view: wizardView(
      move(
        {
          state: 'sent-back',
          decision: {
            by: personId(2),
            at: new Date('2026-11-24T09:00:00Z'),
            answer: 'sent-back',
            reason: 'Leave out Dave.',
          },
        },
        { members: DECIDED.map((one) => ({ ...one, label: '' })) },
      ),
    ),
    scene,
  },
  { name: 'wizard.review-nobody-decides', view: wizardView(at('review')), scene: testScene({ approvers: [] }) },
];

/** Answers that no card of ours offers, from a client that makes up its own. */
const FORGED = { m_p8: 'banana', m_p10: 'yes', purpose: 'T-NONE', team: 'x', approver: 'y', pick: 'z', runBy: 'me' };
const FORGED_STATES: readonly CardState[] = STEPS.map((step) => ({
  name: `wizard.${step}, forged answers`,
  view: wizardView(at(step, { members: MIXED, found: [TWIN_A] }), { typed: FORGED }),
  scene,
  golden: false,
}));

describe('wizardCard()', () => {
  testCards(FORGED_STATES.map((state) => ({ userText, ...state })));

  testCards(STATES.map((state) => ({ userText, ...state })));
});

describe('wizardCard() for work that needs few readers', () => {
  const text = (step: Step, draft: object) => JSON.stringify(wizardCard(wizardView(at(step, draft)), scene));
  const newTeam = { kind: 'new-team', teamName: 'Leaders', channelName: 'Leaders' };

  it('warns before a team is chosen, and once more when the whole of one reads it', () => {
    assert.match(text('destination', { purpose: 'T-PASTORAL' }), /! This work needs few readers/);
    assert.match(text('review', { purpose: 'T-PASTORAL' }), /! This work needs few readers/);
    assert.doesNotMatch(text('review', { purpose: 'T-PASTORAL', destination: newTeam }), /few readers/);
    for (const step of ['destination', 'review'] as const) assert.doesNotMatch(text(step, {}), /few readers/);
  });
});

describe('wizardCard() with text that wants to break it', () => {
  const people = PEOPLE.map((one, index) => ({
    ...one,
    displayName: HOSTILE[index % HOSTILE.length]!,
    jobTitle: '[job](http://x)',
  }));
  for (const [index, text] of HOSTILE.entries()) {
    const long = `${text} `.repeat(40).trim();
    const hostile = testScene({
      retention: retention(PROVED, DECLARED),
      person: (id) => people.find((one) => one.id === id) ?? null,
      team: () => ({ id: TEAM_PROVED, name: text, url: null }),
      governedTeams: [{ id: TEAM_PROVED, name: text, url: null }],
    });
    const members = MIXED.map((one) => ({ ...one, label: one.label === '' ? '' : text }));
    const draft = {
      groupName: text,
      members,
      destination: { kind: 'existing-team', teamId: TEAM_PROVED, channelName: text },
    };
    const theirs = [text, ...HOSTILE, '[job](http://x)'];
    testCards(
      (['group', 'people', 'destination', 'retention', 'review'] as const).flatMap((step) => [
        {
          name: `wizard.${step}, hostile ${index}`,
          view: wizardView(at(step, draft)),
          scene: hostile,
          userText: theirs,
          golden: false,
        },
        {
          name: `wizard.${step}, hostile and long ${index}`,
          view: wizardView(
            at(step, { ...draft, groupName: long, members: SIXTY.map((one) => ({ ...one, label: long })) }),
            {
              typed: { name: long, names: long, channelName: long, find: long },
            },
          ),
          scene: hostile,
          userText: theirs,
          golden: false,
        },
      ]),
    );
  }
});
