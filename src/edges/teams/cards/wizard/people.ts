import { count } from '../../../../calendar/words.js';
import type { Class, Draft, Member } from '../../../../migration/migration.js';
import {
  CLASS_ANSWERS,
  changeable,
  fieldOf,
  isDecided,
  page,
  PAGE,
  peopleCounts,
  toFind,
} from '../../../../migration/people.js';
import { NONE_FOUND } from '../../../../migration/members.js';
import { bold, jobOf, line, named, nameOf, plain, shortened, spoken, type Line, type Run } from '../runs.js';
import type { Scene } from '../scene.js';
import { template, type Card } from '../template.js';
import { field, framed, onward, type Field, type WizardView } from './frame.js';
import { among } from './simple.js';

/** Up to here the decided are listed; more of them would hide what still needs the owner. */
const MOST_LISTED = 12;

type Asked = Field & {
  readonly number: number;
  readonly field: string;
  readonly label: string;
  readonly runs: readonly Run[];
};
type Row = { readonly kind: string; readonly people: string; readonly next: string };

const first = template<{ readonly id: string; readonly ver: number; readonly names: Field; readonly find: Field }>(
  'wizard-people-first',
);
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
  const middle = first({ id, ver, names, find: field(view, 'find', '', 80) });
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
    says: `Change what is wrong, then continue. ${all.length > PAGE ? `${PAGE} of ${all.length} people are shown.` : ''}`,
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
  const isMany = isPaged || decided.length > MOST_LISTED;
  const search = finding(view, scene);
  const middle = list({
    id,
    ver,
    says: said(draft, left),
    ...search,
    mayAdd: !search.finding && !isPaged,
    rows: isPaged ? [] : rows(draft),
    matchHeading: `Confirm ${count(matches.length, 'match', 'matches')}`,
    matches: matches.map((member, index) => ({
      ...asked(view, member, index + 1, unsure(member)),
      runs: suggestion(member, scene),
    })),
    unknownHeading: `Decide ${count(unknowns.length, 'unknown person', 'unknown people')}`,
    unknowns: unknowns.map((member, index) => asked(view, member, index + 1, unsure(member))),
    ...outside(draft),
    many: isMany,
    decidedTitle: isMany ? '' : decidedTitle(decided.length, draft.members.length),
    decided: decidedLines(decided, scene),
    changeable: changeable(draft, owner).length > 0,
    ...adding(view),
  });
  const heading = isPaged ? `Confirm who is in the group, ${PAGE} at a time` : 'Check who is in the group';
  const next = isPaged
    ? { title: `Save and show next ${Math.min(PAGE, left - PAGE)}`, verb: 'move.people.next' }
    : onward(view);
  return framed(view, { heading, next }, middle);
}

/** The toggle is named for what it shows. */
function decidedTitle(decided: number, all: number): string {
  if (decided === 0) return '';
  if (decided === all) return all === 1 ? 'The 1 person' : `All ${all} people`;
  return `The other ${count(decided, 'person', 'people')}`;
}

/** "60 people. 27 need a decision from you." */
function said(draft: Draft, left: number): string {
  const people = `${count(draft.members.length, 'person', 'people')}.`;
  const lookups = toFind(draft).length;
  const open = left === 0 ? '' : ` ${left} ${left === 1 ? 'needs' : 'need'} a decision from you.`;
  const toLookUp = lookups === 0 ? '' : ` ${lookups} still to be found in the directory.`;
  return `${people}${open}${toLookUp}${open === '' && toLookUp === '' ? ' Everybody is decided.' : ''}`;
}

function asked(view: WizardView, member: Member, number: number, stored: string): Asked {
  const id = fieldOf(member);
  return { ...field(view, id, stored, 80), number, field: id, label: labelOf(member), runs: [] };
}

/** Who was not known last time stands there as not known, until the owner says otherwise. */
function unsure(member: Member): string {
  return member.class === 'unknown' ? 'unsure' : '';
}

/** The name in the chat. It is gone after the first submission: what is left is the class and a number. */
function labelOf({ label, class: kind, id }: Member): string {
  if (label.trim() !== '') return shortened(label, 60);
  return `${kind === null || kind === 'unknown' || kind === 'staff' ? 'Person' : CLASS[kind]} ${id.slice(1)}`;
}

function suggestion(member: Member, scene: Scene): readonly Run[] {
  const person = member.suggested === null ? null : scene.person(member.suggested);
  return spoken([plain(nameOf(person)), plain(jobOf(person))]);
}

/** The directory's name of somebody who is found there, else the name in the chat. */
function calledNow(member: Member, scene: Scene): readonly Run[] {
  return member.person === null ? [bold(labelOf(member))] : spoken(named(scene, member.person));
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
    seeking: sought !== undefined,
    sought: sought === undefined ? NOBODY : among(asked(view, sought, 0, ''), CLASS_ANSWERS),
    found,
    pick: among(field(view, 'pick', '', 80), [...found.map(({ id }) => id), NONE_FOUND]),
  };
}

const NOBODY = { value: '', error: '', style: 'default', number: 0, field: '', label: '', runs: [] } as const;

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

/** How each class is called on a card, and what happens to its people. */
const CLASS: Readonly<Record<Class, string>> = {
  staff: 'Staff, confirmed',
  guest: 'Guest',
  leaver: 'Former staff',
  pupil: 'Pupil',
  outsider: 'Outside person',
  unknown: 'Unknown',
};
const THEN: Readonly<Record<Class, string>> = {
  staff: 'Join the channel',
  guest: 'Join as guests',
  leaver: 'Left out',
  pupil: 'Left out',
  outsider: 'Left out',
  unknown: 'You decide',
};

function rows(draft: Draft): readonly Row[] {
  const counts = peopleCounts(draft);
  const fresh = draft.members.filter((one) => one.class === null);
  const matched = fresh.filter(({ suggested }) => suggested !== null).length;
  const row = (kind: Class, people = counts[kind]): Row => ({
    kind: CLASS[kind],
    people: `${people}`,
    next: THEN[kind],
  });
  return [
    row('staff'),
    { kind: 'Staff, matched', people: `${matched}`, next: 'You confirm' },
    { kind: 'To be found', people: `${toFind(draft).length}`, next: 'You pick' },
    row('guest'),
    row('leaver'),
    row('pupil'),
    row('outsider'),
    row('unknown', counts.unknown + fresh.length - matched),
  ].filter(({ people }) => people !== '0');
}

/** Who could read the group and should not have been able to. */
function outside(draft: Draft) {
  const { pupil, outsider } = peopleCounts(draft);
  const who = draft.members.filter((one) => one.class === 'pupil' || one.class === 'outsider');
  const called = who.filter(({ label }) => label.trim() !== '');
  const names = called.slice(0, 4).flatMap((one, index) => [...(index === 0 ? [] : [plain(', ')]), bold(labelOf(one))]);
  const rest = called.length > 4 ? [plain(` and ${called.length - 4} more`)] : [];
  const people = [
    outsider === 0 ? '' : count(outsider, 'outside person', 'outside people'),
    pupil === 0 ? '' : count(pupil, 'pupil', 'pupils'),
  ].filter((text) => text !== '');
  return {
    outside: people.length === 0 ? '' : `${people.join(' and ')} in the group`,
    outsiders: [...names, ...rest],
  };
}

function decidedLines(decided: readonly Member[], scene: Scene): readonly Line[] {
  return (['staff', 'guest', 'leaver', 'pupil', 'outsider'] as const).flatMap((kind) => {
    const members = decided.filter((one) => one.class === kind);
    if (members.length === 0) return [];
    return [line(bold(CLASS[kind])), ...members.map((one) => ({ runs: plainer(calledNow(one, scene)) }))];
  });
}

/** Under a bold class name, the people stand in plain text. */
function plainer(runs: readonly Run[]): readonly Run[] {
  return runs.map(({ text }) => plain(text));
}
