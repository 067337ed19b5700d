import { z } from 'zod';
import { JURISDICTIONS, SECTORS, SWITCHES } from './settings.js';

/** The shape of a policy pack as its file has it. What its parts mean is said in `types.ts`. */

const id = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, 'is not an id: letters, figures and hyphens, 40 at most');
const text = z.string().trim().min(1).max(300);
const label = z.string().trim().min(1).max(20);
const words = z.array(z.string().trim().min(1).max(2_000)).readonly();
const phrases = z.array(z.string().trim().min(1).max(1_500)).readonly();
const line = z.strictObject({ lead: z.string().trim().min(1).max(40), text });
const term = z.strictObject({ label, phrase: z.string().trim().min(1).max(60) });
const appTerm = term.extend({ consumer: z.boolean() });

export const APPS = [
  'whatsapp',
  'whatsapp-business',
  'signal',
  'telegram',
  'messenger',
  'snapchat',
  'discord',
  'sms',
  'other-consumer',
  'personal-email',
  'teams',
  'school-system',
  'none',
] as const;
export const AUDIENCES = ['pupils', 'parents', 'external', 'governors', 'staff', 'personal', 'unknown'] as const;
export const CONTENTS = [
  'social',
  'logistics',
  'emergency',
  'pupil-data',
  'special-category',
  'safeguarding',
  'images',
  'hr',
  'assessment',
  'decision',
  'credentials',
  'business',
  'none-stated',
] as const;
export const CIRCUMSTANCES = [
  'formally-approved',
  'parent-only',
  'employer-mandated',
  'no-school-involvement',
] as const;
const INTENTS = [
  'permission',
  'why',
  'alternative',
  'move-group',
  'register-group',
  'incident',
  'leaver',
  'subject-access',
  'status',
  'admin-summary',
  'help',
  'out-of-scope',
] as const;

const app = z.enum(APPS);
const audience = z.enum(AUDIENCES);
const content = z.enum(CONTENTS);
const circumstance = z.enum(CIRCUMSTANCES);
/** One entry for each of the keys, no other. */
const each = <K extends readonly string[], V extends z.ZodType>(keys: K, value: V) => z.record(z.enum(keys), value);
/** Entries for some of the keys. */
const some = <K extends readonly string[], V extends z.ZodType>(keys: K, value: V) =>
  z.partialRecord(z.enum(keys), value);

const rule = z.strictObject({
  id,
  title: text,
  when: z.strictObject({
    app: z.array(app).min(1).exactOptional(),
    audience: z.array(audience).min(1).exactOptional(),
    content: z.array(content).min(1).exactOptional(),
    onlyContent: z.array(content).min(1).exactOptional(),
    circumstance: z.array(circumstance).min(1).exactOptional(),
    danger: z.boolean().exactOptional(),
    setting: z.enum(SWITCHES).exactOptional(),
  }),
  verdict: z.enum(['allowed', 'conditional', 'not-allowed', 'needs-detail']),
  say: text,
  reasons: z.array(id),
  instead: z.array(id),
  conditions: z.array(id),
  confirmation: id.nullable(),
});

const scope = {
  jurisdictions: z.array(z.enum(JURISDICTIONS)).default([]),
  sectors: z.array(z.enum(SECTORS)).default([]),
};

const name = z.string().trim().min(1).max(40);
const settings = z.strictObject({
  jurisdiction: z.enum(JURISDICTIONS),
  sector: z.enum(SECTORS),
  regulator: name,
  organisation: name,
  lead: name,
  ...onOff(SWITCHES),
});

function onOff<const K extends readonly string[]>(keys: K) {
  return Object.fromEntries(keys.map((key) => [key, z.boolean()])) as Record<K[number], z.ZodBoolean>;
}

const decision = z.strictObject({
  setting: z.enum(SWITCHES),
  on: z.iso.date(),
  by: z.string().regex(/^[a-z][a-z-]{0,19}$/, 'is not a role, such as dpo'),
  why: text,
});

const source = z.strictObject({
  title: text,
  publisher: text,
  url: z.httpUrl(),
  detail: text,
  status: z.enum(['seen', 'part', 'secondary', 'memory']),
  checkedOn: z.iso.date().nullable(),
  reviewBy: z.iso.date().nullable().default(null),
});

const purpose = z.strictObject({
  id,
  label: z.string().trim().min(1).max(40),
  days: z.number().int().positive().nullable(),
  channel: z.enum(['standard', 'private']),
  record: text,
  never: line.nullable(),
});

const lexicon = z.strictObject({
  words: z.record(z.string(), words),
  ignored: phrases,
  spellings: z.record(z.string(), phrases),
  apps: some(APPS, phrases),
  audiences: some(AUDIENCES, phrases),
  contents: some(CONTENTS, phrases),
  circumstances: some(CIRCUMSTANCES, phrases),
  intents: some(INTENTS, phrases),
  // Without these every text that names a school tool would get the same answer, whatever else it says.
  cues: z
    .object({ 'names-tool': phrases, 'stays-in-tool': phrases, 'leaves-tool': phrases, 'may-leave-tool': phrases })
    .catchall(phrases),
  procedures: z.record(z.string(), phrases),
  danger: phrases,
  languages: z.record(z.string(), phrases),
});

export const PackForm = z.strictObject({
  id,
  title: text,
  version: z.string().regex(/^\d{4}\.\d{2}(\.\d+)?$/, 'is not a version such as 2026.11'),
  status: z.enum(['draft, not reviewed', 'proposed', 'adopted']),
  reviewEvery: z.number().int().min(1).max(3_650),
  settings,
  decisions: z.array(decision).default([]),
  apps: each(APPS, appTerm),
  audiences: each(AUDIENCES, term),
  contents: each(CONTENTS, term),
  circumstances: each(CIRCUMSTANCES, term),
  rules: z.array(rule).min(1),
  reasons: z.record(id, line.extend({ apps: z.array(app), cites: z.array(id), ...scope })),
  alternatives: z.record(id, line),
  conditions: z.record(id, line),
  confirmations: z.record(
    id,
    z.strictObject({
      say: text,
      statements: z.array(z.strictObject({ id, text: z.string().trim().min(1).max(60) })).min(1),
    }),
  ),
  procedures: z.record(
    id,
    z.strictObject({
      title: text,
      steps: z.array(line.extend(scope)).min(1),
      cites: z.array(id),
      escalate: z.string().nullable(),
    }),
  ),
  sources: z.record(id, source),
  schedule: z.array(purpose).min(1),
  lexicon,
});
