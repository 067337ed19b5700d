import { count, list } from '../../../../calendar/words.js';
import type { Draft, Step } from '../../../../migration/migration.js';
import { peopleCounts } from '../../../../migration/people.js';
import { basis, cautions } from '../export/says.js';
import { number } from '../export/words.js';
import { droppedInAll, MODES, movedWords } from '../history/plan.js';
import { inWords } from '../levels.js';
import { line, named, plain, shortened, spoken, stacked, type Line, type Run } from '../runs.js';
import { among, field, type Field } from '../complaints.js';
import type { Scene } from '../scene.js';
import { template, type Card } from '../template.js';
import { isReadByMore, periodOf, teamName } from './destination.js';
import { isPrivate } from '../../../../migration/destination.js';
import { headed, type WizardView } from './frame.js';
import { purposeOf } from './simple.js';

type Part = {
  readonly title: string;
  readonly lower: string;
  readonly verb: string;
  readonly separated: boolean;
  readonly lines: readonly Line[];
};

const review = template<{
  readonly id: string;
  readonly ver: number;
  readonly parts: readonly Part[];
  readonly few: boolean;
  readonly outside: string;
  readonly itSupport: string;
  readonly approvers: readonly { readonly number: number; readonly id: string; readonly runs: readonly Run[] }[];
  readonly approver: Field;
  readonly days: string;
}>('wizard-review');

/** Who may be offered as an approver: a longer list does not fit, and a school has a handful. */
const MOST_APPROVERS = 12;

/** Step 7: everything once more, who decides, what happens then, and what is recorded. */
export function reviewCard(view: WizardView, scene: Scene): Card {
  const { id, ver, draft, approver } = view.migration;
  const approvers = numbered(scene);
  const middle = review({
    id,
    ver,
    parts: parts(view, scene),
    few: isReadByMore(draft, scene),
    outside: outsideWords(draft),
    itSupport: scene.organisation.phones.itSupport,
    approvers,
    approver: among(
      field(view, 'approver', approver ?? '', 80),
      approvers.map(({ id }) => id),
    ),
    days: count(scene.organisation.daysToDecide, 'working day', 'working days'),
  });
  return stacked(headed(view, 'Check before you submit'), middle);
}

/** Approvers as numbered rows: their names stand in the row, the choice names the number. */
export function numbered(scene: Scene) {
  return scene.approvers.slice(0, MOST_APPROVERS).map(({ id }, index) => ({
    number: index + 1,
    id,
    runs: spoken(named(scene, id)),
  }));
}

/** "1 former member of staff and 2 pupils": who could read the group and is not of the school today. Empty when nobody was. */
export function outsideWords(draft: Draft): string {
  const { leaver, outsider, pupil } = peopleCounts(draft);
  const people = [
    ...(leaver === 0 ? [] : [count(leaver, 'former member of staff', 'former members of staff')]),
    ...(outsider === 0 ? [] : [count(outsider, 'outside person', 'outside people')]),
    ...(pupil === 0 ? [] : [count(pupil, 'pupil', 'pupils')]),
  ];
  return list(people);
}

/** "9 staff and 1 guest join"; those who join, then those who are left out, as two lines without their full stops. */
export function peopleWords(draft: Draft): { readonly join: string; readonly out: string } {
  const { staff, guest, leaver, pupil, outsider } = peopleCounts(draft);
  const join = [`${staff} staff`, ...(guest === 0 ? [] : [count(guest, 'guest', 'guests')])];
  const out = [
    ...(leaver === 0 ? [] : [`${leaver} former`]),
    ...(outsider === 0 ? [] : [`${outsider} outside`]),
    ...(pupil === 0 ? [] : [count(pupil, 'pupil', 'pupils')]),
  ];
  const total = leaver + outsider + pupil;
  return {
    join: `${list(join)} ${staff + guest === 1 ? 'joins' : 'join'}`,
    out: total === 0 ? 'Nobody is left out' : `${total} left out: ${list(out)}`,
  };
}

function parts(view: WizardView, scene: Scene): readonly Part[] {
  const { draft } = view.migration;
  const chosen = draft.destination;
  const { join, out } = peopleWords(draft);
  const where =
    chosen?.kind === 'new-team' ? 'New team, nothing proved yet' : inWords(scene.retention(chosen?.teamId ?? ''));
  const all: [string, Step, readonly Line[]][] = [
    [
      'Group',
      'group',
      [
        line(plain(shortened(draft.groupName, 60))),
        line(plain(`${purposeOf(view, scene)?.label ?? 'No purpose yet'}, run by school staff`)),
      ],
    ],
    ['Checks', 'gates', [line(plain('No open request, complaint or investigation'))]],
    ['People', 'people', [line(plain(join)), line(plain(out)), ...exportLines(draft)]],
    ['History', 'history', historyLines(draft)],
    [
      'Channel',
      'destination',
      [
        line(
          plain(isPrivate(chosen) ? 'New private channel ' : 'New channel '),
          plain(shortened(chosen?.channelName ?? 'without a name', 50)),
          plain(chosen?.kind === 'new-team' ? ' in the new team ' : ' in '),
          plain(teamName(chosen, scene)),
        ),
      ],
    ],
    ['Retention', 'retention', [line(plain(`${periodOf(purposeOf(view, scene))}. ${where}`))]],
  ];
  return all.map(([title, step, lines], index) => ({
    title,
    lower: title.toLowerCase(),
    verb: `move.goto.${step}`,
    separated: index > 0,
    lines,
  }));
}

/** What of the chat goes along, and what that takes. */
function historyLines({ history: mode, sealed = null }: Draft): readonly Line[] {
  if (mode === 'fresh-start') return [line(plain('Fresh start. No old messages are copied'))];
  if (sealed === null) return [line(plain(MODES[mode]))];
  const left = number(droppedInAll(sealed.plan.dropped));
  return [
    line(plain(`${MODES[mode]}: ${movedWords(sealed.plan, mode)}, ${left} entries left out`)),
    line(plain('The DPO decides as well, and members can object')),
  ];
}

/** What the people are based on, and what that leaves in doubt. */
function exportLines({ exported }: Draft): readonly Line[] {
  if (exported === null) return [];
  const doubts = cautions(exported.warnings).map((text) => line(plain(`Mind: ${text}`)));
  return [line(plain(`From an export: ${basis(exported)}`)), ...doubts];
}
