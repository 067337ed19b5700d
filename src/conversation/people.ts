import type { Draft, Migration } from '../migration/migration.js';
import { addPeople, find, pick, savePeople, turnPage, type PeopleChange } from '../migration/members.js';
import { fieldOf, isDecided, peopleCounts, unanswered } from '../migration/people.js';
import { backward, forward } from '../migration/wizard.js';
import type { Person } from '../roster/person.js';
import type { Inputs } from './actions.js';
import type { Handlers } from './handlers.js';
import { complained, onStep, rulesOf, saved, wizard, type Act } from './moves.js';
import type { World } from './world.js';

type Answers = Partial<Inputs<'move.people.next'>>;
type PeopleVerb = `move.people.${'next' | 'back' | 'save' | 'add' | 'find' | 'pick' | 'export' | 'edit'}`;

/** The people step: each of its buttons first keeps what is answered on the card. */
export const peopleActs = {
  'move.people.next': keeping('move.people.next', goOn),
  'move.people.back': keeping('move.people.back', (world, migration, { draft }) =>
    saved(world, migration, backward(draft), wizard),
  ),
  'move.people.save': keeping('move.people.save', (world, migration, { draft }) =>
    saved(world, migration, draft, (kept) => ({ kind: 'draft-saved', migration: kept })),
  ),
  'move.people.add': keeping('move.people.add', stay),
  'move.people.find': keeping('move.people.find', stay),
  'move.people.pick': keeping('move.people.pick', stay),
  'move.people.export': keeping('move.people.export', (world, migration, { draft }) =>
    saved(world, migration, draft, ({ id, ver }) => ({ kind: 'export-how', draft: { id, ver } })),
  ),
  'move.people.edit': keeping('move.people.edit', (world, migration, change, answers) => {
    const shown = migration.draft.members.filter(isDecided).map(fieldOf);
    const draft = turnPage(
      change.draft,
      shown.filter((field) => field in answers),
    );
    return saved(world, migration, draft, (kept) => wizard(kept, { ...change, mode: 'edit' }));
  }),
} satisfies Handlers<PeopleVerb>;

type Doing = (world: World, migration: Migration, change: PeopleChange, answers: Answers) => ReturnType<typeof saved>;

function keeping(verb: PeopleVerb, doing: Doing): Act<Answers> {
  return (world, actor, target, answers) =>
    onStep(world, actor, target, verb, 'people', async (migration) => {
      const change = taken(migration.draft, verb, answers, await world.directory.everyone());
      const typed = { ...complained(answers, change.complaints), ...change.typed };
      return doing(world, migration, { ...change, typed: strings(typed) }, answers);
    });
}

/** The answers about those shown, then what the button is for. Names that were pasted are added whatever button is pressed. */
function taken(draft: Draft, verb: PeopleVerb, answers: Answers, people: readonly Person[]): PeopleChange {
  const { names = '', pick: picked = '', find: query = '' } = answers;
  let change = savePeople(draft, answers, people);
  if (verb === 'move.people.pick' || picked !== '') change = and(change, pick(change.draft, picked, people));
  if (verb === 'move.people.add' || names.trim() !== '') change = and(change, addPeople(change.draft, names, people));
  if (verb === 'move.people.find') change = and(change, find(change.draft, query, people));
  return change;
}

function and(first: PeopleChange, second: PeopleChange): PeopleChange {
  return {
    draft: second.draft,
    complaints: [...first.complaints, ...second.complaints],
    notice: second.notice ?? first.notice,
    typed: { ...first.typed, ...second.typed },
  };
}

function stay(world: World, migration: Migration, change: PeopleChange) {
  return saved(world, migration, change.draft, (kept) => wizard(kept, change));
}

/** "Continue": to the next page while somebody is left to decide, then to the next step. */
function goOn(world: World, migration: Migration, change: PeopleChange, answers: Answers) {
  const { draft } = change;
  const seen = new Set(change.complaints.map(({ field }) => field));
  const missing = unanswered(migration.draft, draft).filter(({ field }) => !seen.has(field));
  const complaints = [...change.complaints, ...missing];
  const { undecided, unknown } = peopleCounts(draft);
  const isComplete = complaints.length === 0 && undecided + unknown === 0 && change.notice === null;
  if (isComplete) return saved(world, migration, forward(draft, migration.draft, rulesOf(world)), wizard);
  const typed = { ...complained(answers, complaints), ...change.typed };
  const next = undecided === 1 ? '1 person is left to decide.' : `${undecided} people are left to decide.`;
  const notice = change.notice ?? (complaints.length === 0 ? `Saved. ${next}` : null);
  return saved(world, migration, draft, (kept) => wizard(kept, { complaints, typed, notice }));
}

function strings(typed: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([field, text]) => (text === undefined ? [] : [[field, text]])),
  );
}
