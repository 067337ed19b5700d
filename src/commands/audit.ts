import { REDACTED_KINDS, REDACTED_WHYS } from '../audit/log-details.js';
import { exportLog } from './audit/export.js';
import { queryLog } from './audit/query.js';
import { redact } from './audit/redact.js';
import { rotateKey } from './audit/rotate-key.js';
import { sample } from './audit/sample.js';
import { verify } from './audit/verify.js';
import { CommandProblem, readArguments, type Command, type Terminal } from './command.js';
import { DATA } from './database.js';

const OPTIONS = {
  ...DATA,
  checkpoint: { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  entries: { type: 'string' },
  seed: { type: 'string' },
  out: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  who: { type: 'string' },
  what: { type: 'string' },
  subject: { type: 'string' },
  migration: { type: 'string' },
  format: { type: 'string' },
  kind: { type: 'string' },
  why: { type: 'string' },
  by: { type: 'string' },
} as const;

/** Which options each verb takes. */
const VERBS = {
  verify: ['data', 'checkpoint', 'key', 'json'],
  export: ['data', 'out', 'from', 'to', 'subject', 'migration', 'format'],
  query: ['data', 'from', 'to', 'who', 'what', 'subject', 'migration', 'json'],
  sample: ['entries', 'seed', 'out'],
  redact: ['data', 'kind', 'why', 'by'],
  'rotate-key': ['data'],
} as const satisfies Readonly<Record<string, readonly (keyof typeof OPTIONS)[]>>;

/** Verbs that take something more: a folder, a number, a question. */
const WITH_SUBJECT: readonly string[] = ['verify', 'redact', 'query'];

export const audit: Command = {
  usage: [
    [
      'audit verify [DIR] [--checkpoint FILE]... [--key VKEY]... [--json] [--data DIR]',
      'Whether the audit record, or one that was exported into DIR, is as it was written and signed. Exit code 0: intact and anchored, 10: intact, not anchored, 20: altered, 21: truncated, 22: forked, 23: key unknown, 2: cannot be checked',
    ],
    [
      'audit export [--out DIR] [--from DAY] [--to DAY] [--subject ID | --migration ID] [--format jsonl|csv] [--data DIR]',
      'The audit record, or what of it is about something, into a folder that a stranger can verify; without --out as lines',
    ],
    [
      'audit query [QUESTION] [--what KIND] [--who ID] [--subject ID | --migration ID] [--from DAY] [--to DAY] [--json] [--data DIR]',
      'What the audit record says of something: "who approved PE staff?", or --what approved --migration ID',
    ],
    ['audit sample [--entries 1000] [--seed 1] --out DIR', 'An invented record to try to falsify, and its verifier'],
    [
      'audit redact SEQ --kind KIND --why REASON --by ID [--data DIR]',
      `Deletes what one entry says, for good, and records who had it done, the kind of detail (${REDACTED_KINDS.join(', ')}) and why (${REDACTED_WHYS.join(', ')}). All proofs still hold`,
    ],
    ['audit rotate-key [--data DIR]', 'Another key to sign for the record from now on; the old one vouches for it'],
  ],
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS);
    const [verb = '', ...more] = positionals;
    if (!isVerb(verb) || more.length > (WITH_SUBJECT.includes(verb) ? 1 : 0))
      throw new CommandProblem(
        'Say "audit verify", "audit export", "audit query", "audit sample", "audit redact" or "audit rotate-key".',
      );
    const takes: readonly string[] = VERBS[verb];
    const odd = Object.entries(values).find(([name, value]) => value !== false && !takes.includes(name));
    if (odd !== undefined) throw new CommandProblem(`"audit ${verb}" has no --${odd[0]}.`);
    return run(verb, more[0], values, terminal);
  },
};

type Values = ReturnType<typeof readArguments<typeof OPTIONS>>['values'];

function isVerb(verb: string): verb is keyof typeof VERBS {
  return Object.hasOwn(VERBS, verb);
}

function run(
  verb: keyof typeof VERBS,
  object: string | undefined,
  values: Values,
  terminal: Terminal,
): Promise<number> {
  const { checkpoint = [], key = [], json, data, out, from, to, subject, migration, format } = values;
  if (verb === 'verify') return verify({ dir: object, checkpoints: checkpoint, keys: key, json, data }, terminal);
  if (verb === 'sample') return sample({ entries: values.entries, seed: values.seed, out }, terminal);
  if (verb === 'rotate-key') return rotateKey(data, terminal);
  if (verb === 'redact')
    return redact({ seq: object, kind: values.kind, why: values.why, by: values.by, data }, terminal);
  if (verb === 'export') return exportLog({ from, to, subject, migration, format, out, data }, terminal);
  const filter = { from, to, who: values.who, what: values.what, mentions: subject ?? migration };
  return queryLog({ filter, question: object, json, data }, terminal);
}
