import { createInterface } from 'node:readline';
import { z } from 'zod';
import { reasonsFor } from '../guidance/decide.js';
import { askLine, type AskLine } from '../guidance/report.js';
import type { Line, Policy, Understood, Verdict } from '../guidance/types.js';
import { understand, type Reading } from '../guidance/understand.js';
import { CommandProblem, readArguments, type Command, type Terminal } from './command.js';
import { policyOf } from './policy.js';

export const ask: Command = {
  usage: [
    ['ask "QUESTION"', 'What Regroup would understand and answer; nothing is stored'],
    ['ask --jsonl', 'The same for each line {"id","text"} of standard input, as a line of JSON'],
  ],
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, { jsonl: { type: 'boolean', default: false } });
    const text = positionals.join(' ').trim();
    if (values.jsonl === (text !== ''))
      throw new CommandProblem('Say ask "QUESTION", or ask --jsonl with lines on standard input.');
    const policy = policyOf(terminal);
    if (values.jsonl) return answerLines(policy, terminal);
    for (const line of answer(text, policy)) terminal.out(line);
    return 0;
  },
};

const QuestionLine = z.object({ id: z.string(), text: z.string() });

/** Answers each line as it comes. A line that is not a question is reported with its number, and the others are answered. */
async function answerLines(policy: Policy, { input, out, err }: Terminal): Promise<number> {
  let number = 0;
  let wrong = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    const read = QuestionLine.safeParse(parsed(line));
    if (read.success) out(JSON.stringify(askLine(read.data.id, read.data.text, policy)));
    else {
      wrong += 1;
      err(`line ${number}: not {"id": "…", "text": "…"}`);
    }
  }
  return wrong === 0 ? 0 : 1;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  allowed: 'Allowed',
  conditional: 'Allowed if',
  'not-allowed': 'Not allowed',
  'needs-detail': 'One more detail is needed',
};

/** The answer as text for a terminal. */
function answer(text: string, policy: Policy): readonly string[] {
  const { understood, words } = understand(text, policy);
  const line = askLine('', text, policy);
  return [
    ...(understood.danger ? ['If somebody is in danger: ring 999, and tell the safeguarding lead.'] : []),
    `Understood: ${facets(understood, policy)}`,
    ...from(words),
    ...procedure(understood, policy),
    ...(line.intent === 'permission' ? verdict(line, policy) : []),
    `Policy: ${policy.name}${draft(policy)}`,
  ];
}

/** The words from which each part was understood. */
function from(words: Reading['words']): readonly string[] {
  const parts = Object.entries(words).filter(([, found]) => found.length > 0);
  if (parts.length === 0) return [];
  return [`From the words: ${parts.map(([part, found]) => `${part} “${found.join('”, “')}”`).join('; ')}`];
}

function facets({ intent, app, audience, content, circumstance, english }: Understood, policy: Policy): string {
  const known = [
    ...(app === 'none' ? [] : [policy.apps[app].label]),
    ...(audience === 'unknown' ? [] : [policy.audiences[audience].phrase]),
    ...content.filter((one) => one !== 'none-stated').map((one) => policy.contents[one].phrase),
    ...circumstance.map((one) => policy.circumstances[one].phrase),
  ];
  const language = english ? '' : ' This does not look like English.';
  return `${intent}${known.length === 0 ? '' : `: ${known.join(', ')}`}.${language}`;
}

function procedure({ procedure }: Understood, policy: Policy): readonly string[] {
  const found = procedure === null ? undefined : policy.procedures[procedure];
  if (found === undefined) return [];
  return [`Procedure ${procedure}: ${found.title}`, ...found.steps.map(bullet)];
}

function verdict(line: AskLine, policy: Policy): readonly string[] {
  const rule = policy.rules.find(({ id }) => id === line.rule);
  if (line.verdict === null) return [];
  const first = line.confirm ? ', once everything on a confirmation card is ticked' : '';
  if (rule === undefined) return [`Verdict: ${VERDICTS[line.verdict]}`];
  const lines = (title: string, ids: readonly string[], of: Readonly<Record<string, Line>>) => {
    const found = ids.flatMap((id) => of[id] ?? []);
    return found.length === 0 ? [] : [title, ...found.map(bullet)];
  };
  const reasons = reasonsFor(rule, line.app, policy);
  return [
    `Verdict: ${VERDICTS[line.verdict]}${first} (rule ${rule.id}, ${rule.title})`,
    ...lines('Conditions:', rule.conditions, policy.conditions),
    ...lines('Because:', reasons, policy.reasons),
    ...lines('Instead:', rule.instead, policy.alternatives),
    ...sources(reasons, policy),
  ];
}

function sources(reasons: readonly string[], policy: Policy): readonly string[] {
  const ids = [...new Set(reasons.flatMap((id) => policy.reasons[id]?.cites ?? []))];
  const lines = ids.flatMap((id) => {
    const source = policy.sources[id];
    if (source === undefined) return [];
    const checked = source.checkedOn === null ? 'not yet checked by a person' : `checked ${source.checkedOn}`;
    return [`  - ${source.title}, ${source.detail}: ${checked}`];
  });
  return lines.length === 0 ? [] : ['Sources:', ...lines];
}

/** A draft says so on every answer. */
function draft({ status }: Policy): string {
  return status === 'draft, not reviewed' ? ` (${status})` : '';
}

function bullet({ lead, text }: Line): string {
  return `  - ${lead}: ${text}`;
}
