import { workingDaysAfter } from '../calendar/words.js';
import { DAY_MS, change, show, step, type Run } from './course.js';
import type { Facts } from './facts.js';
import { needsOfficer } from './history.js';

/** Working days after which the approver is reminded. */
const REMINDERS = [1, 2];
/** The problem code for an approver who does not have Regroup yet. */
const UNREACHABLE = 'approver-unreachable';

/** Asks the approver, reminds them, and lets the submission expire when nobody decides in time. */
export async function awaitDecision(run: Run, facts: Facts): Promise<number> {
  const { approver, decideBy, submittedAt } = facts;
  if (approver === null || decideBy === null) return DAY_MS;
  const now = (await run.durable.now()).getTime();
  if (now >= decideBy) return expire(run);
  const round = `${submittedAt} ${approver}`;
  const isNew = run.memory.round !== round;
  if (isNew) Object.assign(run.memory, { round, askedAt: now, reminders: 0 });
  if (isNew || mayReachNow(run, facts)) return ask(run, facts, approver);
  const { schoolHolidays } = run.world.organisation;
  const reminders = REMINDERS.map((days) =>
    workingDaysAfter(new Date(run.memory.askedAt), days, schoolHolidays).getTime(),
  );
  const due = reminders.filter((at) => at <= now).length;
  if (due > run.memory.reminders) return remind(run, facts, approver, due);
  return Math.min(reminders[due] ?? decideBy, decideBy) - now;
}

/** The owner has asked to try again, or the approver may have opened Regroup meanwhile. */
function mayReachNow({ memory }: Run, { problem }: Facts): boolean {
  return memory.isUnreached && (memory.isWoken || problem?.code !== UNREACHABLE);
}

async function ask(run: Run, facts: Facts, approver: string): Promise<number> {
  run.memory.isWoken = false;
  const isKnown = run.memory.approvers.includes(approver);
  // Whoever passed the decision on still has a card with buttons.
  for (const person of run.memory.approvers)
    if (person !== approver) await show(run, { kind: 'approval', migrationId: run.id, person });
  if (!isKnown) run.memory.approvers.push(approver);
  const notice = { kind: 'approval', migrationId: run.id, person: approver } as const;
  await noteReach(run, facts, await show(run, notice, isKnown ? 'reminder' : 'update'));
  await tellDpo(run, facts.submittedAt);
  await askOfficer(run, facts);
  return 0;
}

/** The first officer who can be reached also decides whether the chat's history goes along. */
async function askOfficer(run: Run, facts: Facts): Promise<void> {
  const { history } = facts;
  if (history === undefined || !needsOfficer(history.mode) || history.isApproved) return;
  for (const person of run.world.organisation.dpo)
    if ((await show(run, { kind: 'history-approval', migrationId: run.id, person })) === 'shown') {
      Object.assign(run.memory, { officer: person, officerShown: officerSees(facts) });
      return;
    }
}

/** What the officer was asked about can change meanwhile: the approver changes the move before they decide. Their card follows. */
export async function showOfficer(run: Run, facts: Facts): Promise<void> {
  const { officer: person, officerShown } = run.memory;
  if (person === '' || officerShown === officerSees(facts)) return;
  run.memory.officerShown = officerSees(facts);
  await show(run, { kind: 'history-approval', migrationId: run.id, person });
}

/** While nobody has decided, every change of the move is one of what they are asked. */
function officerSees({ state, ver, history }: Facts): string {
  return `${state === 'submitted' ? ver : state} ${history?.mode} ${history?.isApproved}`;
}

async function remind(run: Run, facts: Facts, approver: string, times: number): Promise<number> {
  run.memory.reminders = times;
  await tellDpo(run, facts.submittedAt);
  const result = await show(run, { kind: 'approval', migrationId: run.id, person: approver }, 'reminder');
  await noteReach(run, facts, result);
  if (result === 'shown')
    await change(run, 'note the reminder', ({ state }) =>
      state === 'submitted'
        ? { events: [{ what: 'migration.approval-reminded', details: { approver, times } }] }
        : null,
    );
  return 0;
}

/** Teams lets a bot write only to people who have it, so the owner has to know when the approver cannot be reached. */
async function noteReach(run: Run, { problem }: Facts, result: 'shown' | 'unreachable' | 'failed'): Promise<void> {
  const code = UNREACHABLE;
  const isNoted = problem?.code === code;
  run.memory.isUnreached = result === 'unreachable';
  if (result === 'failed' || isNoted === (result === 'unreachable')) return;
  await change(run, 'note whether the approver was reached', ({ state, outcome }) => {
    if (state !== 'submitted') return null;
    if (isNoted)
      return outcome.problem?.code === code
        ? { outcome: { problem: null }, events: [{ what: 'migration.retried', details: { step: state } }] }
        : null;
    const problem = { step: state, code, who: 'person', correlationId: run.id } as const;
    const details = { step: state, problem: code, who: 'person' };
    return { outcome: { problem }, events: [{ what: 'migration.failed', details }] };
  });
}

/** Shows each incident of the move, once for each submission, to the first of the data protection officers who can be reached. */
async function tellDpo(run: Run, submittedAt: number): Promise<void> {
  const { store, organisation } = run.world;
  const open = await step(run, 'read incidents', async () => {
    const incidents = await store.transact((tx) => tx.incidentsOf(run.id));
    return incidents.flatMap(({ id, state }) => (state === 'open' ? [id] : []));
  });
  const isNew = (id: string) => !run.memory.incidents.includes(`${submittedAt} ${id}`);
  for (const incidentId of open.filter(isNew))
    for (const person of organisation.dpo) {
      if ((await show(run, { kind: 'incident', incidentId, person })) !== 'shown') continue;
      run.memory.incidents.push(`${submittedAt} ${incidentId}`);
      break;
    }
}

function expire(run: Run): Promise<number> {
  return change(run, 'expire', ({ state, decideBy }, at) => {
    if (state !== 'submitted' || decideBy === null || decideBy > at) return null;
    return { to: 'expired', outcome: { problem: null }, events: [{ what: 'migration.expired', details: {} }] };
  });
}
