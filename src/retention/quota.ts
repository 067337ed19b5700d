/** Says which of many refusals are recorded, so that nobody can fill the audit record from outside. */
export type Quota = {
  /** How many were passed over since the last one that was recorded; null when this one is to be passed over as well. */
  readonly take: (now: Date) => number | null;
};

const HOUR_MS = 3_600_000;

/** At most `most` in an hour, of this process. What was passed over is counted into the next one that is recorded. */
export function hourlyQuota(most: number): Quota {
  let since = Number.NEGATIVE_INFINITY;
  let taken = 0;
  let passed = 0;
  return {
    take: (now) => {
      if (now.getTime() - since >= HOUR_MS) {
        since = now.getTime();
        taken = 0;
      }
      if (taken >= most) {
        passed += 1;
        return null;
      }
      taken += 1;
      const before = passed;
      passed = 0;
      return before;
    },
  };
}
