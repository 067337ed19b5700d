import { existsSync, readFileSync } from 'node:fs';
import { inWords, main, newCheck, type Given, type Report } from '../../../infra/verify.mjs';
import { logLine } from '../../audit/lines.js';
import type { Store } from '../../records/store.js';
import type { Terminal } from '../command.js';
import { withDatabase } from '../database.js';
import { entriesOf, snapshotOf, storedLeaves } from './live.js';

export type VerifyOptions = {
  readonly dir: string | undefined;
  readonly checkpoints: readonly string[];
  readonly keys: readonly string[];
  readonly json: boolean;
  readonly data: string | undefined;
};

/** Checks a folder, or without one the record in the database, with the same program. Answers with its exit codes. */
export async function verify(options: VerifyOptions, terminal: Terminal): Promise<number> {
  const { dir, checkpoints, keys, json, data } = options;
  if (dir !== undefined) {
    const given = [
      ...checkpoints.flatMap((file) => ['--checkpoint', file]),
      ...keys.flatMap((key) => ['--key', key]),
      ...(json ? ['--json'] : []),
    ];
    return main([dir, ...given], terminal.out);
  }
  const given = {
    checkpoints: checkpoints.map((file) => ({ name: file, text: readFileSync(file, 'utf8') })),
    keys: keys.map((key) => (existsSync(key) ? readFileSync(key, 'utf8').trimEnd() : key)),
  };
  const report = await withDatabase(terminal, data, (store) => verifyStore(store, given));
  if (json) terminal.out(JSON.stringify(report));
  else for (const line of inWords(report)) terminal.out(line);
  if (report.findings.length > 0 && !json)
    terminal.out(
      'Keep the database as it is. "audit export --out DIR" writes what it holds now, with its checkpoints.',
    );
  return report.exit;
}

/** Checks the record of a store. */
export async function verifyStore(store: Store, given: Given): Promise<Report> {
  const snapshot = await snapshotOf(store);
  const leaves = await store.transact(({ log }) => storedLeaves(log, snapshot.size));
  const check = newCheck({
    checkpoints: snapshot.checkpoints.map(({ size, note }) => ({ name: `over ${size} entries`, text: note })),
    keys: snapshot.keys.length === 0 ? null : snapshot.keys.map((key) => `${key}\n`).join(''),
    given,
    leaves: () => leaves,
  });
  for await (const entry of entriesOf(store, snapshot)) if (!check.line(logLine(entry))) break;
  return check.end();
}
