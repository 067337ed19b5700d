import { sha256Of } from '../retention/signature.js';
import { takeEvidence, type EvidenceWorld, type Taken } from './evidence.js';
import { refuse } from './refusal.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** Without a trust, none is set: the read-out is refused, and the card names the setting. */
const NO_TRUST = { key: null, tenantId: '' } as const;

/**
 * Takes a signed read-out of Purview that somebody dropped into their own chat. Only an administrator may, by the directory at this
 * moment: what a read-out says moves nothing, but a wrong one would stop moves. A refusal is recorded.
 */
export async function takeReadOut(world: World, actor: Actor, bytes: Uint8Array): Promise<View> {
  const { administrators, phones } = world.organisation;
  if (!(await world.directory.inGroup(actor.person, administrators))) {
    const about = { subjectType: 'evidence', subjectId: sha256Of(bytes) } as const;
    const attempt = { action: 'evidence.give', reason: 'not-an-administrator', ...about };
    const next = `Ask IT support (${phones.itSupport}) to send it here. They can say who the administrators are.`;
    return refuse(world, actor, attempt, { why: 'Read-outs of retention are taken from administrators only.', next });
  }
  const taken = await takeEvidence({ ...world, trust: world.trust ?? NO_TRUST }, bytes, null, actor.person);
  return { kind: 'evidence', taken };
}

/** Takes what a runbook has posted: the script's own bytes with their signature beside them, or its one-file form. */
export function takePosted(
  world: Omit<EvidenceWorld, 'trust'> & Pick<World, 'trust'>,
  bytes: Uint8Array,
  signature: string | null,
): Promise<Taken> {
  return takeEvidence({ ...world, trust: world.trust ?? NO_TRUST }, bytes, signature, 'regroup');
}
