import { count, day, fullDay } from '../../../../calendar/words.js';
import { droppedWords } from '../../../../history/dropped-words.js';
import type { DryRun, Dropped, HistoryMode } from '../../../../history/history.js';
import { lostInDocument, lostWords } from '../../../../history/lost.js';
import type { Draft } from '../../../../migration/migration.js';
import { number } from '../export/words.js';
import { bold, line, plain, type Line } from '../runs.js';
import type { Scene } from '../scene.js';

/** What each way of moving history is called, in a sentence and on its own. */
export const MODES: Readonly<Record<HistoryMode, string>> = {
  'fresh-start': 'Fresh start',
  'selected-records': 'Selected records',
  'sealed-transcript': 'Sealed transcript',
  'native-import': 'Import',
};

/** The ways with more to them than a fresh start, for a sentence: "asks to take along …". */
export function alongWords(mode: HistoryMode): string {
  if (mode === 'native-import') return 'its messages, each with its date and author';
  if (mode === 'selected-records') return 'the messages that were picked as records, as one file';
  return mode === 'fresh-start' ? 'nothing' : 'its messages, as one file';
}

/** "4,380 messages, 3 Feb 2023 to 20 Nov 2026" */
export function movedWords({ posts, oldest, newest }: DryRun, mode: HistoryMode): string {
  const dates = oldest === null || newest === null ? '' : `, ${day(oldest)} to ${day(newest)}`;
  return mode === 'native-import' ? `${messages(posts)}${dates}` : `${messages(posts)}, in one file`;
}

/** How many are left out, and why, those that are most first. */
export function droppedLines(dropped: DryRun['dropped'], most = 5): readonly Line[] {
  const rows = droppedWords(dropped);
  const shown = rows.slice(0, most).map(({ why, entries }) => line(bold(`${number(entries)}: `), plain(lower(why))));
  const rest = rows.slice(most).reduce((sum, { entries }) => sum + entries, 0);
  return rest === 0 ? shown : [...shown, line(bold(`${number(rest)}: `), plain('for other reasons'))];
}

export function droppedInAll(dropped: Readonly<Partial<Record<Dropped, number>>>): number {
  return droppedWords(dropped).reduce((sum, { entries }) => sum + entries, 0);
}

/** What a plan comes to, a line for each thing: counts, time, what somebody else posts, and how long the export waits. */
export function planLines({ history: mode, sealed }: Draft, scene: Scene): readonly Line[] {
  if (sealed === undefined || sealed === null) return [];
  const { plan, expiresAt } = sealed;
  const past = plan.dropped['past-period'] ?? 0;
  const kept: readonly (readonly [string, string])[] = [
    ['Moved', `${movedWords(plan, mode)}.`],
    [
      'Left out',
      `${number(droppedInAll(plan.dropped))} ${mode === 'selected-records' ? 'of those picked' : 'entries'}.`,
    ],
    ...(past === 0 ? [] : [['Too old', `${number(past)} of them: the schedule does not keep them.`] as const]),
    ...(mode === 'native-import' ? importing(plan, scene) : []),
    ['Sealed', `until the move runs. Destroyed by ${fullDay(expiresAt)}, used or not.`],
  ];
  return kept.map(([lead, text]) => line(bold(`${lead}: `), plain(text)));
}

/** What always gets lost, whoever decides. */
export function lostLines(mode: HistoryMode): readonly Line[] {
  return (mode === 'native-import' ? lostWords() : lostInDocument()).map((text) => line(plain(text)));
}

function importing({ minutes, attributed, parted }: DryRun, scene: Scene): readonly (readonly [string, string])[] {
  const when = scene.organisation.history?.outsideSchoolHours === false ? '' : ', when school is out';
  return [
    ['Time', `about ${count(Math.max(1, minutes), 'minute', 'minutes')}${when}. Nobody can post meanwhile.`],
    ['Banner', 'Teams shows in the channel that messages are being moved in.'],
    ...(attributed === 0
      ? []
      : [
          [
            'Without account',
            `${messages(attributed)} posted by a school account, with the name in the text.`,
          ] as const,
        ]),
    ...(parted === 0 ? [] : [['Long', `${messages(parted)} in parts.`] as const]),
  ];
}

function messages(n: number): string {
  return `${number(n)} ${n === 1 ? 'message' : 'messages'}`;
}

function lower(text: string): string {
  return `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}`;
}
