import { accepted, joining, merged, refused } from './changed.js';
import { backOff, change, current, poll, step, type Run } from './course.js';
import { isPrivate } from './destination.js';
import type { Facts } from './facts.js';
import type { Added, Migration } from './migration.js';
import { WorkplaceProblem } from './ports.js';

/** Microsoft Graph adds at most this many members with one call. */
const BATCH = 200;
/** A private channel takes people one by one, so a step puts in fewer: a stop takes effect in between. */
const CHANNEL_BATCH = 20;
/** Membership takes time to show: it is read again for about five minutes before somebody is called missing. */
const MOST_READ_BACKS = 6;

/** Adds everybody who is to join, batch by batch, then reads the membership back. */
export async function addMembers(run: Run, { teamId, channelId, isNewTeam }: Facts): Promise<number> {
  if (teamId === null) throw new WorkplaceProblem('team-missing', 'administrator', run.id);
  const next = await step(run, 'who is to be added', async () => stillToAdd(await current(run), run));
  // Only a new team is the owner's own; who owns an existing team is not for a move to change.
  if (next.batch.length > 0) return addBatch(run, teamId, next.batch, isNewTeam ? next.owners : []);
  if (next.problem !== null) return needOwner(run, next.problem);
  // A run that was asleep while Regroup changed remembers a step without this.
  const { toChannel = [] } = next;
  if (toChannel.length > 0 && channelId !== null) return addToChannel(run, teamId, channelId, toChannel);
  return readBack(run, teamId, isNewTeam);
}

/** The owner of a private channel has to be in the team before it is made. */
export async function addOwner(run: Run, teamId: string, owner: string): Promise<number> {
  const pause = await addBatch(run, teamId, [owner], []);
  const problem = await step(run, 'was the owner taken', async () => refused(await current(run))[0]?.problem ?? null);
  if (problem !== null) throw new WorkplaceProblem(problem, 'person', run.id);
  return pause;
}

type Next = {
  readonly batch: readonly string[];
  readonly owners: readonly string[];
  readonly problem: string | null;
  readonly toChannel?: readonly string[];
};

function stillToAdd(migration: Migration, run: Run): Next {
  const { outcome, draft, owner } = migration;
  const second = secondOwner(migration, run);
  const tried = new Set(outcome.added.map(({ person }) => person));
  const wanted = new Set([...joining(migration), ...(second === null ? [] : [second])]);
  const batch = [...wanted].filter((person) => !tried.has(person));
  const first = refused(migration)[0];
  const seated = new Set(outcome.inChannel ?? []);
  const toChannel = isPrivate(draft.destination) ? accepted(migration).filter((person) => !seated.has(person)) : [];
  return {
    batch: batch.slice(0, BATCH),
    owners: second === null ? [owner] : [owner, second],
    problem: first === undefined ? null : (first.problem ?? 'other'),
    ...(toChannel.length > 0 && { toChannel: toChannel.slice(0, CHANNEL_BATCH) }),
  };
}

/** A team that has one owner has none when they leave. Null where the team was there already, or nobody else can be it. */
function secondOwner({ draft, owner, approver }: Migration, { world }: Run): string | null {
  if (draft.destination?.kind !== 'new-team') return null;
  const named = world.organisation.channels?.secondOwner ?? approver;
  return named === owner ? approver : named;
}

async function addBatch(
  run: Run,
  teamId: string,
  batch: readonly string[],
  owners: readonly string[],
): Promise<number> {
  run.memory.polls = 0;
  const results = await step(run, 'add members', () => run.world.workplace.addMembers(teamId, batch, owners));
  const latest = batch.map((person) => results.find((one) => one.person === person) ?? unanswered(person));
  const details = { teamId, ...byResult(latest) };
  return change(run, 'note who was added', ({ outcome }) => ({
    outcome: { added: merged(outcome.added, latest), problem: null },
    events: [{ what: 'migration.members-added', details }],
  }));
}

async function addToChannel(run: Run, teamId: string, channelId: string, batch: readonly string[]): Promise<number> {
  run.memory.polls = 0;
  const { workplace } = run.world;
  const results = await step(run, 'put people into the channel', () =>
    workplace.addToChannel(teamId, channelId, batch),
  );
  const latest = batch.map((person) => results.find((one) => one.person === person) ?? unanswered(person));
  const details = { channelId, ...byResult(latest) };
  return change(run, 'note who is in the channel', ({ outcome }) => {
    const out = latest.filter(({ result }) => result === 'refused');
    const seated = latest.flatMap(({ person, result }) => (result === 'refused' ? [] : [person]));
    return {
      outcome: {
        added: merged(outcome.added, out),
        inChannel: [...new Set([...(outcome.inChannel ?? []), ...seated])],
        problem: null,
      },
      events: [{ what: 'migration.channel-members-added', details }],
    };
  });
}

function byResult(latest: readonly Added[]) {
  const withResult = (result: Added['result']) => latest.filter((one) => one.result === result);
  return {
    added: withResult('added').map(({ person }) => person),
    already: withResult('already').map(({ person }) => person),
    refused: withResult('refused').map(({ person, problem }) => ({ person, problem: problem ?? 'other' })),
  };
}

/** Somebody about whom Microsoft 365 said nothing was not added, as far as we know. */
function unanswered(person: string): Added {
  return { person, result: 'refused', problem: 'other' };
}

/** The owner tries again or leaves the person out. */
function needOwner(run: Run, code: string): Promise<number> {
  return change(run, 'note who was refused', ({ state }) => {
    if (state !== 'members') return null;
    const problem = { step: state, code, who: 'person', correlationId: run.id } as const;
    const details = { step: state, problem: code, who: 'person' };
    return { outcome: { problem }, events: [{ what: 'migration.failed', details }] };
  });
}

async function readBack(run: Run, teamId: string, isNewTeam: boolean): Promise<number> {
  const { memory } = run;
  const found = await step(run, 'read members back', async () => seenIn(run, await current(run), teamId));
  const { expected, missing, owners } = found;
  poll(run);
  const isShort = missing.length > 0 || (isNewTeam && owners !== undefined && owners < 2);
  if (isShort && memory.polls <= MOST_READ_BACKS) return backOff(memory.polls);
  memory.polls = 0;
  return change(run, 'note the read-back', ({ state, draft, outcome }, at) => {
    if (state !== 'members') return null;
    const counts = { expected, present: expected - missing.length, missing };
    const where = isPrivate(draft.destination) && outcome.channelId !== null ? { channelId: outcome.channelId } : {};
    const details = {
      teamId,
      ...where,
      ...counts,
      missing: [...missing],
      ...(isNewTeam && owners !== undefined && { owners }),
    };
    const seen = { what: 'migration.read-back', details } as const;
    const read = {
      readBack: { at, ...counts },
      ...(isNewTeam && owners !== undefined && { hasTwoOwners: owners >= 2 }),
    };
    if (missing.length === 0) return { to: 'retention-pending', outcome: { ...read, problem: null }, events: [seen] };
    const problem = { step: state, code: 'not-shown', who: 'person', correlationId: run.id } as const;
    const failed = { what: 'migration.failed', details: { step: state, problem: 'not-shown', who: 'person' } } as const;
    return { outcome: { ...read, problem }, events: [seen, failed] };
  });
}

/** `owners` is not there in what a run remembers from before they were counted. */
type Seen = { readonly expected: number; readonly missing: readonly string[]; readonly owners?: number };

/** Who is where they are to be: in the team, or in its private channel. */
async function seenIn({ world }: Run, migration: Migration, teamId: string): Promise<Seen> {
  const { workplace } = world;
  const { channelId } = migration.outcome;
  const expected = accepted(migration);
  const inChannel = isPrivate(migration.draft.destination) && channelId !== null;
  const members = inChannel ? [] : await workplace.members(teamId);
  const present = new Set(
    inChannel ? await workplace.channelMembers(teamId, channelId) : members.map(({ person }) => person),
  );
  return {
    expected: expected.length,
    missing: expected.filter((person) => !present.has(person)),
    owners: members.filter(({ isOwner }) => isOwner).length,
  };
}
