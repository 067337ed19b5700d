import type { AuditEvent } from '../audit/entry.js';
import { allTicked, decide } from '../guidance/decide.js';
import { APPS, AUDIENCES, CONTENTS } from '../guidance/form.js';
import { policyCode } from '../guidance/policy.js';
import type { App, Audience, Content, Policy, Understood } from '../guidance/types.js';
import type { Question } from '../records/store.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** After so many questions back, a person goes on: the data protection officer. */
const ROUNDS = 2;

/** The question one step further: answered, waiting for the asker, or in the DPO's queue because asking back did not help. */
export function advance(question: Question, policy: Policy, at: Date): Question {
  const next = { ...question, ver: question.ver + 1 };
  const outcome = decide(question.understood, question.confirmation, policy);
  if (outcome.kind === 'decided') return { ...next, state: 'answered', verdict: outcome.decision };
  if (outcome.kind === 'clarify' && question.rounds >= ROUNDS)
    return handedOver({ ...question, verdict: null }, { sentAt: at, words: null, disputed: false });
  return { ...next, state: 'open', verdict: null, rounds: question.rounds + 1 };
}

/** The question in the DPO's queue. `words` are masked. */
export function handedOver(
  question: Question,
  sent: { readonly sentAt: Date; readonly words: string | null; readonly disputed: boolean },
): Question {
  const escalation = { ...sent, passedBy: [], answer: null };
  return { ...question, ver: question.ver + 1, state: 'with-dpo', escalation };
}

/** A question that a procedure answers: it needs no verdict. */
export function answered(question: Question): Question {
  return { ...question, ver: question.ver + 1, state: 'answered' };
}

/** The card for a question as it stands. */
export function present(question: Question, policy: Policy): View {
  if (question.state === 'cancelled') return { kind: 'question-cancelled' };
  if (question.state === 'with-dpo') return { kind: 'with-dpo', question };
  if (question.state === 'dpo-answered') return { kind: 'dpo-answer', question };
  if (question.state === 'open') return waiting(question, policy);
  const { procedure } = question.understood;
  if (question.verdict !== null) return { kind: 'answer', question };
  return procedure === null ? { kind: 'help', greeting: 'not-understood' } : { kind: 'procedure', procedure, question };
}

/** What an open question waits for. */
function waiting(question: Question, policy: Policy): View {
  const outcome = decide(question.understood, question.confirmation, policy);
  if (outcome.kind === 'confirm') return { kind: 'confirm', question, confirmation: outcome.confirmation };
  // An answer that is being changed would be decided: then what it is about is the first thing to look at.
  return clarifying(question, outcome.kind === 'clarify' ? outcome.ask : 'content');
}

/** The clarifying card, with everything that was understood shown as changeable. */
export function clarifying(question: Question, ask: 'app' | 'audience' | 'content'): View {
  return { kind: 'clarify', question, ask, complaints: [] };
}

/** What the record says about the state that the question has now. */
export function audited(world: World, actor: Actor, question: Question): AuditEvent {
  const about = {
    who: actor.person,
    when: world.now(),
    subjectType: 'question',
    subjectId: question.id,
    correlationId: actor.correlationId,
  } as const;
  const policy = policyCode(world.policy);
  const facets = facetsOf(question.understood);
  const rule = question.verdict?.rule ?? null;
  if (question.state === 'cancelled') return { ...about, what: 'question.cancelled', details: {} };
  const { escalation } = question;
  if (escalation?.answer != null) {
    return { ...about, what: 'question.dpo-answered', details: { example: escalation.answer.example } };
  }
  if (escalation !== null) {
    const sent = { words: escalation.words !== null, disputed: escalation.disputed };
    return { ...about, what: 'question.sent-to-dpo', details: { ...facets, rule, policy, ...sent } };
  }
  if (question.state === 'open') {
    const kind = waiting(question, world.policy).kind === 'confirm' ? 'confirm' : 'clarify';
    return { ...about, what: 'question.asked-back', details: { ...facets, kind, policy } };
  }
  const { procedure } = question.understood;
  if (question.verdict === null && procedure !== null) {
    return { ...about, what: 'procedure.shown', details: { procedure, policy } };
  }
  const verdict = question.verdict?.verdict ?? null;
  const confirmed = question.confirmation !== null && allTicked(question.confirmation, world.policy);
  return { ...about, what: 'question.answered', details: { ...facets, verdict, rule, policy, confirmed } };
}

function facetsOf({ intent, app, audience, content, circumstance }: Understood) {
  return {
    intent,
    app: app === 'none' ? null : app,
    audience: audience === 'unknown' ? [] : [audience],
    content: [...content],
    circumstance: [...circumstance],
  };
}

/** The facets that the clarifying card sent back. A value that is not the policy's own counts as not given. */
export function given(inputs: {
  readonly app: string;
  readonly audience: string;
  readonly content: readonly string[];
}): {
  readonly app: App | null;
  readonly audience: Audience | null;
  readonly content: readonly Content[] | null;
} {
  const app = APPS.find((one) => one === inputs.app && one !== 'none') ?? null;
  const audience = AUDIENCES.find((one) => one === inputs.audience && one !== 'unknown') ?? null;
  const content = CONTENTS.filter((one) => one !== 'none-stated' && inputs.content.includes(one));
  return { app, audience, content: content.length === 0 ? null : content };
}
