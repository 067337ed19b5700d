import { Readable } from 'node:stream';
import type { Terminal } from '../../src/commands/command.js';

/** A terminal whose lines a test can read. */
export function terminal(
  env: Terminal['env'] = {},
  input = '',
): Terminal & { readonly said: string[]; readonly complained: string[] } {
  const said: string[] = [];
  const complained: string[] = [];
  return {
    env,
    input: Readable.from([Buffer.from(input)]),
    out: (line) => void said.push(line),
    err: (line) => void complained.push(line),
    said,
    complained,
  };
}
