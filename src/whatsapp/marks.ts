/** Direction marks, isolates and byte-order marks: they are invisible, and phones put them anywhere. */
const MARKS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;
const WIDE_SPACES = /[\u00A0\u2007\u2009\u202F]/g;

/** The text without direction marks and with plain spaces, as `Entry.author` has it. */
export function withoutMarks(text: string): string {
  return text.replace(MARKS, '').replace(WIDE_SPACES, ' ');
}
