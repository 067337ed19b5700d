import assert from 'node:assert/strict';
import { readAction, type Verb } from '../../src/conversation/actions.js';
import { act } from '../../src/conversation/all.js';
import { approvalActs } from '../../src/conversation/approvals.js';
import { editActs } from '../../src/conversation/editing.js';
import type { View } from '../../src/conversation/view.js';
import { wizardActs } from '../../src/conversation/wizard.js';
import type { World } from '../../src/conversation/world.js';
import { STEPS, type Migration, type Step } from '../../src/migration/migration.js';
import { actor, APPROVER, OWNER, TEAM_PROVED } from './world.js';

/** The verbs of the wizard and of the approval. */
export const VERBS = Object.keys({ ...wizardActs, ...approvalActs, ...editActs }) as readonly (
  keyof typeof wizardActs | keyof typeof approvalActs | keyof typeof editActs
)[];

/** Clicks a button as the card would send it: parsed like any activity, then handled. */
export async function click(
  world: World,
  person: string,
  verb: Verb,
  about: { readonly id: string; readonly ver: number },
  inputs: Readonly<Record<string, string>> = {},
  place: 'personal' | 'shared' = 'personal',
): Promise<View> {
  const action = readAction(verb, { id: about.id, ver: about.ver, ...inputs });
  assert.ok(action !== null, `${verb} is not understood`);
  return act(world, actor(person, place), action);
}

/** Gives up whatever the owner has begun, so that the next test begins with nothing. */
export async function cancelDrafts(world: World): Promise<void> {
  for (const one of await world.store.transact((tx) => tx.migrationsOf(OWNER)))
    if (['draft', 'sent-back', 'expired'].includes(one.state)) await click(world, OWNER, 'move.cancel', one);
}

/** The migration that the view is about; a test that asks a view without one fails. */
export function moveIn(view: View): Migration {
  assert.ok('migration' in view, `a ${view.kind} card is about no move`);
  return view.migration;
}

/** What a person answers in each step, by its "Continue". */
export const ANSWERS: readonly (readonly [Verb, Readonly<Record<string, string>>])[] = [
  ['move.group.next', { name: 'Year 6 residential', purpose: 'T-TRIP' }],
  ['move.gates.next', { runBy: 'school', openRequest: 'no' }],
  ['move.people.add', { names: 'Gareth J\nTom Hollisworth\nDave Quarrington\n+44 7700 900123' }],
  ['move.people.next', { m_p2: 'yes', m_p3: 'yes', m_p4: 'outsider', m_p5: 'pupil' }],
  ['move.history.next', {}],
  ['move.destination.next', { team: TEAM_PROVED, teamName: '', channelName: 'Year 6 residential' }],
  ['move.retention.next', {}],
  ['move.submit', { approver: APPROVER }],
];

export type Stage = Step | 'submitted';

/** Clicks through the whole wizard; answers with the move as it stood at each step, and at the end. */
export async function story(world: World): Promise<Readonly<Record<Stage, Migration>>> {
  let migration = moveIn(await click(world, OWNER, 'home.move', { id: 'none', ver: 0 }));
  const seen = new Map<Stage, Migration>([['group', migration]]);
  for (const [verb, inputs] of ANSWERS) {
    migration = moveIn(await click(world, OWNER, verb, migration, inputs));
    const stage = migration.state === 'draft' ? migration.draft.step : migration.state;
    if (!seen.has(stage as Stage)) seen.set(stage as Stage, migration);
  }
  assert.deepEqual([...seen.keys()], [...STEPS, 'submitted']);
  return Object.fromEntries(seen) as Record<Stage, Migration>;
}

/** A move of its own at that stage: stored as it was in the story, without a click. */
export async function copyOf(world: World, migration: Migration): Promise<Migration> {
  const copy = { ...migration, id: world.newId('mov'), ver: 1 };
  await world.store.transact((tx) => tx.putMigration(copy));
  return copy;
}

/** The same world, whose directory answers the group question only when `count` people have asked it: all have read, none has written. */
export function together(world: World, count: number): World {
  let asked = 0;
  let open: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  const inGroup = async (person: string, group: string) => {
    asked += 1;
    if (asked === count) open();
    await all;
    return world.directory.inGroup(person, group);
  };
  return { ...world, directory: { ...world.directory, inGroup } };
}
