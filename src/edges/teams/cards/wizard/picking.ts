import { count } from '../../../../calendar/words.js';
import { droppedWords } from '../../../../history/dropped-words.js';
import type { Dropped } from '../../../../history/history.js';
import { MOST_MARKED, PER_PAGE, type Shown } from '../../../../history/picker.js';
import { markedIn, type MarkList } from '../../../../migration/marks.js';
import { wallDate } from '../../../../whatsapp/wall-clock.js';
import type { View } from '../../../../conversation/view.js';
import { number } from '../export/words.js';
import { droppedInAll, droppedLines } from '../history/plan.js';
import { bold, line, plain, stacked, type Line } from '../runs.js';
import { template, type Card } from '../template.js';
import { headed } from './frame.js';

type PickingView = Extract<View, { readonly kind: 'picking' }>;

const filled = template('wizard-picking');

const WORDS: Readonly<
  Record<MarkList, { readonly heading: string; readonly says: string; readonly lead: string; readonly keep: string }>
> = {
  records: {
    heading: 'Which messages are records?',
    says: 'What you pick goes into one file in the team’s files. Everybody in the team can read it. The rest goes nowhere.',
    lead: 'Picked',
    keep: 'Add these',
  },
  private: {
    heading: 'Which messages are private?',
    says: 'What you tick is left out and counted. Its words go nowhere.',
    lead: 'Left out',
    keep: 'Leave these out',
  },
};

/** Messages of the sealed export, eight at a time, each with a box to tick. */
export function pickingCard(view: PickingView): Card {
  const { migration, list, page, query } = view;
  const { id, ver } = migration;
  const { heading, says, lead, keep } = WORDS[list];
  const { messages, matches, before } = page;
  const last = before + messages.length;
  const marked = new Set(markedIn(migration.history, list));
  const isLooking = query.words !== '' || query.day !== '' || query.marked;
  const middle = filled({
    id,
    ver,
    says,
    sums: [line(bold(`${lead}: `), plain(`${number(marked.size)} of at most ${MOST_MARKED}.`)), ...leftOut(view)],
    find: query.words,
    day: query.day,
    show: query.marked ? 'marked' : 'all',
    looking: isLooking,
    range: matches === 0 ? 'No message found' : rangeOf(before, last, matches),
    rows: messages.map((one, n) => rowOf(one, before + n + 1, list, (view.ticked ?? marked).has(one.entry))),
    keep,
    next: `Next ${PER_PAGE}`,
    hasNext: last < matches,
    hasPrevious: before > 0,
    isEmpty: matches === 0,
  });
  const { complaints, notice } = view;
  const typed = Object.fromEntries(complaints.map(({ field }) => [field, 'ticked']));
  return stacked(headed({ kind: 'wizard', migration, complaints, mode: 'step', notice, typed }, heading), middle);
}

/** Of what is picked, what the rules leave out all the same. */
function leftOut({ list, page }: PickingView): readonly Line[] {
  const all = droppedInAll(page.dropped);
  if (list === 'private' || all === 0) return [];
  const lead = line(bold('Left out all the same: '), plain(`${count(all, 'message', 'messages')} of them.`));
  return [lead, ...droppedLines(page.dropped, 3)];
}

function rangeOf(before: number, last: number, matches: number): string {
  const some = last === before + 1 ? `Message ${number(last)}` : `Messages ${number(before + 1)} to ${number(last)}`;
  return `${some} of ${number(matches)}`;
}

function rowOf({ entry, at, who, text, fate }: Shown, place: number, list: MarkList, isTicked: boolean) {
  return {
    who: line(bold(`${number(place)}. `), bold(who === '' ? 'Somebody' : who)).runs,
    when: `${wallDate(at.slice(0, 10))}, ${at.slice(11, 16)}`,
    text,
    fate: fate === null ? '' : fateWords(fate),
    field: `e_${entry}`,
    title: list === 'records' ? `Pick message ${number(place)}` : `Leave message ${number(place)} out`,
    value: isTicked ? 'true' : 'false',
  };
}

function fateWords(fate: Dropped): string {
  const [{ why } = { why: '' }] = droppedWords({ [fate]: 1 });
  const words = `${why.charAt(0).toLowerCase()}${why.slice(1)}`;
  return fate === 'special' ? `Unless the DPO says otherwise, left out: ${words}.` : `Left out all the same: ${words}.`;
}
