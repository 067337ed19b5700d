import { count } from '../../../../calendar/words.js';
import type { Complaint, View } from '../../../../conversation/view.js';
import { STEPS } from '../../../../migration/migration.js';
import { shortened, stacked } from '../runs.js';
import { template, type Card } from '../template.js';

export type WizardView = Extract<View, { kind: 'wizard' }>;

/** What stands around the middle of a step: its heading, and its first button where that is not "Continue". */
export type Frame = {
  readonly heading: string;
  /** The first button; null when the middle has its own. Long titles stand in a row of their own, because buttons do not wrap. */
  readonly next: { readonly title: string; readonly verb: string } | null;
};

/** An input's value and what is wrong with it. */
export type Field = {
  readonly value: string;
  readonly error: string;
  readonly style: 'default' | 'attention';
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
  });
  return stacked(headed(view, frame.heading), middle, row);
}

/** The top of every step. */
export function headed(view: WizardView, heading: string): Card {
  const { draft } = view.migration;
  const number = STEPS.indexOf(draft.step) + 1;
  const complaint = wrong(view);
  return head({
    fallbackText: `Move a group, step ${number} of 7: ${heading}.${complaint === '' ? '' : ` ${complaint}.`}`,
    group: shortened(draft.groupName, 60),
    number,
    heading,
    notice: view.notice ?? '',
    complaint,
    complaints: view.complaints.map(({ label, text }) => ({ text: `${label}: ${sentence(text)}` })),
    kept: view.complaints.length < inputsOf(view),
    back: cameBack(view),
  });
}

/** "Continue" of a step that saves its inputs and goes on. */
export function onward(view: WizardView): { readonly title: string; readonly verb: string } {
  return { title: 'Continue', verb: `move.${view.migration.draft.step}.next` };
}

/** What stands in an input: what was typed just now when it could not be taken, else what is stored. */
export function field(view: WizardView, id: string, stored: string, longest: number): Field {
  const complaint = view.complaints.find((one) => one.field === id);
  const error = complaint === undefined ? '' : sentence(complaint.text);
  const value = view.typed[id] ?? stored;
  return { value: Array.from(value).slice(0, longest).join(''), error, style: error === '' ? 'default' : 'attention' };
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

/** The text as a sentence of its own. */
export function sentence(text: string): string {
  return text === '' || /[.?!]$/.test(text) ? text : `${text}.`;
}

/** "2 answers are missing": missing when nothing was typed, else they have to be changed. */
function wrong({ complaints, typed }: WizardView): string {
  if (complaints.length === 0) return '';
  const missing = complaints.filter((one) => isMissing(one, typed)).length;
  const many = complaints.length !== 1;
  const answers = count(complaints.length, 'answer', 'answers');
  if (missing === complaints.length) return `${answers} ${many ? 'are' : 'is'} missing`;
  if (missing === 0) return `${answers} ${many ? 'need' : 'needs'} a change`;
  return `${answers} are missing or need a change`;
}

function isMissing({ field: id }: Complaint, typed: WizardView['typed']): boolean {
  return (typed[id] ?? '').trim() === '';
}
