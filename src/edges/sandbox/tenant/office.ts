import { createHash } from 'node:crypto';
import type { Seed } from '../seed.js';
import { writeDown, type Happening } from './journal.js';
import { keep, type State, type TeamGroup } from './state.js';
import { Refusal } from './refusal.js';

/** How long things take, in milliseconds. Real ones take seconds to minutes. */
export type Delays = {
  /** Until a new group can be made a team; 404 before. */
  readonly group: number;
  /** Until a new team can be seen; 404 before. */
  readonly team: number;
  /** Until somebody who was added is listed as a member. */
  readonly member: number;
  /** Until a new channel has its folder for files; 404 before. */
  readonly folder: number;
  /** Until a retention label that was put on a file is shown on it. */
  readonly label: number;
  /** How often an operation may be looked at. */
  readonly poll: number;
};

export const DELAYS: Delays = { group: 1_500, team: 2_000, member: 800, folder: 1_200, label: 1_000, poll: 30_000 };

/** The retention labels that there are unless a test says otherwise. */
export const LABELS: readonly string[] = [
  'Keep 1 year',
  'Keep 3 years',
  'Keep 6 years',
  'Keep 7 years',
  'Keep 25 years',
];

/** Everything the handlers of a tenant work on. */
export type Office = {
  readonly seed: Seed;
  readonly state: State;
  readonly delays: Delays;
  /** The most items in one page. */
  readonly largestPage: number;
  /** The names of the retention labels that there are. */
  readonly labels: readonly string[];
  /** When the application's secret ends. */
  readonly secretEnds: number;
  /** `http://127.0.0.1:N`, for links. */
  readonly url: () => string;
  readonly now: () => number;
  /** Notes the effect and saves the state: called after the state was changed. */
  readonly happened: (what: Happening, facts: Readonly<Record<string, string>>) => void;
  /** When messages were posted to a channel in the last second, for throttling. */
  readonly posted: Map<string, number[]>;
  /** When operations were looked at last. */
  readonly polled: Map<string, number>;
  /** Files on their way, by the last part of the address that they are sent to. */
  readonly uploads: Map<string, Upload>;
};

/** A file that is sent in parts. */
export type Upload = {
  readonly driveId: string;
  readonly parent: string;
  readonly name: string;
  /** In the order in which they have to come. */
  readonly parts: Buffer[];
};

export function openOffice(options: {
  readonly seed: Seed;
  readonly state: State;
  readonly delays: Delays;
  readonly largestPage: number;
  readonly labels: readonly string[];
  readonly secretEnds: number;
  readonly url: () => string;
  readonly now: () => number;
  readonly journalFile: string | null;
  readonly stateFile: string | null;
}): Office {
  const { journalFile, stateFile, ...rest } = options;
  const { state, now } = rest;
  const happened: Office['happened'] = (what, facts) => {
    const entry = { seq: state.journal.length + 1, at: new Date(now()).toISOString(), what, facts };
    state.journal.push(entry);
    if (journalFile !== null) writeDown(journalFile, entry);
    if (stateFile !== null) keep(stateFile, state);
  };
  return { ...rest, happened, posted: new Map(), polled: new Map(), uploads: new Map() };
}

/** An id that looks like one of Microsoft's and is the same in every run: the tenant holds no randomness. */
export function newId(office: Office): string {
  office.state.ids += 1;
  return idOf(`${office.seed.tenantId}/${office.state.ids}`);
}

export function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The Microsoft 365 group, whether it has a team or not. 404 when there is none. */
export function groupOf(office: Office, id: string | undefined): TeamGroup {
  const group = office.state.groups.find((one) => one.id === id);
  if (group === undefined) throw new Refusal(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);
  return group;
}

/** The team, once it is provisioned. 404 before, as Graph does. */
export function teamOf(office: Office, id: string | undefined): TeamGroup & { team: NonNullable<TeamGroup['team']> } {
  const group = office.state.groups.find((one) => one.id === id);
  if (group?.team == null || group.team.readyAt > office.now())
    throw new Refusal(404, 'NotFound', `No team found with Group Id ${id}.`);
  return { ...group, team: group.team };
}
