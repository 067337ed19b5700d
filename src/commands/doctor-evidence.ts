import type { Config } from '../config.js';
import { OAKFIELD } from '../edges/sandbox/oakfield.js';
import type { Evidence } from '../retention/evidence.js';
import { CommandProblem, type Terminal } from './command.js';
import { withDatabase } from './database.js';
import type { Finding } from './doctor-graph.js';

const DAY_MS = 86_400_000;
/** Evidence is relied on for 30 days; after that a team's level is unknown. */
const RELIED_ON_DAYS = 30;
const SOON_DAYS = 25;

/** How old the newest evidence of each governed team's retention is. */
export async function evidenceFindings(
  terminal: Terminal,
  config: Config,
  dataDir: string | undefined,
  now: number,
): Promise<readonly Finding[]> {
  const { governedTeams } = config.organisation ?? OAKFIELD.organisation;
  try {
    const all = await withDatabase(terminal, dataDir, (store) => store.transact((tx) => tx.evidence(governedTeams)));
    return governedTeams.flatMap((team) => teamFindings(team, all, now));
  } catch (error) {
    if (!(error instanceof CommandProblem)) throw error;
    return [{ state: 'open', name: 'evidence', advice: error.message }];
  }
}

function teamFindings(team: string, all: readonly Evidence[], now: number): readonly Finding[] {
  return (['messages', 'files'] as const).map((location) => {
    const times = all.filter((one) => one.teamId === team && one.location === location).map(({ at }) => at.getTime());
    return ageFinding(`${team} ${location}`, times.length === 0 ? null : Math.max(...times), now);
  });
}

function ageFinding(name: string, newest: number | null, now: number): Finding {
  const mend = 'Run infra/retention-evidence.ps1, and give Regroup what it wrote.';
  if (newest === null) return { state: 'optional', name, advice: `No evidence yet: nothing is proved. ${mend}` };
  const days = Math.floor((now - newest) / DAY_MS);
  const age = `The newest evidence is ${days} days old.`;
  if (days > RELIED_ON_DAYS) return { state: 'soon', name, advice: `${age} It is no longer relied on. ${mend}` };
  return days >= SOON_DAYS ? { state: 'soon', name, advice: `${age} ${mend}` } : { state: 'ok', name, advice: age };
}
