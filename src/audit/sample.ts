import { z } from 'zod';
import { Details, type AuditEvent, type SubjectType, type What } from './entry.js';
import { code, id, sha256, zone } from './forms.js';

/** Draws whole numbers from 0 to below `below`. */
export type Draw = (below: number) => number;

/** Marsaglia's xorshift: the same seed draws the same numbers everywhere. */
export function drawsOf(seed: number): Draw {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Kinds that come with something else of theirs in the log; whoever makes a sample puts them where they belong. */
const APART: readonly What[] = ['key.rotated', 'entry.redacted', 'checkpoint.signed', 'checkpoint.refused'];
const KINDS = (Object.keys(Details) as What[]).filter((what) => !APART.includes(what));
/** What an ordinary day has most of. */
const USUAL: readonly What[] = [
  'question.answered',
  'question.answered',
  'question.answered',
  'question.asked-back',
  'procedure.shown',
  'migration.saved',
  'migration.saved',
  'attestation.recorded',
  'attestation.requested',
  'export.received',
  'access.refused',
];

/**
 * Invented events as Regroup records them, without end, from the first Tuesday of a school year on: every kind comes within the first
 * `within`. The same draws make the same events.
 */
export function* sampleEvents(draw: Draw, within: number): Generator<AuditEvent, never, void> {
  const owed = shuffled(KINDS, draw);
  const every = Math.max(1, Math.floor(within / owed.length));
  let when = Date.parse('2026-09-01T07:30:00.000Z');
  for (let n = 0; ; n += 1) {
    when += draw(40 * 60_000);
    const what = (n % every === 0 ? owed.pop() : undefined) ?? USUAL[draw(USUAL.length)] ?? 'bot.started';
    yield sampleEvent(what, new Date(when), draw);
  }
}

/** One invented event of this kind. */
export function sampleEvent(what: What, when: Date, draw: Draw): AuditEvent {
  return {
    who: draw(4) === 0 ? 'regroup' : uuid(draw),
    what,
    when,
    subjectType: subjectTypeOf(what),
    subjectId: uuid(draw),
    correlationId: uuid(draw),
    details: valueOf(Details[what], '', draw),
  } as AuditEvent;
}

const SUBJECTS: Readonly<Record<string, SubjectType>> = {
  procedure: 'question',
  correction: 'question',
  history: 'migration',
  attestation: 'migration',
  retention: 'team',
  access: 'person',
  entry: 'log',
  key: 'log',
  checkpoint: 'log',
};

function subjectTypeOf(what: What): SubjectType {
  const kind = what.split('.')[0] ?? '';
  return SUBJECTS[kind] ?? (kind as SubjectType);
}

/** Codes as the bot writes them, by the name of their field. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  intent: ['may-i', 'how', 'move'],
  app: ['whatsapp', 'signal', 'teams'],
  audience: ['staff', 'parents', 'pupils'],
  content: ['logistics', 'names', 'photos', 'health'],
  circumstance: ['trip', 'out-of-hours'],
  verdict: ['allowed', 'conditional', 'not-allowed'],
  rule: ['N-PUPILS', 'N-HEALTH', 'C-TRIP', 'A-TEAMS'],
  policy: ['uk-schools:2026.11:1a2b3c4d5e6f'],
  procedure: ['P-LOST', 'P-MIGRATE', 'P-RECEIVED'],
  step: ['group', 'gates', 'people', 'destination', 'retention'],
  messages: ['effective', 'declared', 'contradicted'],
  files: ['effective', 'declared', 'unknown'],
  action: ['summary', 'approve', 'export'],
  reason: ['not-an-administrator', 'not-yours', 'other-tenant'],
  location: ['messages', 'files'],
  from: ['allowed', 'not-allowed'],
  to: ['conditional', 'not-allowed'],
  done: ['left', 'chat-deleted', 'media-deleted', 'backup-deleted'],
};

/** A value that fits the form of the field `name`. */
function valueOf(form: z.ZodType, name: string, draw: Draw): unknown {
  if (form === code) return oneOf(CODES[name] ?? [name === '' ? 'none' : `${name}-${draw(10)}`], draw);
  if (form === id) return uuid(draw);
  if (form === sha256) return hex(64, draw);
  if (form === zone) return 'Europe/London';
  if (form instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(form.shape).map(([key, inner]) => [key, valueOf(inner as z.ZodType, key, draw)]),
    );
  if (form instanceof z.ZodArray)
    return Array.from({ length: draw(3) }, () => valueOf(form.element as z.ZodType, name, draw));
  if (form instanceof z.ZodNullable) return draw(4) === 0 ? null : valueOf(form.unwrap() as z.ZodType, name, draw);
  return plainValue(form, name, draw);
}

function plainValue(form: z.ZodType, name: string, draw: Draw): unknown {
  if (form instanceof z.ZodOptional) return draw(2) === 0 ? undefined : valueOf(form.unwrap() as z.ZodType, name, draw);
  if (form instanceof z.ZodUnion) return valueOf(oneOf(form.options as readonly z.ZodType[], draw) ?? form, name, draw);
  if (form instanceof z.ZodNumber) return draw(60);
  if (form instanceof z.ZodBoolean) return draw(2) === 0;
  if (form instanceof z.ZodEnum) return oneOf(form.options, draw);
  if (form instanceof z.ZodLiteral) return form.value;
  if (form instanceof z.ZodRecord) return { missing: draw(3) };
  throw new TypeError(`a sample has no value for details of the type ${form.type}`);
}

function oneOf<T>(all: readonly T[], draw: Draw): T | undefined {
  return all[draw(all.length)];
}

function hex(length: number, draw: Draw): string {
  return Array.from({ length }, () => draw(16).toString(16)).join('');
}

/** In the form of a directory id (RFC 9562, version 4). */
function uuid(draw: Draw): string {
  const digits = hex(30, draw);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(12, 15)}`,
    `8${digits.slice(15, 18)}`,
    digits.slice(18, 30),
  ].join('-');
}

function shuffled<T>(all: readonly T[], draw: Draw): T[] {
  const keyed = all.map((one) => ({ one, key: draw(2 ** 31) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
}
