#!/usr/bin/env node
import { once } from 'node:events';
import { debuglog } from 'node:util';
import { CommandProblem, type Command, type Terminal } from './commands/command.js';
import { ConfigProblem } from './config.js';
import { MigrationProblem, ServerProblem } from './edges/storage/problem.js';
import { PolicyProblem } from './guidance/policy.js';
import { ExportProblem } from './whatsapp/entry.js';

/** Loaded when they are needed: signing in and databases are slow to load, and `ask` needs neither. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  ask: async () => (await import('./commands/ask.js')).ask,
  eval: async () => (await import('./commands/eval.js')).evaluate,
  summary: async () => (await import('./commands/summary.js')).summary,
  audit: async () => (await import('./commands/audit.js')).audit,
  inspect: async () => (await import('./commands/inspect.js')).inspect,
  evidence: async () => (await import('./commands/evidence.js')).evidence,
  pack: async () => (await import('./commands/pack.js')).pack,
  policy: async () => (await import('./commands/policy.js')).policy,
  doctor: async () => (await import('./commands/doctor.js')).doctor,
};

/** Errors whose message was written for whoever typed the command. */
const EXPLAINED = [CommandProblem, ConfigProblem, PolicyProblem, ServerProblem, MigrationProblem, ExportProblem];
const debug = debuglog('regroup');

/** Runs one command and answers with the exit code. */
async function main([name = 'help', ...args]: readonly string[], terminal: Terminal): Promise<number> {
  if (['help', '--help', '-h'].includes(name) || args.includes('--help')) return help(terminal, 0);
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    terminal.err(`regroup: there is no command "${name}".`);
    return help({ ...terminal, out: terminal.err }, 1);
  }
  try {
    const command = await load();
    return await command.run(args, terminal);
  } catch (error) {
    debug('%o', error);
    terminal.err(`regroup ${name}: ${sentence(error)}`);
    return 1;
  }
}

/** What went wrong, for a person. */
function sentence(error: unknown): string {
  if (EXPLAINED.some((kind) => error instanceof kind)) return (error as Error).message;
  const { name, code, path } = Object(error) as { name?: string; code?: unknown; path?: unknown };
  if (typeof path === 'string' && typeof code === 'string') return `${path} cannot be read (${code}).`;
  return `a fault in Regroup (${name ?? typeof error}${typeof code === 'string' ? ` ${code}` : ''}). NODE_DEBUG=regroup shows where.`;
}

async function help({ out }: Terminal, code: number): Promise<number> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const lines = commands.flatMap(({ usage }) => usage);
  out('regroup: the command line of Regroup. From a clone: npm run -s regroup -- COMMAND');
  for (const [args, what] of lines) out(`\n  regroup ${args}\n      ${what}`);
  return code;
}

// Whoever reads the answer, such as `head`, may have seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await main(process.argv.slice(2), {
  env: process.env,
  input: process.stdin,
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  drained: async () => (process.stdout.writableNeedDrain ? once(process.stdout, 'drain') : undefined),
});
