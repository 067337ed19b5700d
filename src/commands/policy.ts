import { z } from 'zod';
import { listOfFiles, openPolicy, packFiles } from '../guidance/files.js';
import { inspect, type Inspection } from '../guidance/inspect.js';
import { PolicyProblem } from '../guidance/policy.js';
import type { Policy } from '../guidance/types.js';
import { CommandProblem, readArguments, type Command, type Terminal } from './command.js';

/** The policy that is set, or the one that comes with Regroup. Throws `PolicyProblem` naming file, line and key. */
export function policyOf({ env }: Terminal): Policy {
  return openPolicy(listOfFiles(env['REGROUP_POLICY'] ?? ''));
}

export const policy: Command = {
  usage: [
    [
      'policy check [FILE…] [--today 2026-11-24] [--json]',
      'What is to be mended in a policy, by file and line; exit code 1 if anything is',
    ],
    [
      'policy examples [--json] [--data DIR]',
      'Questions and answers that the DPO marked as examples, for whoever edits the policy',
    ],
  ],
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, {
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
      today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    });
    const [what, ...files] = positionals;
    // Loaded when it is needed: a database is slow to load, and checking a policy needs none.
    if (what === 'examples' && files.length === 0)
      return (await import('./examples.js')).listExamples(policyOf(terminal), terminal, {
        data: values.data,
        json: values.json,
      });
    if (what !== 'check')
      throw new CommandProblem('Say policy examples, or policy check and the files if not the ones that are set.');
    if (!z.iso.date().safeParse(values.today).success) throw new CommandProblem('Write --today as 2026-11-24.');
    const policies =
      files.length === 0 ? [listOfFiles(terminal.env['REGROUP_POLICY'] ?? '')] : files.map((file) => [file]);
    const found = policies.map((list) => ({ list, ...inspected(list, values.today) }));
    if (values.json) terminal.out(JSON.stringify(found.map(asJson)));
    else for (const one of found) for (const line of report(one)) terminal.out(line);
    return found.every(({ problems }) => problems.length === 0) ? 0 : 1;
  },
};

type Found = Inspection & { readonly list: readonly string[] };

/** Each file is a policy of its own, with what it extends. */
function inspected(list: readonly string[], today: string): Inspection {
  try {
    return inspect(packFiles(list), today);
  } catch (error) {
    if (error instanceof PolicyProblem) return { policy: null, problems: [error], unchecked: 0 };
    throw error;
  }
}

function report({ list, policy, problems, unchecked }: Found): readonly string[] {
  const name = policy === null ? list.join(', ') : `${policy.name}, ${policy.status}`;
  const sources = Object.keys(policy?.sources ?? {}).length;
  return [
    ...problems.map(({ message }) => message),
    `${name}: ${problems.length === 0 ? 'nothing to mend' : `${problems.length} to mend`}.`,
    ...(unchecked === 0 ? [] : [`${unchecked} of ${sources} sources have not been checked by a person.`]),
  ];
}

function asJson({ list, policy, problems, unchecked }: Found) {
  return {
    files: list,
    policy: policy?.name ?? null,
    status: policy?.status ?? null,
    problems: problems.map(({ file, line, key, what }) => ({ file, line, key, what })),
    unchecked,
  };
}
