import { randomUUID } from 'node:crypto';
import { OPERATOR } from '../audit/entry.js';
import { count, day, dayAndTime } from '../calendar/words.js';
import type { State } from '../migration/migration.js';
import type { Store } from '../records/store.js';
import { gapsIn, type Gap } from '../summary/gaps.js';
import { beginOf } from '../summary/period.js';
import { PERIODS, type Figures, type Period } from '../summary/summary.js';
import { CommandProblem, readArguments, type Command } from './command.js';
import { DATA, withDatabase } from './database.js';

const DAY_MS = 86_400_000;

export const summary: Command = {
  usage: [
    [
      `summary [--period ${PERIODS.join('|')}] [--json] [--data DIR]`,
      'Where the organisation stands: counts and ids, no names',
    ],
  ],
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, {
      ...DATA,
      period: { type: 'string', default: 'term' },
      json: { type: 'boolean', default: false },
    });
    const period = PERIODS.find((one) => one === values.period);
    if (period === undefined || positionals.length > 0)
      throw new CommandProblem(`Say "summary", with --period ${PERIODS.join(', ')} or without.`);
    const now = new Date();
    const since = beginOf(period, now);
    const figures = await withDatabase(terminal, values.data, (store) => read(store, period, since, now));
    if (values.json) terminal.out(JSON.stringify({ period, since, ...figures }));
    else for (const line of lines(figures, period, since, now)) terminal.out(line);
    return 0;
  },
};

/** Reading it is recorded, as it is in chat. */
function read(store: Store, period: Period, since: Date, when: Date): Promise<Figures> {
  const about = { subjectType: 'summary', subjectId: 'organisation', correlationId: randomUUID() } as const;
  return store.transact(async (tx) => {
    const figures = await tx.figures(since);
    await tx.record({ who: OPERATOR, what: 'summary.read', when, ...about, details: { period } });
    return figures;
  });
}

/** In the order of a move's life. */
const STATES: Readonly<Record<State, string>> = {
  draft: 'being prepared',
  submitted: 'waiting for a decision',
  'sent-back': 'sent back with a reason',
  expired: 'not decided in time',
  approved: 'approved',
  provisioning: 'making team and channel',
  objecting: 'waiting for objections',
  importing: 'moving the history',
  members: 'adding members',
  'retention-pending': 'waiting for proof of retention',
  notifying: 'waiting for the notice in WhatsApp',
  closing: 'waiting for attestations',
  closed: 'closed',
  stopped: 'stopped',
  cancelled: 'given up',
};

const GAPS: Readonly<Record<Gap['kind'], string>> = {
  unsigned: 'the audit record is not signed for',
  undelivered: 'no DPO has the newest checkpoint',
};

/** The figures as text; exported for tests. */
export function lines(figures: Figures, period: Period, since: Date, now: Date): readonly string[] {
  const { questions, attestations, approvals } = figures;
  const states = Object.entries(STATES).filter(([state]) => (figures.byState[state as State] ?? 0) > 0);
  return [
    `Since ${day(since)} (${period})`,
    row('questions asked', questions.asked),
    row('  answered', questions.answered),
    row('  handed to the DPO', questions.withDpo),
    row('  answered by the DPO', questions.dpoAnswered),
    row('  waiting for the asker', questions.open),
    row('  disputed', questions.disputed),
    ...questions.unsettled.map(({ audience, content, questions: n }) =>
      row(`  unsettled: ${[audience, ...content].join(', ')}`.slice(0, 34), n),
    ),
    row('groups closed', figures.closedInPeriod),
    row('attempts refused', figures.refusals),
    '',
    'Now',
    row('groups known', figures.groupsKnown),
    ...states.map(([state, words]) => row(`  ${words}`, figures.byState[state as State] ?? 0)),
    row('attestations asked for', attestations.asked),
    row('  given', attestations.attested),
    row('  not possible, they said', attestations.cannot),
    row('  nobody could be asked', attestations.unreached),
    row('open incidents', figures.openIncidents),
    row('moves on hold', figures.onHold),
    row('audit entries', figures.log.entries),
    ...gapsIn(figures.log, now).map(({ kind, since: from }) => `  ! ${GAPS[kind]} since ${dayAndTime(from)}`),
    ...approvals.map(
      ({ migrationId, waitingSince }) =>
        `${migrationId} has waited ${count(Math.floor((now.getTime() - waitingSince.getTime()) / DAY_MS), 'day', 'days')} for a decision`,
    ),
  ];
}

function row(label: string, value: number): string {
  return `  ${label.padEnd(34)}${String(value).padStart(6)}`;
}
