import type { Holiday } from '../calendar/words.js';
import type { Policy } from '../guidance/types.js';
import type { Store, Tx } from '../records/store.js';
import type { SpecialWords } from '../whatsapp/traces.js';
import type { HistoryPlace, Vault } from '../history/ports.js';
import type { Directory } from '../roster/person.js';
import { changed, changesSomething, entryAbout, type Change } from './changed.js';
import type { Migration } from './migration.js';
import { WorkplaceProblem, type Durable, type Messenger, type Notice, type Showing, type Workplace } from './ports.js';

export const SECOND_MS = 1_000;
export const DAY_MS = 86_400_000;

/** Everything that a run needs from outside itself. */
export type RunWorld = {
  readonly store: Store;
  readonly workplace: Workplace;
  readonly messenger: Messenger;
  readonly policy: Policy;
  readonly organisation: {
    /** Directory ids of the data protection officer and deputies, first one first. */
    readonly dpo: readonly string[];
    /** Working days that members have to attest. */
    readonly daysToAttest: number;
    readonly schoolHolidays?: readonly Holiday[] | undefined;
    /** `secondOwner`: of each new team; without one it is the approver. */
    readonly channels?: { readonly secondOwner?: string | undefined } | undefined;
  };
  /** Absent where no welcome is posted in new channels. */
  readonly welcoming?: Welcoming;
  /** Absent where moving a chat's history is not set up. */
  readonly history?: HistoryWorld;
};

/** What a welcome in a new channel takes. */
export type Welcoming = {
  /** Installs Regroup in the team; throws `WorkplaceProblem`. Doing it again changes nothing. */
  install(teamId: string): Promise<void>;
  /** Posts the card of this move in its channel. Not to be tried twice: `unclear` when it may be there. */
  post(migrationId: string): Promise<'posted' | 'refused' | 'unclear'>;
};

/** What moving a chat's history needs besides. */
export type HistoryWorld = {
  readonly place: HistoryPlace;
  readonly vault: Vault;
  readonly directory: Pick<Directory, 'everyone' | 'person'>;
  /** Directory id of the account that posts for those who have none; null where none was named. */
  readonly account: string | null;
  /** Name of the retention label that a document gets; null where none was named. */
  readonly label: string | null;
  readonly special: SpecialWords;
  /** Whether importing waits until nobody is at school. */
  readonly outsideSchoolHours: boolean;
};

/** A run of one migration, from its first step to its last. */
export type Run = {
  readonly id: string;
  readonly durable: Durable;
  readonly world: RunWorld;
  readonly memory: Memory;
};

/**
 * What a run remembers between two looks at its migration. It may hold only what comes from steps: a replay after a crash has to
 * build exactly the same.
 */
export type Memory = {
  steps: number;
  /** Whether somebody has woken the run since it last looked for people who can be reached by now. */
  isWoken: boolean;
  /** Failures in a row, and whether the run tries again by itself. */
  failures: number;
  isRetrying: boolean;
  /** What the owner's and the approvers' cards showed last. */
  shown: string;
  shownState: string;
  approvers: string[];
  /** Those that a data protection officer has been shown, each with its submission. */
  incidents: string[];
  /** One round for each submission and each person asked. */
  round: string;
  askedAt: number;
  reminders: number;
  isUnreached: boolean;
  isTeamRequested: boolean;
  isTeamReady: boolean;
  /** Times in a row that something was asked for and was not there yet. */
  polls: number;
  /** Whether somebody woke the run before its last pause was over. What was waited for had no time to happen then. */
  isEarly: boolean;
  hasAskedMembers: boolean;
  memberReminders: number;
  /** The session of importing that is known to have begun, and up to which post it has come. */
  session: number;
  postedUpTo: number;
  /** Of this session: posted, and found posted already. */
  posted: number;
  alreadyThere: number;
  /** The document that has been labelled and is to be read back. */
  labelled: string;
  /** Failures in a row to complete a session. */
  completions: number;
  /** The officer who was asked about the history, and how the move stood when their card was shown last. */
  officer: string;
  officerShown: string;
  /** Of how many late objections the officers know. */
  late: number;
  /** How often a welcome was tried. */
  welcomes: number;
  /** Which hold, or end of one, people were told of, and the officer who was. */
  hold: string;
  holder: string;
};

export function newRun(durable: Durable, id: string, world: RunWorld): Run {
  const memory: Memory = {
    steps: 0,
    isWoken: false,
    failures: 0,
    isRetrying: false,
    shown: '',
    shownState: '',
    approvers: [],
    incidents: [],
    round: '',
    askedAt: 0,
    reminders: 0,
    isUnreached: false,
    isTeamRequested: false,
    isTeamReady: false,
    polls: 0,
    isEarly: false,
    hasAskedMembers: false,
    memberReminders: 0,
    session: 0,
    postedUpTo: 0,
    posted: 0,
    alreadyThere: 0,
    labelled: '',
    completions: 0,
    officer: '',
    officerShown: '',
    late: 0,
    welcomes: 0,
    hold: '',
    holder: '',
  };
  return { id, durable, world, memory };
}

/** A step with a number before its name, so that no two have the same. It should answer ids and counts only: DBOS keeps them. */
export function step<T>(run: Run, name: string, work: () => Promise<T>): Promise<T> {
  run.memory.steps += 1;
  return run.durable.step(`${run.memory.steps} ${name}`, work);
}

/** Reads the migration inside a step. It is there: migrations are never deleted while they run. */
export async function current(run: Run): Promise<Migration> {
  const migration = await run.world.store.transact((tx) => tx.migration(run.id));
  if (migration === null) throw new Error(`migration ${run.id} is gone`);
  return migration;
}

/** A change, or only entries about it; `pause` is how long to wait afterwards, in milliseconds. */
export type Decided = Change & { readonly pause?: number };

/**
 * Changes the migration in one transaction with its audit entries, exactly once: when a crash makes the step run again, the key
 * of the step has been seen and nothing is changed. `decide` answers null when the migration has moved on meanwhile; what it
 * writes itself it must not write twice. Answers the pause, 0 without one.
 */
export async function change(
  run: Run,
  name: string,
  decide: (migration: Migration, at: Date, tx: Tx) => Promise<Decided | null> | Decided | null,
): Promise<number> {
  const at = await run.durable.now();
  const key = `run/${run.id}/${run.memory.steps + 1}`;
  return step(run, name, () =>
    run.world.store.transact(async (tx) => {
      const isFirst = await tx.firstSight(key);
      const migration = await tx.migration(run.id);
      const decided = migration === null ? null : await decide(migration, at, tx);
      if (migration === null || decided === null) return 0;
      if (isFirst) await apply(run, migration, decided, { at, key, tx });
      return decided.pause ?? 0;
    }),
  );
}

type Moment = { readonly at: Date; readonly key: string; readonly tx: Tx };

async function apply({ id }: Run, migration: Migration, decided: Decided, { at, key, tx }: Moment): Promise<void> {
  if (changesSomething(decided)) await tx.putMigration(changed(migration, decided, 'regroup', at));
  for (const [index, told] of decided.events.entries())
    await tx.record(entryAbout(id, told, 'regroup', at, id), `${key}/${index}`);
}

/** `failed` when the card could not be sent now: the edge has tried and logged it, and the run goes on without it. */
export async function show(
  run: Run,
  notice: Notice,
  how: Showing = 'update',
): Promise<'shown' | 'unreachable' | 'failed'> {
  try {
    return await step(run, `show ${notice.kind}`, () => run.world.messenger.show(notice, how));
  } catch (error) {
    if (error instanceof WorkplaceProblem) return 'failed';
    throw error;
  }
}

/** One more time that something was not there yet; a look that came too early does not count. */
export function poll({ memory }: Run): void {
  if (!memory.isEarly || memory.polls === 0) memory.polls += 1;
}

/** 5, 10, 20 … seconds, at most an hour. */
export function backOff(attempt: number): number {
  return Math.min(5 * SECOND_MS * 2 ** Math.min(attempt - 1, 20), 3_600 * SECOND_MS);
}
