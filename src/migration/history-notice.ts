import { isPrivate } from './destination.js';
import { fullDay } from '../calendar/words.js';
import type { Migration } from './migration.js';

/** What goes along and where to, in words for those whose messages they are. */
export type NoticeWords = {
  readonly team: string;
  /** How long it is kept: "1 year". */
  readonly period: string;
  /** The data protection officer, as people know them. */
  readonly officer: string;
  readonly school: string;
};

/**
 * What the owner gives to those whom Regroup cannot reach, before anything goes along: plain text. It says what the law wants said
 * (UK GDPR, Articles 13 and 14, and the right to object of Article 21). `until` is the last day to object.
 */
export function historyNotice({ draft }: Migration, words: NoticeWords, until: Date): string {
  const { team, period, officer, school } = words;
  const channel = draft.destination?.channelName ?? '';
  const readers = isPrivate(draft.destination)
    ? 'Only those of the group who join can read it.'
    : 'Everybody in that team can read it.';
  const what =
    draft.history === 'native-import'
      ? 'Your messages are copied with their date and your name. Photos, sounds, files and reactions are not.'
      : 'Your messages are copied into one file, with their date and your name. Photos, sounds and files are not.';
  return [
    'This WhatsApp group moves to Microsoft Teams, and its old messages are to go along.',
    '',
    `Why: work messages belong where ${school} can keep, find and delete them.`,
    `What: ${what} Phone numbers are taken out and not kept.`,
    `Where: the channel "${channel}" in the team "${team}". ${readers}`,
    `How long: ${period}. Older messages are not copied.`,
    `On what basis: the public task of ${school} (UK GDPR, Article 6(1)(e)).`,
    '',
    `You can object until ${fullDay(until)}. Your messages are then left out, and you need no reason.`,
    'If you have Teams: open Regroup there, write "hello", and select "Leave my messages out".',
    `If you have no Teams: tell ${officer}, the data protection officer.`,
    '',
    'You can also ask for a copy, or have something corrected or removed.',
    `Complaints: first to ${officer}, then to the Information Commissioner (ico.org.uk).`,
  ].join('\n');
}

/** Working days that are left to object, as a sentence counts them: today is one of them. */
export function daysLeft(now: Date, until: Date, isWorkingDay: (at: Date) => boolean): number {
  let left = 0;
  for (let at = now.getTime(); at < until.getTime(); at += 86_400_000) if (isWorkingDay(new Date(at))) left += 1;
  return left;
}
