import type { Question } from '../records/store.js';
import type { Verb } from './actions.js';
import type { Target } from './handlers.js';
import { audited, clarifying, present } from './question-flow.js';
import { refuse } from './refusal.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

type Decided = Question | View | null;

/** Cards that belong to the asker's own chat. */
const PERSONAL: readonly View['kind'][] = ['clarify', 'confirm', 'ask-dpo', 'with-dpo', 'dpo-answer'];

/**
 * Changes a question in one transaction with its entry, or only shows something about it. A click on another version, or in another
 * state, changes nothing and shows how it stands; anybody but the asker is refused, and that is recorded.
 */
export async function change(
  world: World,
  actor: Actor,
  verb: Verb,
  { id, ver }: Target,
  decideNext: (question: Question, at: Date) => Decided | Promise<Decided>,
): Promise<View> {
  const at = world.now();
  const view = await world.store.transact(async (tx): Promise<View | null> => {
    const question = await tx.question(id);
    if (question === null || question.asker !== actor.person) return null;
    const next = question.ver === ver ? await decideNext(question, at) : null;
    if (next === null) return ownChatOnly(world, actor, present(question, world.policy));
    if ('kind' in next) return ownChatOnly(world, actor, next);
    if (actor.place === 'shared' && next.state === 'open') return inOwnChat(world, next);
    await tx.putQuestion(next);
    await tx.record(audited(world, actor, next));
    if (next.state === 'with-dpo') await tx.tell(id, 'wake', `${id}/${next.ver}`);
    return verb === 'ask.change' ? clarifying(next, 'content') : present(next, world.policy);
  });
  return view ?? refuseQuestion(world, actor, verb, id);
}

export function inOwnChat({ organisation }: World, question: Question | null): View {
  const first = `In danger: call 999. Child at risk: ring the DSL (${organisation.phones.dsl}). Then ask`;
  return {
    kind: 'refused',
    why: 'This needs one more detail from you, and others can read along here.',
    next: `${question?.understood.danger === true ? first : 'Ask'} the same question in your own chat with Regroup.`,
  };
}

function ownChatOnly(world: World, { place }: Actor, view: View): View {
  if (place !== 'shared' || !PERSONAL.includes(view.kind)) return view;
  return inOwnChat(world, 'question' in view ? view.question : null);
}

/** The same answer whether there is no such question or it is somebody else's: an id must not tell which. */
function refuseQuestion(world: World, actor: Actor, action: Verb, id: string): Promise<View> {
  return refuse(
    world,
    actor,
    { action, reason: 'not-theirs', subjectType: 'question', subjectId: id },
    {
      why: 'Only the person who asked can use this card.',
      next: 'Write your own question to Regroup.',
    },
  );
}
