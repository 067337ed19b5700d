import type { Policy } from './types.js';

/** What is wrong with a policy, and at which key. */
export type Fault = { readonly path: readonly string[]; readonly what: string };

/** The first thing that is wrong with a policy whose shape is right; null when it can be used. */
export function checkPolicy(policy: Policy): Fault | null {
  return missingId(policy) ?? null;
}

function missingId(policy: Policy): Fault | null {
  for (const [n, rule] of policy.rules.entries()) {
    const of = (key: string, ids: readonly string[], known: Readonly<Record<string, unknown>>): Fault | null => {
      const unknown = ids.findIndex((id) => !Object.hasOwn(known, id));
      if (unknown < 0) return null;
      return { path: ['rules', String(n), key, String(unknown)], what: `${ids[unknown]} does not exist` };
    };
    const fault =
      of('reasons', rule.reasons, policy.reasons) ??
      of('instead', rule.instead, policy.alternatives) ??
      of('conditions', rule.conditions, policy.conditions);
    if (fault !== null) return fault;
  }
  return null;
}
