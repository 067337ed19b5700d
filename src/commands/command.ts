import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';

/** Where a command reads from and writes to. Tests give their own. */
export type Terminal = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard input, as it arrives. */
  readonly input: NodeJS.ReadableStream;
  /** One line of the answer. */
  readonly out: (line: string) => void;
  /** One line about what went wrong, or what is going on. */
  readonly err: (line: string) => void;
  /** Resolves when what was written has been taken; without it, whoever takes it is never behind. */
  readonly drained?: () => Promise<unknown>;
};

/** A subcommand of `regroup`. */
export type Command = {
  /** As in `regroup help`: the arguments, then what it does, a line each. */
  readonly usage: readonly (readonly [args: string, what: string])[];
  /** Answers with the exit code: 0 for "all is well", 1 for anything else. Throws `CommandProblem` for what the caller can mend. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
};

/** Something that whoever typed the command can mend; the message says how. */
export class CommandProblem extends Error {
  override readonly name = 'CommandProblem';
}

/** The arguments of a command; throws `CommandProblem` for one that it does not have. */
export function readArguments<O extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
      throw new CommandProblem(error.message, { cause: error });
    throw error;
  }
}
