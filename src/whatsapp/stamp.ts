/** How a header is framed: `[stamp] `, `stamp - `, `stamp: `. */
export type Form = 'bracket' | 'dash' | 'colon';

/** The date and time at the beginning of a line. One object is filled again and again, so that a line costs no memory. */
export class Stamp {
  form: Form = 'dash';
  /** The numbers of the date in the order of the line, and how many digits each has. */
  readonly date: [number, number, number] = [0, 0, 0];
  readonly digits: [number, number, number] = [0, 0, 0];
  /** The calendar that a word names, or ''. */
  era = '';
  /** 0 to 23. */
  hour = 0;
  minute = 0;
  /** -1 where the header has none. */
  second = -1;
  timeFirst = false;
  /** The sign between the parts of the date. */
  sign = '';
  /** Where the author or the text begins. */
  rest = 0;
  /** What all headers of one file have in common, as a number: form, place of the year, time first, seconds, signs. */
  frame = 0;
  /** Where the year is: 1 first, 2 last, 0 where it has too few digits to tell. */
  year = 0;
  /** As long as this number stays the same, so does the date: it need not be looked at again. */
  turn = 0;
  /** What stands between date and time. */
  joint = '';
  /** What stands before the hour and after the last number, and what the hour's word says: most lines have the same as the one before. */
  head = '';
  tail = '';
  half = '';
  clock = 0;
}
