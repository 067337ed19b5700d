import { dayAndTime, workingDaysAfter } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import { holdOn } from '../../../migration/hold.js';
import type { Migration, State } from '../../../migration/migration.js';
import { noticeText } from '../../../migration/notice.js';
import { RUNNING } from '../../../migration/ports.js';
import { groupOf } from './approval.js';
import { bandOf } from './progress/bands.js';
import { confirmEndCard, confirmHoldCard, holdButton, holdCards } from './progress/holding.js';
import { openGroups } from './progress/people.js';
import { historyCards } from './progress/history.js';
import { madeLines } from './progress/made.js';
import { reportCard } from './progress/report.js';
import { stepCounts, stepLines } from './progress/steps.js';
import { bold, line, plain, shortened, stacked } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';
import { teamName } from './wizard/destination.js';

type ProgressView = Extract<View, { readonly kind: 'progress' }>;

const head = template('progress-head');
const steps = template('progress-steps');
const foot = template('progress-foot');
const notice = template('progress-notice');
const members = template('progress-members');
const stop = template('progress-stop');

/** The owner's card from submission to the end, the closing report included. */
export function progressCard(view: ProgressView, scene: Scene): Card {
  const { migration } = view;
  if (view.mode === 'confirm-stop') return confirmStopCard(view, scene);
  if (view.mode === 'confirm-hold') return confirmHoldCard(migration, scene);
  if (view.mode === 'confirm-end-hold') return confirmEndCard(migration, scene);
  if (migration.state === 'closed')
    return stacked(headCard(view, scene), reportCard(migration, scene), footCard(migration, scene));
  return stacked(
    headCard(view, scene),
    ...noticeCards(migration, scene),
    ...holdCards(migration, scene),
    steps({ ...target(migration), steps: stepsFor(migration, scene) }),
    ...memberCards(migration, scene),
    ...historyCards(migration, scene),
    footCard(migration, scene),
  );
}

function target({ id, ver }: Migration): { readonly id: string; readonly ver: number } {
  return { id, ver };
}

/** The approver can see the move too, and stop it; the rest is the owner's. */
function isOwner({ owner }: Migration, { reader }: Scene): boolean {
  return owner === reader;
}

function headCard(view: ProgressView, scene: Scene): Card {
  const { migration } = view;
  const { style, title, says } = bandOf(migration, scene);
  const { done, all } = stepCounts(migration, scene);
  const isMoving = !UNCOUNTED.includes(migration.state);
  return head({
    fallbackText: `Move to Teams: ${title.replace(/^\S+ /, '')}.`,
    style,
    title,
    about: [
      plain('Moving '),
      bold(groupOf(migration.draft.groupName)),
      plain(isMoving ? `. ${done} of ${all} steps done.` : '.'),
    ],
    says,
    notice: view.notice ?? '',
  });
}

/** States in which counting steps says nothing. */
const UNCOUNTED: readonly State[] = ['draft', 'sent-back', 'expired', 'stopped', 'cancelled', 'closed'];

/** Only the owner can try again or leave people out. */
function stepsFor(migration: Migration, scene: Scene) {
  const lines = stepLines(migration, scene);
  return isOwner(migration, scene) ? lines : lines.map((one) => ({ ...one, tryAgain: false, skip: '' }));
}

/** The notice stands above the steps: it is what the owner has to do now. */
function noticeCards(migration: Migration, scene: Scene): readonly Card[] {
  const { state, draft, outcome } = migration;
  if (state !== 'notifying' || !isOwner(migration, scene) || holdOn(migration) !== null) return [];
  const by =
    outcome.attestBy ?? workingDaysAfter(scene.now, scene.organisation.daysToAttest, scene.organisation.schoolHolidays);
  const text = shortened(noticeText(migration, teamName(draft.destination, scene), by), 2_000);
  return [notice({ ...target(migration), text })];
}

function memberCards(migration: Migration, scene: Scene): readonly Card[] {
  if (migration.state !== 'closing') return [];
  const groups = openGroups(scene);
  const isHeld = holdOn(migration) !== null;
  return [members({ ...target(migration), groups, close: groups.length > 0 && isOwner(migration, scene) && !isHeld })];
}

/** What the first button says and does, where the owner has something to do that stands in no step. */
const MAIN: Readonly<Partial<Record<State, readonly [title: string, verb: string]>>> = {
  draft: ['Go on with the move', 'move.open'],
  'sent-back': ['Change and submit again', 'move.open'],
  expired: ['Change and submit again', 'move.open'],
};

function footCard(migration: Migration, scene: Scene): Card {
  const { state, outcome } = migration;
  const [main, verb] = (isOwner(migration, scene) ? MAIN[state] : undefined) ?? ['', ''];
  const url = outcome.channelUrl ?? '';
  return foot({
    ...target(migration),
    updated: dayAndTime(scene.now),
    main,
    verb,
    url: url.startsWith('https://') ? url : '',
    running: RUNNING.includes(state),
    ...holdButton(migration, scene),
  });
}

/** "Stop" is asked for once more: what stays, and what will not be done. */
function confirmStopCard({ migration, notice: said }: ProgressView, scene: Scene): Card {
  const open = stepLines(migration, scene).filter(({ isEnded }) => !isEnded);
  return stop({
    ...target(migration),
    group: groupOf(migration.draft.groupName),
    notice: said ?? '',
    stays: [...madeLines(migration, scene), line(plain('The WhatsApp group, as it is.'))],
    not: open.map(({ what }) => line(plain(`${what[0]?.toUpperCase() ?? ''}${what.slice(1)}.`))),
  });
}
