import { createHash } from 'node:crypto';
import type { AuditEvent } from '../audit/entry.js';
import { ExportProblem } from '../whatsapp/entry.js';
import type { Inspection } from '../whatsapp/findings.js';
import { inspect } from '../whatsapp/inspect.js';
import { isOneFileForm } from '../retention/intake.js';
import { keepSealed, otherFile, waitsForSeal } from './history-step.js';
import { newestDraft } from './moves.js';
import type { HeldReading } from './readings.js';
import { takeReadOut } from './read-outs.js';
import { refuse } from './refusal.js';
import { specialWords } from './special-words.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** A file that somebody sent to Regroup. */
export type GivenFile = {
  /** As the person has it: it may hold the name of the group. */
  readonly name: string;
  /** How large it is said to be; null when nobody says. */
  readonly bytes: number | null;
  /** Brings the file, once. Throws `FileProblem`. */
  readonly fetch: () => Promise<Uint8Array>;
};

/** The largest file that is read, in bytes. */
export const LARGEST_FILE = 50 * 1024 * 1024;

export type FileProblemCode =
  /** More than `LARGEST_FILE`. */
  | 'too-large'
  /** It is not where it was said to be, or not any more. */
  | 'not-there'
  /** Somebody says that it is in a place from which Regroup takes nothing. */
  | 'host-not-allowed'
  /** It did not come in time. */
  | 'slow';

/** A file that could not be fetched. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
  readonly code: FileProblemCode;

  constructor(code: FileProblemCode) {
    super(`a file could not be fetched: ${code}`);
    this.code = code;
  }
}

/** The ways on after a file that was no use. */
const WITHOUT_MEDIA = 'Export the chat again and choose “Without media”. Then send that file here.';
const AGAIN = 'Send the file here again. If that does not help, add the names by hand.';
const NEXT: Readonly<
  Record<FileProblemCode | ExportProblem['code'], { readonly why?: string; readonly next: string }>
> = {
  'too-large': { next: WITHOUT_MEDIA },
  'not-there': { why: 'The file is not in your OneDrive any more, or Regroup cannot open it.', next: AGAIN },
  'host-not-allowed': {
    why: 'Regroup takes files from the school’s own OneDrive only.',
    next: 'Save the export on your device. Then send it here with the paperclip.',
  },
  slow: { why: 'The file did not arrive in time.', next: `${WITHOUT_MEDIA} A small file arrives sooner.` },
  'nothing-recognised': {
    next: 'Export the chat from WhatsApp once more and send the file as it is. Or add the names by hand.',
  },
  empty: { next: 'Export the chat from WhatsApp once more, and send that file here.' },
  'not-text': { next: 'Send the file that WhatsApp makes with “Export chat”: a .zip or a .txt.' },
  'no-chat': { next: 'Send the file that WhatsApp makes with “Export chat”, unchanged.' },
  'bad-zip': { next: WITHOUT_MEDIA },
};
const TOO_LARGE = 'The file is larger than 50 MB.';

/**
 * Reads an export that somebody sent: fetched once, hashed, read in memory, let go of. What was read is held in memory until they say
 * whether it is used; no name, number or text of it is kept or recorded. Each step is recorded in a transaction of its own, and that
 * the file was let go of also when something went wrong.
 */
export async function takeFile(world: World, actor: Actor, file: GivenFile): Promise<View> {
  const id = world.newId('rdg');
  if (actor.place === 'shared') return inOwnChat(world, actor, 'export.give', id);
  const note = noteFor(world, actor, id);
  const bytes = await fetched(file);
  if (bytes instanceof FileProblem) {
    await note({ what: 'export.not-fetched', details: { code: bytes.code } });
    return problem(bytes.code, bytes.code === 'too-large' ? TOO_LARGE : '');
  }
  // Said by the file itself, before anything takes it for a chat.
  if (isOneFileForm(bytes)) return takeReadOut(world, actor, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    await note({ what: 'export.received', details: { sha256, bytes: bytes.byteLength } });
    const waiting = await waitsForSeal(world, actor.person);
    const other = waiting === null ? null : otherFile(waiting, sha256);
    if (other !== null) return other;
    const inspection = await read(world, file.name, bytes);
    if (inspection instanceof ExportProblem) {
      await note({ what: 'export.unreadable', details: { code: inspection.code } });
      return problem(inspection.code, inspection.message);
    }
    await note({ what: 'export.read', details: factsOf(inspection) });
    if (waiting !== null) return await keepSealed(world, actor, waiting, { name: file.name, bytes }, inspection);
    return await held(world, actor, id, inspection);
  } finally {
    // Nothing holds the bytes from here on, whatever came of them.
    await note({ what: 'export.discarded', details: { sha256, held: 'memory' } });
  }
}

/** Which of several files it is about is for the person to say. */
export function severalFiles(count: number): View {
  const why = `You sent ${count} files. Regroup reads one export at a time.`;
  return { kind: 'export-problem', why, next: 'Send the export of one group here.' };
}

/** The card for what was read, with the draft that it would go into as it is now. */
export async function shown(
  world: World,
  reading: HeldReading,
  rest: Partial<Pick<Extract<View, { readonly kind: 'export' }>, 'complaints' | 'notice' | 'typed'>> = {},
): Promise<View> {
  const { migrationId } = reading;
  const draft = migrationId === null ? null : await world.store.transact((tx) => tx.migration(migrationId));
  const again = draft?.draft.exported?.sha256 === reading.inspection.sha256;
  const into = draft?.draft.groupName ?? null;
  return { kind: 'export', reading, into, again, complaints: [], notice: null, typed: {}, ...rest };
}

async function held(world: World, actor: Actor, id: string, inspection: Inspection): Promise<View> {
  const draft = await world.store.transact((tx) => newestDraft(tx, actor.person));
  const owner = actor.person;
  const reading = { id, owner, migrationId: draft?.id ?? null, inspection, readAt: world.now() };
  world.readings.hold(reading);
  return shown(world, reading);
}

async function fetched({ bytes, fetch }: GivenFile): Promise<Uint8Array | FileProblem> {
  if ((bytes ?? 0) > LARGEST_FILE) return new FileProblem('too-large');
  try {
    const file = await fetch();
    return file.byteLength > LARGEST_FILE ? new FileProblem('too-large') : file;
  } catch (error) {
    if (error instanceof FileProblem) return error;
    throw error;
  }
}

async function read(world: World, name: string, bytes: Uint8Array): Promise<Inspection | ExportProblem> {
  try {
    return await inspect(name, bytes, { special: specialWords(world.policy), today: world.now() });
  } catch (error) {
    if (error instanceof ExportProblem) return error;
    throw error;
  }
}

type ExportEvent = Extract<AuditEvent, { readonly what: `export.${string}` }>;
type Said<E> = E extends AuditEvent ? Pick<E, 'what' | 'details'> : never;

function noteFor(
  world: World,
  { person, correlationId }: Actor,
  id: string,
): (said: Said<ExportEvent>) => Promise<void> {
  const about = { subjectType: 'export', subjectId: id, correlationId } as const;
  return (said) => world.store.transact((tx) => tx.record({ ...said, who: person, when: world.now(), ...about }));
}

function factsOf({ readings }: Inspection) {
  const [{ entries, people, warnings, zone }] = readings;
  return {
    entries,
    people: people.length,
    warnings: [...new Set(warnings.map(({ code }) => code))],
    orders: readings.map(({ order }) => order),
    zone,
  };
}

function problem(code: keyof typeof NEXT, said: string): View {
  const { why = said, next } = NEXT[code];
  return { kind: 'export-problem', why, next };
}

/** An export names people, so it is for nobody's company. */
export function inOwnChat(world: World, actor: Actor, action: string, id: string): Promise<View> {
  const attempt = { action, reason: 'shared-place', subjectType: 'export', subjectId: id } as const;
  const why = 'An export names people, so it is not for a place where others read along.';
  return refuse(world, actor, attempt, { why, next: 'Open your own chat with Regroup, and go on there.' });
}
