import { z } from 'zod';
import { code, id, none, sha256, whole } from './forms.js';

/** What the record says of a chat's history on its way into a channel: ids, counts and hashes, never a message. */
export const HistoryDetails = {
  /** An export was sealed for an approved move. The hash is of what was sealed. */
  'history.sealed': z.strictObject({ sha256, bytes: whole }),
  /** The owner looked at messages of the sealed upload, to pick some. Which ones is not recorded; `shown`: how many. */
  'history.looked': z.strictObject({ list: z.enum(['records', 'private']), shown: whole }),
  /** The owner picked entries as records, or marked some as private: how many more, how many no more, and how many now. */
  'history.picked': z.strictObject({ list: z.enum(['records', 'private']), added: whole, removed: whole, now: whole }),
  /** A data protection officer agreed to the chat's history going along. `special`: whether with words of special categories. */
  'history.approved': z.strictObject({ mode: code, special: z.enum(['leave-out', 'take']) }),
  /** What was agreed was taken back, or could not be done: the move goes on as a fresh start. */
  'history.left-out': z.strictObject({ mode: code }),
  /** A member was told that messages go along, and until when they can object. */
  'history.told': z.strictObject({ person: id, reached: z.boolean() }),
  /** Somebody's messages do not go along because they do not want it: their number in the move. */
  'history.objected': z.strictObject({ member: id }),
  /** Somebody objected when the time for it was over. The officers were told. */
  'history.objected-late': z.strictObject({ member: id }),
  /** The sealed upload was opened and what is to be moved was counted. */
  'history.planned': z.strictObject({ sha256, posts: whole, dropped: z.record(code, whole) }),
  /** Written before Microsoft 365 is asked to begin: whatever crashes then, somebody knows that it has to be completed. */
  'history.import-started': z.strictObject({ channelId: id, session: whole, posts: whole }),
  /** Messages that stand in the channel because of this session; `already` stood there before. */
  'history.posted': z.strictObject({ session: whole, count: whole, already: whole }),
  /** The channel was seen to be open again. `by`: the run itself, or a watchdog that found the session left behind. */
  'history.import-completed': z.strictObject({ channelId: id, session: whole, by: z.enum(['run', 'watchdog']) }),
  /** The document is in the team's files. The hash is of what was stored. */
  'history.file-stored': z.strictObject({ sha256, bytes: whole }),
  /** The label that the document was read back with, and whether it is the organisation's. */
  'history.file-labelled': z.strictObject({ sha256, asWanted: z.boolean() }),
  /** The time to object is over. */
  'history.objections-closed': z.strictObject({ objectors: whole }),
  /** The run is done with the history, and goes on to the members. */
  'history.finished': none,
  /** What arrived was read back and compared. */
  'history.reconciled': z.strictObject({ posts: whole, files: whole, differences: z.record(code, whole) }),
  /** Somebody let the move go on although not everything arrived as it should. */
  'history.accepted': z.strictObject({ differences: z.record(code, whole) }),
  /** The sealed upload and its key were destroyed, and seen to be gone. */
  'history.destroyed': z.strictObject({ sha256, how: z.enum(['used', 'expired', 'stopped', 'left-out', 'replaced']) }),
} as const;
