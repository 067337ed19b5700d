#!/usr/bin/env node
import { debuglog } from 'node:util';
import { audit } from './commands/audit.js';
import { doctor } from './commands/doctor.js';
import { evidence } from './commands/evidence.js';
import { summary } from './commands/summary.js';
import { CommandProblem, type Command, type Terminal } from './commands/command.js';
import { ConfigProblem } from './config.js';
import { MigrationProblem, ServerProblem } from './edges/storage/problem.js';

const COMMANDS: Readonly<Record<string, Command>> = { summary, audit, evidence, doctor };

/** Errors whose message was written for whoever typed the command. */
const EXPLAINED = [CommandProblem, ConfigProblem, ServerProblem, MigrationProblem];
const debug = debuglog('regroup');

/** Runs one command and answers with the exit code. */
async function main([name = 'help', ...args]: readonly string[], terminal: Terminal): Promise<number> {
  if (['help', '--help', '-h'].includes(name) || args.includes('--help')) return help(terminal, 0);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    terminal.err(`regroup: there is no command "${name}".`);
    return help({ ...terminal, out: terminal.err }, 1);
  }
  try {
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

function help({ out }: Terminal, code: number): number {
  const lines = Object.values(COMMANDS).flatMap(({ usage }) => usage);
  out('regroup: the command line of Regroup. From a clone: npm run -s regroup -- COMMAND');
  for (const [args, what] of lines) out(`\n  regroup ${args}\n      ${what}`);
  return code;
}

process.exitCode = await main(process.argv.slice(2), {
  env: process.env,
  input: process.stdin,
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
});
