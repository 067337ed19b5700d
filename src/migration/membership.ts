import { accepted, joining, merged, refused } from './changed.js';
import { backOff, change, current, poll, step, type Run } from './course.js';
import type { Facts } from './facts.js';
import type { Added, Migration } from './migration.js';
import { WorkplaceProblem } from './ports.js';

/** Microsoft Graph adds at most this many members with one call. */
const BATCH = 200;
/** Membership takes time to show: it is read again for about five minutes before somebody is called missing. */
const MOST_READ_BACKS = 6;

/** Adds everybody who is to join, batch by batch, then reads the membership back. */
export async function addMembers(run: Run, { teamId, isNewTeam, owner }: Facts): Promise<number> {
  if (teamId === null) throw new WorkplaceProblem('team-missing', 'administrator', run.id);
  const { batch, problem } = await step(run, 'who is to be added', async () => stillToAdd(await current(run)));
  // Only a new team is the owner's own; who owns an existing team is not for a move to change.
  if (batch.length > 0) return addBatch(run, teamId, batch, isNewTeam ? [owner] : []);
  if (problem !== null) return needOwner(run, problem);
  return readBack(run, teamId);
}

function stillToAdd(migration: Migration): { readonly batch: readonly string[]; readonly problem: string | null } {
  const tried = new Set(migration.outcome.added.map(({ person }) => person));
  const batch = joining(migration).filter((person) => !tried.has(person));
  const first = refused(migration)[0];
  return { batch: batch.slice(0, BATCH), problem: first === undefined ? null : (first.problem ?? 'other') };
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
  const withResult = (result: Added['result']) => latest.filter((one) => one.result === result);
  const details = {
    teamId,
    added: withResult('added').map(({ person }) => person),
    already: withResult('already').map(({ person }) => person),
    refused: withResult('refused').map(({ person, problem }) => ({ person, problem: problem ?? 'other' })),
  };
  return change(run, 'note who was added', ({ outcome }) => ({
    outcome: { added: merged(outcome.added, latest), problem: null },
    events: [{ what: 'migration.members-added', details }],
  }));
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

async function readBack(run: Run, teamId: string): Promise<number> {
  const { memory, world } = run;
  const { expected, missing } = await step(run, 'read members back', async () => {
    const expected = accepted(await current(run));
    const present = new Set(await world.workplace.members(teamId));
    return { expected: expected.length, missing: expected.filter((person) => !present.has(person)) };
  });
  poll(run);
  if (missing.length > 0 && memory.polls <= MOST_READ_BACKS) return backOff(memory.polls);
  memory.polls = 0;
  return change(run, 'note the read-back', ({ state }, at) => {
    if (state !== 'members') return null;
    const counts = { expected, present: expected - missing.length, missing };
    const seen = { what: 'migration.read-back', details: { teamId, ...counts } } as const;
    const found = { at, ...counts };
    if (missing.length === 0)
      return { to: 'retention-pending', outcome: { readBack: found, problem: null }, events: [seen] };
    const problem = { step: state, code: 'not-shown', who: 'person', correlationId: run.id } as const;
    const failed = { what: 'migration.failed', details: { step: state, problem: 'not-shown', who: 'person' } } as const;
    return { outcome: { readBack: found, problem }, events: [seen, failed] };
  });
}
