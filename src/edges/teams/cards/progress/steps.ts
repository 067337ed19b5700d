import { count, dayAndTime, list } from '../../../../calendar/words.js';
import { isPrivate } from '../../../../migration/destination.js';
import { needsObjections, OFFICER_WANTED } from '../../../../migration/history.js';
import { holdOn } from '../../../../migration/hold.js';
import type { Migration, State } from '../../../../migration/migration.js';
import type { Welcome } from '../../../../migration/welcome-record.js';
import { isUntold } from '../../../../migration/notice.js';
import { differenceLines, historyEnded, movedSummary, objectorsWords } from '../history/progress.js';
import { retentionHere } from '../approval.js';
import { inWords } from '../levels.js';
import { bold, line, nameOf, plain, type Line } from '../runs.js';
import type { Scene } from '../scene.js';
import { problemLines, skipTitle } from './problems.js';

/** One line of the owner's list: mark and lead word always say the same thing. */
export type StepLine = {
  readonly mark: '✓' | '✕' | '!' | '…' | '○';
  readonly lead: string;
  readonly what: string;
  readonly lines: readonly Line[];
  readonly isEnded: boolean;
  readonly tryAgain: boolean;
  /** The button that leaves people out; empty where that is not possible. */
  readonly skip: string;
};

type Step = {
  /** The states in which this step is the one at work. */
  readonly at: readonly State[];
  readonly what: string;
  /** How it ended; null while it has not. */
  readonly done: (migration: Migration, scene: Scene) => Ended | null;
  /** What is waited for, under "Waiting". */
  readonly waits: (migration: Migration, scene: Scene) => readonly Line[];
};
type Ended = { readonly mark?: '!'; readonly lead?: string; readonly what: string; readonly lines: readonly Line[] };

const STEPS: readonly Step[] = [
  { at: ['submitted'], what: 'decision', done: decided, waits: nothing },
  { at: ['approved', 'provisioning'], what: 'make the channel', done: channelMade, waits: soon },
  { at: ['members'], what: 'add people', done: peopleAdded, waits: soon },
  { at: ['retention-pending'], what: 'proof of retention', done: retentionProved, waits: proofWaits },
  { at: ['notifying'], what: 'tell members', done: membersTold, waits: nothing },
  { at: ['closing'], what: 'members leave and clear', done: membersAnswered, waits: nothing },
];

/** Between the channel and its people, where a chat's history goes along. */
const HISTORY: readonly Step[] = [
  { at: ['objecting'], what: 'members can object', done: objectionsOver, waits: nothing },
  { at: ['importing'], what: 'move old messages', done: historyMoved, waits: nothing },
];

/** The steps of this move. */
function stepsOf({ draft, outcome }: Migration): readonly Step[] {
  if (draft.history === 'fresh-start' && outcome.history === null) return STEPS;
  const own = needsObjections(draft.history) ? HISTORY : HISTORY.slice(1);
  return [...STEPS.slice(0, 2), ...own, ...STEPS.slice(2)];
}

/** How many steps there are, and how many have ended. */
export function stepCounts(migration: Migration, scene: Scene): { readonly done: number; readonly all: number } {
  const steps = stepsOf(migration);
  return { done: steps.filter(({ done }) => done(migration, scene) !== null).length, all: steps.length };
}

/** The steps of the move as the owner sees them. A step is done when it was read back, not when it was asked for. */
export function stepLines(migration: Migration, scene: Scene): readonly StepLine[] {
  return stepsOf(migration).map((step) => stepLine(step, migration, scene));
}

/** Where a hold stops the move. */
const HELD_UP: readonly State[] = ['importing', 'notifying', 'closing'];

function stepLine(step: Step, migration: Migration, scene: Scene): StepLine {
  const { state, outcome } = migration;
  const open = { what: step.what, lines: [], isEnded: false, tryAgain: false, skip: '' };
  const ended = step.done(migration, scene);
  if (ended !== null) {
    const { mark = '✓', lead = 'Done', what, lines } = ended;
    return { ...open, mark, lead, what, lines, isEnded: true };
  }
  if (!step.at.includes(state)) {
    const isOver = state === 'stopped' || state === 'cancelled';
    return { ...open, mark: '○', lead: isOver ? 'Not done' : 'To do' };
  }
  if (holdOn(migration) !== null && HELD_UP.includes(state)) return { ...open, mark: '!', lead: 'On hold' };
  if (outcome.problem !== null) {
    const lines = problemLines(migration, scene);
    // Nothing has failed: somebody has not decided yet.
    if (outcome.problem.code === OFFICER_WANTED) return { ...open, mark: '…', lead: 'Waiting', lines };
    if (state === 'submitted') return { ...open, mark: '!', lead: 'Needs you', lines };
    return { ...open, mark: '✕', lead: 'Failed', lines, tryAgain: true, skip: skipTitle(migration) };
  }
  if (state === 'notifying') return { ...open, mark: '!', lead: 'Your turn' };
  return { ...open, mark: '…', lead: 'Waiting', lines: step.waits(migration, scene) };
}

function decided({ decision, draft }: Migration, scene: Scene): Ended | null {
  if (decision?.answer !== 'approved') return null;
  const { by, at } = decision;
  const what = draft.edited?.what.map((one) => (one === 'destination' ? 'where it goes' : 'no old messages')) ?? [];
  const edited = what.length === 0 ? [] : [line(plain(`Changed by them before: ${list(what)}.`))];
  return { what: 'approved', lines: [line(bold(nameOf(scene.person(by))), plain(`, ${dayAndTime(at)}`)), ...edited] };
}

const AFTER_CHANNEL: readonly State[] = ['objecting', 'importing', 'members'];

function channelMade({ outcome, milestones }: Migration): Ended | null {
  if (outcome.channelId === null) return null;
  const made = milestones.find(({ state }) => AFTER_CHANNEL.includes(state));
  return { what: 'channel made', lines: made === undefined ? [] : [line(plain(dayAndTime(made.at)))] };
}

function objectionsOver({ state, history, outcome }: Migration): Ended | null {
  if (history.objectUntil === null || (state === 'objecting' && outcome.history === null)) return null;
  if (state === 'stopped' && outcome.history === null) return null;
  return {
    what: 'members could object',
    lines: [line(plain(objectorsWords(history.objectors)))],
  };
}

/** Done when it was read back, and never when it was only sent. */
function historyMoved(migration: Migration, scene: Scene): Ended | null {
  const lines = historyEnded(migration);
  const { history } = migration.outcome;
  if (lines === null || history === null) return null;
  const what = movedSummary(migration);
  if (history.acceptedBy === null) return { what, lines };
  const by = line(bold(nameOf(scene.person(history.acceptedBy))), plain(' accepted what differs.'));
  return { mark: '!', lead: 'Accepted', what, lines: [...differenceLines(history, scene), by, ...lines] };
}

/** The band over the steps says it all. */
function nothing(): readonly Line[] {
  return [];
}

function soon(): readonly Line[] {
  return [line(plain('Microsoft 365 can take some minutes. You do not need to act.'))];
}

function peopleAdded({ draft, outcome: { readBack, added, hasTwoOwners, welcome } }: Migration): Ended | null {
  if (readBack === null || readBack.missing.length > 0) return null;
  const skipped = added.filter(({ result }) => result === 'skipped').length;
  const left = skipped === 0 ? [] : [line(plain(`${count(skipped, 'person was', 'people were')} left out by you.`))];
  const what = `${readBack.present} of ${readBack.expected} people are in the ${isPrivate(draft.destination) ? 'channel' : 'team'}`;
  const greeted = welcome === undefined ? [] : [line(plain(WELCOME[welcome.result]))];
  const owners = hasTwoOwners === false ? [line(plain('The new team has one owner only. Add another.'))] : [];
  return { what, lines: [line(plain(`Read back on ${dayAndTime(readBack.at)}`)), ...left, ...owners, ...greeted] };
}

function retentionProved({ outcome, milestones }: Migration, scene: Scene): Ended | null {
  const at = milestones.findLast(({ state }) => state === 'notifying')?.at;
  if (at === undefined) return null;
  const when = line(plain(dayAndTime(at)));
  if (outcome.retentionProved) return { what: 'retention of messages and files proved', lines: [when] };
  const by = outcome.retentionWaivedBy;
  const let_ = by === null ? [] : [line(bold(nameOf(scene.person(by))), plain(' let it go on without proof.'))];
  return { mark: '!', lead: 'Not proved', what: 'retention', lines: [...let_, when] };
}

const WELCOME: Readonly<Record<Welcome['result'], string>> = {
  posted: 'A welcome is posted in the channel.',
  'not-posted': 'No welcome was posted in the channel.',
  unclear: 'The welcome may be in the channel. Teams did not say.',
};

function proofWaits(migration: Migration, scene: Scene): readonly Line[] {
  const { itSupport } = scene.organisation.phones;
  return [
    line(plain(inWords(retentionHere(migration, scene)))),
    line(plain(`IT support (${itSupport}) gives the evidence. Regroup looks every day.`)),
  ];
}

function membersTold(migration: Migration): Ended | null {
  const { noticeGivenAt } = migration.outcome;
  if (isUntold(migration)) return { mark: '!', lead: 'Not told', what: 'the WhatsApp group', lines: [NOBODY_POSTS] };
  if (noticeGivenAt === null) return null;
  return { what: 'you told the group', lines: [line(plain(dayAndTime(noticeGivenAt)))] };
}

const NOBODY_POSTS = line(plain('Nobody can post in it any more.'));

function membersAnswered({ state }: Migration, scene: Scene): Ended | null {
  if (state !== 'closed') return null;
  const { attested, all } = attestedOf(scene);
  const what = `${attested} of ${all} people attested`;
  return attested === all && all > 0 ? { what, lines: [] } : { mark: '!', lead: 'Closed', what, lines: [] };
}

/** How many have said that they left and cleared their phone, of all who were asked. */
export function attestedOf({ attestations }: Scene): { readonly attested: number; readonly all: number } {
  return { attested: attestations.filter(({ state }) => state === 'attested').length, all: attestations.length };
}
