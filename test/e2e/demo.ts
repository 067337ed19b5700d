import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SentRequest } from '../support/graph-check.js';
import { assertKnown } from '../support/tenant.js';
import { until } from '../support/until.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What `npm run demo -- --json` says when everything is ready. */
export type Announced = {
  readonly bot: string;
  readonly tenant: string;
  readonly signIn: string;
  /** The page on which somebody sends a file. */
  readonly attach: string;
  readonly dataDir: string;
  /** Path of the secret that read-outs are signed with. */
  readonly evidenceKey: string;
  /** Path of the file with the minutes by which the bot's clock is ahead. */
  readonly clock: string;
  readonly clients: readonly { readonly person: string; readonly role: string; readonly url: string }[];
  readonly pids: readonly number[];
};

export type Demo = Announced & {
  /** What the demo and its bot wrote. */
  output(): string;
  /** Ctrl-C: answers with the processes that were left running. */
  stop(): Promise<readonly number[]>;
};

/** Starts the demo as a user does, on a data folder of its own. */
export async function startDemo(dataDir: string, ...args: readonly string[]): Promise<Demo> {
  const child = spawn('npm', ['run', '-s', 'demo', '--', '--json', '--data', dataDir, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  await until(() => {
    if (child.exitCode !== null) throw new Error(`the demo ended with ${child.exitCode}: ${err}`);
    return out.includes('\n');
  }, 90_000);
  const announced = JSON.parse(out.split('\n')[0] ?? '') as Announced;
  return { ...announced, output: () => out + err, stop: () => stopAndCheck(child, announced) };
}

/** What the bot asked of Graph is held against Microsoft's metadata, as it is wherever a test starts the tenant itself. */
async function stopAndCheck(child: ChildProcess, { tenant, pids }: Announced): Promise<readonly number[]> {
  let left: readonly number[] = [];
  let requests: readonly SentRequest[] = [];
  try {
    requests = (await (await fetch(`${tenant}/sandbox/requests`)).json()) as readonly SentRequest[];
  } finally {
    left = await stop(child, pids);
  }
  await assertKnown(requests);
  return left;
}

async function stop(child: ChildProcess, pids: readonly number[]): Promise<readonly number[]> {
  const gone = once(child, 'exit');
  // To the whole group, as a terminal does.
  process.kill(-(child.pid ?? 0), 'SIGINT');
  await gone;
  return pids.filter(isRunning);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

const MINUTE_MS = 60_000;

/** Puts the bot's clock forward to this time; in whole minutes, so that it can be half a minute earlier or later. */
export function setClock({ clock }: Announced, to: Date): void {
  writeFileSync(`${clock}.new`, String(Math.round((to.getTime() - Date.now()) / MINUTE_MS)));
  renameSync(`${clock}.new`, clock);
}

/** What a command of Regroup's says about the demo, and its exit code. */
export async function command(
  { dataDir, tenant, signIn }: Announced,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string }> {
  const env = {
    ...process.env,
    REGROUP_DATA: dataDir,
    REGROUP_SANDBOX: '1',
    REGROUP_SANDBOX_GRAPH: tenant,
    REGROUP_SANDBOX_SIGN_IN: signIn,
  };
  return program('npm', ['run', '-s', 'regroup', '--', ...args], { cwd: ROOT, env });
}

/** Runs a program to its end. */
export function program(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<{ readonly code: number; readonly out: string }> {
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, { ...options, maxBuffer: 50_000_000 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, out: stdout + stderr }),
    );
    child.once('error', reject);
  });
}
