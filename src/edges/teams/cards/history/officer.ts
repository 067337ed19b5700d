import { isPrivate } from '../../../../migration/destination.js';
import { count, dayAndTime, fullDay, shortDay } from '../../../../calendar/words.js';
import { DAYS_TO_OBJECT, needsObjections } from '../../../../migration/history.js';
import type { Migration } from '../../../../migration/migration.js';
import { joins } from '../../../../migration/people.js';
import { groupOf } from '../approval.js';
import { among, field, summaryOf } from '../complaints.js';
import { basis, cautions } from '../export/says.js';
import { number, traceWords } from '../export/words.js';
import type { View } from '../../../../conversation/view.js';
import { bold, line, nameOf, plain, shortened, type Line } from '../runs.js';
import type { Scene } from '../scene.js';
import { template, type Card } from '../template.js';
import { needsFewReaders, periodOf, teamName } from '../wizard/destination.js';
import { outsideWords } from '../wizard/review.js';
import { alongWords, droppedLines, lostLines, MODES, planLines } from './plan.js';

type OfficerView = Extract<View, { readonly kind: 'history-approval' }>;
const filled = template('history-approval');

/** The data protection officer's card: what would go along, what speaks against it, and the decision; afterwards what was decided. */
export function historyApprovalCard(view: OfficerView, scene: Scene): Card {
  const { migration } = view;
  const { id, ver, draft } = migration;
  const deciding = isOpen(migration, scene);
  const special = draft.sealed?.plan.dropped.special ?? 0;
  const points = deciding ? pointsOf(migration, scene) : [];
  const heading = headingOf(migration, scene);
  return filled({
    id,
    ver,
    fallbackText: `${deciding ? 'Your decision as DPO is needed' : heading.replace('?', '')}: the history of a chat.`,
    right: cornerOf(migration, deciding),
    heading,
    notice: view.complaints.length === 0 ? (view.notice ?? '') : '',
    ...summaryOf(view),
    asks: asks(migration, scene),
    decided: decidedLines(migration, scene),
    pointsTitle: points.length === 1 ? 'Look at this first' : `Look at these ${points.length} points first`,
    points: points.map((text) => ({ text })),
    facts: factsOf(migration, scene),
    plan: planLines(draft, scene),
    dropped: deciding ? droppedLines(draft.sealed?.plan.dropped ?? {}) : [],
    lost: deciding ? lostLines(draft.history) : [],
    deciding,
    asksSpecial: deciding && special > 0,
    specialWords: `${number(special)} ${special === 1 ? 'message has' : 'messages have'} words on health, SEND or safeguarding.`,
    special: among(field(view, 'special', '', 40), ['leave-out', 'take']),
    reason: field(view, 'reason', '', 500),
    ifAgreed: ifAgreed(migration),
  });
}

/** Whether the reader can decide now. */
function isOpen({ state, owner, draft, history }: Migration, { reader, organisation }: Scene): boolean {
  const isOfficer = organisation.dpo.includes(reader) && owner !== reader;
  return isOfficer && history.dpoApproved === null && draft.history !== 'fresh-start' && OPEN.includes(state);
}

const OPEN: readonly Migration['state'][] = ['submitted', 'approved', 'provisioning', 'objecting'];

function headingOf(migration: Migration, scene: Scene): string {
  const { history, owner, draft } = migration;
  if (isOpen(migration, scene)) return 'May this chat’s history go along?';
  if ((history.refused ?? null) !== null) return 'Sent back: a fresh start';
  if (history.dpoApproved !== null) return 'Agreed: the history goes along';
  if (draft.history === 'fresh-start') return 'A fresh start after all';
  return owner === scene.reader ? 'Somebody else decides about this' : 'Nothing to decide at the moment';
}

function cornerOf({ decideBy, history }: Migration, deciding: boolean): string {
  const at = history.refused?.at ?? history.dpoApproved?.at ?? null;
  if (at !== null) return shortDay(at);
  return deciding && decideBy !== null ? `By ${shortDay(decideBy)}` : 'For the DPO';
}

function asks({ owner, draft }: Migration, scene: Scene) {
  const along = draft.history === 'fresh-start' ? [] : [plain(` with ${alongWords(draft.history)}`)];
  return [bold(nameOf(scene.person(owner))), plain(' moves '), bold(groupOf(draft.groupName)), ...along, plain('.')];
}

/** What was decided, by whom and when, and what came afterwards. */
function decidedLines({ history }: Migration, scene: Scene): readonly Line[] {
  const { dpoApproved, refused = null, objectUntil, objectors, late = [] } = history;
  const lines: Line[] = [];
  if (dpoApproved !== null) {
    const by = bold(nameOf(scene.person(dpoApproved.by)));
    lines.push(line(plain('Agreed by '), by, plain(`, ${dayAndTime(dpoApproved.at)}.`)));
    const special = history.special === 'take' ? 'go along' : 'are left out';
    lines.push(line(plain(`Messages with sensitive words ${special}.`)));
  }
  if (refused !== null) {
    lines.push(
      line(plain('Sent back by '), bold(nameOf(scene.person(refused.by))), plain(`, ${dayAndTime(refused.at)}.`)),
    );
    lines.push(line(bold('Reason: '), plain(shortened(refused.reason, 500))));
  }
  if (objectUntil !== null)
    lines.push(
      line(plain(`${count(objectors.length, 'person has', 'people have')} objected, until ${fullDay(objectUntil)}.`)),
    );
  if (late.length > 0)
    lines.push(
      line(
        bold('Too late: '),
        plain(`${count(late.length, 'person', 'people')} objected afterwards. Decide what becomes of it.`),
      ),
    );
  return lines;
}

function pointsOf({ draft }: Migration, scene: Scene): readonly string[] {
  const points: string[] = [];
  const purpose = scene.policy.schedule.find(({ id }) => id === draft.purpose) ?? null;
  if (needsFewReaders(purpose)) points.push('This work can hold sensitive data. A fresh start is the rule for it.');
  if (draft.destination?.kind === 'existing-team' && !isPrivate(draft.destination))
    points.push('Everybody in the team can read the history, also those who were not in the chat.');
  const outside = outsideWords(draft);
  if (outside !== '') points.push(`${outside} could read the chat.`);
  const traces = draft.exported === null ? '' : traceWords(draft.exported.traces, scene.policy);
  if (traces !== '') points.push(`The texts likely hold ${traces}.`);
  for (const caution of cautions(draft.exported?.warnings ?? []))
    points.push(`${caution[0]?.toUpperCase() ?? ''}${caution.slice(1)}`);
  return points.slice(0, 4);
}

type Fact = { readonly title: string; readonly runs: Line['runs'] };

function factsOf({ draft }: Migration, scene: Scene): readonly Fact[] {
  const purpose = scene.policy.schedule.find(({ id }) => id === draft.purpose) ?? null;
  const fact = (title: string, ...runs: Line['runs']): Fact => ({ title, runs });
  const joining = draft.members.filter((one) => joins(one.class)).length;
  return [
    fact('How', plain(MODES[draft.history])),
    fact('Purpose', plain(purpose?.label ?? 'Not chosen')),
    fact('Kept', plain(`${periodOf(purpose)}, then deleted.`)),
    ...(draft.exported === null ? [] : [fact('Export', plain(`${basis(draft.exported)}.`))]),
    fact(
      'Readers',
      plain(count(joining, 'person joins', 'people join')),
      plain(isPrivate(draft.destination) ? '. Nobody else: it is a private channel in ' : ', and all of '),
      plain(teamName(draft.destination, scene)),
    ),
  ];
}

function ifAgreed({ draft }: Migration): string {
  const told = `Members are told and get ${DAYS_TO_OBJECT} working days to object. Objectors’ messages are left out.`;
  return needsObjections(draft.history) ? `${told} What arrives is read back.` : 'What arrives is read back.';
}
