import { count } from '../calendar/words.js';
import type { Warning } from './entry.js';

/** A warning in words: what is the matter, and what to do about it. */
export type WarningText = { readonly what: string; readonly todo: string };

/** How a warning is put, the same wherever it is shown. No name, number or text of the file is in it. */
export function warningText(warning: Warning): WarningText {
  switch (warning.code) {
    case 'ambiguous-dates':
      return {
        what: 'The file does not say whether the day or the month comes first.',
        todo: 'Look at the chat on a phone, and say which of the two dates is right.',
      };
    case 'probably-cut':
      return {
        what: `It has ${warning.entries.toLocaleString('en-GB')} entries, as many as WhatsApp exports at most, and no beginning: the oldest are likely missing.`,
        todo: 'Do not take the first date for the start of the group. An export without media goes back further.',
      };
    case 'export-may-be-blocked':
      return {
        what: 'Advanced chat privacy was switched on last: WhatsApp may refuse another export.',
        todo: 'If you need a newer export, ask an administrator of the group to switch it off first.',
      };
    case 'header-inside-message':
      return {
        what: `${count(warning.times, 'line inside a message looks', 'lines inside messages look')} like the beginning of a message: pasted, or made up.`,
        todo: 'They were read as part of the message that they stand in. Look at the chat on a phone before you rely on it.',
      };
    case 'time-runs-backwards':
      return {
        what: `The times go back ${count(warning.times, 'time', 'times')}, further than phones do by themselves.`,
        todo: 'The file may have been put together or changed. Ask another member for an export, and compare.',
      };
    case 'unknown-author':
      return {
        what: `${count(warning.times, 'entry is', 'entries are')} by somebody who is nowhere else in the file: they may have been written in.`,
        todo: 'Ask another member for an export, and compare.',
      };
    default:
      return ofTheFile(warning);
  }
}

type OfTheFile = Extract<
  Warning,
  { readonly code: 'media-missing' | 'clock-change' | 'too-long' | 'cut-off' | 'lines-before' }
>;

function ofTheFile(warning: OfTheFile): WarningText {
  switch (warning.code) {
    case 'media-missing':
      return {
        what: `${count(warning.files, 'entry speaks', 'entries speak')} of a file that is not in the zip.`,
        todo: 'Export the chat again with media if you need these files.',
      };
    case 'clock-change':
      return {
        what: `${count(warning.times, 'entry is', 'entries are')} from an hour that the clock showed twice or never: it was put back or forward.`,
        todo: 'They may be an hour out, or the phone was in another time zone.',
      };
    case 'too-long':
      return {
        what: `${count(warning.times, 'line or entry was', 'lines or entries were')} longer than is read.`,
        todo: 'The rest of each was passed over. Whatever is counted in them may be more.',
      };
    case 'cut-off':
      return {
        what: 'The file ends in the middle of something.',
        todo: 'The newest entries may be missing. Export the chat again.',
      };
    case 'lines-before':
      return {
        what: `${count(warning.lines, 'line', 'lines')} before the first entry belong to none.`,
        todo: 'Something was put before the chat, or its beginning was cut off. Export the chat again if it matters.',
      };
  }
}
