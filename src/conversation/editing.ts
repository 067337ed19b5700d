import { changed, type Told } from '../migration/changed.js';
import { destinationComplaints, isPrivate, saveDestination } from '../migration/destination.js';
import { historyLeftOut } from '../migration/history.js';
import type { Destination, Migration } from '../migration/migration.js';
import { WorkplaceProblem } from '../migration/ports.js';
import { approval, onDecision } from './approvals.js';
import type { Inputs } from './actions.js';
import type { Handlers } from './handlers.js';
import { complained, placesOf, wake, type Done } from './moves.js';
import { destroySealed } from './sealing.js';
import { answered, askWorkplace, unchecked } from './workplace-asked.js';
import type { Actor, World } from './world.js';

type Edited = Inputs<'approval.edit-save'>;

const NOT_CHANGED = 'Nothing was changed. Write “status”, open the move and try it again.';

/** What an approver can change before they decide: where the group goes, and that no old messages go along. */
export const editActs = {
  'approval.edit': (world, actor, target) =>
    onDecision(world, actor, target, 'approval.edit', (migration) => ({ view: approval(migration, { mode: 'edit' }) })),

  'approval.edit-save': async (world, actor, target, inputs) => {
    const view = await onDecision(world, actor, target, 'approval.edit-save', (migration) =>
      edited(world, actor, migration, inputs),
    );
    if (view.kind === 'approval' && view.migration.draft.history === 'fresh-start')
      await destroySealed(world, actor, view.migration.id, 'left-out');
    return view;
  },
} satisfies Handlers<'approval.edit' | 'approval.edit-save'>;

async function edited(world: World, actor: Actor, migration: Migration, inputs: Edited): Promise<Done> {
  const places = placesOf(world.organisation);
  const draft = saveDestination(migration.draft, inputs, places);
  const stay = (complaints: ReturnType<typeof destinationComplaints>): Done => {
    const typed = Object.entries(complained(inputs, complaints)).map(([field, text]) => [field, text ?? '']);
    return { view: approval(migration, { mode: 'edit', complaints, typed: Object.fromEntries(typed) }) };
  };
  const complaints = destinationComplaints(draft.destination, places);
  if (complaints.length > 0) return stay(complaints);
  const isMoved = !isSame(draft.destination, migration.draft.destination);
  if (isMoved) {
    const asked = await answered(askWorkplace(draft, world));
    if (asked instanceof WorkplaceProblem) return { view: unchecked(asked, NOT_CHANGED) };
    if (asked.length > 0) return stay([...asked]);
  }
  const leftOut = inputs.history === 'fresh-start' ? historyLeftOut(migration) : null;
  const what = [...(isMoved ? (['destination'] as const) : []), ...(leftOut === null ? [] : (['history'] as const))];
  if (what.length === 0) return { view: approval(migration, { notice: 'Nothing was changed.' }) };
  const at = world.now();
  const next = changed(migration, leftOut ?? { outcome: {}, events: [] }, actor.person, at);
  const before = migration.draft.edited?.what ?? [];
  const noted = { by: actor.person, at, what: [...new Set([...before, ...what])] };
  const kept = { ...next, draft: { ...next.draft, destination: draft.destination, edited: noted } };
  const told: Told = { what: 'migration.edited', details: { what } };
  return {
    migration: kept,
    events: [told, ...(leftOut?.events ?? [])],
    view: approval(kept, { notice: 'Changed. It is not approved yet.' }),
    also: wake(kept),
  };
}

function isSame(one: Destination | null, other: Destination | null): boolean {
  const key = (of: Destination | null) =>
    of === null
      ? ''
      : [of.kind, of.channelName, of.kind === 'new-team' ? of.teamName : of.teamId, isPrivate(of)].join('\n');
  return key(one) === key(other);
}
