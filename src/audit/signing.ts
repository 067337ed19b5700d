import type { Store, Tx } from '../records/store.js';
import type { AuditEvent } from './entry.js';
import { writeCheckpoint } from './checkpoint.js';
import { readKey, signNote, writeKey, type NoteKey, type Signer } from './note.js';
import type { SignedCheckpoint } from './ports.js';
import { consistencyProof, provesConsistency, rootAt } from './proof.js';

/** What signing needs. */
export type Signing = {
  /** Which log this is: `originOf`. */
  readonly origin: string;
  /** Whoever holds the key now; asked anew for each checkpoint, so that a rotation is noticed. */
  readonly signer: () => Promise<Signer>;
};

export type Signed =
  /** There is a new checkpoint. */
  | 'signed'
  /** Nothing was recorded since the last one, or another instance has signed for it. */
  | 'nothing-new'
  /** The record does not go on from its last checkpoint: somebody has changed it in the database. */
  | 'refused';

/** Of one signing: when, and which run or command it belongs to. */
export type Occasion = {
  readonly when: Date;
  readonly correlationId: string;
  /** Also when nothing but checkpoints and keys was recorded since the last one. */
  readonly always?: boolean;
};

/** Signs for everything that is recorded by now, unless the record does not go on from what was signed before. */
export async function signLog(store: Store, signing: Signing, occasion: Occasion): Promise<Signed> {
  const signer = await signing.signer();
  await store.transact((tx) => useKey(tx, signer.key, occasion));
  const found = await store.transact((tx) => grown(tx, occasion.always === true));
  if (found === null) return 'nothing-new';
  const { size, root, last } = found;
  if (root === null) {
    const details = { size, last };
    await store.transact((tx) =>
      tx.record(ofLog({ what: 'checkpoint.refused', details }, occasion), `checkpoint/refused/${size}`),
    );
    return 'refused';
  }
  const text = writeCheckpoint({ origin: signing.origin, size, root, time: occasion.when });
  const note = await signNote(text, [signer]);
  const isNew = await store.transact((tx) =>
    keep(tx, { size, root, note, signedAt: occasion.when }, signer.key, occasion),
  );
  return isNew ? 'signed' : 'nothing-new';
}

/** Records a key that was not in use before. Answers whether it was new. */
export async function useKey(tx: Tx, key: NoteKey, occasion: Occasion): Promise<boolean> {
  const before = (await tx.log.keys()).at(-1);
  if (!(await tx.log.putKey(writeKey(key), occasion.when))) return false;
  const from = before === undefined ? null : readKey(before).hash;
  const details = { from, to: key.hash, publicKey: key.publicKey.toString('hex') };
  await tx.record(ofLog({ what: 'key.rotated', details }, occasion));
  return true;
}

type Grown = {
  readonly size: number;
  readonly last: number;
  /** Null when it does not fit. */ readonly root: Buffer | null;
};

/** How far the log has come since its last checkpoint; null when nothing but checkpoints was recorded since. */
async function grown({ log }: Tx, always: boolean): Promise<Grown | null> {
  const last = await log.lastCheckpoint();
  const size = await log.size();
  if (last === null) return size === 0 ? null : { size, last: 0, root: await rootAt(size, log.read) };
  if (size < last.size) return { size, last: last.size, root: null };
  if (size === last.size || (!always && (await log.busySince(last.size)) === null)) return null;
  const root = await rootAt(size, log.read);
  const proof = await consistencyProof(last.size, size, log.read);
  const fits = provesConsistency({ first: last.size, second: size, firstRoot: last.root, secondRoot: root, proof });
  return { size, last: last.size, root: fits ? root : null };
}

async function keep(tx: Tx, checkpoint: SignedCheckpoint, key: NoteKey, occasion: Occasion): Promise<boolean> {
  if (!(await tx.log.putCheckpoint(checkpoint))) return false;
  const details = { size: checkpoint.size, key: key.hash };
  await tx.record(ofLog({ what: 'checkpoint.signed', details }, occasion), `checkpoint/signed/${checkpoint.size}`);
  return true;
}

type OfLog = Extract<AuditEvent, { readonly what: `checkpoint.${string}` | 'key.rotated' }>;
type Told = { [W in OfLog['what']]: Pick<Extract<OfLog, { readonly what: W }>, 'what' | 'details'> }[OfLog['what']];

/** What Regroup itself records of the log. */
export function ofLog(told: Told, { when, correlationId }: Occasion): AuditEvent {
  return { who: 'regroup', when, subjectType: 'log', subjectId: 'log', correlationId, ...told } as AuditEvent;
}
