import { createServer } from 'node:http';
import { listen } from './loopback.js';
import { OAKFIELD } from './oakfield.js';
import type { Seed } from './seed.js';
import {
  deleteAccount,
  deleteChannel,
  removeMember,
  setAccount,
  type Controls,
  type RequestRecord,
} from './tenant/control.js';
import { planFaults, type FaultPlan } from './tenant/faults.js';
import type { JournalEntry } from './tenant/journal.js';
import { DELAYS, idOf, LABELS, openOffice, type Delays, type Office } from './tenant/office.js';
import { answer, send } from './tenant/serve.js';
import { firstState, keptState, type State } from './tenant/state.js';

export type { JournalEntry, RequestRecord, State, Delays };

/** The application permissions that the tenant has granted unless a test says otherwise: what Regroup's README asks for. */
export const GRANTED: readonly string[] = [
  'User.Read.All',
  'GroupMember.Read.All',
  'Group.Create',
  'Team.Create',
  'Team.ReadBasic.All',
  'TeamMember.ReadWrite.All',
  'Channel.ReadBasic.All',
  'Channel.Create',
];

/** What moving a chat's history takes besides. */
export const GRANTED_FOR_HISTORY: readonly string[] = [
  'Teamwork.Migrate.All',
  'ChannelMessage.Read.All',
  'Files.ReadWrite.All',
];

/** What private channels take besides. */
export const GRANTED_FOR_PRIVATE: readonly string[] = ['ChannelMember.ReadWrite.All'];

/** A simulated Microsoft 365 tenant that answers as Microsoft Graph v1.0 does, as far as Regroup uses it. */
export type Tenant = {
  /** `http://127.0.0.1:N`: stands where https://graph.microsoft.com would. */
  readonly url: string;
  /** Every effect so far, in order. */
  journal(): readonly JournalEntry[];
  state(): Readonly<State>;
  /** Every request for Graph so far, in order. */
  requests(): readonly RequestRecord[];
  readonly faults: FaultPlan;
  /** The permissions granted to the application. A change holds at once, not only with the next token. */
  readonly grants: Set<string>;
  setAccount(person: string, enabled: boolean): void;
  deleteAccount(person: string): void;
  removeMember(team: string, person: string): void;
  deleteChannel(team: string, channel: string): void;
  /** Changes something behind everybody's back. Nothing of it is in the journal. */
  tamper(change: (state: State) => void): void;
  close(): Promise<void>;
};

export type TenantOptions = {
  /** 0, when left out, takes a free one. */
  readonly port?: number;
  readonly data?: Seed;
  /** How much faster than usual things get ready. */
  readonly speed?: number;
  /** Delays in milliseconds, where `speed` is too coarse. */
  readonly delays?: Partial<Delays>;
  readonly largestPage?: number;
  /** The permissions that are granted; `GRANTED` when left out. */
  readonly grants?: readonly string[];
  /** Applications in the tenant besides the seed's own. */
  readonly otherApps?: readonly string[];
  /** The names of the retention labels that there are. */
  readonly labels?: readonly string[];
  /** When the application's secret ends; in a year when left out. */
  readonly secretEnds?: number;
  /** Each effect is appended here at once, one JSON object a line. */
  readonly journalFile?: string;
  /** The tenant is kept here, and taken up again from here. */
  readonly stateFile?: string;
  readonly now?: () => number;
};

/** Starts a tenant on loopback. Throws when the port is taken, or when `stateFile` belongs to another tenant. */
export async function startTenant(options: TenantOptions = {}): Promise<Tenant> {
  const address = { url: '' };
  const office = officeOf(options, () => address.url);
  const controls: Controls = {
    office,
    faults: planFaults(),
    grants: new Set(options.grants ?? GRANTED),
    apps: new Set([office.seed.appId, ...(options.otherApps ?? [])]),
    requests: [],
  };
  const server = createServer((request, response) => {
    answer(controls, request, response).catch((error: unknown) => {
      // A fault of the simulation itself: it must be seen, and not be taken for something Graph does.
      send(response, { status: 599, body: `the simulated tenant failed: ${String(error)}` }, idOf('failure'));
    });
  });
  const listening = await listen(server, options.port ?? 0);
  address.url = listening.url;
  return {
    url: listening.url,
    journal: () => office.state.journal,
    state: () => office.state,
    requests: () => controls.requests,
    faults: controls.faults,
    grants: controls.grants,
    ...changes(office),
    close: listening.close,
  };
}

/** What others than Regroup do to the tenant. */
function changes(
  office: Office,
): Pick<Tenant, 'setAccount' | 'deleteAccount' | 'removeMember' | 'deleteChannel' | 'tamper'> {
  return {
    setAccount: (person, enabled) => void setAccount(office, { person, enabled }),
    deleteAccount: (person) => void deleteAccount(office, { person }),
    removeMember: (team, person) => void removeMember(office, { team, person }),
    deleteChannel: (team, channel) => void deleteChannel(office, { team, channel }),
    tamper: (change) => change(office.state),
  };
}

const YEAR_MS = 365 * 86_400_000;

function officeOf(options: TenantOptions, url: () => string): Office {
  const { data: seed = OAKFIELD, speed = 1, journalFile = null, stateFile = null } = options;
  const usual = Object.entries(DELAYS).map(([what, ms]) => [what, ms / speed]);
  return openOffice({
    seed,
    state: (stateFile === null ? null : keptState(stateFile, seed)) ?? firstState(seed),
    delays: { ...(Object.fromEntries(usual) as Delays), ...options.delays },
    largestPage: options.largestPage ?? 25,
    labels: options.labels ?? LABELS,
    secretEnds: options.secretEnds ?? (options.now ?? Date.now)() + YEAR_MS,
    url,
    now: options.now ?? Date.now,
    journalFile,
    stateFile,
  });
}
