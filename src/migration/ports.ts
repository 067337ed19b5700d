import type { Added, State } from './migration.js';

/**
 * How a run survives crashes: five verbs. A run is replayed from its start after a crash; what `step` and `once` have
 * answered before is answered again from memory without doing it again.
 */
export interface Durable {
  /** Something that may be done again after a crash (reading, or a write that is the same when repeated). */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /**
   * An outside effect that must not happen twice. `find` is asked, before `do`, only when an earlier attempt may have got
   * through; it answers null when the effect did not happen.
   */
  once<T>(key: string, effect: Effect<T>): Promise<T>;
  /** The next message of the topic, or null after `timeoutMs`. A message sent before anybody waits is kept. */
  receive<M>(topic: Topic, timeoutMs: number): Promise<M | null>;
  sleep(ms: number): Promise<void>;
  /** The time, the same on every replay. */
  now(): Promise<Date>;
}

export type Effect<T> = { readonly do: () => Promise<T>; readonly find: () => Promise<T | null> };

/**
 * What a run can be told while it waits: only that something about its migration has changed. The run then reads the migration
 * again and sees what to do, so a message that is lost, doubled or late can do no harm.
 */
export type Topic = 'wake';

/** What a migration needs from Microsoft 365. Every call acts as the application; `requestedBy` is for the tenant's own logs only. */
export interface Workplace {
  /** Null when the team does not exist or is not ready yet. */
  team(teamId: string): Promise<Team | null>;
  /** Makes the group behind a new team, with one owner. `alias` is its mail nickname and is unique in the tenant. */
  createGroup(group: NewGroup): Promise<{ readonly teamId: string }>;
  /** The group with this alias, or null. */
  findGroup(alias: string): Promise<{ readonly teamId: string } | null>;
  /** Whether the group is a team or is being made one: `team()` says so only when it is ready. */
  hasTeam(teamId: string): Promise<boolean>;
  /** Turns the group into a team. Answers when the request is accepted; `team()` answers null until it is ready. */
  createTeam(teamId: string): Promise<void>;
  /** Adds a channel: a standard one, or with an owner a private one, which they have to be in the team for. The reference is written at the end of its description. */
  createChannel(channel: NewChannel): Promise<Channel>;
  /** The channel with this name AND this reference; null when there is none. A channel of the same name without it is not ours. */
  findChannel(teamId: string, name: string, reference: string): Promise<Channel | null>;
  /** Adds people to the team, in batches of 200, with a result for each of them. Somebody who is there already is `already`. */
  addMembers(teamId: string, people: readonly string[], owners: readonly string[]): Promise<readonly Added[]>;
  /** Everybody in the team. */
  members(teamId: string): Promise<readonly TeamMember[]>;
  /** Puts people who are in the team into its private channel, one by one, with a result for each of them. */
  addToChannel(teamId: string, channelId: string, people: readonly string[]): Promise<readonly Added[]>;
  /** Directory ids of everybody in a private channel. */
  channelMembers(teamId: string, channelId: string): Promise<readonly string[]>;
  /** Whether the name is free and allowed in that team: null when it is, else our own words for what is wrong. */
  channelNameProblem(teamId: string | null, name: string): Promise<string | null>;
}

/** Somebody in a team, by their directory id. */
export type TeamMember = { readonly person: string; readonly isOwner: boolean };
export type Team = { readonly id: string; readonly name: string; readonly url: string | null };
export type Channel = { readonly id: string; readonly name: string; readonly url: string | null };
export type NewGroup = {
  readonly alias: string;
  readonly name: string;
  readonly description: string;
  readonly owner: string;
};
export type NewChannel = {
  readonly teamId: string;
  readonly name: string;
  readonly description: string;
  readonly reference: string;
  /** Of a private channel; absent for a standard one. */
  readonly owner?: string;
};

/**
 * A call to Microsoft 365 that failed for a reason that somebody can do something about. Edges throw it; runs turn it into
 * `Problem`. Throttling, time-outs and 5xx are tried again by the edge and end here only when they go on for minutes.
 */
export class WorkplaceProblem extends Error {
  override readonly name = 'WorkplaceProblem';
  constructor(
    /** Our own short code: `account-blocked`, `permission-missing`, `name-taken`, `not-found`, `outage`, `other`. */
    readonly code: string,
    readonly who: 'person' | 'administrator' | 'us',
    /** Microsoft's request id, or ours. */
    readonly correlationId: string,
    /** The permission or licence that is missing, when that is what is wrong. */
    readonly missing: string | null = null,
  ) {
    super(`Microsoft 365: ${code}`);
  }
}

/** Which card to show to whom. The edge writes the card from what the database says at that moment. */
export type Notice =
  | { readonly kind: 'approval'; readonly migrationId: string; readonly person: string }
  /** The owner's view of a move from submission to its end. */
  | { readonly kind: 'progress'; readonly migrationId: string; readonly person: string }
  /** The data protection officer decides whether the chat's history goes along. */
  | { readonly kind: 'history-approval'; readonly migrationId: string; readonly person: string }
  /** A member learns that messages go along, and can object. */
  | { readonly kind: 'history-objection'; readonly migrationId: string; readonly person: string }
  | { readonly kind: 'attestation'; readonly migrationId: string; readonly person: string }
  /** A question was handed to the DPO. */
  | { readonly kind: 'question'; readonly questionId: string; readonly person: string }
  /** The DPO has answered: for the asker. */
  | { readonly kind: 'dpo-answer'; readonly questionId: string; readonly person: string }
  /** The policy answers a question otherwise than before: for its asker. */
  | { readonly kind: 'correction'; readonly change: string; readonly questionId: string; readonly person: string }
  /** People from outside could read the group. */
  | { readonly kind: 'incident'; readonly incidentId: string; readonly person: string }
  /** What was signed of the audit record, for the DPO to keep: the checkpoint over so many entries. */
  | { readonly kind: 'checkpoint'; readonly size: number; readonly person: string };

/** How a card is shown. */
export type Showing =
  /** In place of the same card, where there is one. */
  | 'update'
  /** At the end of the chat, so that the person's own Teams tells them; the card before it goes. */
  | 'reminder';

/**
 * Shows cards to people in their own chat with Regroup. The same notice to the same person is one card, updated in place,
 * so showing it again is harmless.
 */
export interface Messenger {
  /** `unreachable` when Regroup has never talked with this person: Teams lets a bot write only to people who have it. */
  show(notice: Notice, how?: Showing): Promise<'shown' | 'unreachable'>;
}

/** Starts runs, once each: starting a run that exists changes nothing. */
export interface Runs {
  start(migrationId: string): Promise<void>;
}

/** States in which a run is at work or waiting. */
export const RUNNING: readonly State[] = [
  'submitted',
  'approved',
  'provisioning',
  'objecting',
  'importing',
  'members',
  'retention-pending',
  'notifying',
  'closing',
];
