import { DIFFERS, OFFICER_WANTED } from '../../../../src/migration/history.js';
import type { HistoryMode } from '../../../../src/history/history.js';
import type { HistoryOutcome, Migration } from '../../../../src/migration/migration.js';
import { testCards, type CardState } from '../../../support/cards.js';
import { exported } from '../../../support/exports.js';
import {
  attestations,
  DECIDED,
  DECLARED,
  move,
  moveIn,
  PROVED,
  retention,
  wizardView,
} from '../../../support/moves.js';
import { HOSTILE, testScene } from '../../../support/scene.js';
import { APPROVER, DPO, GUEST, LEAVER, OWNER, PEOPLE, TEACHER, TEAM_PROVED, TWIN_A } from '../../../support/world.js';

const ALL: readonly HistoryMode[] = ['fresh-start', 'selected-records', 'sealed-transcript', 'native-import'];
const organisation = {
  ...testScene().organisation,
  history: { nativeImport: true, account: 'account', label: 'Keep 1 year', outsideSchoolHours: true },
};
const scene = testScene({ histories: ALL, organisation, retention: retention(PROVED, DECLARED) });
const userText = ['Year 6 residential', 'Year 6 staff', ...PEOPLE.map((one) => one.displayName)];

const PLAN = {
  posts: 3_012,
  dropped: { 'past-period': 1_204, outside: 210, media: 226, notice: 24, special: 6, objected: 3, empty: 1 },
  oldest: new Date('2025-11-25T08:10:00Z'),
  newest: new Date('2026-11-20T16:40:00Z'),
  requests: 3_076,
  minutes: 13,
  attributed: 120,
  parted: 2,
};
const SHA = exported().sha256;
const SEALED = {
  export: SHA,
  sealedAt: new Date('2026-11-24T09:00:00Z'),
  expiresAt: new Date('2026-12-22T09:00:00Z'),
  mode: 'native-import',
  plan: PLAN,
} as const;
const NATIVE = { history: 'native-import', exported: exported(), sealed: SEALED } as const;
const IN_A_FILE = {
  history: 'sealed-transcript',
  exported: exported(),
  sealed: {
    ...SEALED,
    mode: 'sealed-transcript',
    plan: { ...PLAN, oldest: null, newest: null, attributed: 0, parted: 0 },
  },
} as const;

function at(draft: object = {}): Migration {
  return move({}, { step: 'history', exported: exported(), ...draft });
}

const DONE: HistoryOutcome = {
  sha256: SHA,
  plannedAt: new Date('2026-12-01T16:58:00Z'),
  posts: 3_012,
  dropped: PLAN.dropped,
  sessions: 1,
  startedAt: new Date('2026-12-01T17:00:00Z'),
  overdueAt: new Date('2026-12-01T19:00:00Z'),
  completedAt: new Date('2026-12-01T17:13:00Z'),
  posted: 3_012,
  file: null,
  differences: {},
  found: [],
  reconciledAt: new Date('2026-12-01T17:20:00Z'),
  acceptedBy: null,
  destroyedAt: new Date('2026-12-01T17:21:00Z'),
};
const DIFFERENT: HistoryOutcome = {
  ...DONE,
  differences: { 'post-missing': 1, 'post-altered': 1, 'member-missing': 1 },
  found: [
    { kind: 'post-missing', index: 311 },
    { kind: 'post-altered', index: 2_099, what: 'author' },
    { kind: 'member-missing', person: TEACHER },
  ],
  destroyedAt: null,
};
const PROBLEM = { step: 'importing', code: DIFFERS, who: 'person', correlationId: 'c' } as const;

type Rest = {
  readonly state?: Migration['state'];
  readonly history?: object;
  readonly outcome?: object;
  readonly draft?: object;
};
function moving({ state = 'submitted', history = {}, outcome = {}, draft = {} }: Rest = {}): Migration {
  const base = moveIn('provisioning', outcome, { ...NATIVE, ...draft });
  return { ...base, state, history: { ...base.history, ...history } };
}
const UNTIL = new Date('2026-12-01T10:00:00Z');
const AGREED = { dpoApproved: { by: DPO, at: new Date('2026-11-23T15:00:00Z') }, objectUntil: UNTIL };
const REFUSED = {
  refused: { by: DPO, at: new Date('2026-11-24T09:30:00Z'), reason: 'Too many names of pupils in it.' },
};

const officer = (migration: Migration, rest: object = {}) =>
  ({ kind: 'history-approval', migration, complaints: [], notice: null, typed: {}, ...rest }) as const;
const member = (migration: Migration) => ({ kind: 'history-objection', migration }) as const;
const owner = (migration: Migration) => ({ kind: 'progress', migration, mode: 'progress', notice: null }) as const;
const approver = (migration: Migration) => ({ kind: 'approval', migration, mode: 'decide', notice: null }) as const;
const asDpo = { ...scene, reader: DPO };
const asTeacher = { ...scene, reader: TEACHER };

const MADE: readonly CardState[] = [
  { name: 'wizard.history-ways', view: wizardView(at()), scene },
  { name: 'wizard.history-no-export', view: wizardView(at({ exported: null })), scene },
  {
    name: 'wizard.history-sensitive',
    view: wizardView(at({ purpose: 'T-PASTORAL' })),
    scene: { ...scene, histories: ['fresh-start', 'sealed-transcript'] },
  },
  { name: 'wizard.history-send-again', view: wizardView(at({ history: 'native-import' })), scene },
  {
    name: 'wizard.history-other-file',
    view: wizardView(at({ history: 'native-import' }), {
      complaints: [
        {
          field: 'history',
          label: 'The export',
          text: 'this is another file than the one that the people came from. Send that one, or go back to step 3.',
        },
      ],
    }),
    scene: { ...scene, attachPage: 'http://127.0.0.1:5012/' },
  },
  { name: 'wizard.history-sealed', view: wizardView(at(NATIVE), { notice: 'Sealed. Look at the counts.' }), scene },
  { name: 'wizard.history-sealed-file', view: wizardView(at(IN_A_FILE)), scene },
  { name: 'wizard.review-history', view: wizardView(move({}, NATIVE)), scene },
  { name: 'history-approval.decide', view: officer(moving()), scene: asDpo },
  {
    name: 'history-approval.missing',
    view: officer(moving(), {
      complaints: [{ field: 'special', label: 'Sensitive words', text: 'choose whether these messages go along.' }],
    }),
    scene: asDpo,
  },
  {
    name: 'history-approval.file',
    view: officer(moving({ draft: { ...IN_A_FILE, purpose: 'T-PASTORAL' } })),
    scene: asDpo,
  },
  { name: 'history-approval.agreed', view: officer(moving({ state: 'objecting', history: AGREED })), scene: asDpo },
  {
    name: 'history-approval.too-late',
    view: officer(moving({ state: 'importing', history: { ...AGREED, objectors: ['p3'], late: ['p2'] } })),
    scene: asDpo,
  },
  {
    name: 'history-approval.sent-back',
    view: officer(moving({ history: REFUSED, draft: { history: 'fresh-start' } })),
    scene: asDpo,
  },
  { name: 'history-approval.own', view: officer({ ...moving(), owner: DPO }), scene: asDpo },
  { name: 'history-objection.open', view: member(moving({ state: 'objecting', history: AGREED })), scene: asTeacher },
  {
    name: 'history-objection.file',
    view: member(moving({ state: 'objecting', draft: IN_A_FILE })),
    scene: asTeacher,
  },
  {
    name: 'history-objection.objected',
    view: member(moving({ state: 'objecting', history: { ...AGREED, objectors: ['p2'] } })),
    scene: asTeacher,
  },
  { name: 'history-objection.over', view: member(moving({ state: 'importing', history: AGREED })), scene: asTeacher },
  {
    name: 'history-objection.late',
    view: member(moving({ state: 'importing', history: { ...AGREED, late: ['p2'] } })),
    scene: asTeacher,
  },
  { name: 'history-objection.closed', view: member(moving({ state: 'closed', history: AGREED })), scene: asTeacher },
  {
    name: 'history-objection.fresh-start',
    view: member(moving({ state: 'members', draft: { history: 'fresh-start' } })),
    scene: asTeacher,
  },
  {
    name: 'progress.objecting',
    view: owner(moving({ state: 'objecting', history: { ...AGREED, objectors: ['p3'] } })),
    scene,
  },
  {
    name: 'progress.objecting-unreached',
    view: owner(moving({ state: 'objecting', history: AGREED })),
    scene: { ...scene, unreached: [GUEST, LEAVER, TWIN_A] },
  },
  {
    name: 'progress.officer-wanted',
    view: owner(
      moving({
        state: 'approved',
        outcome: { problem: { step: 'approved', code: OFFICER_WANTED, who: 'person', correlationId: 'c' } },
      }),
    ),
    scene,
  },
  {
    name: 'progress.importing-waits',
    view: owner(
      moving({
        state: 'importing',
        history: AGREED,
        outcome: {
          history: { ...DONE, startedAt: null, completedAt: null, posted: 0, reconciledAt: null, destroyedAt: null },
        },
      }),
    ),
    scene,
  },
  {
    name: 'progress.importing',
    view: owner(
      moving({
        state: 'importing',
        history: AGREED,
        outcome: { history: { ...DONE, completedAt: null, posted: 0, reconciledAt: null, destroyedAt: null } },
      }),
    ),
    scene,
  },
  {
    name: 'progress.history-differs',
    view: owner(moving({ state: 'importing', history: AGREED, outcome: { history: DIFFERENT, problem: PROBLEM } })),
    scene,
  },
  {
    name: 'progress.history-sent-back',
    view: owner(moving({ history: REFUSED, draft: { history: 'fresh-start' } })),
    scene,
  },
  {
    name: 'progress.history-moved',
    view: owner({
      ...moveIn(
        'notifying',
        { history: { ...DIFFERENT, acceptedBy: APPROVER, destroyedAt: DONE.destroyedAt } },
        NATIVE,
      ),
      history: { ...move().history, ...AGREED, objectors: ['p3'] },
    }),
    scene,
  },
  {
    name: 'progress.closed-history',
    view: owner({
      ...moveIn('closed', { history: { ...DIFFERENT, acceptedBy: APPROVER, destroyedAt: DONE.destroyedAt } }, NATIVE),
      history: { ...move().history, ...AGREED, objectors: ['p3'] },
    }),
    scene: { ...scene, attestations: attestations(['attested', 'attested', 'asked', 'cannot', 'asked']) },
  },
  {
    name: 'approval.decide-history',
    view: approver(moveIn('submitted', {}, NATIVE)),
    scene: { ...scene, reader: APPROVER },
  },
  {
    name: 'approval.edit',
    view: { kind: 'approval', migration: moveIn('submitted', {}, NATIVE), mode: 'edit', notice: null },
    scene: { ...scene, reader: APPROVER },
  },
  {
    name: 'approval.edit-missing',
    view: {
      kind: 'approval',
      migration: moveIn('submitted'),
      mode: 'edit',
      notice: null,
      complaints: [{ field: 'channelName', label: 'Channel name', text: 'write a name for the channel.' }],
      typed: { channelName: '' },
    },
    scene: { ...scene, reader: APPROVER },
  },
  {
    name: 'approval.edited',
    view: approver(moveIn('submitted', {}, { edited: { by: APPROVER, at: UNTIL, what: ['destination', 'history'] } })),
    scene: { ...scene, reader: APPROVER },
  },
  {
    name: 'approval.differs',
    view: approver(moving({ state: 'importing', history: AGREED, outcome: { history: DIFFERENT, problem: PROBLEM } })),
    scene: { ...scene, reader: APPROVER },
  },
];
const STATES = MADE.map((one) => ({ ...one, userText }));

/** Names and reasons that try to break a card. */
const HOSTILE_STATES: readonly CardState[] = HOSTILE.flatMap((text, index) => {
  const people = PEOPLE.map((one) => ({ ...one, displayName: text }));
  const hostile = testScene({ ...scene, person: (id) => people.find((one) => one.id === id) ?? null });
  const draft = {
    groupName: text,
    members: DECIDED.map((one) => ({ ...one, label: '' })),
    destination: { kind: 'existing-team', teamId: TEAM_PROVED, channelName: text } as const,
  };
  const refused = { refused: { by: DPO, at: UNTIL, reason: text } };
  const views = [
    officer(moving({ draft }), {
      complaints: [{ field: 'reason', label: 'Reason', text: 'write what needs to change.' }],
      typed: { reason: text },
    }),
    officer(moving({ draft: { ...draft, history: 'fresh-start' }, history: refused })),
    member(moving({ state: 'objecting', draft, history: AGREED })),
    owner(moving({ state: 'objecting', draft, history: { ...AGREED, ...refused } })),
  ];
  return views.map((view, n) => ({
    name: `hostile history ${index}.${n}`,
    view,
    scene: { ...hostile, reader: n < 2 ? DPO : n === 2 ? TEACHER : OWNER, unreached: [GUEST] },
    userText: [text],
    golden: false,
  }));
});

describe('the cards of a chat’s history', () => testCards([...STATES, ...HOSTILE_STATES]));
