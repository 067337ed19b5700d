import type { Guards } from '../edges/storage/guards.js';
import { CommandProblem, type Terminal } from './command.js';
import { withDatabase } from './database.js';
import type { Finding } from './doctor-graph.js';

/** Whether the database keeps the audit record from being changed. */
export async function auditFindings(terminal: Terminal, dataDir: string | undefined): Promise<readonly Finding[]> {
  try {
    return findingsOf(await withDatabase(terminal, dataDir, (store) => store.guards()));
  } catch (error) {
    if (!(error instanceof CommandProblem)) throw error;
    return [{ state: 'open', name: 'audit record', advice: error.message }];
  }
}

/** Exported for tests. */
export function findingsOf({ open, role, userOwns }: Guards): readonly Finding[] {
  return [
    open.length === 0
      ? { state: 'ok', name: 'audit triggers', advice: 'What is recorded can only grow.' }
      : {
          state: 'wrong',
          name: 'audit triggers',
          advice: `Somebody has taken them off ${open.join(', ')}. Find out who, run "regroup audit verify", and restore them from src/edges/storage/migrations.`,
        },
    roleFinding(role),
    userOwns
      ? {
          state: 'optional',
          name: 'audit owner',
          advice:
            'The user in DATABASE_URL owns the tables and could take the triggers off. Checkpoints with the DPO are what shows that; DATABASE_OWNER_URL, with a user of its own for the bot, keeps it out.',
        }
      : {
          state: 'ok',
          name: 'audit owner',
          advice: 'The user in DATABASE_URL does not own the record and has no right to change it.',
        },
  ];
}

function roleFinding(role: Guards['role']): Finding {
  const name = 'audit role';
  if (role === 'ready')
    return { state: 'ok', name, advice: 'The bot works as regroup_bot, which can add and not change.' };
  if (role === 'missing')
    return {
      state: 'soon',
      name,
      advice:
        'The user in DATABASE_URL may not make roles. Have an administrator run: create role regroup_bot; then start Regroup.',
    };
  return {
    state: 'wrong',
    name,
    advice: 'regroup_bot may change the record. Start Regroup once: it takes that right away.',
  };
}
