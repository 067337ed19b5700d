import type { Draft, Migration } from '../migration/migration.js';
import { backward, complaintsOf, forward } from '../migration/wizard.js';
import type { Inspection } from '../whatsapp/findings.js';
import type { Inputs } from './actions.js';
import { historiesOf } from './histories.js';
import type { Handlers } from './handlers.js';
import { commit, newestDraft, onStep, OUT_OF_DATE, asItStands, rulesOf, saved, wizard, type Done } from './moves.js';
import { destroySealed, seal, sealedNow, type Given } from './sealing.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

type HistoryVerb = 'move.history.next' | 'move.history.back' | 'move.history.save' | 'move.history.destroy';
const PICK_NOW = 'Now pick the messages.';
type Chosen = Inputs<'move.history.next'>;

/** The step at which the owner says what of the chat goes along. */
export const historyActs = {
  'move.history.next': (world, actor, target, inputs) =>
    onStep(world, actor, target, 'move.history.next', 'history', (migration) => next(world, actor, migration, inputs)),

  'move.history.back': (world, actor, target, inputs) =>
    onStep(world, actor, target, 'move.history.back', 'history', async (migration) => {
      const draft = await chosen(world, actor, migration, inputs);
      return saved(world, migration, backward(draft), wizard);
    }),

  'move.history.save': (world, actor, target, inputs) =>
    onStep(world, actor, target, 'move.history.save', 'history', async (migration) => {
      const draft = await chosen(world, actor, migration, inputs);
      return saved(world, migration, draft, (kept) => ({ kind: 'draft-saved', migration: kept }));
    }),

  'move.history.destroy': (world, actor, target) =>
    onStep(world, actor, target, 'move.history.destroy', 'history', async (migration) => {
      await destroySealed(world, actor, migration.id, 'left-out');
      const notice = 'The sealed export is destroyed. It was read back that it is gone.';
      return saved(world, migration, { ...migration.draft, sealed: null }, (kept) => wizard(kept, { notice }));
    }),
} satisfies Handlers<HistoryVerb>;

/** The draft with the chosen way, where there is one that can be chosen. A fresh start leaves nothing sealed behind. */
async function chosen(world: World, actor: Actor, { id, draft }: Migration, { history }: Chosen): Promise<Draft> {
  const mode = historiesOf(world).find((one) => one === history) ?? draft.history;
  if (mode !== 'fresh-start' || (draft.sealed ?? null) === null) return { ...draft, history: mode };
  await destroySealed(world, actor, id, 'left-out');
  return { ...draft, history: mode, sealed: null };
}

/** "Continue": on when nothing is missing; else the same step, which says what is. */
async function next(world: World, actor: Actor, migration: Migration, inputs: Chosen): Promise<Done> {
  const rules = rulesOf(world);
  const before = migration.draft;
  const draft = await chosen(world, actor, migration, inputs);
  const missing = complaintsOf('history', draft, rules);
  const stay = (): Done => {
    // That the file has to come once more is the next thing to do and no mistake.
    const isAsked = before.history === draft.history || draft.exported === null;
    return saved(world, migration, draft, (kept) => wizard(kept, { complaints: isAsked ? missing : [] }));
  };
  const isOpen = draft.history === 'selected-records' && needsCounting(draft);
  if (missing.length > 0 && !isOpen) return stay();
  if (!needsCounting(draft)) return saved(world, migration, forward(draft, before, rules), wizard);
  const counted = await sealedNow(world, { ...migration, draft });
  const again = { ...draft, sealed: counted?.sealed ?? null };
  const said = missing.length > 0 ? PICK_NOW : 'Counted anew.';
  const notice = counted === null ? 'The sealed export is not there any more. Send it once more.' : said;
  const done = saved(world, migration, again, (kept) => wizard(kept, { notice }));
  return 'events' in done ? { ...done, events: [...done.events, ...(counted?.events ?? [])] } : done;
}

/** Whether what is sealed was counted for another way, or for other picks. */
function needsCounting({ sealed = null, exported, history }: Draft): boolean {
  if (sealed === null || sealed.export !== exported?.sha256) return false;
  return sealed.mode !== history || sealed.isStale === true;
}

/** The owner's draft that waits for its export to be sealed; null when none does. */
export async function waitsForSeal(world: World, owner: string): Promise<Migration | null> {
  const draft = await world.store.transact((tx) => newestDraft(tx, owner));
  if (draft === null || draft.draft.step !== 'history' || needsNoSeal(world, draft)) return null;
  return draft;
}

function needsNoSeal(world: World, { draft }: Migration): boolean {
  if (draft.history === 'fresh-start' || draft.exported === null || world.vault === undefined) return true;
  return draft.sealed?.export === draft.exported.sha256;
}

/** What is said when another file comes than the one that the people came from; null when it is that one. */
export function otherFile(migration: Migration, sha256: string): View | null {
  if (migration.draft.exported?.sha256 === sha256) return null;
  const text = 'this is another file than the one that the people came from. Send that one, or go back to step 3.';
  return wizard(migration, { complaints: [{ field: 'history', label: 'The export', text }] });
}

/** Seals the export for its draft, and shows what moving it comes to. */
export async function keepSealed(
  world: World,
  actor: Actor,
  migration: Migration,
  given: Given,
  inspection: Inspection,
): Promise<View> {
  const kept = await seal(world, migration, given, inspection);
  if (kept === null) return asItStands(migration, OUT_OF_DATE);
  const draft = { ...migration.draft, sealed: kept.sealed };
  const isPicking = draft.history === 'selected-records' && migration.history.picked.length === 0;
  const notice = `Sealed. ${isPicking ? PICK_NOW : 'Look at the counts.'}`;
  const done = saved(world, migration, draft, (now) => wizard(now, { notice }));
  const view = 'events' in done ? { ...done, events: [...done.events, ...kept.events] } : done;
  const moved = async () => {
    await destroySealed(world, actor, migration.id, 'left-out');
    const now = await world.store.transact((tx) => tx.migration(migration.id));
    return asItStands(now ?? migration, OUT_OF_DATE);
  };
  return commit(world, actor, view, moved);
}
