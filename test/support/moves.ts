import type { View } from '../../src/conversation/view.js';
import type {
  Attestation,
  Draft,
  Member,
  Migration,
  Milestone,
  Outcome,
  State,
} from '../../src/migration/migration.js';
import { newDraft } from '../../src/migration/wizard.js';
import type { RetentionState, TeamRetention } from '../../src/retention/evidence.js';
import { APPROVER, GUEST, LEAVER, OWNER, personId, TEACHER, TEAM_PROVED, TWIN_A, TWIN_B } from './world.js';

export const STARTED = new Date('2026-11-23T09:30:00Z');
export const SUBMITTED = new Date('2026-11-23T11:00:00Z');
export const APPROVED = new Date('2026-11-23T14:05:00Z');
export const DECIDE_BY = new Date('2026-11-26T11:00:00Z');
export const CHANNEL = '19:channel1@thread.tacv2';

/** Everybody in the draft has been decided: the owner, three staff, a guest, a leaver and an outsider. */
export const DECIDED: readonly Member[] = [
  member(1, { person: OWNER, class: 'staff' }),
  member(2, { label: 'GJ', person: TEACHER, class: 'staff' }),
  member(3, { label: 'Sam', person: TWIN_A, class: 'staff' }),
  member(4, { label: 'Sam caretaker', person: TWIN_B, class: 'staff' }),
  member(5, { label: 'Bea coaches', person: GUEST, class: 'guest' }),
  member(6, { label: 'Tom H', person: LEAVER, class: 'leaver' }),
  member(7, { label: 'Dave – coaches', class: 'outsider' }),
];

export function member(number: number, rest: Partial<Member> = {}): Member {
  return { id: `p${number}`, label: '', suggested: null, person: null, class: null, seen: null, ...rest };
}

/** A move as the owner has filled it in: every step is complete. */
export function move(rest: Partial<Omit<Migration, 'draft'>> = {}, draft: Partial<Draft> = {}): Migration {
  const fresh = newDraft('mov-TEST0001', OWNER, STARTED);
  return {
    ...fresh,
    ver: 8,
    draft: {
      ...fresh.draft,
      step: 'review',
      groupName: 'Year 6 residential',
      purpose: 'T-TRIP',
      gates: { openRequest: 'no', runBy: 'school' },
      members: DECIDED,
      destination: { kind: 'existing-team', teamId: TEAM_PROVED, channelName: 'Year 6 residential' },
      ...draft,
    },
    ...rest,
  };
}

const JOINING = [OWNER, TEACHER, TWIN_A, TWIN_B, GUEST];
const ADDED = JOINING.map((person) => ({ person, result: 'added', problem: null }) as const);
const READ_BACK = { at: new Date('2026-11-23T14:09:00Z'), expected: 5, present: 5, missing: [] };

/** When each state was reached, in the order of a life without trouble. */
const LIFE: readonly Milestone[] = [
  { state: 'draft', at: STARTED, by: OWNER },
  { state: 'submitted', at: SUBMITTED, by: OWNER },
  { state: 'approved', at: APPROVED, by: APPROVER },
  { state: 'provisioning', at: new Date('2026-11-23T14:05:30Z'), by: 'regroup' },
  { state: 'members', at: new Date('2026-11-23T14:07:00Z'), by: 'regroup' },
  { state: 'retention-pending', at: new Date('2026-11-23T14:09:00Z'), by: 'regroup' },
  { state: 'notifying', at: new Date('2026-11-23T14:10:00Z'), by: 'regroup' },
  { state: 'closing', at: new Date('2026-11-23T15:00:00Z'), by: OWNER },
  { state: 'closed', at: new Date('2026-12-07T15:00:00Z'), by: 'regroup' },
];

/** The facts that hold once a state is reached. */
const FACTS: readonly (readonly [State, Partial<Outcome>])[] = [
  ['provisioning', { teamId: TEAM_PROVED }],
  ['members', { channelId: CHANNEL, channelUrl: 'https://teams.microsoft.com/l/channel/year6' }],
  ['retention-pending', { added: ADDED, readBack: READ_BACK }],
  ['notifying', { retentionProved: true }],
  ['closing', { noticeGivenAt: new Date('2026-11-23T15:00:00Z'), attestBy: new Date('2026-12-07T15:00:00Z') }],
];

/** A submitted move in this state, with everything that has happened until then. The names in the chat are gone. */
export function moveIn(state: State, outcome: Partial<Outcome> = {}, draft: Partial<Draft> = {}): Migration {
  const order = LIFE.map((one) => one.state);
  const at = order.indexOf(state);
  const milestones = at < 0 ? LIFE.slice(0, 2) : LIFE.slice(0, at + 1);
  const facts = FACTS.filter(([from]) => at >= order.indexOf(from)).map(([, fact]) => fact);
  const isDecided = at >= order.indexOf('approved');
  const members = DECIDED.map((one) => ({ ...one, label: '' }));
  const base = move({}, { members, ...draft });
  return {
    ...base,
    state,
    ver: 21,
    approver: APPROVER,
    decideBy: DECIDE_BY,
    decision: isDecided ? { by: APPROVER, at: APPROVED, answer: 'approved', reason: '' } : null,
    milestones,
    outcome: Object.assign({}, base.outcome, ...facts, outcome),
  };
}

/** The answers of those who join: by default nobody has said anything. */
export function attestations(states: readonly Attestation['state'][], rest: Partial<Attestation> = {}): Attestation[] {
  return states.map((state, index) => ({
    migrationId: 'mov-TEST0001',
    person: JOINING[index] ?? personId(100 + index),
    ver: 2,
    requestedAt: new Date('2026-11-23T15:00:00Z'),
    reached: true,
    state,
    done: state === 'attested' ? ['left', 'chat', 'gallery', 'backup', 'devices'] : [],
    note: '',
    answeredAt: state === 'asked' ? null : new Date('2026-11-24T08:15:00Z'),
    ...rest,
  }));
}

export const PROVED: RetentionState = {
  level: 'effective',
  since: new Date('2026-11-09T00:00:00Z'),
  missing: null,
  policy: 'Keep 1 year, then delete',
  recheck: new Date('2026-12-20T00:00:00Z'),
  evidenceId: 'evi-7Q2FK3MX',
  proof: { kind: 'read-out', at: new Date('2026-11-20T00:00:00Z') },
};
export const DECLARED: RetentionState = {
  level: 'declared',
  since: new Date('2026-11-18T00:00:00Z'),
  missing: 'A read-out that lists this team',
  policy: null,
  recheck: new Date('2026-12-18T00:00:00Z'),
  evidenceId: 'evi-5ZB0TT11',
  proof: { kind: 'declaration', at: new Date('2026-11-18T00:00:00Z') },
};

export function retention(messages: RetentionState, files: RetentionState): () => TeamRetention {
  return () => ({ messages, files });
}

/** A step of the wizard. */
export function wizardView(
  migration: Migration,
  rest: Partial<Extract<View, { kind: 'wizard' }>> = {},
): Extract<View, { kind: 'wizard' }> {
  return { kind: 'wizard', migration, complaints: [], mode: 'step', notice: null, typed: {}, ...rest };
}
