import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import type { Organisation } from './world.js';

const line = z.string().trim().min(1).max(120);
const id = z.guid().toLowerCase();
const date = z.iso.date();
const OrganisationFile = z.strictObject({
  name: line,
  administrators: id,
  approvers: id,
  approversFor: z
    .array(z.strictObject({ purposes: z.array(line).min(1), group: id }))
    .refine((all) => isOnce(all.flatMap(({ purposes }) => purposes)), 'a purpose stands in it twice')
    .optional(),
  dpo: z.array(id).min(1),
  governedTeams: z.array(id),
  channels: z
    .strictObject({
      private: z.boolean().optional(),
      names: z
        .strictObject({
          beginsWith: z.array(z.string().min(1).max(20)).optional(),
          never: z.array(z.string().regex(/^[\p{L}\p{N}]{1,40}$/u)).optional(),
        })
        .optional(),
      secondOwner: id.optional(),
      app: id.optional(),
    })
    .optional(),
  phones: z.strictObject({ dsl: line, office: line, itSupport: line }),
  parentMessaging: z.strictObject({ name: line, url: z.url({ protocol: /^https$/ }) }).nullable(),
  daysToDecide: z.int().min(1).max(30),
  daysToAttest: z.int().min(1).max(60),
  history: z
    .strictObject({
      nativeImport: z.boolean(),
      account: id.nullable(),
      label: line.nullable(),
      outsideSchoolHours: z.boolean().default(true),
    })
    .optional(),
  schoolHolidays: z
    .array(z.strictObject({ from: date, to: date }).refine(({ from, to }) => from <= to, 'the last day comes first'))
    .optional(),
});

/** The organisation's file cannot be used; the message says which line or field to change. */
export class OrganisationProblem extends Error {
  override readonly name = 'OrganisationProblem';
}

/** The organisation's own facts, from the text of its file. Throws `OrganisationProblem`. */
export function organisationFrom(yaml: string): Organisation {
  const read = OrganisationFile.safeParse(parsed(yaml));
  if (read.success) return read.data;
  const { path, message } = read.error.issues[0] ?? { path: [], message: 'wrong' };
  throw new OrganisationProblem(`In the file, "${path.join('.')}" is not right: ${message}.`);
}

function isOnce(all: readonly string[]): boolean {
  return new Set(all).size === all.length;
}

function parsed(yaml: string): unknown {
  try {
    return parse(yaml);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new OrganisationProblem(`Line ${error.linePos?.[0].line ?? 1} of the file is not YAML.`);
  }
}
