import { count } from '../../../calendar/words.js';
import type { Complaint } from '../../../conversation/view.js';

/** What could not be taken, and what was typed there. */
export type Answers = {
  readonly complaints?: readonly Complaint[];
  readonly typed?: Readonly<Record<string, string>>;
};

/** An input's value and what is wrong with it. */
export type Field = {
  readonly value: string;
  readonly error: string;
  readonly style: 'default' | 'attention';
};

/** The summary on top of a card; `complaint` is empty when nothing is wrong. */
export type Summary = { readonly complaint: string; readonly complaints: readonly { readonly text: string }[] };

/** What stands in an input: what was typed just now when it could not be taken, else what is stored. */
export function field({ complaints = [], typed = {} }: Answers, id: string, stored: string, longest: number): Field {
  const complaint = complaints.find((one) => one.field === id);
  const error = complaint === undefined ? '' : sentence(complaint.text);
  const value = typed[id] ?? stored;
  return { value: Array.from(value).slice(0, longest).join(''), error, style: error === '' ? 'default' : 'attention' };
}

/** A choice that is not offered shows as none: a choice set cannot hold it. */
export function among<F extends Field>(chosen: F, values: readonly string[]): F {
  return values.includes(chosen.value) ? chosen : { ...chosen, value: '' };
}

/** "2 answers are missing", and a line for each in the words that stand at the field. */
export function summaryOf(answers: Answers): Summary {
  const lines = (answers.complaints ?? []).map(({ label, text }) => ({ text: `${label}: ${sentence(text)}` }));
  return { complaint: title(answers), complaints: lines };
}

/** The text as a sentence of its own. */
export function sentence(text: string): string {
  return text === '' || /[.?!]$/.test(text) ? text : `${text}.`;
}

/** An answer is missing when nothing was typed, else it has to be changed. */
function title({ complaints = [], typed = {} }: Answers): string {
  if (complaints.length === 0) return '';
  const missing = complaints.filter(({ field: id }) => (typed[id] ?? '').trim() === '').length;
  const isOne = complaints.length === 1;
  const answers = count(complaints.length, 'answer', 'answers');
  if (missing === complaints.length) return `${answers} ${isOne ? 'is' : 'are'} missing`;
  if (missing === 0) return `${answers} ${isOne ? 'needs' : 'need'} a change`;
  return `${answers} are missing or need a change`;
}
