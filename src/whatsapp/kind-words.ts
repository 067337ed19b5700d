import type { Kind } from './entry.js';

/** Words with which Android says that a file is there (` (file attached)`), and an iPhone (`<attached: FILE>`). */
export const ATTACHED: ReadonlySet<string> = listed('file attached | attached');

/** What Android puts for a file that was left out, in angle brackets. */
export const MEDIA_LEFT_OUT: ReadonlyMap<string, 'media' | 'view-once' | 'video'> = new Map([
  ...[...listed('Media omitted')].map((words) => [words, 'media'] as const),
  ...[...listed('View once voice message omitted | View once message omitted')].map(
    (words) => [words, 'view-once'] as const,
  ),
  ...[...listed('Video message omitted | Video note omitted')].map((words) => [words, 'video'] as const),
]);

/** Texts that are nothing else, by what they say. */
export const WHOLE: ReadonlyMap<string, Exclude<Kind, 'notice'>> = new Map(
  Object.entries({
    image: 'image omitted',
    video: 'video omitted | video note omitted',
    audio: 'audio omitted',
    sticker: 'sticker omitted',
    gif: 'GIF omitted',
    document: 'document omitted',
    contact: 'Contact card omitted',
    'live-location': 'live location shared',
    call: 'Missed voice call | Missed video call | Voice call | Video call',
    deleted: 'This message was deleted | You deleted this message',
  } as const).flatMap(([kind, words]) =>
    [...listed(words)].map((word) => [word, kind as Exclude<Kind, 'notice'>] as const),
  ),
);

/** How an iPhone and Android begin a poll. */
export const POLLS: ReadonlySet<string> = listed('POLL');

/** How a message begins that an administrator took back who is named. */
export const DELETED_BY: readonly string[] = [...listed('This message was deleted by admin')];

function listed(words: string): ReadonlySet<string> {
  return new Set(words.split(' | ').map((word) => word.trim().toLowerCase()));
}
