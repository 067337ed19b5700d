import type { AuditEvent } from '../audit/entry.js';
import type { Escalation, Question } from '../records/store.js';
import type { Verb } from './actions.js';
import type { Handlers, Target } from './handlers.js';
import { audited } from './question-flow.js';
import { refuse } from './refusal.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** As much as the asker's card can hold. */
export const LONGEST_ANSWER = 2_000;

/** What a data protection officer, or a deputy, does with the questions of staff. */
export const officerActs: Handlers<'home.queue' | 'dpo.open' | 'dpo.answer' | 'dpo.pass'> = {
  'home.queue': readQueue,

  'dpo.open': (world, actor, target) => onQuestion(world, actor, 'dpo.open', target, () => null),

  'dpo.answer': (world, actor, target, { answer, example }) =>
    onQuestion(world, actor, 'dpo.answer', target, (question, escalation, at) => {
      if (question.state !== 'with-dpo') return null;
      const text = answer.replaceAll(/\r\n?/g, '\n').trim();
      const complaint = complaintAbout(text);
      if (complaint !== null)
        return { kind: 'dpo-question', question, complaints: [complaint], typed: text.slice(0, LONGEST_ANSWER) };
      const given = { by: actor.person, at, text, example: example.includes('example') };
      const next: Question = {
        ...question,
        ver: question.ver + 1,
        state: 'dpo-answered',
        escalation: { ...escalation, answer: given },
      };
      return { next, entry: audited(world, actor, next) };
    }),

  'dpo.pass': (world, actor, target) =>
    onQuestion(world, actor, 'dpo.pass', target, (question, escalation, at) => {
      const left = holders(world, escalation).filter((person) => person !== actor.person);
      if (question.state !== 'with-dpo' || escalation.passedBy.includes(actor.person) || left.length === 0) return null;
      const passedBy = [...escalation.passedBy, actor.person];
      const next = { ...question, ver: question.ver + 1, escalation: { ...escalation, passedBy } };
      const about = { subjectType: 'question', subjectId: question.id, correlationId: actor.correlationId } as const;
      return { next, entry: { who: actor.person, what: 'question.passed-on', when: at, ...about, details: {} } };
    }),
};

/** Officers who have the question and have not passed it on. */
function holders({ organisation }: World, { passedBy }: Escalation): readonly string[] {
  return organisation.dpo.filter((person) => !passedBy.includes(person));
}

function complaintAbout(text: string) {
  const complain = (words: string) => ({ field: 'answer', label: 'Answer', text: words });
  if (text === '') return complain('write what the asker should know');
  return text.length <= LONGEST_ANSWER ? null : complain('only 2,000 characters fit, and the end was cut off');
}

/** The open questions, for an officer in their own chat. Reading them is recorded, because they name people; so is a refusal. */
async function readQueue(world: World, actor: Actor): Promise<View> {
  const about = { subjectType: 'queue', subjectId: 'questions' } as const;
  if (actor.place === 'shared' || !isOfficer(world, actor)) {
    const reason = actor.place === 'shared' ? 'shared-place' : 'not-dpo';
    return refuse(world, actor, { action: 'home.queue', reason, ...about }, FOR_OFFICERS);
  }
  const when = world.now();
  const questions = await world.store.transact(async (tx) => {
    const open = await tx.queue();
    const details = { open: open.length };
    const { person: who, correlationId } = actor;
    await tx.record({ who, what: 'queue.read', when, ...about, correlationId, details });
    return open;
  });
  return { kind: 'queue', questions };
}

type Changed = { readonly next: Question; readonly entry: AuditEvent };

/** Changes a question that went to the officers, in one transaction with its entry. Anybody else is refused, and that is recorded. */
async function onQuestion(
  world: World,
  actor: Actor,
  action: Verb,
  { id, ver }: Target,
  decideNext: (question: Question, escalation: Escalation, at: Date) => Changed | View | null,
): Promise<View> {
  const at = world.now();
  const view = await world.store.transact(async (tx): Promise<View | null> => {
    const question = isOfficer(world, actor) ? await tx.question(id) : null;
    if (question === null || question.escalation === null) return null;
    const decided = question.ver === ver ? decideNext(question, question.escalation, at) : null;
    if (decided === null) return { kind: 'dpo-question', question };
    if ('kind' in decided) return decided;
    await tx.putQuestion(decided.next);
    await tx.record(decided.entry);
    await tx.tell(id, 'wake', `${id}/${decided.next.ver}`);
    return { kind: 'dpo-question', question: decided.next };
  });
  const reason = isOfficer(world, actor) ? 'not-found' : 'not-dpo';
  return view ?? refuse(world, actor, { action, reason, subjectType: 'question', subjectId: id }, FOR_OFFICERS);
}

/** By the organisation's own record, at this moment. */
export function isOfficer({ organisation }: World, { person }: Actor): boolean {
  return organisation.dpo.includes(person);
}

const FOR_OFFICERS = {
  why: 'The questions of staff are for the data protection officer, in their own chat.',
  next: 'To see your own questions and moves, write “status” in your own chat with Regroup.',
} as const;
