import type { Dropped } from './history.js';

const WORDS: Readonly<Record<Dropped, string>> = {
  private: 'Marked as private by the owner of the group',
  objected: 'Written by somebody who objected',
  outside: 'Written by somebody who is not in the organisation, or who is not known',
  'past-period': 'Older than the retention schedule keeps',
  notice: 'Written by the app itself',
  media: 'A photo, video, voice note or document with no words',
  deleted: 'Deleted in the chat',
  'view-once': 'Could be looked at once',
  'not-a-message': 'A poll, a call or a live location',
  empty: 'Nothing in it',
  special: 'Holds a word that points to special category data',
  time: 'No sure time: in the hour that the clock skipped, or in the future',
};

/** Why entries were left out, in words for people; those that are most first. */
export function droppedWords(
  counts: Readonly<Partial<Record<Dropped, number>>>,
): readonly { readonly why: string; readonly entries: number }[] {
  const rows = (Object.keys(WORDS) as Dropped[]).map((reason) => ({
    why: WORDS[reason],
    entries: counts[reason] ?? 0,
  }));
  return rows.filter(({ entries }) => entries > 0).sort((a, b) => b.entries - a.entries);
}
