import { createHash } from 'node:crypto';
import { authorsOf } from '../history/authors.js';
import type { Post } from '../history/history.js';
import { SealProblem } from '../history/ports.js';
import { planPosts, type Planned } from '../history/posts.js';
import { ContentsProblem, openContents } from '../history/sealed.js';
import type { Decisions } from '../history/selection.js';
import { sealedTranscript, selectedRecords, type Written } from '../history/transcript.js';
import type { Person } from '../roster/person.js';
import { ExportProblem, type Order } from '../whatsapp/entry.js';
import type { Source } from '../whatsapp/source.js';
import { openExport } from '../whatsapp/zip.js';
import { current, type HistoryWorld, type Run } from './course.js';
import type { Migration } from './migration.js';
import { WorkplaceProblem } from './ports.js';
import { wantedDays } from './proving.js';

/** The posts of a chat; in the memory of the run that puts them into their channel, and nowhere else. */
export type Plan = Planned & { readonly sha256: string; readonly all: readonly Post[] };
/** The document of a chat; as above. */
export type Document = Written & { readonly sha256: string; readonly name: string; readonly bytes: Uint8Array };

/** What moving history needs; throws where it is not set up. */
export function historyWorld({ id, world }: Run): HistoryWorld {
  if (world.history === undefined) throw new WorkplaceProblem('history-not-set-up', 'administrator', id);
  return world.history;
}

/** The posts as they are at `plannedAt`: the same whenever they are made again from the same upload. */
export async function planOf(run: Run, plannedAt: Date): Promise<Plan> {
  const { account } = historyWorld(run);
  const { source, order, decisions, sha256 } = await open(run, plannedAt);
  const all: Post[] = [];
  const posting = { ...decisions, account: account ?? '' };
  const planned = await readable(run, () => planPosts(source, order, posting, (post) => void all.push(post)));
  if (planned.attributed > 0 && account === null)
    throw new WorkplaceProblem('migration-account-missing', 'administrator', run.id);
  return { ...planned, sha256, all };
}

/** The document, whole or of what the owner picked. */
export async function documentOf(run: Run, plannedAt: Date): Promise<Document> {
  const { migration, source, order, decisions, sha256 } = await open(run, plannedAt);
  const { draft, history } = migration;
  const purpose = run.world.policy.schedule.find(({ id }) => id === draft.purpose)?.label ?? '';
  const details = { purpose, group: null, migrationId: run.id, sha256 };
  const parts: string[] = [];
  const write = (text: string) => void parts.push(text);
  const isWhole = draft.history === 'sealed-transcript';
  const written = await readable(run, () =>
    isWhole
      ? sealedTranscript(source, order, decisions, details, write)
      : selectedRecords(source, order, decisions, { ...details, picked: new Set(history.picked) }, write),
  );
  const name = `${isWhole ? 'WhatsApp transcript' : 'WhatsApp records'} ${run.id}.html`;
  return { ...written, sha256, name, bytes: Buffer.from(parts.join('')) };
}

type Material = {
  readonly migration: Migration;
  readonly source: Source;
  readonly order: Order;
  readonly decisions: Decisions;
  /** Of the export. */
  readonly sha256: string;
};

/** Opens the sealed upload and puts together what was decided about it. */
async function open(run: Run, plannedAt: Date): Promise<Material> {
  const { vault, special } = historyWorld(run);
  const migration = await current(run);
  const { draft, history } = migration;
  const opened = await unsealed(run, () => vault.open(run.id));
  if (opened === null || draft.exported === null) throw new WorkplaceProblem('upload-gone', 'person', run.id);
  const { names, bytes } = await readable(run, async () => openContents(opened.bytes));
  const { chat } = await readable(run, () => openExport(opened.name, bytes));
  const people = await peopleOf(run, migration);
  const decisions = {
    zone: draft.exported.zone,
    authorOf: authorsOf({ names, members: draft.members, people, objected: new Set(history.objectors) }),
    days: wantedDays(migration, run.world.policy),
    now: plannedAt,
    special: history.special === 'leave-out' ? special : null,
    withheld: new Set(history.withheld ?? []),
  };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { migration, source: chat, order: draft.exported.order, decisions, sha256 };
}

/** More people than this are read with everybody at once, which is one request in place of many. */
const MOST_ONE_BY_ONE = 8;

async function peopleOf(run: Run, { draft }: Migration): Promise<ReadonlyMap<string, Person>> {
  const { directory } = historyWorld(run);
  const ids = new Set(draft.members.flatMap(({ person }) => person ?? []));
  if (ids.size > MOST_ONE_BY_ONE) return new Map((await directory.everyone()).map((one) => [one.id, one]));
  const found = await Promise.all([...ids].map((id) => directory.person(id)));
  return new Map(found.flatMap((one) => (one === null ? [] : [[one.id, one] as const])));
}

async function unsealed<T>({ id }: Run, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SealProblem)) throw error;
    throw new WorkplaceProblem(`seal-${error.code}`, 'administrator', id);
  }
}

/** What was sealed was read before; that it cannot be now is for somebody to look into, and trying again does not help. */
async function readable<T>({ id }: Run, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isKnown = error instanceof ExportProblem || error instanceof ContentsProblem || error instanceof RangeError;
    if (!isKnown) throw error;
    throw new WorkplaceProblem('export-unreadable', 'person', id);
  }
}
