import { count } from '../../../../calendar/words.js';
import { NONE_FOUND } from '../../../../migration/members.js';
import { changeable, CLASS_ANSWERS, hasLeft, isDecided, page, PAGE } from '../../../../migration/people.js';
import { named, plain, shortened, spoken, stacked, type Run } from '../runs.js';
import { among, field, type Field } from '../complaints.js';
import type { Scene } from '../scene.js';
import { template, type Card } from '../template.js';
import { saysCard } from '../export/says.js';
import { decidedLines, outside, rows, said } from './counts.js';
import { framed, onward, type WizardView } from './frame.js';
import { asked, calledNow, suggestion, unsure, type Asked } from './member.js';

/** Up to here the decided are listed; more of them would hide what still needs the owner. */
const MOST_LISTED = 12;
/** So many questions leave room for the table, the decided and the ways to add somebody. */
const MOST_BESIDE = 4;

const first = template<{
  readonly id: string;
  readonly ver: number;
  readonly names: Field;
  readonly find: Field;
  /** Whether looking one person up is open. */
  readonly finding: boolean;
}>('wizard-people-first');
const edit = template<{
  readonly says: string;
  readonly people: readonly Asked[];
  readonly id: string;
  readonly ver: number;
  readonly more: boolean;
}>('wizard-people-edit');
const list = template('wizard-people');

/** Step 3: who is in the group, and what becomes of each of them. The owner is the first of them from the start. */
export function peopleCard(view: WizardView, scene: Scene): Card {
  const { members, found } = view.migration.draft;
  if (members.length <= 1 && found.length === 0) return firstCard(view);
  return view.mode === 'edit' ? editCard(view, scene) : listCard(view, scene);
}

function firstCard(view: WizardView): Card {
  const { id, ver } = view.migration;
  const names = field(view, 'names', '', 4_000);
  const find = field(view, 'find', '', 80);
  const middle = first({ id, ver, names, find, finding: find.value !== '' || find.error !== '' });
  return framed(view, { heading: 'Who is in the group?', next: null }, middle);
}

function editCard(view: WizardView, scene: Scene): Card {
  const { id, ver, draft, owner } = view.migration;
  const all = changeable(draft, owner);
  const shown = all.slice(0, PAGE);
  const middle = edit({
    id,
    ver,
    more: all.length > PAGE,
    says: `Change what is wrong, then continue.${all.length > PAGE ? ` ${PAGE} of ${all.length} people are shown.` : ''}`,
    people: shown.map((member, index) => ({
      ...asked(view, member, index + 1, member.class ?? ''),
      runs: calledNow(member, scene),
    })),
  });
  return framed(view, { heading: 'Change who somebody is', next: onward(view) }, middle);
}

function listCard(view: WizardView, scene: Scene): Card {
  const { id, ver, draft, owner } = view.migration;
  const { matches, unknowns, left } = page(draft);
  const isPaged = left > PAGE;
  const decided = draft.members.filter(isDecided);
  // Many questions take the place of everything that can wait: a card may only be so large.
  const isFull = left > MOST_BESIDE;
  const isMany = isFull || decided.length > MOST_LISTED || (draft.exported !== null && left > 0);
  const isAlone = draft.members.length === 1;
  const search = finding(view, scene);
  const middle = list({
    id,
    ver,
    says: said(draft, left),
    ...search,
    mayAdd: !search.finding && !isFull,
    rows: isFull || isAlone || search.finding ? [] : rows(draft),
    matchSays: matches.some(hasLeft) ? `${IS_IT} “Yes, but left” takes staff who left out of the list.` : IS_IT,
    matchHeading: `Confirm ${count(matches.length, 'match', 'matches')}`,
    matches: matches.map((member, index) => ({
      ...asked(view, member, index + 1, unsure(member)),
      runs: suggestion(member, scene),
    })),
    unknownHeading: `Decide ${count(unknowns.length, 'unknown person', 'unknown people')}`,
    unknowns: unknowns.map((member, index) => asked(view, member, index + 1, unsure(member))),
    ...outside(draft),
    many: isMany,
    decidedTitle: isMany || isAlone ? '' : decidedTitle(decided.length, draft.members.length),
    decided: decidedLines(decided, scene),
    changeable: changeable(draft, owner).length > 0,
    ...adding(view),
  });
  const heading = isPaged ? `Confirm who is in the group, ${PAGE} at a time` : 'Check who is in the group';
  const next = isPaged
    ? { title: `Save and show next ${Math.min(PAGE, left - PAGE)}`, verb: 'move.people.next' }
    : onward(view);
  const says = isFull || view.complaints.length > 0 || search.finding ? null : saysCard(draft, scene);
  const whole = says === null ? middle : stacked(middle, says);
  return framed(view, { heading, next, isNextFirst: !search.finding }, whole);
}

const IS_IT = 'Is the name in the chat this person?';

/** The toggle is named for what it shows. */
function decidedTitle(decided: number, all: number): string {
  if (decided === 0) return '';
  if (decided === all) return `All ${all} people`;
  return decided === 1 ? 'The other person' : `The other ${decided} people`;
}

function finding(view: WizardView, scene: Scene) {
  const { draft } = view.migration;
  const sought = draft.members.find(({ id }) => id === draft.finding);
  const found = draft.found.slice(0, PAGE).map((id, index) => ({
    number: index + 1,
    id,
    runs: spoken([...named(scene, id), ...mailOf(scene, id)]),
  }));
  return {
    finding: sought !== undefined || found.length > 0,
    findStyle: found.length === 0 ? 'positive' : 'default',
    seeking: sought !== undefined,
    sought: sought === undefined ? NOBODY : among(asked(view, sought, 0, ''), INSTEAD),
    found,
    pick: among(field(view, 'pick', '', 80), [...found.map(({ id }) => id), NONE_FOUND]),
  };
}

/** Who somebody can be who is not found in the directory. */
const INSTEAD = CLASS_ANSWERS.filter((answer) => answer !== 'staff' && answer !== 'gone');
const NOBODY = {
  value: '',
  error: '',
  style: 'default',
  number: 0,
  field: '',
  label: '',
  runs: [],
  seen: '',
  gone: false,
} as const;

/** Two people of one name are told apart by it. */
function mailOf(scene: Scene, id: string): readonly Run[] {
  const mail = scene.person(id)?.mail ?? '';
  return mail === '' ? [] : [plain(`, ${shortened(mail, 60)}`)];
}

function adding(view: WizardView) {
  const names = field(view, 'names', '', 4_000);
  const find = field(view, 'find', '', 80);
  return { names, find, adding: names.value !== '' || names.error !== '' || find.error !== '' };
}
