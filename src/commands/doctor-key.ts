import { existsSync } from 'node:fs';
import { readKey } from '../audit/note.js';
import { ConfigProblem, type Config } from '../config.js';
import { keyFileIn } from '../edges/signing/signing.js';
import { openCheckpoints } from '../join/checkpoints.js';
import { CommandProblem, type Terminal } from './command.js';
import { withDatabase } from './database.js';
import type { Finding } from './doctor-graph.js';

const name = 'audit key';

/** Whether the key that signs for the record can be read, from where the bot reads it, and is the one that signed last. */
export async function keyFinding(config: Config, terminal: Terminal, data: string | undefined): Promise<Finding> {
  const dataDir = data ?? config.dataDir;
  if (config.audit.keyFile === null && !existsSync(keyFileIn(dataDir)))
    return { state: 'open', name, advice: 'There is none yet: the first start makes one in REGROUP_DATA.' };
  try {
    const { signing } = await openCheckpoints({ ...config, dataDir });
    const { hash } = (await signing.signer()).key;
    return compared(hash, await lastKey(terminal, data));
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    return { state: 'wrong', name, advice: error.advice };
  }
}

function compared(hash: string, last: string | null): Finding {
  if (last === null) return { state: 'ok', name, advice: `${hash} can be read. Nothing is signed yet.` };
  if (last === hash) return { state: 'ok', name, advice: `${hash} can be read, and is the one that signed last.` };
  const advice = `${hash} can be read. ${last} signed last: the next checkpoint takes ${hash} into use and records that. If nobody changed the key, find out who did; tell the data protection officer.`;
  return { state: 'soon', name, advice };
}

/** Null where nothing is signed, or the database cannot be looked at, which the other findings say. */
async function lastKey(terminal: Terminal, data: string | undefined): Promise<string | null> {
  try {
    const keys = await withDatabase(terminal, data, (store) => store.transact(({ log }) => log.keys()));
    const last = keys.at(-1);
    return last === undefined ? null : readKey(last).hash;
  } catch (error) {
    if (error instanceof CommandProblem) return null;
    throw error;
  }
}
