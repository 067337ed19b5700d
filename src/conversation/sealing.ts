import type { DryRun, HistoryMode } from '../history/history.js';
import { matchNames } from '../history/names.js';
import type { Vault } from '../history/ports.js';
import { dryRun } from '../history/posts.js';
import { openContents, sealContents, type Contents } from '../history/sealed.js';
import { sealedTranscript, selectedRecords } from '../history/transcript.js';
import type { Exported, SealedExport } from '../migration/chat.js';
import type { Told } from '../migration/changed.js';
import { entryAbout } from '../migration/changed.js';
import type { Migration } from '../migration/migration.js';
import type { Person } from '../roster/person.js';
import type { Inspection } from '../whatsapp/findings.js';
import { inspect } from '../whatsapp/inspect.js';
import { openExport } from '../whatsapp/zip.js';
import { decisionsOf } from './decisions.js';
import type { Actor, World } from './world.js';

/** How long an export waits for its move at the most: a decision, the officer, and 5 working days to object, in a holiday. */
const DAYS_SEALED = 28;
const DAY_MS = 86_400_000;

/** An export as it was given. */
export type Given = { readonly name: string; readonly bytes: Uint8Array };
/** What is kept of it with the draft, and the entries that record it. */
export type Kept = { readonly sealed: SealedExport; readonly events: readonly Told[] };

/**
 * Seals the export that the people of the draft came from, with whose names in it are whose, and counts what moving it comes to. It is
 * to be called while the draft has its names: they are gone once it is submitted. Null where nothing can be sealed.
 */
export async function seal(
  world: World,
  migration: Migration,
  given: Given,
  inspection: Inspection,
): Promise<Kept | null> {
  const { exported, members, history } = migration.draft;
  const { vault } = world;
  if (vault === undefined || exported === null) return null;
  const directory = await world.directory.everyone();
  const names = matchNames(peopleIn(inspection, exported), members, directory);
  const at = world.now();
  const times = { at, expiresAt: new Date(at.getTime() + DAYS_SEALED * DAY_MS) };
  const plan = await planOf(world, migration, history, given, { names, bytes: given.bytes }, directory);
  const { sha256, bytes } = await vault.seal(migration.id, given.name, sealContents(names, given.bytes), times);
  const sealed = {
    export: inspection.sha256,
    sealedAt: at,
    expiresAt: times.expiresAt,
    mode: history,
    plan,
    picked: migration.history.picked.length,
  };
  return { sealed, events: [{ what: 'history.sealed', details: { sha256, bytes } }] };
}

/**
 * The same upload as it stands with the draft now: whose names are whose while the draft has names, and the counts for its mode. Null
 * when it is not there any more, or is of another export.
 */
export async function sealedNow(world: World, migration: Migration): Promise<Kept | null> {
  const { draft } = migration;
  const { vault } = world;
  const { exported, sealed } = draft;
  if (vault === undefined || exported === null || sealed === undefined || sealed === null) return null;
  const opened = await vault.open(migration.id);
  if (opened === null || sealed.export !== exported.sha256) return null;
  const before = openContents(opened.bytes);
  const given = { name: opened.name, bytes: before.bytes };
  const directory = await world.directory.everyone();
  const names = hasNames(migration) ? await namesNow(world, migration, given, directory) : before.names;
  const plan = await planOf(world, migration, draft.history, given, { ...before, names }, directory);
  const kept = { ...sealed, mode: draft.history, plan, picked: migration.history.picked.length, isStale: false };
  if (isSame(names, before.names)) return { sealed: kept, events: [] };
  const times = { at: world.now(), expiresAt: sealed.expiresAt };
  const { sha256, bytes } = await vault.seal(migration.id, given.name, sealContents(names, given.bytes), times);
  return { sealed: kept, events: [{ what: 'history.sealed', details: { sha256, bytes } }] };
}

/** Destroys what is sealed for a move, sees that it is gone, and records it at once. False where nothing was sealed. */
export async function destroySealed(
  world: World,
  actor: Actor,
  migrationId: string,
  how: 'left-out' | 'stopped',
): Promise<boolean> {
  const found = (await world.vault?.sealed(migrationId)) ?? null;
  if (world.vault === undefined || found === null) return false;
  await world.vault.destroy(migrationId);
  if ((await world.vault.sealed(migrationId)) !== null) throw new Error(`the upload of ${migrationId} is still there`);
  const told = { what: 'history.destroyed', details: { sha256: found.sha256, how } } as const;
  const entry = entryAbout(migrationId, told, actor.person, world.now(), actor.correlationId);
  await world.store.transact((tx) => tx.record(entry));
  return true;
}

/** Which upload the vault has for a move; null for none. */
export async function uploadOf({ vault }: World, migrationId: string): ReturnType<Vault['sealed']> {
  return vault === undefined ? null : vault.sealed(migrationId);
}

/** Once it was submitted a draft has no names in the chat any more. */
function hasNames({ draft }: Migration): boolean {
  return draft.members.some(({ label }) => label !== '');
}

async function namesNow(world: World, { draft }: Migration, given: Given, directory: readonly Person[]) {
  const { exported } = draft;
  if (exported === null) return new Map<string, string>();
  const options = { order: exported.order, zone: exported.zone, special: {}, today: world.now() };
  return matchNames(peopleIn(await inspect(given.name, given.bytes, options), exported), draft.members, directory);
}

/** Under the reading of the dates that the owner had used. */
function peopleIn({ readings }: Inspection, { order }: Exported) {
  return (readings.find((one) => one.order === order) ?? readings[0]).people;
}

function isSame(some: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): boolean {
  return some.size === others.size && [...some].every(([name, id]) => others.get(name) === id);
}

/** What moving it in this way would do, counted by planning it. */
async function planOf(
  world: World,
  migration: Migration,
  mode: HistoryMode,
  given: Given,
  { names, bytes }: Contents,
  directory: readonly Person[],
): Promise<DryRun> {
  const { exported } = migration.draft;
  if (exported === null) throw new Error(`${migration.id} has no export`);
  const decisions = decisionsOf(world, migration, names, directory);
  const { chat } = await openExport(given.name, bytes);
  const account = world.organisation.history?.account ?? '';
  if (mode === 'native-import') return dryRun(chat, exported.order, { ...decisions, account });
  const details = { purpose: '', group: null, migrationId: migration.id, sha256: exported.sha256 };
  const picked = new Set(migration.history.picked);
  const { messages, dropped } =
    mode === 'selected-records'
      ? await selectedRecords(chat, exported.order, decisions, { ...details, picked }, () => undefined)
      : await sealedTranscript(chat, exported.order, decisions, details, () => undefined);
  return { posts: messages, dropped, oldest: null, newest: null, requests: 3, minutes: 1, attributed: 0, parted: 0 };
}
