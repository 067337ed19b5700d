import { POSTS_PER_SECOND } from '../history/posts.js';
import type { ChannelAt, HistoryPlace } from '../history/ports.js';
import type { Told } from './changed.js';
import { backOff, change, SECOND_MS, step, type Run } from './course.js';
import type { Facts, HistoryDone } from './facts.js';
import { HOURS_TO_USE, withDone } from './history.js';
import { historyWorld } from './material.js';
import type { Migration } from './migration.js';
import { WorkplaceProblem } from './ports.js';
import { untilSchoolIsOut } from './school-hours.js';

const HOUR_MS = 3_600 * SECOND_MS;
/** A request to begin that was on its way when its process died has arrived by then. */
const ARRIVED_MS = 15 * 60 * SECOND_MS;

/** The channel of a move whose channel is there. */
export function channelOf(run: Run, { teamId, channelId }: Facts): ChannelAt {
  if (teamId === null || channelId === null) throw new WorkplaceProblem('channel-missing', 'us', run.id);
  return { teamId, channelId };
}

/**
 * Notes that a session begins, before Microsoft 365 is asked for it: whatever crashes from now on, the record says that the channel
 * may be closed to people and has to be completed. From the first session on, the upload has a day.
 */
export async function noteSession(run: Run, facts: Facts, posts: number): Promise<number> {
  const { vault, outsideSchoolHours } = historyWorld(run);
  const now = await run.durable.now();
  const wait = outsideSchoolHours ? untilSchoolIsOut(now, run.world.organisation.schoolHolidays) : 0;
  if (wait > 0) return wait;
  const { channelId } = channelOf(run, facts);
  const until = new Date(now.getTime() + HOURS_TO_USE * HOUR_MS);
  await step(run, 'give the upload a day', async () => {
    await vault.expireBy(run.id, until);
    return true;
  });
  return change(run, 'note the session', ({ state, outcome }, at) => {
    if (state !== 'importing' || outcome.history === null) return null;
    const session = outcome.history.sessions + 1;
    const overdueAt = new Date(at.getTime() + HOUR_MS + 2 * Math.ceil(posts / POSTS_PER_SECOND) * SECOND_MS);
    const history = { ...outcome.history, sessions: session, startedAt: at, overdueAt, completedAt: null };
    const details = { channelId, session, posts };
    return { outcome: { history, problem: null }, events: [{ what: 'history.import-started', details }] };
  });
}

/** Whether the channel takes no more imported messages, looked up after it was asked to. */
export type Ended =
  | 'completed'
  /** Importing never began. */
  | 'never-begun'
  /** It has not begun, but may still: the request could be on its way. */
  | 'unclear';

/** Completes a session, whoever began it. Doing it again changes nothing. */
export async function endSession(place: HistoryPlace, channel: ChannelAt, openForMs: number): Promise<Ended> {
  const before = await place.importState(channel);
  if (before === 'completed') return 'completed';
  if (before === 'none') return openForMs >= ARRIVED_MS ? 'never-begun' : 'unclear';
  await place.completeImport(channel);
  const after = await place.importState(channel);
  if (after === 'in-progress') throw new WorkplaceProblem('not-completed', 'administrator', channel.channelId);
  return 'completed';
}

/** The change of a move whose open session was ended. Null when somebody else has noted it. */
export function sessionEnded(migration: Migration, session: number, at: Date, by: 'run' | 'watchdog') {
  const { outcome } = migration;
  const { history, channelId } = outcome;
  if (history === null || history.sessions !== session || history.completedAt !== null) return null;
  const details = { channelId: channelId ?? '', session, by };
  const told: Told = { what: 'history.import-completed', details };
  return { ...withDone(migration, { completedAt: at }), events: [told] };
}

/**
 * Completes a session that does not go on: the move was stopped, or somebody has to act first. Answers when to try again when it
 * cannot be completed now, 0 when it is. Never gives up: nobody can post in the channel meanwhile.
 */
export async function abandonSession(run: Run, facts: Facts, done: HistoryDone): Promise<number> {
  const { memory } = run;
  const { openSince, session } = done;
  if (openSince === null) return 0;
  const now = await run.durable.now();
  try {
    const { place } = historyWorld(run);
    const channel = channelOf(run, facts);
    const ended = await step(run, 'end the session', () => endSession(place, channel, now.getTime() - openSince));
    if (ended === 'unclear') return 60 * SECOND_MS;
    memory.completions = 0;
    return await noteEnd(run, session);
  } catch (error) {
    if (!(error instanceof WorkplaceProblem)) throw error;
    memory.completions += 1;
    return backOff(memory.completions);
  }
}

/** Notes that a session of this run is over, with what it came to. */
export function noteEnd(run: Run, session: number): Promise<number> {
  const { memory } = run;
  return change(run, 'note the end', (migration, at) => {
    const ended = sessionEnded(migration, session, at, 'run');
    if (ended === null || memory.session !== session) return ended;
    const posted = { session, count: memory.posted, already: memory.alreadyThere };
    return {
      ...withDone(migration, { completedAt: at, posted: memory.postedUpTo }),
      events: [{ what: 'history.posted', details: posted }, ...ended.events],
    };
  });
}
