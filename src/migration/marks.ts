import { MOST_MARKED } from '../history/picker.js';
import type { HistoryDecisions } from './migration.js';

/** Which entries are marked: as records, or as private. */
export type MarkList = 'records' | 'private';

/** The numbers of the entries that are marked. */
export function markedIn({ picked, withheld = [] }: HistoryDecisions, list: MarkList): readonly number[] {
  return list === 'records' ? picked : withheld;
}

/** What ticking and unticking comes to. */
export type Marking = { readonly added: number; readonly removed: number; readonly now: readonly number[] };

/** Adds and removes marks; ascending, each once. Null when that would be more than `MOST_MARKED`. */
export function marking(
  history: HistoryDecisions,
  list: MarkList,
  ticked: ReadonlySet<number>,
  unticked: ReadonlySet<number>,
): Marking | null {
  const before = new Set(markedIn(history, list));
  const kept = [...before].filter((entry) => !unticked.has(entry));
  const more = [...ticked].filter((entry) => !before.has(entry));
  if (more.length > 0 && kept.length + more.length > MOST_MARKED) return null;
  const now = [...kept, ...more].sort((a, b) => a - b);
  return { added: more.length, removed: before.size - kept.length, now };
}

/** The decisions with these marks. What is marked as one thing is not the other any more: what the owner said last counts. */
export function withMarks(history: HistoryDecisions, list: MarkList, now: readonly number[]): HistoryDecisions {
  const marked = new Set(now);
  const without = (numbers: readonly number[]) => numbers.filter((entry) => !marked.has(entry));
  const { picked, withheld = [] } = history;
  return list === 'records'
    ? { ...history, picked: now, withheld: without(withheld) }
    : { ...history, picked: without(picked), withheld: now };
}

/** Numbers of entries mean nothing in another file. */
export function withoutMarks(history: HistoryDecisions): HistoryDecisions {
  return { ...history, picked: [], withheld: [] };
}
