import { reconcile } from '../history/reconcile.js';
import { change, poll, backOff, step, type Run } from './course.js';
import { storeDocument } from './documents.js';
import type { Facts, HistoryDone } from './facts.js';
import { destroyUpload, noteDifferences, summed } from './aftermath.js';
import { documentOf, historyWorld, planOf, type Plan } from './material.js';
import { WorkplaceProblem } from './ports.js';
import { channelOf, noteEnd, noteSession } from './session.js';

/** Posts of one step, about a minute's: what is asked for once more after a crash. */
const BATCH = 240;
/** What was posted takes time to show: it is read again for about five minutes before a message is called missing. */
const MOST_READ_BACKS = 6;
/** A channel that is asked to begin does so within minutes. */
const MOST_POLLS = 12;
const MINUTE_MS = 60_000;

/** Plans that are being carried out in this process. The texts in them are nowhere else, and go with their run. */
const plans = new WeakMap<Run, { readonly plannedAt: number; readonly plan: Plan }>();

/** Puts the chat's history into its place, reads it back, and destroys the upload. One thing at a time. */
export async function importHistory(run: Run, facts: Facts): Promise<number> {
  const mode = facts.history?.mode ?? 'fresh-start';
  const done = facts.history?.done ?? null;
  if (mode === 'fresh-start') return finish(run, 'left-out');
  if (done === null) return plan(run, mode === 'native-import');
  if (done.isAccepted || (done.isReconciled && !done.hasDifferences)) return finish(run, 'used');
  if (mode !== 'native-import') return storeDocument(run, facts, done);
  if (done.openSince !== null) return carryOn(run, facts, done);
  if (done.isCompleted && done.posted === done.posts) return compare(run, facts, done);
  if (done.posts === 0) return noteDifferences(run, summed([]), done);
  if (run.memory.postedUpTo >= done.posts) run.memory.postedUpTo = 0;
  return noteSession(run, facts, done.posts);
}

/** Opens the upload for the first time and notes what is to be moved. */
async function plan(run: Run, isNative: boolean): Promise<number> {
  historyWorld(run);
  const now = await run.durable.now();
  const { sha256, posts, dropped } = await step(run, 'open the upload', async () => {
    if (!isNative) {
      const { sha256, messages, dropped } = await documentOf(run, now);
      return { sha256, posts: messages, dropped };
    }
    const { sha256, posts, dropped } = await planFor(run, now);
    return { sha256, posts, dropped };
  });
  return change(run, 'note the plan', ({ state, outcome }) => {
    if (state !== 'importing' || outcome.history !== null) return null;
    const counts = { sha256, plannedAt: now, posts, dropped, sessions: 0, posted: 0 };
    const times = { startedAt: null, overdueAt: null, completedAt: null, reconciledAt: null, destroyedAt: null };
    const history = { ...counts, ...times, file: null, differences: {}, found: [], acceptedBy: null };
    const details = { sha256, posts, dropped };
    return { outcome: { history, problem: null }, events: [{ what: 'history.planned', details }] };
  });
}

/** The plan, made again from the upload after a crash. Inside steps only: nothing of it may be remembered. */
async function planFor(run: Run, plannedAt: Date): Promise<Plan> {
  const known = plans.get(run);
  if (known?.plannedAt === plannedAt.getTime()) return known.plan;
  const made = await planOf(run, plannedAt);
  plans.set(run, { plannedAt: plannedAt.getTime(), plan: made });
  return made;
}

async function planAsNoted(run: Run): Promise<Plan> {
  const migration = await run.world.store.transact((tx) => tx.migration(run.id));
  const noted = migration?.outcome.history;
  if (noted === null || noted === undefined) throw new Error(`${run.id} has no plan`);
  const made = await planFor(run, noted.plannedAt);
  if (made.sha256 !== noted.sha256) throw new WorkplaceProblem('other-export', 'person', run.id);
  return made;
}

/** In an open session: begins, posts, completes. */
async function carryOn(run: Run, facts: Facts, done: HistoryDone): Promise<number> {
  const { memory } = run;
  const { place } = historyWorld(run);
  const channel = channelOf(run, facts);
  if (memory.session !== done.session) return begin(run, facts, done.session);
  if (memory.postedUpTo < done.posts) return postBatch(run, facts);
  await step(run, 'complete the import', async () => {
    await place.completeImport(channel);
    return true;
  });
  const state = await step(run, 'is the import complete', () => place.importState(channel));
  if (state !== 'completed') throw new WorkplaceProblem('not-completed', 'administrator', run.id);
  return noteEnd(run, done.session);
}

/** Begins each session once. The beginning of the channel has to be older with every session. */
async function begin(run: Run, facts: Facts, session: number): Promise<number> {
  const { memory } = run;
  const { place } = historyWorld(run);
  const channel = channelOf(run, facts);
  await run.durable.once(`import ${session}`, {
    find: async () => ((await place.importState(channel)) === 'in-progress' ? true : null),
    do: async () => {
      const { begins } = await planAsNoted(run);
      if (begins === null) throw new Error(`${run.id} has nothing to import`);
      await place.startImport(channel, new Date(begins.getTime() - (session - 1) * MINUTE_MS));
      return true;
    },
  });
  const state = await step(run, 'has the import begun', () => place.importState(channel));
  if (state === 'in-progress') {
    Object.assign(memory, { session, polls: 0, posted: 0, alreadyThere: 0 });
    return 0;
  }
  poll(run);
  if (memory.polls <= MOST_POLLS) return backOff(memory.polls);
  memory.polls = 0;
  throw new WorkplaceProblem('import-not-begun', 'administrator', run.id);
}

/** The place keeps to the rate that it allows. One that stands there already changes nothing, so doing the step again does no harm. */
async function postBatch(run: Run, facts: Facts): Promise<number> {
  const { memory } = run;
  const { place } = historyWorld(run);
  const channel = channelOf(run, facts);
  const from = memory.postedUpTo;
  const { count, already } = await step(run, 'post messages', async () => {
    const batch = (await planAsNoted(run)).all.slice(from, from + BATCH);
    let already = 0;
    for (const post of batch) {
      if ((await place.post(channel, post)) === 'already') already += 1;
    }
    return { count: batch.length, already };
  });
  memory.postedUpTo += count;
  memory.posted += count - already;
  memory.alreadyThere += already;
  return 0;
}

/** Reads the channel back, message by message, and compares. */
async function compare(run: Run, facts: Facts, done: HistoryDone): Promise<number> {
  const { memory } = run;
  const { place } = historyWorld(run);
  const channel = channelOf(run, facts);
  const found = await step(run, 'read the channel back', async () => {
    const { all } = await planAsNoted(run);
    return summed(reconcile({ posts: all }, { posts: await place.posts(channel) }));
  });
  poll(run);
  const isLate = (found.differences['post-missing'] ?? 0) > 0 && memory.polls <= MOST_READ_BACKS;
  if (isLate) return backOff(memory.polls);
  memory.polls = 0;
  return noteDifferences(run, found, done);
}

/** Destroys the upload, sees that it is gone, and goes on to the members. */
async function finish(run: Run, how: 'used' | 'left-out'): Promise<number> {
  plans.delete(run);
  await destroyUpload(run, how);
  return change(run, 'note that history is done', ({ state }) =>
    state === 'importing'
      ? { to: 'members', outcome: { problem: null }, events: [{ what: 'history.finished', details: {} }] }
      : null,
  );
}
