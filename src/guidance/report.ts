import { decide } from './decide.js';
import type {
  App,
  Audience,
  Circumstance,
  Confirmation,
  Content,
  Intent,
  Policy,
  Understood,
  Verdict,
} from './types.js';
import { understand } from './understand.js';

/** What `regroup ask --jsonl` prints for one question. */
export type AskLine = {
  readonly id: string;
  readonly intent: Intent;
  /** Null unless the intent is `permission`. `needs-detail` where a clarifying card would be shown. */
  readonly verdict: Verdict | null;
  /** Whether the confirmation card would come first; the verdict is then what its statements, all ticked, would give. */
  readonly confirm: boolean;
  readonly app: App;
  readonly audience: Audience;
  readonly content: readonly Content[];
  readonly circumstance: readonly Circumstance[];
  readonly rule: string | null;
};

/** The line for one question. */
export function askLine(id: string, text: string, policy: Policy): AskLine {
  const { understood } = understand(text, policy);
  const { intent, app, audience, content, circumstance } = understood;
  const answer = intent === 'permission' ? answered(understood, policy) : { verdict: null, confirm: false, rule: null };
  return { id, intent, ...answer, app, audience, content, circumstance };
}

function answered(understood: Understood, policy: Policy): Pick<AskLine, 'verdict' | 'confirm' | 'rule'> {
  const outcome = decide(understood, null, policy);
  if (outcome.kind === 'clarify') return { verdict: 'needs-detail', confirm: false, rule: null };
  if (outcome.kind === 'decided') {
    return { verdict: outcome.decision.verdict, confirm: false, rule: outcome.decision.rule };
  }
  const after = decide(understood, ticked(outcome.confirmation, policy), policy);
  if (after.kind !== 'decided') throw new Error(`the confirmation ${outcome.confirmation} decides nothing`);
  return { verdict: after.decision.verdict, confirm: true, rule: after.decision.rule };
}

/** The confirmation with every statement ticked. */
function ticked(kind: string, policy: Policy): Confirmation {
  return { kind, ticked: (policy.confirmations[kind]?.statements ?? []).map(({ id }) => id) };
}
