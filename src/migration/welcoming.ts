import { backOff, change, step, type Run } from './course.js';
import type { Facts } from './facts.js';
import { WorkplaceProblem } from './ports.js';
import type { Welcome } from './welcome-record.js';

/** Where a bot was just installed, it takes minutes until it may write. */
const MOST_TRIES = 5;

/**
 * Installs Regroup in the team and posts a card in the channel: what it is for, who looks after it, how long things are kept, and what
 * does not belong there. A courtesy, so whatever goes wrong is noted and the move goes on.
 */
export async function welcome(run: Run, { teamId, channelId }: Facts): Promise<number> {
  const { welcoming } = run.world;
  if (welcoming === undefined || teamId === null || channelId === null) return note(run, NOT_SET_UP);
  try {
    await step(run, 'install Regroup in the team', async () => {
      await welcoming.install(teamId);
      return true;
    });
  } catch (error) {
    if (!(error instanceof WorkplaceProblem)) throw error;
    run.memory.welcomes += 1;
    if (error.code === 'outage' && run.memory.welcomes < MOST_TRIES) return backOff(run.memory.welcomes);
    return note(run, { result: 'not-posted', problem: error.code, missing: error.missing });
  }
  run.memory.welcomes += 1;
  const tries = run.memory.welcomes;
  const result = await run.durable.once(`welcome ${tries}`, {
    // Nobody can look it up without reading the channel: a second card is worse than not knowing.
    find: async () => 'unclear' as const,
    do: () => welcoming.post(run.id),
  });
  if (result === 'refused' && tries < MOST_TRIES) return backOff(tries);
  return note(run, { result: result === 'refused' ? 'not-posted' : result, problem: WHY[result], missing: null });
}

const NOT_SET_UP: Welcome = { result: 'not-posted', problem: 'not-set-up', missing: null };
const WHY = { posted: null, unclear: null, refused: 'channel-refused' } as const;

function note(run: Run, found: Welcome): Promise<number> {
  return change(run, 'note the welcome', ({ outcome }) => {
    if (outcome.welcome !== undefined || outcome.channelId === null) return null;
    const details = { channelId: outcome.channelId, result: found.result, problem: found.problem };
    return { outcome: { welcome: found }, events: [{ what: 'migration.welcomed', details }] };
  });
}
