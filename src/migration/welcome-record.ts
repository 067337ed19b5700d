/** What became of the card in the new channel. */
export type Welcome = {
  /** `unclear`: Teams did not answer, or Regroup ended meanwhile. It may be there. */
  readonly result: 'posted' | 'not-posted' | 'unclear';
  /** Our own code, as in `Problem`; null when nothing is wrong. */
  readonly problem: string | null;
  readonly missing: string | null;
};
