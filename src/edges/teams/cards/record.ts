import { phraseOf } from '../../../audit/phrases.js';
import { OPERATOR } from '../../../audit/entry.js';
import type { Told } from '../../../audit/query.js';
import { count, dayAndTime, fullDate } from '../../../calendar/words.js';
import type { Found, Standing } from '../../../conversation/found.js';
import type { View } from '../../../conversation/view.js';
import type { Migration } from '../../../migration/migration.js';
import { bold, line, nameOf, plain, shortened, spoken, type Line, type Run } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

/** Of all moves together: what is older is asked for on the command line. */
const MOST = 12;
/** Of the bot and the command line: no people. */
const NOBODY: Readonly<Record<string, string>> = { regroup: 'Regroup', [OPERATOR]: 'Somebody on the command line' };

const ASKS = ['“audit PE staff”: what the record says of its moves.', '“who approved PE staff?”: one thing that did.'];

const filled = template<{
  readonly text: string;
  readonly heading: string;
  readonly say: readonly Line[];
  readonly moves: readonly { readonly lines: readonly Line[] }[];
  readonly more: string;
  readonly foot: string;
}>('record');

type RecordView = Extract<View, { readonly kind: 'record' }>;

/** The people whom the entries on the card name, who acted and whom it was about. */
export function namedInRecord({ found }: RecordView): readonly string[] {
  const people = shown(found).flatMap((told) => [told.who, phraseOf(told).whom]);
  return [...new Set(people.flatMap((id) => (id === null || Object.hasOwn(NOBODY, id) ? [] : [id])))];
}

/** What the audit record says of the moves of a group, newest first, and who else holds the proof of it. */
export function recordCard({ found, standing }: RecordView, scene: Scene): Card {
  if (found === null) return standingCard(standing);
  const [move] = found.moves;
  if (move === undefined) return nothingCard('No group of that name was moved here.', standing);
  const about = { entries: found.entries.length, moves: found.moves.length };
  const left = about.entries - shown(found).length;
  return filled({
    text: `The audit record has ${count(about.entries, 'entry', 'entries')} that you asked for.`,
    heading: 'Audit record',
    say: [
      line(
        plain(`${count(about.entries, 'entry', 'entries')} about `),
        bold(shortened(move.draft.groupName, 60)),
        plain(about.moves === 1 ? '.' : `, which was moved ${about.moves} times.`),
      ),
    ],
    moves: found.moves.flatMap((one) => sectionOf(one, found, scene)),
    more: moreOf(left, found),
    foot: vouched(shown(found), standing),
  });
}

function standingCard(standing: Standing): Card {
  return nothingCard(`The audit record has ${count(standing.entries, 'entry', 'entries')}.`, standing);
}

function nothingCard(say: string, standing: Standing): Card {
  return filled({
    text: `${say} The card says what can be asked.`,
    heading: 'Audit record',
    say: [line(plain(say))],
    moves: [{ lines: [line(bold('You can ask')), ...ASKS.map((ask) => line(plain(ask)))] }],
    more: 'Names are compared without capitals. What was erased on request cannot be found any more.',
    foot: vouched([], standing),
  });
}

function shown(found: Found | null): readonly Told[] {
  return found?.entries.slice(0, MOST) ?? [];
}

function sectionOf(move: Migration, found: Found, scene: Scene): readonly { readonly lines: readonly Line[] }[] {
  const theirs = shown(found).filter(({ subjectId }) => subjectId === move.id);
  const isOnly = found.moves.length === 1;
  if (theirs.length === 0 && !isOnly) return [];
  const head = line(bold(`Move ${move.id}`), plain(`, started on ${fullDate(move.startedAt)}`));
  const none = line(plain('Nothing of that kind happened.'));
  return [{ lines: [head, ...(theirs.length === 0 ? [none] : theirs.map((told) => entryLine(told, scene)))] }];
}

function entryLine(told: Told, scene: Scene): Line {
  const { before, whom, after } = phraseOf(told);
  const runs: readonly Run[] = [
    plain(`${dayAndTime(new Date(told.when))}: `),
    bold(called(told.who, scene)),
    plain(` ${before}`),
    bold(whom === null ? '' : called(whom, scene)),
    plain(`${after}. Entry ${told.seq}.`),
  ];
  return line(...spoken(runs));
}

function called(id: string, scene: Scene): string {
  return NOBODY[id] ?? nameOf(scene.person(id));
}

function moreOf(left: number, { isCut }: Found): string {
  if (left === 0 && !isCut) return '';
  const older = isCut
    ? 'There are older entries than these'
    : `${count(left, 'older entry', 'older entries')} not shown`;
  return `${older}. Ask for one kind of thing, or use “regroup audit query”.`;
}

/** Whether somebody other than the operator holds a proof of the entries. */
function vouched(entries: readonly Told[], { withOfficer }: Standing): string {
  if (withOfficer === null)
    return '! No data protection officer has a checkpoint yet, so nobody outside vouches for this.';
  const { size, at } = withOfficer;
  const newer = entries.filter(({ seq }) => seq >= size).length;
  const held = `The data protection officer has had a checkpoint over entries 0 to ${size - 1} since ${dayAndTime(at)}.`;
  if (newer === 0) return held;
  return `${held} ! ${count(newer, 'entry', 'entries')} above ${newer === 1 ? 'is' : 'are'} newer: the next checkpoint will cover ${newer === 1 ? 'it' : 'them'}.`;
}
