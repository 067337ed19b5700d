import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from '../support/until.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What `npm run demo -- --json` says when everything is ready. */
export type Announced = {
  readonly bot: string;
  readonly tenant: string;
  /** The page on which somebody sends a file. */
  readonly attach: string;
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
  return { ...announced, output: () => out + err, stop: () => stop(child, announced.pids) };
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
