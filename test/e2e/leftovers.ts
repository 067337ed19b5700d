import assert from 'node:assert/strict';
import { found, placesOf, type Places } from '../support/residue.js';
import { command, type Demo } from './demo.js';

/** The client's own files are not ours; the simulated tenant is Microsoft's side. */
export const NOT_OURS = /\/demo\/(?:client-\d+\/|tenant\.json)/;

/** Looks for words wherever the demo may have left them. `there` has to be found in each kind of place, or the search finds nothing. */
export async function assertGone(
  demo: Demo,
  words: {
    readonly there: readonly string[];
    readonly gone: readonly string[];
    readonly gonePlainly: readonly string[];
  },
): Promise<void> {
  const places = await placesOf(demo.dataDir, NOT_OURS);
  const { out: audit } = await command(demo, 'audit', 'export');
  const said = [demo.output(), audit].map((text, index) => ({ name: `output ${index}`, bytes: Buffer.from(text) }));
  const all: Places = { rows: places.rows, files: [...places.files, ...said] };
  // What was overwritten stays in the database's own files for a while.
  const kept = { rows: all.rows, files: all.files.filter(({ name }) => !/\/(?:base|pg_wal)\//.test(name)) };

  const there = found(words.there, all);
  for (const place of [/ in a row$/, /\/pg_wal\//, /\/base\//, /bot\.log$/, /output 1$/, /\/pack\//])
    assert.ok(
      there.some((line) => place.test(line)),
      `nothing was found at ${place}`,
    );
  assert.deepEqual(found(words.gone, all), []);
  assert.deepEqual(found(words.gonePlainly, kept), []);
}
