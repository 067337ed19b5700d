import { followUp, recallIn } from '../guidance/follow-up.js';
import type { Understood } from '../guidance/types.js';
import { understand, type Reading } from '../guidance/understand.js';
import type { Question } from '../records/store.js';
import { change, inOwnChat } from './asker.js';
import { escalationActs } from './escalating.js';
import type { Handlers } from './handlers.js';
import { advance, answered, audited, given, present } from './question-flow.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** Something that another part of the conversation does. */
export type Elsewhere = { readonly kind: 'go'; readonly to: 'status' | 'summary' | 'move' | 'help' };

const ELSEWHERE: Readonly<Partial<Record<Understood['intent'], Elsewhere['to']>>> = {
  status: 'status',
  'admin-summary': 'summary',
  'move-group': 'move',
};

/**
 * What to show for something that somebody wrote, or which other part shows it. The words are read here and nowhere kept; what was
 * understood is stored as a question, with its entry in the audit record. Where others read along only answers are given: a card
 * that asks back belongs to the asker's own chat.
 */
export async function askText(world: World, actor: Actor, text: string): Promise<View | Elsewhere> {
  const reading = understand(text, world.policy);
  const { understood } = reading;
  const following = await followedUp(world, actor, text, reading);
  if (following !== null) return following;
  // Danger comes first, whatever else is asked for: the card with what to do about it leads on from there.
  const to = understood.danger ? undefined : ELSEWHERE[understood.intent];
  if (to !== undefined) return { kind: 'go', to };
  if (understood.procedure === null && understood.intent === 'help') return { kind: 'go', to: 'help' };
  if (understood.procedure === null && understood.intent === 'out-of-scope') {
    if (understood.english) return { kind: 'help', greeting: 'not-understood' };
    return open(world, actor, { ...understood, intent: 'permission', content: ['none-stated'] });
  }
  return open(world, actor, understood);
}

/** What somebody said goes on from their question before when it is not older than this. */
const CONTEXT_MS = 10 * 60_000;

/**
 * The answer to a text that goes on from the asker's last question; null when it does not. In company nothing is remembered: what one
 * person asked there is nobody else's to go on from.
 */
async function followedUp(world: World, actor: Actor, text: string, reading: Reading): Promise<View | null> {
  if (actor.place === 'shared') return null;
  const since = new Date(world.now().getTime() - CONTEXT_MS);
  const [before] = await world.store.transact((tx) => tx.questionsOf(actor.person, since));
  if (before === undefined || before.understood.intent !== 'permission' || before.state === 'cancelled') return null;
  const part = recallIn(reading);
  if (part !== null) return before.verdict === null ? null : { kind: 'recall', question: before, part };
  const next = followUp(before.understood, text, world.policy);
  if (next === null) return null;
  if (before.state !== 'open') return open(world, actor, next);
  // Words in answer to a clarifying card are about the same case.
  const circumstance = [...new Set([...before.understood.circumstance, ...next.circumstance])];
  return change(world, actor, 'ask.answer', before, (question, at) =>
    advance({ ...question, confirmation: null, understood: { ...next, circumstance } }, world.policy, at),
  );
}

/** Stores what was understood as a new question and takes it as far as it goes without another answer. */
async function open(world: World, actor: Actor, understood: Understood): Promise<View> {
  const question: Question = {
    id: world.newId('ask'),
    asker: actor.person,
    askedAt: world.now(),
    ver: 0,
    understood,
    confirmation: null,
    verdict: null,
    rounds: 0,
    state: 'open',
    escalation: null,
  };
  const asks = understood.intent === 'permission' && !asksForSteps(understood);
  const next = asks ? advance(question, world.policy, question.askedAt) : answered(question);
  if (actor.place === 'shared' && next.state === 'open') return inOwnChat(world, next);
  return world.store.transact(async (tx) => {
    await tx.putQuestion(next);
    await tx.record(audited(world, actor, next));
    return present(next, world.policy);
  });
}

/** "Can I delete the group?" asks how that is done, not what may be sent there. */
function asksForSteps({ procedure, content, danger }: Understood): boolean {
  const steps = procedure === 'P-DELETE' || procedure === 'P-MONITOR';
  return steps && !danger && content.every((one) => one === 'none-stated');
}

/** What the cards about a question, and the buttons that begin one, do. */
export const questionActs: Handlers<
  | 'ask.answer'
  | 'ask.confirm'
  | 'ask.change'
  | 'ask.cancel'
  | keyof typeof escalationActs
  | 'home.ask'
  | 'home.lost'
  | 'home.received'
  | 'home.help'
> = {
  'ask.answer': (world, actor, target, inputs) =>
    change(world, actor, 'ask.answer', target, (question, at) => {
      const shown = present(question, world.policy);
      if (question.state !== 'open' || (shown.kind !== 'clarify' && shown.kind !== 'confirm')) return null;
      const { app, audience, content } = given(inputs);
      if (shown.kind === 'clarify' && given(inputs)[shown.ask] === null) return unanswered(shown);
      const { understood } = question;
      const now = {
        app: app ?? understood.app,
        audience: audience ?? understood.audience,
        content: content ?? understood.content,
      };
      return advance({ ...question, understood: { ...understood, ...now } }, world.policy, at);
    }),

  'ask.confirm': (world, actor, target, inputs) =>
    change(world, actor, 'ask.confirm', target, (question, at) => {
      const shown = present(question, world.policy);
      if (shown.kind !== 'confirm') return null;
      const statements = world.policy.confirmations[shown.confirmation]?.statements ?? [];
      const ticked = statements.map(({ id }) => id).filter((id) => inputs.facts.includes(id));
      return advance({ ...question, confirmation: { kind: shown.confirmation, ticked } }, world.policy, at);
    }),

  /** Opens the question again, with everything that was understood shown as changeable. */
  'ask.change': (world, actor, target) =>
    change(world, actor, 'ask.change', target, (question) => {
      if (question.state !== 'open' && question.state !== 'answered') return null;
      const fresh = { confirmation: null, verdict: null, rounds: 0, state: 'open' } as const;
      const understood = { ...question.understood, intent: 'permission' } as const;
      return { ...question, ...fresh, understood, ver: question.ver + 1 };
    }),

  'ask.cancel': (world, actor, target) =>
    change(world, actor, 'ask.cancel', target, (question) =>
      question.state === 'open' ? { ...question, ver: question.ver + 1, state: 'cancelled' } : null,
    ),

  ...escalationActs,

  'home.ask': async () => ({ kind: 'help', greeting: 'ask-away' }),
  'home.help': async () => ({ kind: 'help', greeting: 'help' }),
  'home.lost': (world, actor) => open(world, actor, incident('P-LOST')),
  'home.received': (world, actor) => open(world, actor, incident('P-RECEIVED')),
};

const COMPLAINTS = {
  app: { field: 'app', label: 'App', text: 'choose the app' },
  audience: { field: 'audience', label: 'People', text: 'choose who it is sent to' },
  content: { field: 'content', label: 'About', text: 'tick what the messages would be about' },
} as const;

/** The same card again, because the one thing it asks for was not answered. */
function unanswered(shown: Extract<View, { readonly kind: 'clarify' }>): View {
  return { ...shown, complaints: [COMPLAINTS[shown.ask]] };
}

/** Something that happened, told by a button instead of words. */
function incident(procedure: string): Understood {
  return {
    intent: 'incident',
    app: 'none',
    audience: 'unknown',
    content: ['none-stated'],
    circumstance: [],
    danger: false,
    procedure,
    english: true,
  };
}
