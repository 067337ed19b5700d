import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readConfig } from '../config.js';
import { recordEvidence, takeEvidence } from '../conversation/evidence.js';
import { openTeller } from '../edges/durable/teller.js';
import { OAKFIELD } from '../edges/sandbox/oakfield.js';
import type { Store } from '../records/store.js';
import type { Evidence } from '../retention/evidence.js';
import { readingText, refusalText, remarkText } from '../retention/remarks.js';
import { applyScript, RequestProblem, type RetentionRequest } from '../retention/request.js';
import { evidenceId, sha256Of } from '../retention/signature.js';
import { CommandProblem, readArguments, type Command, type Terminal } from './command.js';
import { DATA, withDatabase } from './database.js';
import { policyOf } from './policy.js';

const OPTIONS = {
  ...DATA,
  signature: { type: 'string' },
  by: { type: 'string' },
  team: { type: 'string' },
  days: { type: 'string' },
} as const;

/** From src/commands and from dist/commands alike: what lies in infra/ is not compiled. */
const APPLY = new URL('../../infra/retention-apply.ps1', import.meta.url);

export const evidence: Command = {
  usage: [
    [
      'evidence record FILE.json [--data DIR]',
      'Record what proves, or disproves, how long a team’s messages and files are kept',
    ],
    [
      'evidence import FILE [--signature FILE] [--by ID] [--data DIR]',
      'Take a signed read-out of Microsoft Purview (infra/retention-evidence.ps1) as evidence for all governed teams',
    ],
    [
      'evidence request MIGRATION | --team ID --days N [--data DIR]',
      'Print the script with which a compliance administrator has a team’s messages and files kept',
    ],
  ],
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS);
    const [verb, subject, ...more] = positionals;
    if (more.length === 0 && verb === 'record' && subject !== undefined) return record(subject, values, terminal);
    if (more.length === 0 && verb === 'import' && subject !== undefined) return take(subject, values, terminal);
    if (more.length === 0 && verb === 'request') return request(subject, values, terminal);
    throw new CommandProblem(
      'Say "evidence record FILE.json", "evidence import FILE" or "evidence request MIGRATION".',
    );
  },
};

type Values = { readonly [O in keyof typeof OPTIONS]?: string | undefined };

async function record(file: string, values: Values, terminal: Terminal): Promise<number> {
  const found = readEvidence(readFileSync(file), new Date());
  const record = async (store: Store) => {
    for (const one of found) await recordEvidence({ store, now: () => new Date() }, one.by, one);
  };
  await withDatabase(terminal, values.data, record, { openTeller });
  for (const { id, teamId, location, kind } of found)
    terminal.out(`recorded: ${id}, ${kind} about the ${location} of ${teamId}`);
  return 0;
}

/** Says what the read-out shows about each team; exit code 1, and why, when it was refused. */
async function take(file: string, values: Values, terminal: Terminal): Promise<number> {
  const by = values.by ?? 'regroup';
  if (by !== 'regroup' && !z.guid().safeParse(by).success)
    throw new CommandProblem('--by has to be the directory id of the person who gives the read-out.');
  const { app, evidenceKey: key, organisation } = readConfig(terminal.env);
  const bytes = readFileSync(file);
  const signature = values.signature === undefined ? null : readFileSync(values.signature, 'utf8');
  const world = {
    now: () => new Date(),
    organisation: organisation ?? OAKFIELD.organisation,
    policy: policyOf(terminal),
    trust: { key, tenantId: app.tenantId },
  };
  const work = (store: Store) => takeEvidence({ ...world, store }, bytes, signature, by);
  const taken = await withDatabase(terminal, values.data, work, { openTeller });
  if (taken.kind === 'refused') {
    terminal.err(`refused (${taken.reason}): ${refusalText(taken.reason)} The refusal is recorded.`);
    return 1;
  }
  terminal.out(`taken: read at ${taken.readAt.toISOString()}, SHA-256 ${taken.sha256}`);
  for (const { teamId, reading } of taken.teams) {
    for (const location of ['messages', 'files'] as const) {
      terminal.out(`${teamId} ${location}: ${readingText(reading[location])}`);
      for (const remark of reading[location].remarks) terminal.out(`  ${remarkText(remark)}`);
    }
  }
  for (const { teamId, purpose, messages, files } of taken.alarms)
    terminal.out(
      `ALARM ${teamId}, for ${purpose}: messages ${messages}, files ${files}. Tell the data protection officer.`,
    );
  return 0;
}

async function request(migrationId: string | undefined, values: Values, terminal: Terminal): Promise<number> {
  const wanted = migrationId === undefined ? given(values) : await ofMove(migrationId, values, terminal);
  try {
    terminal.out(applyScript(readFileSync(APPLY, 'utf8'), wanted).trimEnd());
  } catch (error) {
    throw error instanceof RequestProblem ? new CommandProblem(error.message, { cause: error }) : error;
  }
  return 0;
}

function given({ team, days }: Values): RetentionRequest {
  if (team === undefined || days === undefined)
    throw new CommandProblem('Name a move, or a team and a period: --team ID --days N.');
  return { teamId: team, days: Number(days), reference: 'command' };
}

/** The team and the period that the schedule has for the move's purpose. */
async function ofMove(id: string, values: Values, terminal: Terminal): Promise<RetentionRequest> {
  if (values.team !== undefined || values.days !== undefined)
    throw new CommandProblem('Name a move, or a team and a period, not both.');
  const move = await withDatabase(terminal, values.data, (store) => store.transact((tx) => tx.migration(id)));
  if (move === null) throw new CommandProblem('There is no move with this id.');
  const { destination, purpose } = move.draft;
  const teamId = move.outcome.teamId ?? (destination?.kind === 'existing-team' ? destination.teamId : null);
  const days = policyOf(terminal).schedule.find((line) => line.id === purpose)?.days ?? null;
  if (teamId === null) throw new CommandProblem('The move has no team yet.');
  if (days === null) throw new CommandProblem('The policy has no period for the purpose of the move.');
  return { teamId, days, reference: id };
}

const DAY_MS = 86_400_000;

const EvidenceItem = z.strictObject({
  team: z.guid(),
  location: z.enum(['messages', 'files']),
  kind: z.enum(['declaration', 'read-out', 'sample']),
  /** When it was read, said or searched. */
  at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  /** Directory id of whoever gives it. */
  by: z.guid(),
  /** 0 stands for "for ever". */
  days: z.int().min(0).max(36_500).nullable(),
  action: z.enum(['keep', 'keep-and-delete', 'delete']).nullable(),
  covers: z.boolean().nullable(),
  enabled: z.boolean().nullable(),
  distribution: z.enum(['success', 'pending', 'error']).nullable(),
});
const EvidenceFile = z.array(EvidenceItem).min(1).max(500);

/**
 * The evidence in a file: one item, or several. Its id comes from the file's own bytes, so the same file recorded again changes
 * nothing. Throws `CommandProblem` with the field that is not right.
 */
export function readEvidence(bytes: Buffer, now: Date): readonly Evidence[] {
  const file = parsed(bytes);
  const read = EvidenceFile.safeParse(Array.isArray(file) ? file : [file]);
  if (!read.success) throw new CommandProblem(`The evidence is not right. ${z.prettifyError(read.error)}`);
  const late = read.data.find(({ at }) => at.getTime() > now.getTime() + DAY_MS / 24);
  if (late !== undefined)
    throw new CommandProblem(`The evidence is of ${late.at.toISOString()}, which is not over yet.`);
  const sha256 = sha256Of(bytes);
  return read.data.map(({ team, ...rest }, index) => ({
    id: evidenceId(sha256, String(index)),
    teamId: team,
    sha256,
    ...rest,
  }));
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandProblem('The evidence is not JSON.', { cause: error });
    throw error;
  }
}
