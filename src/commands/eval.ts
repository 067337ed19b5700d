import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { askLine } from '../guidance/report.js';
import { score, type Confusion, type Labelled, type Score, type Share } from '../guidance/score.js';
import { CommandProblem, readArguments, type Command } from './command.js';
import { policyOf } from './policy.js';

export const evaluate: Command = {
  usage: [
    ['eval questions FILE.jsonl [--json]', 'How well Regroup understands labelled questions, and where it does not'],
  ],
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, { json: { type: 'boolean', default: false } });
    const [what, file, ...more] = positionals;
    if (what !== 'questions' || file === undefined || more.length > 0)
      throw new CommandProblem('Say eval questions FILE.jsonl.');
    const policy = policyOf(terminal);
    const judged = labelled(file).map((label) => ({ label, line: askLine(label.id, label.text, policy) }));
    const found = score(judged);
    if (values.json) terminal.out(JSON.stringify({ policy: policy.name, ...found }));
    else for (const line of report(found)) terminal.out(line);
    return found.cardinal.length + found.unsafeConditional.length === 0 ? 0 : 1;
  },
};

const Row = z.object({
  id: z.string(),
  text: z.string(),
  intent: z.string(),
  verdict: z.enum(['allowed', 'conditional', 'not-allowed', 'needs-detail']).nullable().default(null),
  app: z.string().optional(),
  audience: z.string().optional(),
  content: z.array(z.string()).optional(),
  circumstance: z.array(z.string()).optional(),
  note: z.string().default(''),
});

/** The labelled questions of a file. Throws `CommandProblem` naming the first line that is not one. */
function labelled(file: string): readonly Labelled[] {
  const lines = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const rows = lines.flatMap((line, n) => (line.trim() === '' ? [] : [rowOf(line, n + 1, file)]));
  if (rows.length === 0) throw new CommandProblem(`${file} holds no questions.`);
  return rows;
}

function rowOf(line: string, number: number, file: string): Labelled {
  try {
    const { note, ...row } = Row.parse(JSON.parse(line));
    // An older name of the same intent.
    const intent = row.intent === 'lost-device' ? 'incident' : row.intent;
    return {
      ...row,
      intent,
      slices: note
        .split(/[;,]/)
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    };
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    const key = error instanceof z.ZodError ? ` at "${error.issues[0]?.path.join('.') ?? ''}"` : '';
    throw new CommandProblem(`${file}, line ${number}: not a labelled question${key}.`, { cause: error });
  }
}

function report(found: Score): readonly string[] {
  const { facets, asks } = found;
  return [
    `${found.questions} questions`,
    `  intent            ${percent(found.intent)}`,
    `  verdict           ${percent(found.verdict)}`,
    `  intent + verdict  ${percent(found.both)}`,
    'not allowed by the label, but answered',
    `  allowed                        ${ids(found.cardinal)}   (cardinal)`,
    `  allowed if                     ${ids(found.unsafeConditional)}   (unsafe)`,
    `  allowed, after confirmation    ${ids(found.allowedBehindConfirm)}`,
    `  allowed if, after confirmation ${ids(found.conditionalBehindConfirm)}`,
    `asked back: ${asks.all}, ${asks.needed} of them needed, ${asks.needless} needless`,
    'facets, where the intent is right',
    `  app               ${percent(facets.app)}`,
    `  audience          ${percent(facets.audience)}`,
    `  circumstance      ${percent(facets.circumstance)}`,
    `  content precision ${percent(facets.content.precision)}`,
    `  content recall    ${percent(facets.content.recall)}`,
    ...slices(found),
    ...table('intent', found.confusion.intent),
    ...table('verdict', found.confusion.verdict),
    ...(found.wrong.length === 0 ? [] : ['wrong']),
    ...found.wrong.map(({ id, label, answer }) => `  ${id}: ${label} -> ${answer}`),
  ];
}

function slices(found: Score): readonly string[] {
  const names = Object.entries(found.slices);
  if (names.length === 0) return [];
  const lines = names.map(([name, { intent, verdict, both }]) => {
    return `  ${name.padEnd(16)}  intent ${percent(intent)}  verdict ${percent(verdict)}  both ${percent(both)}`;
  });
  return ['by kind of message', ...lines];
}

function table(title: string, rows: Confusion): readonly string[] {
  const lines = Object.entries(rows)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([label, answers]) => {
      const counts = Object.entries(answers)
        .sort(([, a], [, b]) => b - a)
        .map(([answer, count]) => `${answer} ${count}`);
      return `  ${label.padEnd(16)}  ${counts.join(', ')}`;
    });
  return [`${title}: label, then answers`, ...lines];
}

function percent({ right, of, share }: Share): string {
  return share === null ? 'none' : `${(100 * share).toFixed(1)} % (${right}/${of})`;
}

function ids(all: readonly string[]): string {
  return all.length === 0 ? '0' : `${all.length}: ${all.join(' ')}`;
}
