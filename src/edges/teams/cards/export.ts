import type { View } from '../../../conversation/view.js';
import { ZONES } from '../../../conversation/zones.js';
import type { Order } from '../../../whatsapp/entry.js';
import type { Findings } from '../../../whatsapp/findings.js';
import { tellApart, wallDate } from '../../../whatsapp/wall-clock.js';
import { warningText, type WarningText } from '../../../whatsapp/warning-text.js';
import { among, field, summaryOf } from './complaints.js';
import { kindWords, number, span, timerWords, traceWords } from './export/words.js';
import { bold, line, plain, shortened, type Line } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

type ExportView = Extract<View, { readonly kind: 'export' }>;
type Fact = { readonly title: string; readonly value: string };

const how = template('export-how');
const reading = template<Record<string, never>>('export-reading');
const problem = template<{ readonly why: string; readonly next: string }>('export-problem');
const discarded = template<Record<string, never>>('export-discarded');
const result = template('export');

/** So many points stand on the card at once, and so many people behind their button. */
const MOST_POINTS = 2;
const MOST_LISTED = 12;

/** How a chat is exported and sent here, and what becomes of it: said before anything is sent. */
export function exportHowCard({ draft }: Extract<View, { readonly kind: 'export-how' }>, scene: Scene): Card {
  const { id, ver } = draft ?? { id: 'none', ver: 0 };
  return how({
    id,
    ver,
    draft: draft !== null,
    corner: draft === null ? 'Before you begin' : 'Step 3 of 7',
    page: scene.attachPage ?? '',
  });
}

/** A large file is being read. */
export function exportReadingCard(): Card {
  return reading({});
}

/** Nothing was read, and what to do. */
export function exportProblemCard({ why, next }: Extract<View, { readonly kind: 'export-problem' }>): Card {
  return problem({ why, next });
}

/** What was read is let go. */
export function exportDiscardedCard(): Card {
  return discarded({});
}

/** What was read, in counts, what to mind, and the one or two things that only the person knows. */
export function exportCard(view: ExportView, scene: Scene): Card {
  const { id, inspection } = view.reading;
  const [found, other] = inspection.readings;
  const points = found.warnings.filter(({ code }) => code !== 'ambiguous-dates').map(warningText);
  const shown = found.people.slice(0, MOST_LISTED);
  const more = found.people.length - shown.length;
  return result({
    id,
    ver: 0,
    notice: view.notice ?? '',
    ...summaryOf(view),
    about: aboutLines(view, found),
    facts: factsOf(view, scene),
    peopleTitle: more === 0 ? 'Who was seen' : `The ${MOST_LISTED} who wrote most`,
    people: shown.map(({ name, entries }) =>
      line(bold(shortened(name, 40)), plain(entries === 0 ? ': only named' : `: wrote ${number(entries)}`)),
    ),
    more: more === 0 ? '' : `And ${more} more. You see all of them in the list.`,
    warningTitle: points.length === 1 ? 'Mind this' : `Mind these ${points.length} points`,
    warnings: inLines(points.slice(0, MOST_POINTS)),
    othersTitle: `The other ${points.length - MOST_POINTS}`,
    others: inLines(points.slice(MOST_POINTS)),
    ...questionOf(view, other === undefined ? null : [found, other]),
    zone: among(
      field(view, 'zone', found.zone, 40),
      ZONES.map(({ id: zone }) => zone),
    ),
    zones: ZONES.map(({ id: zone, title }) => ({ id: zone, title })),
  });
}

/** The group, and where what was read would go. */
function aboutLines({ into, again }: ExportView, { group }: Findings): readonly Line[] {
  const name = (text: string) => (text.trim() === '' ? plain('your move without a name') : plain(shortened(text, 60)));
  const goes = into === null ? line(bold('Goes into: '), plain('a new move')) : line(bold('Goes into: '), name(into));
  return [
    ...(group === null ? [] : [line(bold('Group: '), plain(shortened(group, 60)))]),
    goes,
    ...(again ? [line(plain('This is the same file that the move has already.'))] : []),
  ];
}

function factsOf({ reading: { inspection } }: ExportView, scene: Scene): readonly Fact[] {
  const [found, other] = inspection.readings;
  const { people } = found;
  const sum = (test: (one: (typeof people)[number]) => boolean) => people.filter(test).length;
  const [joined, left] = [sum((one) => one.joined !== null), sum((one) => one.left !== null)];
  const traces = traceWords(inspection.traces, scene.policy);
  const changes = joined + left === 0 ? '' : `, ${joined} came in, ${left} left`;
  return [
    { title: 'Phone', value: found.platform === 'ios' ? 'iPhone' : 'Android' },
    { title: 'Dates', value: other === undefined ? span(found) : 'Open: see the question' },
    { title: 'People', value: `${number(people.length)} seen, ${number(sum((one) => one.wrote))} wrote${changes}` },
    { title: 'Content', value: `${number(found.entries)} entries. ${kindWords(found.kinds)}` },
    { title: 'Personal', value: traces === '' ? 'No sign of it in the texts' : `Likely: ${traces}` },
    { title: 'Timer', value: timerWords(found.disappearing) },
  ];
}

/** What tells the two readings apart, asked about a day that the person can look up. */
function questionOf(view: ExportView, readings: readonly [Findings, Findings] | null) {
  const order = field(view, 'order', '', 10);
  if (readings === null) return { open: false, question: '', openSays: '', orders: [], order };
  const apart = tellApart(readings);
  const orders = readings.map(({ order: value }, n) => ({
    value,
    title: apart === null ? FIRST[value] : wallDate(apart.dates[n === 0 ? 0 : 1]),
  }));
  const which = apart?.message === 'newest' ? 'last' : 'first';
  return {
    open: true,
    question: apart === null ? 'What comes first in the dates?' : `Was the ${which} message on ${either(apart.dates)}?`,
    openSays: 'The file does not say. Look at the chat on a phone.',
    orders,
    order: among(
      order,
      orders.map(({ value }) => value),
    ),
  };
}

const FIRST: Readonly<Record<Order, string>> = {
  dmy: 'The day, then the month',
  mdy: 'The month, then the day',
  ymd: 'The year, then the month',
  ydm: 'The year, then the day',
};

/** "5 January or 1 May 2024" */
function either([one, other]: readonly [string, string]): string {
  const [first, second] = [wallDate(one), wallDate(other)];
  const sameYear = one.slice(0, 4) === other.slice(0, 4);
  return `${sameYear ? first.replace(/ \d+$/, '') : first} or ${second}`;
}

function inLines(points: readonly WarningText[]): readonly { readonly what: string; readonly todo: string }[] {
  return points.map(({ what, todo }) => ({ what, todo }));
}
