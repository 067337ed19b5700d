import { entryAbout, type Told } from '../migration/changed.js';
import type { Complaint } from '../migration/complaint.js';
import type { Places } from '../migration/destination.js';
import type { Draft, Migration, Step } from '../migration/migration.js';
import { cut } from '../migration/text.js';
import { EDITABLE, withDraft, type Rules } from '../migration/wizard.js';
import { StaleVersion, type Tx } from '../records/store.js';
import type { Verb } from './actions.js';
import type { Target } from './handlers.js';
import { historiesOf } from './histories.js';
import { refuse } from './refusal.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** Said on top of the present state when somebody clicked on a card that showed an earlier one. */
export const OUT_OF_DATE = 'This card was out of date. Here is the present state.';

/** What a click leads to: nothing but a card, or the next version of the migration with the entries that record it. */
export type Done =
  | { readonly view: View }
  | {
      readonly migration: Migration;
      readonly events: readonly Told[];
      readonly view: View;
      /** What else has to happen in the same transaction. */
      readonly also?: (tx: Tx) => Promise<void>;
    };

/** A handler for actions with such inputs. */
export type Act<I> = (world: World, actor: Actor, target: Target, inputs: I) => Promise<View>;

/** Where a group can go here. */
export function placesOf({ governedTeams, channels }: World['organisation']): Places {
  return { governedTeams, privateChannels: channels?.private, names: channels?.names };
}

/** What a draft is measured against today. */
export function rulesOf(world: World): Rules {
  const { policy, organisation } = world;
  return { ...placesOf(organisation), schedule: policy.schedule, histories: historiesOf(world) };
}

/**
 * Does what the owner asks with their own draft. A click on another version than the stored one, and the second of two clicks,
 * change nothing and are answered with the present state. Look-ups happen outside the transaction, so that no lock waits for them.
 */
export async function onDraft(
  world: World,
  actor: Actor,
  target: Target,
  verb: Verb,
  work: (migration: Migration) => Promise<Done> | Done,
): Promise<View> {
  const found = await ownMove(world, actor, target.id, verb);
  if ('refused' in found) return found.refused;
  const { migration } = found;
  if (migration.ver !== target.ver || !EDITABLE.includes(migration.state)) return asItStands(migration, OUT_OF_DATE);
  const present = async () => {
    const again = await ownMove(world, actor, target.id, verb);
    return 'refused' in again ? again.refused : asItStands(again.migration, OUT_OF_DATE);
  };
  return commit(world, actor, await work(migration), present);
}

/** As `onDraft`, for the answers of one step: when the draft is at another one, the card does not fit it. */
export function onStep(
  world: World,
  actor: Actor,
  target: Target,
  verb: Verb,
  step: Step,
  work: (migration: Migration) => Promise<Done> | Done,
): Promise<View> {
  return onDraft(world, actor, target, verb, (migration) =>
    migration.draft.step === step ? work(migration) : { view: asItStands(migration, OUT_OF_DATE) },
  );
}

/** The owner's newest move that can still be changed; null when there is none. */
export async function newestDraft(tx: Tx, owner: string): Promise<Migration | null> {
  const moves = await tx.migrationsOf(owner);
  return moves.find(({ state }) => EDITABLE.includes(state)) ?? null;
}

/** The next version with this draft, recorded as a saved step, and the card to show for it. */
export function saved(
  world: World,
  { draft: before, ...rest }: Migration,
  draft: Draft,
  show: (kept: Migration) => View,
): Done {
  const migration = withDraft({ ...rest, draft: before }, draft, world.now());
  const events = [{ what: 'migration.saved', details: { step: before.step } }] as const;
  return { migration, events, view: show(migration) };
}

/** The actor's own move; anybody else is refused and the attempt recorded. Nobody but the owner can learn that it exists. */
export async function ownMove(
  world: World,
  actor: Actor,
  id: string,
  action: Verb,
): Promise<{ readonly migration: Migration } | { readonly refused: View }> {
  const subject = { action, subjectType: 'migration', subjectId: id } as const;
  if (actor.place === 'shared') return { refused: await inPrivate(world, actor, id, action) };
  const migration = await world.store.transact((tx) => tx.migration(id));
  if (migration?.owner === actor.person) return { migration };
  const reason = migration === null ? 'unknown-move' : 'not-the-owner';
  const why = 'This is not your move. Only the person who started it can see and change it.';
  const next = 'You can start a move of your own: write “move a group”.';
  return { refused: await refuse(world, actor, { ...subject, reason }, { why, next }) };
}

/** A move names people, so it is shown in nobody's company. */
export function inPrivate(world: World, actor: Actor, id: string, action: Verb): Promise<View> {
  const attempt = { action, reason: 'shared-place', subjectType: 'migration', subjectId: id } as const;
  const why = 'A move names people, so it is not shown where others read along.';
  return refuse(world, actor, attempt, { why, next: 'Open your own chat with Regroup and write “move a group”.' });
}

/** The owner's card for a move as it is now. */
export function asItStands(migration: Migration, notice: string | null): View {
  if (EDITABLE.includes(migration.state)) return wizard(migration, { notice });
  if (migration.state === 'cancelled') return { kind: 'draft-cancelled' };
  return { kind: 'progress', migration, mode: 'progress', notice };
}

/** The step of the wizard that the draft is at. What was typed in a field that has a complaint stands there again. */
export function wizard(
  migration: Migration,
  rest: {
    readonly complaints?: readonly Complaint[];
    readonly typed?: Readonly<Record<string, string | undefined>>;
    readonly notice?: string | null;
    readonly mode?: 'step' | 'edit';
  } = {},
): View {
  const { complaints = [], typed = {}, notice = null, mode = 'step' } = rest;
  const again = Object.entries(typed).flatMap(([field, text]) => (text === undefined ? [] : [[field, cut(text)]]));
  return { kind: 'wizard', migration, complaints, mode, notice, typed: Object.fromEntries(again) };
}

/** The inputs that have a complaint, to be shown again as they were typed. */
export function complained(
  inputs: Readonly<Record<string, string | undefined>>,
  complaints: readonly Complaint[],
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(inputs).filter(([field]) => complaints.some((one) => one.field === field)));
}

/** Stores the change with its entries in one transaction; when somebody was quicker, nothing happens and `present` is shown. */
export async function commit(world: World, actor: Actor, done: Done, present: () => Promise<View>): Promise<View> {
  if (!('migration' in done)) return done.view;
  const { migration, events, also } = done;
  try {
    await world.store.transact(async (tx) => {
      await tx.putMigration(migration);
      for (const event of events)
        await tx.record(entryAbout(migration.id, event, actor.person, migration.changedAt, actor.correlationId));
      await also?.(tx);
    });
    return done.view;
  } catch (error) {
    if (error instanceof StaleVersion) return present();
    throw error;
  }
}

/** Wakes the move's run when the transaction commits. */
export function wake({ id, ver }: Migration): (tx: Tx) => Promise<void> {
  return (tx) => tx.tell(id, 'wake', `${id}/${ver}`);
}
