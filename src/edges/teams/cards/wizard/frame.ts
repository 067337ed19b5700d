import type { View } from '../../../../conversation/view.js';
import { STEPS } from '../../../../migration/migration.js';
import { summaryOf } from '../complaints.js';
import { shortened, stacked } from '../runs.js';
import { template, type Card } from '../template.js';

export type WizardView = Extract<View, { kind: 'wizard' }>;

/** What stands around the middle of a step: its heading, and its first button where that is not "Continue". */
export type Frame = {
  readonly heading: string;
  /** The first button; null when the middle has its own. Long titles stand in a row of their own, because buttons do not wrap. */
  readonly next: { readonly title: string; readonly verb: string } | null;
  /** False while something in the middle of the step has to be done first: one button on a card stands out. */
  readonly isNextFirst?: boolean;
};

const head = template('wizard-head');
const foot = template('wizard-foot');

/** Longest title of a button that still has "Back" and "Finish later" beside it at 320 px. */
const BESIDE_TWO = 9;

/** A step of the wizard: context line, heading, what went wrong, the middle, and the row of buttons. */
export function framed(view: WizardView, frame: Frame, middle: Card): Card {
  const { id, ver, draft } = view.migration;
  const { title, verb } = frame.next ?? { title: '', verb: '' };
  const row = foot({
    id,
    ver,
    step: draft.step,
    next: title,
    verb,
    back: draft.step !== 'group',
    beside: frame.next !== null && title.length <= BESIDE_TWO,
    above: frame.next !== null && title.length > BESIDE_TWO,
    style: frame.isNextFirst === false ? 'default' : 'positive',
  });
  return stacked(headed(view, frame.heading), middle, row);
}

/** The top of every step. */
export function headed(view: WizardView, heading: string): Card {
  const { draft } = view.migration;
  const number = STEPS.indexOf(draft.step) + 1;
  const summary = summaryOf(view);
  const wrong = summary.complaint === '' ? '' : ` ${summary.complaint}.`;
  return head({
    fallbackText: `Move a group, step ${number} of 7: ${heading}.${wrong}`,
    group: shortened(draft.groupName, 60),
    number,
    heading,
    notice: view.notice ?? '',
    ...summary,
    kept: view.complaints.length < inputsOf(view),
    back: cameBack(view),
  });
}

/** "Continue" of a step that saves its inputs and goes on. */
export function onward(view: WizardView): { readonly title: string; readonly verb: string } {
  return { title: 'Continue', verb: `move.${view.migration.draft.step}.next` };
}

/** How many answers the step asks for: when all of them are wrong, no other one is kept. */
function inputsOf({ migration: { draft } }: WizardView): number {
  if (draft.step === 'people') return draft.members.length > 1 ? draft.members.length : 1;
  if (draft.step === 'review') return 1;
  return draft.destination?.kind === 'new-team' && draft.step === 'destination' ? 3 : 2;
}

/** Why the move is here again, on every step until it is submitted once more. */
function cameBack({ migration: { state, decision } }: WizardView): { readonly lead: string; readonly text: string } {
  if (state === 'expired') return { lead: 'Nobody decided in time', text: 'submit it again when it is ready.' };
  const reason = state === 'sent-back' && decision?.answer === 'sent-back' ? decision.reason : '';
  return { lead: 'Sent back', text: shortened(reason, 300) };
}
