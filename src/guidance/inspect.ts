import { checkPolicy } from './check.js';
import { findingsIn } from './findings.js';
import type { PackFile } from './layer.js';
import { problemAt, readMerged } from './policy.js';
import { PolicyProblem } from './problem.js';
import type { Policy } from './types.js';

/** What `regroup policy check` found in a policy. */
export type Inspection = {
  /** Null when its shape is not right: then the rest cannot be looked at. */
  readonly policy: Policy | null;
  /** In the order of files and lines. */
  readonly problems: readonly PolicyProblem[];
  /** Sources that no person has checked. Nothing to mend in the file, and something for a person to do. */
  readonly unchecked: number;
};

/** Everything that is wrong with a policy, by file and line. `today` is a date such as 2026-11-24. */
export function inspect(files: readonly PackFile[], today: string): Inspection {
  try {
    const { policy, merged, faults } = readMerged(files);
    const all = policy === null ? faults : wrongWith(policy, today);
    const problems = all.map((fault) => problemAt(merged, fault));
    return { policy, problems: inOrder(problems, files), unchecked: policy === null ? 0 : uncheckedOf(policy) };
  } catch (error) {
    if (error instanceof PolicyProblem) return { policy: null, problems: [error], unchecked: 0 };
    throw error;
  }
}

/** A policy that cannot be used cannot be tried either. */
function wrongWith(policy: Policy, today: string) {
  const faults = checkPolicy(policy);
  return faults.length > 0 ? faults : findingsIn(policy, today);
}

function inOrder(problems: readonly PolicyProblem[], files: readonly PackFile[]): readonly PolicyProblem[] {
  const place = ({ file }: PolicyProblem) => files.findIndex((one) => one.file === file);
  return [...problems].sort((a, b) => place(a) - place(b) || a.line - b.line);
}

function uncheckedOf({ sources }: Policy): number {
  return Object.values(sources).filter(({ checkedOn }) => checkedOn === null).length;
}
