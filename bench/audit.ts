import { appendingBench } from './audit/appending.js';
import { verifierBench } from './audit/verifier.js';
import type { Bench } from './main.js';

/** The audit record: how fast it grows beside plain inserts and however long it is, and how fast a stranger verifies it. */
export const audit: Bench = async () => {
  const appending = await appendingBench();
  const verifier = await verifierBench();
  return {
    figures: { ...appending.figures, ...verifier.figures },
    lines: [...appending.lines, ...verifier.lines],
    faults: [...appending.faults, ...verifier.faults],
  };
};
