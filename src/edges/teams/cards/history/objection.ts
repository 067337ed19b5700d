import { count, fullDay, isWorkingDay, shortDay, workingDaysAfter } from '../../../../calendar/words.js';
import { DAYS_TO_OBJECT, memberOf } from '../../../../migration/history.js';
import { daysLeft } from '../../../../migration/history-notice.js';
import { RUNNING } from '../../../../migration/ports.js';
import type { Migration } from '../../../../migration/migration.js';
import { groupOf } from '../approval.js';
import type { View } from '../../../../conversation/view.js';
import { nameOf, shortened } from '../runs.js';
import type { Scene } from '../scene.js';
import { template, type Card } from '../template.js';
import { periodOf, teamName } from '../wizard/destination.js';

const filled = template('history-objection');

type Standing =
  /** They can say no. */
  | 'open'
  | 'objected'
  /** They said no when the time was over. */
  | 'late'
  /** The time is over, and they have said nothing. */
  | 'over'
  /** The move is over: only the officer can do something now. */
  | 'closed'
  /** Nothing goes along any more. */
  | 'fresh-start';

/** A member's card: their messages go along, who can read them, for how long, and how to say no. */
export function historyObjectionCard(
  { migration }: Extract<View, { readonly kind: 'history-objection' }>,
  scene: Scene,
): Card {
  const { id, ver, draft, history } = migration;
  const standing = standingOf(migration, scene);
  // The time begins once everybody was told who can be, which is while this card is on its way.
  const until = history.objectUntil ?? workingDaysAfter(scene.now, DAYS_TO_OBJECT, scene.organisation.schoolHolidays);
  const [officer = ''] = scene.organisation.dpo;
  return filled({
    id,
    ver,
    heading: HEADINGS[standing],
    fallbackText: `${HEADINGS[standing].replace(/^\S (?=[A-Z])/, '')}: the old messages of a WhatsApp group.`,
    style: standing === 'open' ? 'warning' : 'emphasis',
    says: says(standing, until),
    right: standing === 'open' ? `By ${shortDay(until)}` : 'Your messages',
    group: groupOf(draft.groupName),
    what: draft.history === 'native-import' ? NATIVE : IN_A_FILE,
    channel: shortened(draft.destination?.channelName ?? 'the channel', 50),
    team: teamName(draft.destination, scene),
    period: periodOf(scene.policy.schedule.find((one) => one.id === draft.purpose) ?? null),
    officer: nameOf(scene.person(officer)),
    informing: standing !== 'fresh-start',
    until: fullDay(until),
    left: `${count(leftUntil(until, scene), 'working day', 'working days')} left`,
    open: standing === 'open',
    late: standing === 'over',
  });
}

const NATIVE = 'your messages, each with its date and your name. No photos, sounds, files or reactions.';
const IN_A_FILE = 'your messages in one file, with their dates and your name. No photos, sounds or files.';

const HEADINGS: Readonly<Record<Standing, string>> = {
  open: '! Your old messages go to Teams',
  objected: 'Your messages are left out',
  late: 'The DPO has your objection',
  over: 'The time to object is over',
  closed: 'Your old messages were moved',
  'fresh-start': 'No old messages are moved',
};

function says(standing: Standing, until: Date): string {
  const day = ` It ended on ${fullDay(until)}.`;
  switch (standing) {
    case 'open':
      return 'You can say no. You need no reason, and your colleagues do not see it.';
    case 'objected':
      return 'You said no. It is counted, and the owner of the group sees only the number.';
    case 'late':
      return `Your objection came after the time for it.${day} The DPO decides and answers you.`;
    case 'over':
      return `You can still object. It then goes to the DPO, who decides.${day}`;
    case 'closed':
      return 'The move is over. To have something corrected or removed, ask the DPO.';
    case 'fresh-start':
      return 'The group is moved without its old messages. You do not need to act.';
  }
}

function standingOf(migration: Migration, scene: Scene): Standing {
  const { draft, history, state } = migration;
  const member = memberOf(migration, scene.reader) ?? '';
  if (draft.history === 'fresh-start') return 'fresh-start';
  if (history.objectors.includes(member)) return 'objected';
  if ((history.late ?? []).includes(member)) return 'late';
  if (!RUNNING.includes(state)) return 'closed';
  const { objectUntil } = history;
  return state === 'objecting' && (objectUntil === null || scene.now < objectUntil) ? 'open' : 'over';
}

function leftUntil(until: Date, { now, organisation }: Scene): number {
  return daysLeft(now, until, (at) => isWorkingDay(at, organisation.schoolHolidays));
}
