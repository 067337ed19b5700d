import { entryAbout, type Told } from '../migration/changed.js';
import { holdOn } from '../migration/hold.js';
import { ATTESTED, type Attestation, type Migration } from '../migration/migration.js';
import type { Tx } from '../records/store.js';
import type { Inputs } from './actions.js';
import { refuseMove } from './acting.js';
import type { Target } from './handlers.js';
import { inPrivate } from './moves.js';
import type { Complaint, View } from './view.js';
import type { Actor, World } from './world.js';

/** The most characters of a note. */
const LONGEST_NOTE = 300;

type AttestVerb = 'attest.confirm' | 'attest.cannot';

/**
 * Takes a member's own statement about their phone. Whose it is comes from who acts, never from the card. Nobody checks it: it is
 * attested, not verified. Somebody who could not do it may still attest later, also when the move has been closed without them.
 */
export async function attest(
  world: World,
  actor: Actor,
  { id, ver }: Target,
  verb: AttestVerb,
  inputs: Inputs<AttestVerb>,
): Promise<View> {
  if (actor.place === 'shared') return inPrivate(world, actor, id, verb);
  const at = world.now();
  const view = await world.store.transact(async (tx): Promise<View | null> => {
    const migration = await tx.migration(id);
    const attestation = (await tx.attestations(id)).find(({ person }) => person === actor.person);
    if (migration === null || attestation === undefined) return null;
    const isOpen = (migration.state === 'closing' || migration.state === 'closed') && holdOn(migration) === null;
    if (attestation.ver !== ver || attestation.state === 'attested' || !isOpen) return shown(migration, attestation);
    const stated = statement(attestation, verb, inputs, at);
    const complaints = complaintsAbout(stated, verb);
    if (complaints.length > 0)
      return shown(migration, { ...attestation, done: stated.done, note: stated.note }, complaints);
    await keep(tx, actor, stated, at);
    return shown(migration, stated);
  });
  return view ?? refuseMove(world, actor, verb, id);
}

function statement(before: Attestation, verb: AttestVerb, inputs: Inputs<AttestVerb>, at: Date): Attestation {
  const done = ATTESTED.filter((one) => inputs.done.includes(one));
  const state = verb === 'attest.confirm' ? 'attested' : 'cannot';
  return { ...before, ver: before.ver + 1, state, done, note: inputs.note.trim(), answeredAt: at };
}

function complaintsAbout({ done, note }: Attestation, verb: AttestVerb): readonly Complaint[] {
  const complaints: Complaint[] = [];
  if (verb === 'attest.confirm' && done.length < ATTESTED.length) {
    const text = 'tick all 5, or select “I cannot do this”.';
    complaints.push({ field: 'done', label: 'What you have done', text });
  }
  if ([...note].length > LONGEST_NOTE)
    complaints.push({ field: 'note', label: 'Note', text: `use ${LONGEST_NOTE} characters at most.` });
  return complaints;
}

/** The statement, its entry (the ticks, not the words) and a message to the run, together. */
async function keep(tx: Tx, actor: Actor, stated: Attestation, at: Date): Promise<void> {
  const { migrationId, person, ver, done } = stated;
  await tx.putAttestation(stated);
  const what = stated.state === 'attested' ? 'attestation.recorded' : 'attestation.declined';
  const told: Told = { what, details: { done: [...done] } };
  await tx.record(entryAbout(migrationId, told, actor.person, at, actor.correlationId));
  await tx.tell(migrationId, 'wake', `${migrationId}/attestation/${person}/${ver}`);
}

function shown(migration: Migration, attestation: Attestation, complaints: readonly Complaint[] = []): View {
  return { kind: 'attestation', migration, attestation, complaints };
}
