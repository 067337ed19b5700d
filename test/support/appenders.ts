import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const APPENDER = fileURLToPath(new URL('../kill/appender.ts', import.meta.url));

/** Processes that append to the record of this database at once. Answers which entries were answered "recorded", before each one's end. */
export async function appendAtOnce(options: {
  readonly url: string;
  readonly processes: number;
  /** For each of them. */
  readonly entries: number;
  /** How many of them are killed, each after another share of its entries. */
  readonly killed: number;
}): Promise<{ readonly answered: ReadonlySet<string>; readonly killed: number }> {
  const answered = new Set<string>();
  let killed = 0;
  const one = async (n: number): Promise<void> => {
    const name = `p${n}`;
    const child = fork(APPENDER, [options.url, name, String(options.entries)], { execArgv: ['--import', 'tsx'] });
    const enough = n < options.killed ? (options.entries * (n + 1)) / (options.killed + 2) : Infinity;
    let count = 0;
    child.on('message', (message) => {
      answered.add(`${name}-${String(message)}`);
      count += 1;
      if (count >= enough && !child.killed) child.kill('SIGKILL');
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (signal === 'SIGKILL') killed += 1;
    else if (code !== 0) throw new Error(`appender ${name} ended with ${String(code)}`);
  };
  await Promise.all(Array.from({ length: options.processes }, (_, n) => one(n)));
  return { answered, killed };
}
