import { workingDaysAfter } from '../calendar/words.js';
import { WorkplaceProblem, type Durable, type Messenger, type Notice, type Showing } from '../migration/ports.js';
import type { Question, Store } from '../records/store.js';

/** When the officers are reminded: so many working days after the question was sent. */
const REMINDERS = [1, 3] as const;
const HOUR_MS = 3_600_000;
const MONTH_MS = 30 * 86_400_000;

/** Everything that the run of a question needs from outside itself. */
export type EscalationWorld = {
  readonly store: Store;
  readonly messenger: Messenger;
  /** Directory ids of the data protection officer and deputies. */
  readonly dpo: readonly string[];
};

/** Of a question, what the run goes by: ids, numbers and our own words only, because the workflow library keeps them. */
type Facts = {
  readonly state: Question['state'];
  readonly asker: string;
  readonly sentAt: number;
  readonly holders: readonly string[];
};

/**
 * Carries a question from the moment it is sent to the data protection officer until the asker has the answer: shows it to every
 * officer, reminds those who still have it, and shows the answer. The state in the database is the truth; a message only wakes the
 * run, so one that is lost, doubled or late does no harm.
 */
export async function runQuestion(durable: Durable, id: string, world: EscalationWorld): Promise<void> {
  let round = 0;
  let reminded = 0;
  for (;;) {
    round += 1;
    const facts = await durable.step(`${round} look`, () => look(world, id));
    if (facts === null) return;
    const { shown, notices } = await showAll(durable, round, world, facts, id, 'update');
    if (facts.state === 'dpo-answered' && shown === notices) return;
    const now = (await durable.now()).getTime();
    const due = facts.state === 'with-dpo' ? REMINDERS.filter((days) => dueAt(facts, days) <= now).length : reminded;
    if (due > reminded) {
      reminded = due;
      await remind(durable, round, world, facts, id, due);
    }
    await durable.receive('wake', pauseAfter(facts, due, now, shown === notices));
  }
}

async function look({ store, dpo }: EscalationWorld, id: string): Promise<Facts | null> {
  const question = await store.transact((tx) => tx.question(id));
  if (question === null || question.escalation === null) return null;
  const { sentAt, passedBy } = question.escalation;
  const holders = dpo.filter((person) => !passedBy.includes(person));
  return { state: question.state, asker: question.asker, sentAt: sentAt.getTime(), holders };
}

function dueAt({ sentAt }: Facts, days: number): number {
  return workingDaysAfter(new Date(sentAt), days).getTime();
}

/** Until the next reminder; an hour when a card could not be sent for a reason that may pass. */
function pauseAfter(facts: Facts, due: number, now: number, allTried: boolean): number {
  const days = facts.state === 'with-dpo' ? REMINDERS[due] : undefined;
  const next = days === undefined ? MONTH_MS : Math.max(dueAt(facts, days) - now, 1_000);
  return allTried ? next : Math.min(next, HOUR_MS);
}

/** To every officer the question as it stands, and to the asker the answer once there is one. `shown` counts those without a fault. */
async function showAll(
  durable: Durable,
  round: number,
  world: EscalationWorld,
  facts: Facts,
  questionId: string,
  how: Showing,
): Promise<{ readonly shown: number; readonly notices: number }> {
  const notices: readonly Notice[] = [
    ...world.dpo.map((person) => ({ kind: 'question', questionId, person }) as const),
    ...(facts.state === 'dpo-answered' ? [{ kind: 'dpo-answer', questionId, person: facts.asker } as const] : []),
  ];
  let shown = 0;
  for (const notice of notices) if ((await show(durable, round, world, notice, how)) !== 'failed') shown += 1;
  return { shown, notices: notices.length };
}

async function remind(
  durable: Durable,
  round: number,
  world: EscalationWorld,
  { holders }: Facts,
  questionId: string,
  times: number,
): Promise<void> {
  let people = 0;
  for (const person of holders)
    if ((await show(durable, round, world, { kind: 'question', questionId, person }, 'reminder')) === 'shown')
      people += 1;
  const when = await durable.now();
  const about = { subjectType: 'question', subjectId: questionId, correlationId: questionId } as const;
  const event = { who: 'regroup', what: 'question.dpo-reminded', when, ...about, details: { people, times } } as const;
  await durable.step(`${round} note the reminders`, async () => {
    await world.store.transact((tx) => tx.record(event, `run/${questionId}/reminder/${times}`));
    return people;
  });
}

/** `failed` when the card could not be sent now: the edge has tried and logged it, and the run comes back to it. */
async function show(
  durable: Durable,
  round: number,
  { messenger }: EscalationWorld,
  notice: Notice,
  how: Showing,
): Promise<'shown' | 'unreachable' | 'failed'> {
  try {
    return await durable.step(`${round} ${how} ${notice.kind} ${notice.person}`, () => messenger.show(notice, how));
  } catch (error) {
    if (error instanceof WorkplaceProblem) return 'failed';
    throw error;
  }
}
