import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { birthOf } from './processes.js';
import { ServerProblem } from './problem.js';

const NAME = /^claim\.(\d+)\.([A-Za-z0-9-]+)\.[0-9a-f]{8}$/;

/**
 * Runs the work while no other process works on the folder. Every process writes a lock file with a name of its own (its
 * number and birth) and then looks for others: whoever sees a living one takes its own away and tries again. So a file left
 * by a dead process, or by an earlier process with the same number, can be removed by anybody without ever hitting a
 * living one. Throws `ServerProblem` after `patienceMs`.
 */
export async function withClaim<T>(folder: string, patienceMs: number, work: () => Promise<T>): Promise<T> {
  const mine = await claim(folder, patienceMs);
  try {
    return await work();
  } finally {
    rmSync(join(folder, mine), { force: true });
  }
}

async function claim(folder: string, patienceMs: number): Promise<string> {
  const deadline = performance.now() + patienceMs;
  const mine = `claim.${process.pid}.${birthOf(process.pid) ?? 'unknown'}.${randomBytes(4).toString('hex')}`;
  for (;;) {
    writeFileSync(join(folder, mine), '', { mode: 0o600 });
    const other = livingClaim(folder, mine);
    if (other === null) return mine;
    rmSync(join(folder, mine), { force: true });
    if (performance.now() > deadline)
      throw new ServerProblem(
        `Process ${other} is still working on the database in ${folder}. Wait for it, or end it, and start Regroup again.`,
      );
    // Two that saw each other must not meet again.
    await wait(20 + Math.random() * 80);
  }
}

/** The number of a living process with a claim, other than ours. Takes the claims of dead ones away. */
function livingClaim(folder: string, mine: string): string | null {
  for (const name of readdirSync(folder)) {
    const [, pid, birth] = NAME.exec(name) ?? [];
    if (name === mine || pid === undefined) continue;
    if (birthOf(Number(pid)) === birth) return pid;
    rmSync(join(folder, name), { force: true });
  }
  return null;
}
