import { knownOf, MOST_MARKED, pageOf, type Asked, type Known, type Place, type Query } from '../history/picker.js';
import { openContents } from '../history/sealed.js';
import { entryAbout, type Told } from '../migration/changed.js';
import { markedIn, marking, withMarks, type MarkList, type Marking } from '../migration/marks.js';
import type { Migration } from '../migration/migration.js';
import { withDraft } from '../migration/wizard.js';
import type { Order } from '../whatsapp/entry.js';
import type { Source } from '../whatsapp/source.js';
import { openExport } from '../whatsapp/zip.js';
import type { Inputs } from './actions.js';
import { decisionsOf } from './decisions.js';
import type { Handlers } from './handlers.js';
import { asItStands, onStep, OUT_OF_DATE, saved, wizard, type Act, type Done } from './moves.js';
import { sealedNow } from './sealing.js';
import type { Complaint, View } from './view.js';
import type { Actor, World } from './world.js';

type PickVerb = `move.pick.${'open' | 'keep' | 'next' | 'previous' | 'find' | 'done'}`;
type Ticks = Inputs<'move.pick.keep'>;

const ALL: Query = { words: '', day: '', marked: false };
const LONGEST_WORDS = 80;

/**
 * Where the owner picks entries of the sealed export: as records, or as private. Each button keeps the ticks of the page first. What
 * was sealed is opened for the one card that shows it; that it was, and how many messages were shown, is recorded.
 */
export const pickingActs = {
  'move.pick.open': (world, actor, target) =>
    onStep(world, actor, target, 'move.pick.open', 'history', (migration) =>
      onUpload(world, migration, async (upload) => ({
        view: await shown(world, actor, migration, upload, { query: ALL, place: { from: 0 } }),
      })),
    ),
  'move.pick.keep': turning('move.pick.keep', (entries) => ({ from: Math.min(...entries) })),
  'move.pick.next': turning('move.pick.next', (entries) => ({ after: Math.max(...entries) })),
  'move.pick.previous': turning('move.pick.previous', (entries) => ({ before: Math.min(...entries) })),
  'move.pick.find': turning('move.pick.find', () => ({ from: 0 })),
  'move.pick.done': (world, actor, target, inputs) =>
    onStep(world, actor, target, 'move.pick.done', 'history', (migration) =>
      onUpload(world, migration, async (upload) => {
        const marks = keep(migration, await knownIn(world, migration, upload, inputs), inputs);
        if (marks === null) return tooMany(world, actor, migration, upload, inputs, { from: 0 });
        return counted(world, migration, marks);
      }),
    ),
} satisfies Handlers<PickVerb>;

/** The list that is picked for a way of moving history. */
export function listOf({ draft }: Migration): MarkList {
  return draft.history === 'selected-records' ? 'records' : 'private';
}

/** Keeps the ticks, and shows a page: it follows from the entries that the card showed; with another search the pages begin anew. */
function turning(verb: PickVerb, placeFrom: (entries: readonly number[]) => Place): Act<Ticks> {
  return (world, actor, target, inputs) =>
    onStep(world, actor, target, verb, 'history', (migration) =>
      onUpload(world, migration, async (upload) => {
        const entries = entriesIn(inputs);
        const known = await knownIn(world, migration, upload, inputs);
        const place = entries.length > 0 && known.areFound ? placeFrom(entries) : { from: 0 };
        const marks = keep(migration, known, inputs);
        if (marks === null) return tooMany(world, actor, migration, upload, inputs, place);
        const next = marked(world, migration, marks);
        const notice = marks.added + marks.removed === 0 ? null : noticeOf(marks);
        const view = await shown(world, actor, next, upload, { query: queryIn(inputs), place }, { notice });
        return next === migration ? { view } : { migration: next, events: told(migration, marks), view };
      }),
    );
}

/** What the card's numbers are in the upload, which is read for it only where something depends on that. */
async function knownIn(
  world: World,
  migration: Migration,
  { source, order, names }: Upload,
  inputs: Ticks,
): Promise<Known> {
  const query = queryIn(inputs);
  const isSearch = query.words !== '' || query.day !== '';
  if (!isSearch && newlyTicked(migration, inputs).length === 0) return { markable: new Set(), areFound: true };
  const decisions = decisionsOf(world, migration, names, await world.directory.everyone());
  return knownOf(source, order, decisions, query, new Set(entriesIn(inputs)));
}

type Upload = {
  readonly source: Source;
  readonly order: Order;
  readonly names: ReadonlyMap<string, string>;
};

/** What is sealed for the draft, opened; where nothing is to be picked from it, or it is gone, the step as it is. */
async function onUpload(world: World, migration: Migration, work: (upload: Upload) => Promise<Done>): Promise<Done> {
  const { draft } = migration;
  const { exported } = draft;
  const isThere = draft.sealed?.export === exported?.sha256 && draft.history !== 'fresh-start';
  if (!isThere || exported === null) return { view: asItStands(migration, OUT_OF_DATE) };
  const opened = (await world.vault?.open(migration.id)) ?? null;
  if (opened === null) {
    const notice = 'The sealed export is not there any more. Send it once more.';
    return saved(world, migration, { ...draft, sealed: null }, (kept) => wizard(kept, { notice }));
  }
  const { names, bytes } = openContents(opened.bytes);
  const { chat } = await openExport(opened.name, bytes);
  return work({ source: chat, order: exported.order, names });
}

type Rest = Partial<Pick<Extract<View, { kind: 'picking' }>, 'notice' | 'complaints' | 'ticked'>>;

/** The card with a page of messages. That the owner looked is recorded before they see it. */
async function shown(
  world: World,
  actor: Actor,
  migration: Migration,
  { source, order, names }: Upload,
  { query, place }: Pick<Asked, 'query' | 'place'>,
  rest: Rest = {},
): Promise<View> {
  const list = listOf(migration);
  const decisions = decisionsOf(world, migration, names, await world.directory.everyone());
  const into = migration.draft.history === 'native-import' ? 'channel' : 'document';
  const marks = new Set(markedIn(migration.history, list));
  const page = await pageOf(source, order, decisions, { query, place, into, marked: marks });
  const looked = { what: 'history.looked', details: { list, shown: page.messages.length } } as const;
  const entry = entryAbout(migration.id, looked, actor.person, world.now(), actor.correlationId);
  await world.store.transact((tx) => tx.record(entry));
  return { kind: 'picking', migration, list, page, query, complaints: [], notice: null, ticked: null, ...rest };
}

/** What the ticks of a card come to. Only messages of the upload can be marked, whatever a card sends. Null: they are too many. */
function keep(migration: Migration, { markable }: Known, inputs: Ticks): Marking | null {
  const more = newlyTicked(migration, inputs).filter((entry) => markable.has(entry));
  const unticked = entriesIn(inputs).filter((entry) => !isTicked(inputs, entry));
  return marking(migration.history, listOf(migration), new Set(more), new Set(unticked));
}

function newlyTicked(migration: Migration, inputs: Ticks): readonly number[] {
  const before = new Set(markedIn(migration.history, listOf(migration)));
  return entriesIn(inputs).filter((entry) => isTicked(inputs, entry) && !before.has(entry));
}

function isTicked(inputs: Ticks, entry: number): boolean {
  return inputs[`e_${entry}`] === 'true';
}

/** The next version with these marks, whose counts are to be made anew; the same where nothing was ticked or unticked. */
function marked(world: World, migration: Migration, { added, removed, now }: Marking): Migration {
  const { sealed = null } = migration.draft;
  if (added + removed === 0 || sealed === null) return migration;
  const history = withMarks(migration.history, listOf(migration), now);
  const draft = { ...migration.draft, sealed: { ...sealed, picked: history.picked.length, isStale: true } };
  return withDraft({ ...migration, history }, draft, world.now());
}

function told(migration: Migration, { added, removed, now }: Marking): readonly Told[] {
  if (added + removed === 0) return [];
  return [{ what: 'history.picked', details: { list: listOf(migration), added, removed, now: now.length } }];
}

/** Back at the step, with what the picks come to. */
async function counted(world: World, migration: Migration, marks: Marking): Promise<Done> {
  const next = marked(world, migration, marks);
  if (next === migration && migration.draft.sealed?.isStale !== true) return { view: wizard(migration) };
  const kept = await sealedNow(world, next);
  const draft = { ...next.draft, sealed: kept?.sealed ?? null };
  const migrationNow = withDraft({ ...migration, history: next.history }, draft, world.now());
  const events = [...told(migration, marks), ...(kept?.events ?? [])];
  if (events.length === 0) events.push({ what: 'migration.saved', details: { step: 'history' } });
  return { migration: migrationNow, events, view: wizard(migrationNow, { notice: 'Kept. Look at the counts.' }) };
}

/** The same page with its ticks, none of which is kept. */
async function tooMany(
  world: World,
  actor: Actor,
  migration: Migration,
  upload: Upload,
  inputs: Ticks,
  place: Place,
): Promise<Done> {
  const complaint: Complaint = {
    field: 'ticks',
    label: 'Messages',
    text: `${MOST_MARKED} are the most. Take some off again, or choose another way of moving them.`,
  };
  const entries = entriesIn(inputs);
  const here = entries.length === 0 ? place : { from: Math.min(...entries) };
  const ticked = new Set(entries.filter((entry) => isTicked(inputs, entry)));
  const asked = { query: queryIn(inputs), place: here };
  return { view: await shown(world, actor, migration, upload, asked, { complaints: [complaint], ticked }) };
}

function noticeOf({ added, removed, now }: Marking): string {
  const parts = [
    ...(added === 0 ? [] : [`${added} added.`]),
    ...(removed === 0 ? [] : [`${removed} taken off.`]),
    `${now.length} in all.`,
  ];
  return parts.join(' ');
}

/** The numbers of the entries that the card showed. */
function entriesIn(inputs: Ticks): readonly number[] {
  return Object.keys(inputs).flatMap((key) => (key.startsWith('e_') ? [Number(key.slice(2))] : []));
}

function queryIn({ find = '', day = '', show = '' }: Ticks): Query {
  const words = Array.from(find.trim()).slice(0, LONGEST_WORDS).join('');
  return { words, day: /^\d{4}-\d\d-\d\d$/.test(day) ? day : '', marked: show === 'marked' };
}
