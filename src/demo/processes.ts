import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The folder of the project: `npm run demo` runs from a clone. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COMPANION = fileURLToPath(new URL('../../scripts/companion.cjs', import.meta.url));

/** A process of the demo that did not start, or ended by itself. */
export class DemoProblem extends Error {
  override readonly name = 'DemoProblem';
}

export type Companion = {
  readonly pid: number;
  /** Resolves when the process has ended, with how: `1`, `SIGTERM`. */
  readonly ended: Promise<string>;
  /** Ends it: politely, and by force after `graceMs`. */
  end(graceMs: number): Promise<void>;
  /** Ends it by force. */
  kill(): void;
  /** The last lines that it wrote. */
  lastWords(): string;
};

/**
 * Starts a Node process that ends with this one. It leads a process group of its own, so Ctrl-C at the terminal reaches the
 * demo only, and the demo ends everything in order.
 */
export function startCompanion(options: {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Gets what the process writes, from the start of this run on. */
  readonly log: string;
}): Companion {
  const log = openSync(options.log, 'w');
  const child = spawn(process.execPath, ['--require', COMPANION, ...options.args], {
    cwd: options.cwd,
    detached: true,
    stdio: ['pipe', log, log],
    env: { ...inherited(), ...options.env },
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? String(code)));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    end: (graceMs) => end(child, ended, graceMs),
    kill: () => signal(child, 'SIGKILL'),
    lastWords: () => readFileSync(options.log, 'utf8').trim().split('\n').slice(-8).join('\n'),
  };
}

/** Settings of the person's own bot must not reach the one of the demo. */
function inherited(): Readonly<Record<string, string>> {
  const names = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LANG', 'NODE_OPTIONS', 'TZ'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

async function end(child: ChildProcess, ended: Promise<string>, graceMs: number): Promise<void> {
  const late = new AbortController();
  const patience = wait(graceMs, 'late', { signal: late.signal, ref: false }).catch(() => 'ended');
  signal(child, 'SIGTERM');
  if ((await Promise.race([ended, patience])) === 'late') signal(child, 'SIGKILL');
  await ended;
  late.abort();
}

/** To the whole group: what the process has started itself goes with it. */
function signal(child: ChildProcess, name: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Waits until the address answers 200; throws `DemoProblem` with its last words when the process ends or stays silent. */
export async function answers(what: string, url: string, companion: Companion, patienceMs: number): Promise<void> {
  let ending: string | null = null;
  void companion.ended.then((how) => (ending = how));
  for (const deadline = performance.now() + patienceMs; ; await wait(100)) {
    if (ending !== null)
      throw new DemoProblem(`${what} ended (${String(ending)}). It wrote:\n${companion.lastWords()}`);
    if (await isUp(url)) return;
    if (performance.now() > deadline)
      throw new DemoProblem(`${what} does not answer. It wrote:\n${companion.lastWords()}`);
  }
}

async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).status === 200;
  } catch (error) {
    // Not listening yet, or too busy starting to answer.
    if (error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')) return false;
    throw error;
  }
}

/** A port of this machine that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
