import { policyCode } from '../guidance/policy.js';
import { SWITCHES, type Switch } from '../guidance/settings.js';
import type { Policy } from '../guidance/types.js';
import type { Tx } from '../records/store.js';

/** Takes the policy into force and records it, once for each change: a start with the same policy records nothing. */
export async function adoptPolicy(tx: Tx, policy: Policy, now: Date, correlationId: string): Promise<void> {
  const code = policyCode(policy);
  const status = policy.status === 'draft, not reviewed' ? 'draft' : policy.status;
  const opened = SWITCHES.filter((name) => policy.settings[name]).map((name) => openedBy(name, policy));
  const { hash } = policy;
  if (!(await tx.adoptPolicy({ hash, code, status, opened, adoptedAt: now }))) return;
  const about = { subjectType: 'policy', subjectId: code, correlationId } as const;
  const details = { policy: code, hash, status, opened };
  await tx.record({ who: 'regroup', what: 'policy.adopted', when: now, ...about, details });
}

/** `tripBackup:dpo:2026-11-20`: who opened it and when. Why stands in the file, whose hash is recorded. */
function openedBy(name: Switch, { decisions }: Policy): string {
  const decision = decisions.findLast(({ setting }) => setting === name);
  return decision === undefined ? name : `${name}:${decision.by}:${decision.on}`;
}
