import type { Purpose } from '../guidance/types.js';
import type { HistoryMode } from '../history/history.js';
import type { Complaint } from './complaint.js';
import { destinationComplaints, withProposedChannel, type Places } from './destination.js';
import { STEPS, type Draft, type GateAnswer, type Gates, type Migration, type State, type Step } from './migration.js';
import { peopleComplaints } from './people.js';
import { cut } from './text.js';

/** States in which the owner can change the draft and submit it. */
export const EDITABLE: readonly State[] = ['draft', 'sent-back', 'expired'];
/** WhatsApp's own limit for the name of a group. */
const LONGEST_GROUP_NAME = 100;

const RUN_BY: readonly NonNullable<Gates['runBy']>[] = ['school', 'parents', 'pta', 'union', 'social'];
const ANSWERS: readonly GateAnswer[] = ['no', 'yes', 'unsure'];

/** What a draft is measured against: the policy's schedule and the organisation's governed teams. */
export type Rules = Places & {
  readonly schedule: readonly Purpose[];
  /** The ways of moving history that there are; only a fresh start when nobody says. */
  readonly histories?: readonly HistoryMode[];
};

/** A gate that does not let the move go on, and the code of the answer that closed it. */
export type ClosedGate = { readonly gate: 'purpose' | 'run-by' | 'open-request'; readonly answer: string };

/** The first version of a move: its owner is in the group and will be in the channel. */
export function newDraft(id: string, owner: string, now: Date): Migration {
  const self = { id: 'p1', label: '', suggested: null, person: owner, class: 'staff', seen: null } as const;
  return {
    id,
    owner,
    state: 'draft',
    ver: 1,
    draft: {
      step: 'group',
      groupName: '',
      purpose: null,
      gates: { openRequest: null, runBy: null },
      members: [self],
      exported: null,
      found: [],
      finding: null,
      history: 'fresh-start',
      destination: null,
    },
    history: { objectors: [], dpoApproved: null, objectUntil: null, special: 'leave-out', picked: [] },
    approver: null,
    decideBy: null,
    decision: null,
    outcome: {
      teamId: null,
      channelId: null,
      channelUrl: null,
      added: [],
      readBack: null,
      history: null,
      retentionProved: false,
      retentionWaivedBy: null,
      noticeGivenAt: null,
      attestBy: null,
      problem: null,
    },
    milestones: [{ state: 'draft', at: now, by: owner }],
    startedAt: now,
    changedAt: now,
  };
}

/** Whether nothing has been said in this draft yet, so that starting a move once more goes on with it. */
export function isUntouched({ state, draft }: Migration): boolean {
  return state === 'draft' && draft.groupName === '' && draft.purpose === null && draft.members.length === 1;
}

/** The next version, with this draft. */
export function withDraft(migration: Migration, draft: Draft, now: Date): Migration {
  return { ...migration, draft, ver: migration.ver + 1, changedAt: now };
}

/** Keeps the name and the purpose as typed and chosen, complete or not. */
export function saveGroup(
  draft: Draft,
  typed: { readonly name: string; readonly purpose: string },
  { schedule }: Pick<Rules, 'schedule'>,
): Draft {
  const purpose = schedule.find(({ id }) => id === typed.purpose)?.id ?? null;
  return { ...draft, groupName: cut(typed.name), purpose };
}

/** Keeps the answers to the gates, complete or not. */
export function saveGates(draft: Draft, typed: { readonly runBy: string; readonly openRequest: string }): Draft {
  const runBy = RUN_BY.find((answer) => answer === typed.runBy) ?? null;
  const openRequest = ANSWERS.find((answer) => answer === typed.openRequest) ?? null;
  return { ...draft, gates: { runBy, openRequest } };
}

/** The first closed gate of the step; null when its answers let the move go on, or are not given yet. */
export function closedGate(step: Step, draft: Draft, { schedule }: Pick<Rules, 'schedule'>): ClosedGate | null {
  const { runBy, openRequest } = draft.gates;
  const purpose = schedule.find(({ id }) => id === draft.purpose);
  if (step === 'group' && purpose !== undefined && purpose.never !== null)
    return { gate: 'purpose', answer: purpose.id };
  if (step !== 'gates') return null;
  if (openRequest !== null && openRequest !== 'no') return { gate: 'open-request', answer: openRequest };
  return runBy !== null && runBy !== 'school' ? { gate: 'run-by', answer: runBy } : null;
}

/** What is missing or wrong in one step; empty when it is complete. */
export function complaintsOf(step: Step, draft: Draft, rules: Rules): readonly Complaint[] {
  if (step === 'group') return groupComplaints(draft, rules);
  if (step === 'gates') return gateComplaints(draft.gates);
  if (step === 'people') return peopleComplaints(draft);
  if (step === 'history') return historyComplaints(draft, rules);
  return step === 'destination' ? destinationComplaints(draft.destination, rules) : [];
}

/** The first step that is not complete or has a closed gate; `review` when everything is said. */
export function firstIncomplete(draft: Draft, rules: Rules): Step {
  const complete = (step: Step) =>
    complaintsOf(step, draft, rules).length === 0 && closedGate(step, draft, rules) === null;
  return STEPS.find((step) => !complete(step)) ?? 'review';
}

/**
 * The draft after "Continue" on a complete step: at the next one. When everything had been said before, somebody came back to
 * change one thing, and goes on to the review; a changed destination shows its retention first.
 */
export function forward(draft: Draft, before: Draft, rules: Rules): Draft {
  const at = STEPS.indexOf(before.step);
  const changed = firstIncomplete(before, rules) === 'review' && before.step !== 'destination';
  return goTo(draft, changed ? 'review' : (STEPS[at + 1] ?? 'review'), rules);
}

/** The draft at the step before, whether this one is complete or not. */
export function backward(draft: Draft): Draft {
  return { ...draft, step: STEPS[Math.max(0, STEPS.indexOf(draft.step) - 1)] ?? 'group' };
}

/** The draft at the step that was asked for, or at the first incomplete one before it. */
export function goTo(draft: Draft, step: Step, rules: Rules): Draft {
  const incomplete = firstIncomplete(draft, rules);
  const reached = STEPS.indexOf(incomplete) < STEPS.indexOf(step) ? incomplete : step;
  const there = { ...draft, step: reached };
  return reached === 'destination' ? withProposedChannel(there, rules) : there;
}

function groupComplaints({ groupName, purpose }: Draft, { schedule }: Rules): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const complain = (text: string) => complaints.push({ field: 'name', label: 'Group name', text });
  if (groupName === '') complain('write the name that the group has in WhatsApp.');
  if ([...groupName].length > LONGEST_GROUP_NAME) complain(`use ${LONGEST_GROUP_NAME} characters at most.`);
  if (!schedule.some(({ id }) => id === purpose))
    complaints.push({ field: 'purpose', label: 'Purpose', text: 'choose what the group is for.' });
  return complaints;
}

function gateComplaints({ runBy, openRequest }: Gates): readonly Complaint[] {
  const complaints: Complaint[] = [];
  if (runBy === null)
    complaints.push({ field: 'runBy', label: 'Who runs the group', text: 'choose who runs the group.' });
  if (openRequest === null)
    complaints.push({ field: 'openRequest', label: 'Open requests', text: 'choose no, yes or not sure.' });
  return complaints;
}

/** A way that there is, and for anything but a fresh start the sealed export that the people came from. */
function historyComplaints({ history, exported, sealed }: Draft, { histories = [] }: Rules): readonly Complaint[] {
  const complain = (text: string) => [{ field: 'history', label: 'Old messages', text }];
  if (history === 'fresh-start') return [];
  if (!histories.includes(history)) return complain('choose one of the ways that your school has.');
  if (exported === null)
    return complain('this needs an export. Go back to step 3 and send one, or choose a fresh start.');
  const isThere = sealed !== undefined && sealed !== null && sealed.export === exported.sha256;
  if (!isThere) return complain('send the export once more, so that it can be sealed.');
  if (history !== 'selected-records') return [];
  if ((sealed.picked ?? 0) === 0) return complain('pick at least one message, or choose another way.');
  const isNone = sealed.mode === history && sealed.isStale !== true && sealed.plan.posts === 0;
  return isNone ? complain('nothing that you picked can go along. Look at “Why left out”.') : [];
}
