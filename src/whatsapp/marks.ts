/** Direction marks, isolates and byte-order marks: they are invisible, and phones put them anywhere. */
const MARKS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;
const WIDE_SPACES = /[\u00A0\u2007\u2009\u202F]/g;
/** The first character of either. */
const FIRST = 0xa0;
/** Characters that are looked at one by one, which is quicker for short texts than an expression. */
const SHORT = 200;

/** The text without direction marks and with plain spaces, as `Entry.author` has it. */
export function withoutMarks(text: string): string {
  if (isPlain(text)) return text;
  return text.replace(MARKS, '').replace(WIDE_SPACES, ' ');
}

function isPlain(text: string): boolean {
  if (text.length > SHORT) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= FIRST) return false;
  return true;
}
