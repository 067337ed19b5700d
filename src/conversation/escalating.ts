import { mask, maskerOf } from '../guidance/mask.js';
import type { Question } from '../records/store.js';
import type { Inputs } from './actions.js';
import { change } from './asker.js';
import type { Handlers } from './handlers.js';
import { handedOver } from './question-flow.js';
import type { View } from './view.js';
import type { World } from './world.js';

/** As much as an officer reads on a phone, and as a card can hold beside the rest. */
export const LONGEST_WORDS = 1_000;

type Written = Inputs<'ask.dpo-send'>;
type Asking = Extract<View, { readonly kind: 'ask-dpo' }>;

/** What the asker does to hand their question to the data protection officer. */
export const escalationActs = {
  'ask.open': (world, actor, target) => change(world, actor, 'ask.open', target, () => null),

  'ask.dpo': (world, actor, target) =>
    change(world, actor, 'ask.dpo', target, (question) => (canAsk(question) ? asking(question) : null)),

  'ask.dpo-check': (world, actor, target, written) =>
    change(world, actor, 'ask.dpo-check', target, async (question) => {
      if (!canAsk(question)) return null;
      const { words, complaint } = await readable(world, written);
      const card = { ...asking(question), words, wrong: isDisputed(question, written) };
      return complaint === null ? { ...card, mode: 'check' } : { ...card, complaints: [complaint] };
    }),

  'ask.dpo-send': (world, actor, target, written) =>
    change(world, actor, 'ask.dpo-send', target, async (question, at) => {
      if (!canAsk(question)) return null;
      const { words, complaint } = await readable(world, written);
      const disputed = isDisputed(question, written);
      const card: Asking = { ...asking(question), mode: 'check', words, wrong: disputed };
      if (complaint !== null) return { ...card, complaints: [complaint] };
      // What is sent is exactly what stands on the card; what was typed into it since goes through the mask first.
      if (words !== trimmed(written))
        return { ...card, notice: 'Regroup has taken something more out. Look at it once more.' };
      return handedOver(question, { sentAt: at, words, disputed });
    }),

  'ask.dpo-facets': (world, actor, target, written) =>
    change(world, actor, 'ask.dpo-facets', target, (question, at) =>
      canAsk(question)
        ? handedOver(question, { sentAt: at, words: null, disputed: isDisputed(question, written) })
        : null,
    ),
} satisfies Partial<Handlers>;

/** Where the question is written. */
function asking(question: Question): Asking {
  return { kind: 'ask-dpo', question, mode: 'write', words: '', wrong: false, complaints: [], notice: null };
}

function canAsk({ state }: Question): boolean {
  return state === 'open' || state === 'answered';
}

/** Only an answer can be wrong. */
function isDisputed(question: Question, { wrong }: Written): boolean {
  return question.verdict !== null && wrong.includes('wrong');
}

/** The words, masked, and what keeps them from being sent. */
async function readable(world: World, written: Written) {
  const words = mask(trimmed(written), maskerOf(await world.directory.everyone(), world.policy));
  const complain = (text: string) => ({ field: 'words', label: 'Your question', text });
  if (words === '') return { words, complaint: complain('write it, or send only what was understood') };
  if (words.length <= LONGEST_WORDS) return { words, complaint: null };
  const cut = words.slice(0, LONGEST_WORDS);
  return { words: cut, complaint: complain('only 1,000 characters fit, and the end was cut off') };
}

function trimmed({ words }: Written): string {
  return words.replaceAll(/\r\n?/g, '\n').trim();
}
