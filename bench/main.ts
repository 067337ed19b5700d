import { parseArgs } from 'node:util';

/** What a benchmark found: figures for a machine, lines for a person, and targets that were missed. */
export type Found = { readonly figures: object; readonly lines: readonly string[]; readonly faults: readonly string[] };
export type Bench = () => Promise<Found>;

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  guidance: async () => (await import('./guidance.js')).guidance,
  audit: async () => (await import('./audit.js')).audit,
  roster: async () => (await import('./roster.js')).roster,
  migration: async () => (await import('./migration.js')).migration,
  exports: async () => (await import('./exports.js')).exportsBench,
};

/** Runs one benchmark; 1 when a target was missed. With --json the last line is one object. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [name = ''] = positionals;
  const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (load === undefined) {
    console.error(`Say npm run bench -- NAME [--json], where NAME is ${Object.keys(BENCHES).join(' or ')}.`);
    return 1;
  }
  const { figures, lines, faults } = await (await load())();
  if (values.json) console.log(JSON.stringify({ bench: name, node: process.version, ...figures, faults }));
  else for (const line of lines) console.log(line);
  for (const fault of faults) console.error(`missed: ${fault}`);
  return faults.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
