/** How far a person has checked a source. Shown on every answer. */
export type SourceStatus = 'seen' | 'part' | 'secondary' | 'memory';
export type Source = {
  readonly title: string;
  readonly publisher: string;
  readonly url: string;
  /** Clause, article or date: what stands after the link. */
  readonly detail: string;
  readonly status: SourceStatus;
  /** `2026-11-20`, or null when no person has checked it. */
  readonly checkedOn: string | null;
  /** When it has to be looked at again at the latest; null for `reviewEvery` after the check. */
  readonly reviewBy: string | null;
};
