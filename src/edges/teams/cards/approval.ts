import { count, day, dayAndTime, fullDay, list, shortDay } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import { LONGEST_REASON } from '../../../migration/decision.js';
import { holdOn } from '../../../migration/hold.js';
import { isPrivate } from '../../../migration/destination.js';
import type { Migration } from '../../../migration/migration.js';
import { joins, peopleCounts } from '../../../migration/people.js';
import { approvalEditCard } from './approval-edit.js';
import { groupOf, ifApproved } from './approval-words.js';
import { among, field, summaryOf } from './complaints.js';
import { basis, cautions } from './export/says.js';
import { number } from './export/words.js';
import { differenceLines } from './history/progress.js';
import { droppedInAll, MODES, movedWords } from './history/plan.js';
import { unproved } from './levels.js';
import { bold, line, named, nameOf, plain, shortened, spoken, type Line, type Run } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';
import { isReadByMore, periodOf, teamName } from './wizard/destination.js';
import { numbered, outsideWords, peopleWords } from './wizard/review.js';

type ApprovalView = Extract<View, { readonly kind: 'approval' }>;
type Fact = { readonly title: string; readonly runs: readonly Run[] };

const approval = template('approval');
const pass = template('approval-pass');

/** Names of those who join are listed up to here; more of them are counted. */
const MOST_LISTED = 12;

/** The approver's card: what to look at first, the facts, and the decision; afterwards the same card says what was decided. */
export function approvalCard(view: ApprovalView, scene: Scene): Card {
  if (view.mode === 'decide' || !isOpen(view.migration, scene)) return decisionCard(view, scene);
  return view.mode === 'pass' ? passCard(view, scene) : approvalEditCard(view, scene);
}

function decisionCard(view: ApprovalView, scene: Scene): Card {
  const { migration } = view;
  const { id, ver, draft } = migration;
  const deciding = isOpen(migration, scene);
  const waiving = mayWaive(migration, scene);
  const heading = headingOf(migration, scene);
  const points = deciding || waiving ? pointsOf(migration, scene) : [];
  const joining = draft.members.filter((one) => joins(one.class) && one.person !== null);
  const { staff, guest } = peopleCounts(draft);
  return approval({
    id,
    ver,
    fallbackText: `${deciding ? 'Your decision is needed' : heading.replace('?', '')}: move a WhatsApp group to Teams.`,
    left: deciding ? 'For your decision' : 'A move to Teams',
    right: cornerOf(migration, deciding),
    heading,
    ...said(view),
    reason: field(view, 'reason', '', LONGEST_REASON),
    asks: asks(migration, scene),
    decided: decidedLines(migration, scene),
    pointsTitle: points.length === 1 ? 'Look at this first' : `Look at these ${points.length} points first`,
    points: points.map((text) => ({ text })),
    facts: factsOf(migration, scene),
    who: joining.length > 0 && joining.length <= MOST_LISTED ? 'Who joins' : '',
    joining: joining.map(({ person }) => line(...spoken(named(scene, person ?? '')))),
    deciding,
    ifApproved: ifApproved(migration, count(staff + guest, 'person', 'people'), scene),
    waiving,
    differing: mayAccept(migration, scene),
    differences: mayAccept(migration, scene) ? differencesIn(migration, scene) : [],
  });
}

function passCard(view: ApprovalView, scene: Scene): Card {
  const { migration } = view;
  const { id, ver, approver } = migration;
  const others = numbered({ ...scene, approvers: scene.approvers.filter((one) => one.id !== approver) });
  return pass({
    id,
    ver,
    right: cornerOf(migration, true),
    ...said(view),
    asks: asks(migration, scene),
    days: count(scene.organisation.daysToDecide, 'working day', 'working days'),
    approvers: others,
    approver: among(
      field(view, 'approver', '', 80),
      others.map(({ id }) => id),
    ),
    itSupport: scene.organisation.phones.itSupport,
  });
}

/** What is said over the card: what is wrong with an answer says more than a notice about it. */
function said(view: ApprovalView) {
  const summary = summaryOf(view);
  return { ...summary, notice: summary.complaint === '' ? (view.notice ?? '') : '' };
}

/** Whether the reader can decide now. */
function isOpen({ state, approver }: Migration, { reader }: Scene): boolean {
  return state === 'submitted' && approver === reader;
}

/** Whether the reader can let the move go on without proof: only its approver, while there is something unproved. */
function mayWaive(migration: Migration, scene: Scene): boolean {
  if (migration.state !== 'retention-pending' || migration.approver !== scene.reader) return false;
  return migration.outcome.retentionWaivedBy === null && unproved(retentionHere(migration, scene)).length > 0;
}

/** Whether the reader can accept what differs: only the approver, while the move waits because of it. */
function mayAccept({ state, approver, owner, outcome }: Migration, { reader }: Scene): boolean {
  const waits = state === 'importing' && outcome.history !== null && outcome.problem?.step === 'importing';
  return waits && approver === reader && owner !== reader;
}

function differencesIn({ outcome }: Migration, scene: Scene): readonly Line[] {
  return outcome.history === null ? [] : differenceLines(outcome.history, scene);
}

function cornerOf({ decideBy, decision }: Migration, deciding: boolean): string {
  if (deciding) return decideBy === null ? 'Waiting' : `By ${shortDay(decideBy)}`;
  return decision === null ? 'Not decided' : shortDay(decision.at);
}

function headingOf(migration: Migration, scene: Scene): string {
  const { state, decision } = migration;
  if (isOpen(migration, scene)) return 'Approve this move?';
  if (state === 'submitted') return 'Someone else decides now';
  if (state === 'expired') return 'The time to decide is over';
  if (state === 'stopped' || state === 'cancelled') return 'This move was stopped';
  if (state === 'retention-pending') return 'Approved, waiting for proof';
  if (mayAccept(migration, scene)) return 'Not everything arrived';
  if (decision === null) return 'This move is being changed';
  const you = decision.by === scene.reader ? 'You' : 'Somebody else';
  return decision.answer === 'approved' ? `${you} approved this move` : `${you} sent this move back`;
}

function asks({ owner, draft }: Migration, scene: Scene): readonly Run[] {
  const person = scene.person(owner);
  const job = person?.jobTitle ?? '';
  return spoken([
    bold(nameOf(person)),
    plain(job === '' ? '' : ` (${shortened(job, 60)})`),
    plain(' asks to move '),
    bold(groupOf(draft.groupName)),
    plain(' from WhatsApp to Teams.'),
  ]);
}

export { groupOf } from './approval-words.js';

/** What was decided, by whom and when. */
function decidedLines(
  { state, decision, draft, approver, decideBy, outcome }: Migration,
  scene: Scene,
): readonly Line[] {
  const lines: Line[] = [];
  if (decision !== null && state !== 'submitted') {
    const word = decision.answer === 'approved' ? 'Approved by ' : 'Sent back by ';
    lines.push(line(plain(word), bold(nameOf(scene.person(decision.by))), plain(`, ${dayAndTime(decision.at)}.`)));
    if (decision.reason !== '') lines.push(line(bold('Reason: '), plain(shortened(decision.reason, LONGEST_REASON))));
  }
  if (state === 'submitted' && approver !== null && approver !== scene.reader)
    lines.push(line(bold(nameOf(scene.person(approver))), plain(' decides. You do not need to act.')));
  if (state === 'expired')
    lines.push(
      line(plain(`Nobody decided by ${decideBy === null ? 'the deadline' : fullDay(decideBy)}. Nothing was created.`)),
    );
  if (draft.edited != null) {
    const what = list(draft.edited.what.map((one) => (one === 'destination' ? 'where it goes' : 'the old messages')));
    lines.push(line(plain('Changed by '), bold(nameOf(scene.person(draft.edited.by))), plain(`: ${what}.`)));
  }
  const hold = holdOn({ outcome });
  if (hold !== null)
    lines.push(
      line(bold(nameOf(scene.person(hold.by))), plain(` put it on hold on ${day(hold.at)}: nothing is deleted.`)),
    );
  const { retentionWaivedBy: waivedBy } = outcome;
  if (waivedBy !== null)
    lines.push(line(bold(nameOf(scene.person(waivedBy))), plain(' let it go on without proof of retention.')));
  return lines;
}

function pointsOf(migration: Migration, scene: Scene): readonly string[] {
  const { draft } = migration;
  const points: string[] = [];
  const outside = outsideWords(draft);
  const told =
    scene.dpoToldAt === null
      ? 'The DPO has not got the card yet. Tell them yourself.'
      : `The DPO was told on ${dayAndTime(scene.dpoToldAt)}.`;
  if (outside !== '') points.push(`${outside} could read the WhatsApp group. ${told}`);
  if (migration.state === 'submitted' && isReadByMore(draft, scene))
    points.push('This work needs few readers. Everybody in the team can read the channel: check that all of them may.');
  if (draft.destination?.kind === 'new-team' && migration.outcome.teamId === null)
    points.push('The team is new. Nothing is proved about its retention. The move will wait for proof.');
  else {
    const open = unproved(retentionHere(migration, scene));
    if (open.length > 0) points.push(`Retention of ${list(open)} is not proved. The move waits for proof.`);
  }
  return points;
}

/** What of the chat goes along, in one fact. */
function historyWords(
  { history: mode, sealed = null }: Migration['draft'],
  { dpoApproved }: Migration['history'],
): string {
  if (mode === 'fresh-start') return 'None copied (fresh start).';
  if (sealed === null) return `${MODES[mode]}. Not counted yet.`;
  const left = number(droppedInAll(sealed.plan.dropped));
  return `${MODES[mode]}: ${movedWords(sealed.plan, mode)}. ${left} entries left out. The DPO ${dpoApproved === null ? 'decides as well' : 'has agreed'}.`;
}

/** What is known about the team of the move: the one that was made, or the one that was chosen. */
export function retentionHere({ outcome, draft }: Migration, scene: Scene): ReturnType<Scene['retention']> {
  const chosen = draft.destination?.kind === 'existing-team' ? draft.destination.teamId : null;
  const teamId = outcome.teamId ?? chosen;
  return teamId === null ? null : scene.retention(teamId);
}

function factsOf({ draft, history, milestones }: Migration, scene: Scene): readonly Fact[] {
  const purpose = scene.policy.schedule.find(({ id }) => id === draft.purpose) ?? null;
  const { join, out } = peopleWords(draft);
  const submitted = milestones.findLast(({ state }) => state === 'submitted');
  const confirmed = submitted === undefined ? '' : ` Confirmed by the owner on ${day(submitted.at)}.`;
  const where = draft.destination?.kind === 'new-team' ? ' in the new team ' : ' in ';
  const fact = (title: string, ...runs: readonly Run[]): Fact => ({ title, runs: spoken(runs) });
  return [
    fact('Purpose', plain(purpose?.label ?? 'Not chosen')),
    fact('People', plain(`${join}. ${out}.`)),
    ...(draft.exported === null
      ? []
      : [fact('Export', plain([`${basis(draft.exported)}.`, ...cautions(draft.exported.warnings)].join(' Mind: ')))]),
    fact('History', plain(historyWords(draft, history))),
    fact(
      'Channel',
      plain(shortened(draft.destination?.channelName ?? 'Not chosen', 50)),
      plain(where),
      plain(teamName(draft.destination, scene)),
      plain(isPrivate(draft.destination) ? '. Private: only those who join read it.' : ''),
    ),
    fact('Retention', plain(`${periodOf(purpose)}, then deleted.`)),
    fact('Checks', plain(`No open request, complaint or investigation.${confirmed}`)),
  ];
}
