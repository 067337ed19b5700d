import type { Policy } from '../guidance/types.js';
import type { Question } from '../records/store.js';
import type { Terminal } from './command.js';
import { withDatabase } from './database.js';

/** Shows the questions whose answer a data protection officer has marked as an example: masked words and answers, no names. */
export async function listExamples(
  policy: Policy,
  terminal: Terminal,
  { data, json }: { readonly data: string | undefined; readonly json: boolean },
): Promise<number> {
  const found = await withDatabase(terminal, data, (store) => store.transact((tx) => tx.examples()));
  if (json) terminal.out(JSON.stringify(found.map((question) => asJson(question))));
  else for (const line of asText(found, policy)) terminal.out(line);
  return 0;
}

function asJson({ id, understood, verdict, escalation }: Question) {
  return {
    id,
    understood,
    verdict: verdict?.verdict ?? null,
    rule: verdict?.rule ?? null,
    policy: verdict?.policy ?? null,
    question: escalation?.words ?? null,
    answer: escalation?.answer?.text ?? null,
  };
}

/** The examples as text; exported for tests. */
export function asText(found: readonly Question[], policy: Policy): readonly string[] {
  if (found.length === 0) return ['No answer has been marked as an example yet.'];
  return found.flatMap(({ id, understood, verdict, escalation }) => [
    `${id}: ${facetsOf(understood, policy)}`,
    `  Regroup said: ${verdict === null ? 'nothing' : `${verdict.verdict} (rule ${verdict.rule})`}`,
    `  Question: ${indented(escalation?.words ?? 'sent without words')}`,
    `  Answer:   ${indented(escalation?.answer?.text ?? '')}`,
    '',
  ]);
}

function facetsOf({ app, audience, content, procedure }: Question['understood'], policy: Policy): string {
  const said = content.filter((one) => one !== 'none-stated').map((one) => policy.contents[one].phrase);
  const topic = policy.procedures[procedure ?? '']?.title;
  return [
    policy.apps[app].label,
    policy.audiences[audience].label,
    ...said,
    ...(topic === undefined ? [] : [topic]),
  ].join(', ');
}

/** Control characters would let an answer write anything to the terminal. */
function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replaceAll(/\p{Cc}/gu, ' '))
    .join('\n            ');
}
