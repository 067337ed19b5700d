import { count } from '../calendar/words.js';
import { mergeExport, type Merged } from '../migration/exported.js';
import { withoutMarks } from '../migration/marks.js';
import { MOST_PEOPLE } from '../migration/people.js';
import type { Migration } from '../migration/migration.js';
import type { Told } from '../migration/changed.js';
import { EDITABLE, goTo, isUntouched, newDraft, withDraft } from '../migration/wizard.js';
import type { Findings } from '../whatsapp/findings.js';
import type { Inputs, Verb } from './actions.js';
import { inOwnChat, shown } from './exports.js';
import type { Handlers, Target } from './handlers.js';
import { asItStands, commit, newestDraft, OUT_OF_DATE, rulesOf, wizard, type Done } from './moves.js';
import type { HeldReading } from './readings.js';
import { refuse } from './refusal.js';
import type { Complaint, View } from './view.js';
import type { Actor, World } from './world.js';
import { ZONES } from './zones.js';

/** What can be done with an export: how it is made, and what becomes of what was read. */
export const exportActs = {
  'home.export': async (world, actor) => {
    if (actor.place === 'shared') return inOwnChat(world, actor, 'home.export', 'none');
    const draft = await world.store.transact((tx) => newestDraft(tx, actor.person));
    return { kind: 'export-how', draft: draft === null ? null : { id: draft.id, ver: draft.ver } };
  },

  'export.use': (world, actor, target, inputs) =>
    onReading(world, actor, target, 'export.use', (reading) => use(world, actor, reading, inputs)),

  'export.discard': (world, actor, target) =>
    onReading(world, actor, target, 'export.discard', (reading) => discard(world, actor, reading)),
} satisfies Handlers<'home.export' | 'export.use' | 'export.discard'>;

/** Does what the owner asks with what was read from their file. What is not held any more is said to be gone, or used. */
async function onReading(
  world: World,
  actor: Actor,
  { id }: Target,
  action: Verb,
  work: (reading: HeldReading) => Promise<View>,
): Promise<View> {
  if (actor.place === 'shared') return inOwnChat(world, actor, action, id);
  const reading = world.readings.find(id, world.now());
  if (reading === null) return notHeld(world, actor, id);
  if (reading.owner === actor.person) return work(reading);
  const attempt = { action, reason: 'not-the-owner', subjectType: 'export', subjectId: id } as const;
  const why = 'This is not your export. Only the person who sent the file can use what was read.';
  return refuse(world, actor, attempt, { why, next: 'You can send an export of your own group here.' });
}

/** It was used already, so the move is shown as it is; or it is gone, and the file has to come again. */
async function notHeld(world: World, actor: Actor, id: string): Promise<View> {
  const moves = await world.store.transact((tx) => tx.migrationsOf(actor.person));
  const used = moves.find(({ draft }) => draft.exported?.reading === id);
  if (used !== undefined) return asItStands(used, OUT_OF_DATE);
  return {
    kind: 'export-problem',
    why: 'What was read is not held any more. Regroup holds it for 30 minutes, and not over a restart.',
    next: 'Send the file here again. Nothing of it was kept.',
  };
}

async function discard(world: World, { person, correlationId }: Actor, { id }: HeldReading): Promise<View> {
  const about = { subjectType: 'export', subjectId: id, correlationId } as const;
  const said = { what: 'export.left-out', details: {} } as const;
  await world.store.transact((tx) => tx.record({ ...said, who: person, when: world.now(), ...about }));
  world.readings.letGo(id);
  return { kind: 'export-discarded' };
}

async function use(world: World, actor: Actor, reading: HeldReading, inputs: Inputs<'export.use'>): Promise<View> {
  const chosen = chosenIn(reading, inputs);
  if ('complaints' in chosen) return shown(world, reading, { ...chosen, typed: inputs });
  const target = await targetOf(world, reading);
  if (target === null) return elsewhere(world, reading, inputs);
  const people = await world.directory.everyone();
  const { inspection, id } = reading;
  const merged = mergeExport(
    target.migration.draft,
    { ...chosen, inspection, reading: id, usedAt: world.now() },
    people,
  );
  const view = await commit(world, actor, done(world, id, target, merged), () =>
    shown(world, reading, { typed: inputs, notice: 'The move was changed just now. Select again.' }),
  );
  if (view.kind !== 'export') world.readings.letGo(id);
  return view;
}

/** The way of reading the dates and the zone that were chosen, or what is missing. */
function chosenIn(
  { inspection: { readings } }: HeldReading,
  { order, zone }: Inputs<'export.use'>,
): { readonly findings: Findings; readonly zone: string } | { readonly complaints: readonly Complaint[] } {
  const [first, second] = readings;
  const findings = second === undefined ? first : [first, second].find((one) => one.order === order);
  const known = zone === '' ? first.zone : ZONES.find(({ id }) => id === zone)?.id;
  if (findings !== undefined && known !== undefined) return { findings, zone: known };
  const complaints: Complaint[] = [];
  if (findings === undefined)
    complaints.push({ field: 'order', label: 'Date', text: 'look at the chat on a phone, and choose the right date.' });
  if (known === undefined) complaints.push({ field: 'zone', label: 'Clock', text: 'choose one of the places.' });
  return { complaints };
}

type Goal = { readonly migration: Migration; readonly isNew: boolean };

/** The draft that the card named, or a new one where it named none; null when that one cannot be changed any more. */
function targetOf(world: World, { migrationId, owner }: HeldReading): Promise<Goal | null> {
  return world.store.transact(async (tx) => {
    if (migrationId !== null) {
      const named = await tx.migration(migrationId);
      return named !== null && EDITABLE.includes(named.state) ? { migration: named, isNew: false } : null;
    }
    const untouched = (await tx.migrationsOf(owner)).find(isUntouched);
    if (untouched !== undefined) return { migration: untouched, isNew: false };
    return { migration: newDraft(world.newId('mov'), owner, world.now()), isNew: true };
  });
}

/** What was read would go somewhere else than the card said, so it is shown once more. */
async function elsewhere(world: World, reading: HeldReading, typed: Inputs<'export.use'>): Promise<View> {
  const draft = await world.store.transact((tx) => newestDraft(tx, reading.owner));
  const moved = { ...reading, migrationId: draft?.id ?? null };
  world.readings.hold(moved);
  return shown(world, moved, { typed, notice: 'That move cannot be changed any more. Look where this goes now.' });
}

/** The draft with what was read, at the people step or at an earlier one that is not complete. */
function done(world: World, reading: string, { migration, isNew }: Goal, merged: Merged): Done {
  const { exported, added, already, leftOut } = merged;
  const draft = goTo(merged.draft, 'people', rulesOf(world));
  const isSame = exported.sha256 === migration.draft.exported?.sha256;
  const from = isSame ? migration : { ...migration, history: withoutMarks(migration.history) };
  const kept = isNew ? { ...from, draft } : withDraft(from, draft, world.now());
  const { sha256, order, zone } = exported;
  const used: Told = { what: 'export.used', details: { reading, sha256, order, zone, added, already, leftOut } };
  const events: readonly Told[] = isNew ? [{ what: 'migration.started', details: {} }, used] : [used];
  return { migration: kept, events, view: wizard(kept, { notice: noticeOf(merged) }) };
}

function noticeOf({ added, already, leftOut }: Merged): string {
  const parts = [`From the export: ${count(added, 'person', 'people')} added.`];
  if (already > 0) parts.push(`${already} in the list already.`);
  if (leftOut > 0) parts.push(`${leftOut} left out: ${MOST_PEOPLE} people are the most.`);
  return parts.join(' ');
}
