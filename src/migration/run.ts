import { destroyUpload } from './aftermath.js';
import { addMembers } from './membership.js';
import { awaitDecision, showOfficer } from './deciding.js';
import { collectStatements } from './closing.js';
import { DAY_MS, backOff, change, newRun, show, type Run, type RunWorld } from './course.js';
import { look, type Facts } from './facts.js';
import { importHistory } from './importing.js';
import { isHeldUp, tellOfHold } from './keeping.js';
import { DIFFERS } from './history.js';
import type { State } from './migration.js';
import { awaitObjections } from './objecting.js';
import { WorkplaceProblem, type Durable } from './ports.js';
import { beginWork, provision } from './provisioning.js';
import { proveRetention } from './proving.js';
import { abandonSession } from './session.js';
import { welcome } from './welcoming.js';

/** How often a passing problem is met in silence before the owner is told of it. */
const SILENT_FAILURES = 3;
/** What was just made takes a while to be found everywhere in Microsoft 365; longer than this it is not that. */
const NOT_FOUND_PATIENCE = 6;
const MONTH_MS = 30 * DAY_MS;

/**
 * Carries a migration from its submission to its end: looks at it, does the next thing, waits. The state in the database is the
 * truth; a message only wakes the run, so one that is lost, doubled or late does no harm. A migration that was sent back or has
 * expired keeps its run, because it may be submitted again. Ends when the migration is closed, stopped or cancelled.
 */
export async function runMigration(durable: Durable, id: string, world: RunWorld): Promise<void> {
  const run = newRun(durable, id, world);
  for (;;) {
    const pause = await oneRound(run);
    if (pause === null) return;
    if (pause <= 0) continue;
    run.memory.isEarly = (await durable.receive('wake', pause)) !== null;
    if (run.memory.isEarly) run.memory.isWoken = true;
  }
}

/** Answers how long to wait, in milliseconds; null when the run is over. */
async function oneRound(run: Run): Promise<number | null> {
  try {
    const facts = await look(run);
    if (facts === null) return null;
    await showChanges(run, facts);
    const waits = await leaveOpenSession(run, facts);
    if (waits !== null) return waits;
    if (isOver(facts.state)) return await end(run, facts);
    if (isHeldUp(facts)) return DAY_MS;
    if (facts.problem === null && !run.memory.isRetrying) run.memory.failures = 0;
    if (isBlocked(run, facts)) return DAY_MS;
    const pause = await advance(run, facts);
    await recover(run, facts);
    return pause;
  } catch (error) {
    if (error instanceof WorkplaceProblem) return meetProblem(run, error);
    throw error;
  }
}

function advance(run: Run, facts: Facts): Promise<number> | number {
  switch (facts.state) {
    case 'submitted':
      return awaitDecision(run, facts);
    case 'approved':
      return beginWork(run);
    case 'provisioning':
      return provision(run, facts);
    case 'objecting':
      return awaitObjections(run, facts);
    case 'importing':
      return importHistory(run, facts);
    case 'members':
      return addMembers(run, facts);
    case 'retention-pending':
      return facts.isWelcomeDue === true ? welcome(run, facts) : proveRetention(run);
    case 'closing':
      return collectStatements(run, facts);
    // The owner's turn: the notice has to be pasted, the draft to be changed.
    default:
      return MONTH_MS;
  }
}

/** Nobody can post in a channel while history is put into it, so a session that does not go on is completed. Null when none is. */
function leaveOpenSession(run: Run, facts: Facts): Promise<number> | null {
  const done = facts.history?.done ?? null;
  const goesOn = facts.state === 'importing' && facts.problem === null && !isHeldUp(facts);
  return done === null || done.openSince === null || goesOn ? null : abandonSession(run, facts, done);
}

/** A move that is over leaves nothing sealed behind. */
async function end(run: Run, { state }: Facts): Promise<null> {
  await destroyUpload(run, state === 'closed' ? 'left-out' : 'stopped');
  return null;
}

function isOver(state: State): boolean {
  return state === 'closed' || state === 'stopped' || state === 'cancelled';
}

/** Whether somebody has to act first. While a decision is awaited, a problem holds nothing up. */
function isBlocked(run: Run, { state, problem }: Facts): boolean {
  return problem?.step === state && state !== 'submitted' && !run.memory.isRetrying;
}

async function showChanges(run: Run, facts: Facts): Promise<void> {
  const { state, ver, owner, answers, problem, history, hold } = facts;
  const shown = `${ver} ${answers}`;
  if (state !== 'draft' && run.memory.shown !== shown) {
    run.memory.shown = shown;
    await show(run, { kind: 'progress', migrationId: run.id, person: owner });
  }
  await tellOfHold(run, facts);
  await showOfficer(run, facts);
  await tellOfLateObjections(run, history?.late ?? 0);
  // The approver can accept what did not arrive as it should.
  const stage = `${state}${problem?.code === DIFFERS ? ` ${DIFFERS}` : ''}${hold?.isHeld === true ? ' held' : ''}`;
  if (run.memory.shownState === stage) return;
  run.memory.shownState = stage;
  for (const person of run.memory.approvers) await show(run, { kind: 'approval', migrationId: run.id, person });
}

/** Who objects when the time is over is heard all the same: by the first officer who can be reached. */
async function tellOfLateObjections(run: Run, late: number): Promise<void> {
  if (late <= run.memory.late) return;
  run.memory.late = late;
  for (const person of run.world.organisation.dpo)
    if ((await show(run, { kind: 'history-approval', migrationId: run.id, person }, 'reminder')) === 'shown') return;
}

/** Records the problem and who has to act. What passes by itself is tried again by itself, first in silence. */
async function meetProblem(run: Run, { code, who, correlationId, missing }: WorkplaceProblem): Promise<number> {
  const { memory } = run;
  memory.failures += 1;
  memory.isRetrying = passesByItself(code, who, memory.failures);
  if (memory.isRetrying && memory.failures <= SILENT_FAILURES) return backOff(memory.failures);
  try {
    await change(run, 'note the problem', ({ state, outcome }) => {
      const known = outcome.problem;
      const isKnown = known?.step === state && known.code === code && (known.missing ?? null) === missing;
      if (isKnown || isOver(state)) return null;
      const problem = { step: state, code, who, correlationId, missing };
      return {
        outcome: { problem },
        events: [{ what: 'migration.failed', details: { step: state, problem: code, who } }],
      };
    });
  } catch (error) {
    if (!(error instanceof WorkplaceProblem)) throw error;
    // Not even that can be written now; the edge has logged why.
    memory.isRetrying = true;
  }
  return memory.isRetrying ? backOff(memory.failures) : 0;
}

function passesByItself(code: string, who: string, failures: number): boolean {
  if (code === 'not-found') return failures <= NOT_FOUND_PATIENCE;
  return code === 'outage' || (code === 'other' && who === 'us');
}

/** Takes back a problem that has passed by itself. */
async function recover(run: Run, { ver, problem }: Facts): Promise<void> {
  const { memory } = run;
  const hasPassed = memory.isRetrying && problem !== null;
  memory.isRetrying = false;
  memory.failures = 0;
  if (!hasPassed) return;
  await change(run, 'take the problem back', (migration) => {
    if (migration.ver !== ver) return null;
    return { outcome: { problem: null }, events: [{ what: 'migration.retried', details: { step: problem.step } }] };
  });
}
