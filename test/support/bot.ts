import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The bot as a process of its own, which can be killed. */
export type BotProcess = {
  readonly port: number;
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything it wrote, to both outputs. */
  log(): string;
  /** Ends it, and waits until it is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
};

export type BotOptions = {
  readonly port: number;
  readonly dataDir: string;
  readonly graph: string;
  readonly signIn: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** Starts the bot in the sandbox and waits until it is ready; rejects with its last words when it ends instead. */
export async function startBotProcess(options: BotOptions): Promise<BotProcess> {
  const { port, dataDir, graph, signIn, env = {} } = options;
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'src/main.ts')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      REGROUP_SANDBOX: '1',
      REGROUP_SANDBOX_GRAPH: graph,
      REGROUP_SANDBOX_SIGN_IN: signIn,
      REGROUP_DATA: dataDir,
      PORT: String(port),
      HOST: '127.0.0.1',
      ...env,
    },
  });
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`the bot ended with ${child.exitCode}: ${log.slice(-2_000)}`);
    return isReady(url);
  }, 60_000);
  return { port, url, process: child, log: () => log, end: (signal) => end(child, signal) };
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).status === 200;
  } catch (error) {
    // Not listening yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** A port of loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
