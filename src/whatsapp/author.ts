/** Somebody who seems to write. */
export type Author = {
  readonly name: string;
  entries: number;
  /** Wrote at least once what the app does not write. */
  writes: boolean;
  /** At least once, no other colon follows that may end the name. */
  alone: boolean;
  /** There are people whose name goes on after a colon. */
  longer: boolean;
};
