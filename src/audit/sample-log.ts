import { generateKeyPairSync, sign } from 'node:crypto';
import { writeCheckpoint } from './checkpoint.js';
import { OPERATOR, type AuditEvent, type Entry, type KeptEntry } from './entry.js';
import { canonical, commitmentIn } from './log.js';
import { noteKey, signNote, writeKey, type Signer } from './note.js';
import { drawsOf, sampleEvents } from './sample.js';
import { growTree, leafHash } from './tree.js';

/** An invented log to try a verifier with: every kind of entry, several checkpoints, a key that is replaced, an entry that is redacted. */
export type Sample = {
  readonly count: number;
  readonly seed: number;
  readonly origin: string;
  /** The key in use at first, and the one that replaces it. */
  readonly signers: readonly [Signer, Signer];
  /** 32 bytes for the entry of this number. */
  readonly salt: (seq: number) => Buffer;
};

/** What a sample has signed so far: checkpoints, oldest first, and keys in order of use. */
export type Signed = { readonly notes: string[]; readonly keys: string[] };

/** A key whose private half nobody keeps. */
export function passingSigner(name: string): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return { key: noteKey(name, raw), sign: async (text) => sign(null, text, privateKey) };
}

/** The entries of the sample, one by one; `signed` fills as they come. */
export async function* sampleEntries(sample: Sample, signed: Signed): AsyncGenerator<Entry, void, void> {
  const { count, salt, signers } = sample;
  const tree = growTree();
  const course = courseOf(sample);
  const events = sampleEvents(drawsOf(sample.seed), Math.floor(count / 2));
  let last = events.next().value;
  let signer = signers[0];
  signed.keys.push(writeKey(signer.key));
  const checkpoint = async (): Promise<void> => {
    const time = new Date(last.when.getTime() + 1000);
    const text = writeCheckpoint({ origin: sample.origin, size: tree.size, root: tree.root(), time });
    signed.notes.push(await signNote(text, [signer]));
  };
  for (let seq = 0; seq < count; seq += 1) {
    last = dated(course.events.get(seq), last, () => events.next().value);
    const entry: KeptEntry = { seq, salt: salt(seq).toString('hex'), canonical: canonical(last) };
    const commitment = commitmentIn(entry);
    tree.push(leafHash(commitment));
    yield seq === course.redacted ? { seq, commitment: commitment.toString('hex'), redacted: true } : entry;
    if (course.sizes.has(tree.size)) await checkpoint();
    if (seq !== course.rotation) continue;
    signer = signers[1];
    signed.keys.push(writeKey(signer.key));
  }
  if (count === 0) await checkpoint();
}

/** A special event happens a second after the one before it; any other when it happens. */
function dated(special: Special | undefined, last: AuditEvent, next: () => AuditEvent): AuditEvent {
  if (special === undefined) return next();
  return { ...special, when: new Date(last.when.getTime() + 1000) } as AuditEvent;
}

type Special = Omit<AuditEvent, 'when'>;

/** Where in a log of so many entries something of its own happens. */
function courseOf({ count, signers: [first, second] }: Sample) {
  const events = new Map<number, Special>();
  const step = Math.max(1, Math.min(1000, Math.floor(count / 10)));
  const sizes = new Set([count]);
  for (let size = step; size < count; size += step) sizes.add(size);
  events.set(0, rotated(null, first));
  if (count < 20) return { events, sizes, redacted: -1, rotation: -1 };
  const [redacted, rotation, told] = [0.35, 0.65, 0.75].map((part) => Math.floor(count * part)) as [
    number,
    number,
    number,
  ];
  for (const size of sizes) if (size < count) events.set(size, signedFor(size, size > rotation + 1 ? second : first));
  events.delete(redacted);
  events.set(rotation, rotated(first, second));
  // The last checkpoint of the old key covers the entry that names the new one.
  sizes.add(rotation + 1);
  events.set(told, about('entry.redacted', { seq: redacted, kind: 'contact', why: 'erasure-request' }));
  return { events, sizes, redacted, rotation };
}

function rotated(from: Signer | null, { key }: Signer): Special {
  return about('key.rotated', { from: from?.key.hash ?? null, to: key.hash, publicKey: key.publicKey.toString('hex') });
}

function signedFor(size: number, { key }: Signer): Special {
  return about('checkpoint.signed', { size, key: key.hash });
}

function about(what: AuditEvent['what'], details: object): Special {
  const who = what === 'checkpoint.signed' ? 'regroup' : OPERATOR;
  return { who, what, subjectType: 'log', subjectId: 'log', correlationId: `sample-${what}`, details } as Special;
}
