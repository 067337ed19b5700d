import { createHash } from 'node:crypto';
import { decide } from './decide.js';
import type { Confirmation, Decision, Policy, Understood, Verdict } from './types.js';

/** An answer that somebody was given. */
export type Told = {
  readonly id: string;
  readonly asker: string;
  readonly understood: Understood;
  readonly confirmation: Confirmation | null;
  readonly verdict: Decision;
};

/** One answer that the policy in force would give otherwise, and the people who have the old one. */
export type ChangedAnswer = {
  /** `chg-` and eight characters: the same for the same change under the same policy. */
  readonly id: string;
  readonly understood: Understood;
  readonly from: Verdict;
  /** `needs-detail` when the policy would now ask something first. */
  readonly to: Verdict;
  /** The new answer; null when the policy would now ask something first. */
  readonly decision: Decision | null;
  /** One for each person, with the question that they asked last about it. */
  readonly people: readonly { readonly asker: string; readonly questionId: string }[];
};

/** No two of these look alike. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * Which answers have become others under this policy, most people first. `told` holds the answers newest first: of what somebody
 * asked several times, the last answer counts.
 */
export function changedAnswers(told: readonly Told[], policy: Policy): readonly ChangedAnswer[] {
  const seen = new Set<string>();
  const changes = new Map<string, ChangedAnswer>();
  for (const one of told) {
    const facets = facetKey(one.understood);
    const who = `${one.asker} ${facets}`;
    if (seen.has(who)) continue;
    seen.add(who);
    const now = one.verdict.policy === policy.name ? null : changed(one, policy);
    if (now === null) continue;
    const { asker, id: questionId } = one;
    const id = changeId([policy.hash, facets, now.from, now.to]);
    const { people } = changes.get(id) ?? { people: [] };
    changes.set(id, { id, understood: one.understood, ...now, people: [...people, { asker, questionId }] });
  }
  return [...changes.values()].sort((a, b) => b.people.length - a.people.length);
}

/** The old verdict and the new one, with the same confirmation; null when they are the same. */
function changed({ understood, confirmation, verdict }: Told, policy: Policy) {
  const outcome = decide(understood, confirmation, policy);
  const decision = outcome.kind === 'decided' ? outcome.decision : null;
  const from = verdict.verdict;
  const to = decision?.verdict ?? 'needs-detail';
  // Whoever was told no is not told to ask again: the strict answer is safe, and they know what to do instead.
  if (from === to || (decision === null && from === 'not-allowed')) return null;
  return { from, to, decision };
}

/** The facets that a verdict turns on, in one order. */
function facetKey({ app, audience, content, circumstance, danger }: Understood): string {
  const sorted = (values: readonly string[]) => [...new Set(values)].sort().join(',');
  return [app, audience, sorted(content), sorted(circumstance), danger].join(' ');
}

function changeId(parts: readonly string[]): string {
  const bytes = createHash('sha256').update(parts.join('\n')).digest().subarray(0, 8);
  return `chg-${[...bytes].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
}
