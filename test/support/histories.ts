import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { recordEvidence } from '../../src/conversation/evidence.js';
import { runActs } from '../../src/conversation/runs.js';
import { specialWords } from '../../src/conversation/special-words.js';
import { graphCredential, openGraph, RUN } from '../../src/edges/graph/graph.js';
import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import { oakfieldId } from '../../src/edges/sandbox/oakfield/people.js';
import { PROVED } from '../../src/edges/sandbox/oakfield/teams.js';
import {
  GRANTED,
  GRANTED_FOR_HISTORY,
  GRANTED_FOR_PRIVATE,
  type Tenant,
  type TenantOptions,
} from '../../src/edges/sandbox/tenant.js';
import { startTenant } from './tenant.js';
import { openVault, type OpenVault } from '../../src/edges/storage/vault.js';
import { sealContents } from '../../src/history/sealed.js';
import { changed } from '../../src/migration/changed.js';
import type { HistoryWorld } from '../../src/migration/course.js';
import { isPrivate } from '../../src/migration/destination.js';
import { approve } from '../../src/migration/decision.js';
import { historyApproval } from '../../src/migration/history.js';
import type { Draft, Member, Migration } from '../../src/migration/migration.js';
import { runMigration } from '../../src/migration/run.js';
import { tendHistory } from '../../src/migration/tending.js';
import { temporaryFolder } from './database.js';
import { exported } from './exports.js';
import { edit, inTeam, member, NEW_TEAM, proof, read, stored, submittedMove } from './migrations.js';
import { testPolicy } from './policy.js';
import { simulation, type Simulation } from './simulated.js';
import { messengerInMemory } from './workplace.js';
import { actor, APPROVER, DPO, recorded, testWorld } from './world.js';
import { alwaysRecorded } from './watched.js';

/** Tuesday, 10:00 in London: people are at school. */
export const START = new Date('2026-11-24T10:00:00Z');
const OWNER = oakfieldId(1);
const ACCOUNT = oakfieldId(44);
const LABEL = 'Keep 1 year';
const TICKED = { done: ['left', 'chat', 'gallery', 'backup', 'devices'], note: '' };
const DAY_MS = 86_400_000;

/** Whose messages are in the export, by the name that they have there. */
const WRITERS = [
  ['Amara', 'p1'],
  ['Farah Y5', 'p2'],
  ['Ben W', 'p3'],
  ['Bea centre', 'p4'],
  ['Tom H', 'p5'],
  ['Dave coaches', 'p6'],
] as const;
/** Owner, two who are not in the team yet, a guest; a leaver; somebody from outside. */
const MEMBERS: readonly Member[] = [
  member(1, OWNER, 'staff'),
  member(2, oakfieldId(8), 'staff'),
  member(3, oakfieldId(12), 'staff'),
  member(4, oakfieldId(59), 'guest'),
  member(5, oakfieldId(57), 'leaver'),
  member(6, null, 'outsider'),
];

/** An export of so many messages, some of them two years old, as Android writes it. */
export function exportOf(messages: number): string {
  const lines = Array.from({ length: messages }, (_, n) => {
    const [name] = WRITERS[n % WRITERS.length] ?? ['?'];
    const at = new Date(Date.UTC(n % 10 === 9 ? 2024 : 2026, 8, 1 + (n % 28), 8 + (n % 9), n % 60));
    const two = (part: number) => String(part).padStart(2, '0');
    const date = `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
    return { at, line: `${date}, ${two(at.getUTCHours())}:${two(at.getUTCMinutes())} - ${name}: secretword ${n}` };
  });
  return lines
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ line }) => line)
    .join('\n');
}

export type Town = Awaited<ReturnType<typeof openTown>>;

const INSTALL = 'TeamsAppInstallation.ReadWriteSelfForTeam.All';

/** A school with a simulated Microsoft 365, a real database and a real vault, all on one simulated clock. */
export async function openTown(options: Pick<TenantOptions, 'delays' | 'largestPage'> = {}) {
  const life: { now: Simulation | null; since: number } = { now: null, since: START.getTime() };
  const clock = () => life.now?.now() ?? new Date(life.since);
  const made = await testWorld({ policy: testPolicy(), now: clock });
  const { tenantId, appId } = OAKFIELD;
  const tenant = await startTenant({
    now: () => clock().getTime(),
    grants: [...GRANTED, ...GRANTED_FOR_HISTORY, ...GRANTED_FOR_PRIVATE, INSTALL],
    ...options,
  });
  const app = { id: appId, type: 'SingleTenant', tenantId, password: null } as const;
  const credential = graphCredential({ app, sandbox: { graph: tenant.url } }, () => clock().getTime());
  const time = { now: () => clock().getTime(), sleep: async (ms: number) => pass(ms) };
  const pass = (ms: number) => (life.now === null ? void (life.since += ms) : life.now.pass(ms));
  const reports: string[] = [];
  const { history: place, ...graph } = openGraph({
    sandboxUrl: tenant.url,
    credential,
    report: (line) => void reports.push(line),
    patience: { ...RUN, timeoutMs: 10_000 },
    clock: time,
  });
  const folder = temporaryFolder();
  const vault = openVault({ url: made.url, key: randomBytes(32), folder, report: (line) => void reports.push(line) });
  const history: HistoryWorld = {
    place,
    vault,
    directory: graph.directory,
    account: ACCOUNT,
    label: LABEL,
    special: specialWords(made.policy),
    outsideSchoolHours: true,
  };
  const messenger = messengerInMemory();
  const world = { ...made, ...graph, messenger, history };
  return {
    tenant,
    world,
    vault,
    messenger,
    reports,
    clock,
    /** Whoever carries the next move sets the time. */
    begin: (next: Simulation) => void (life.now = next),
    pass,
    recordedOf: async (id: string) => (await recorded(made)).filter(({ subjectId }) => subjectId === id),
    close: async () => {
      await vault.close();
      await tenant.close();
      await made.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Carried = {
  readonly move: Migration;
  readonly audit: readonly Readonly<Record<string, unknown>>[];
  readonly operations: readonly string[];
  readonly deaths: number;
  /** What the run remembers. */
  readonly remembered: string;
};

export type Plan = {
  readonly id: string;
  readonly draft?: Partial<Draft>;
  readonly messages?: number;
  readonly dies?: (operation: number, name: string) => boolean;
  /** What happens while the run waits; undefined leaves it to those who do what the card asks. */
  readonly habit?: (move: Migration, now: Date) => Promise<boolean | undefined>;
  /** Changes the submitted move before it is stored. */
  readonly change?: (move: Migration) => Migration;
};

/** Seals an export for a move, and carries the move from its submission to its end. */
export async function carry(town: Town, plan: Plan): Promise<Carried> {
  const { world } = town;
  const { id, messages = 12 } = plan;
  const start = town.clock();
  await sealExport(town.vault, id, messages, start);
  const owned = moveWithHistory(id, start, plan.draft);
  await stored(world, plan.change?.(owned) ?? owned);
  const life = simulation({
    start,
    sent: () => world.told.filter((told) => told === id).length,
    meanwhile: async (now) => {
      const stood = await read(world, id);
      return (await plan.habit?.(stood, now)) ?? (await asAsked(town, stood, now));
    },
    ...(plan.dies === undefined ? {} : { dies: plan.dies }),
  });
  town.begin(life);
  const watching = { ...world, store: alwaysRecorded(world.store) };
  const operations = await life.run((durable) => runMigration(durable, id, watching));
  const audit = (await recorded(world)).filter(({ subjectId }) => subjectId === id);
  await assertGoneOnRecord(town, id);
  return { move: await read(world, id), audit, operations, deaths: life.deaths(), remembered: life.remembered() };
}

/** A move of these people, submitted, with its messages. */
function moveWithHistory(id: string, at: Date, draft: Partial<Draft> = {}): Migration {
  const move = submittedMove(id, at, {
    members: MEMBERS,
    history: 'native-import',
    exported: exported({ order: 'dmy', zone: 'Europe/London' }),
    destination: { ...inTeam(PROVED), channelName: `Trip ${id}` },
    ...draft,
  });
  return { ...move, owner: OWNER };
}

/** One that was approved by everybody, and to which members have had their time to object. */
export function historyMove(id: string, at: Date, isNewTeam: boolean): Migration {
  const destination = { ...NEW_TEAM, channelName: `Trip ${id}` };
  const move = moveWithHistory(id, at, isNewTeam ? { destination } : {});
  const history = { ...move.history, dpoApproved: { by: DPO, at }, objectUntil: at };
  return { ...move, state: 'approved', history };
}

export async function sealExport(vault: OpenVault, id: string, messages: number, at: Date): Promise<void> {
  const contents = sealContents(new Map(WRITERS), Buffer.from(exportOf(messages)));
  const expiresAt = new Date(at.getTime() + 30 * DAY_MS);
  await vault.seal(id, 'WhatsApp Chat with Trip.txt', contents, { at, expiresAt });
}

/** What the people of a move do when its card asks them to. */
async function asAsked({ world }: Town, move: Migration, now: Date): Promise<boolean> {
  const { id, state, ver, outcome } = move;
  switch (state) {
    case 'submitted':
      await edit(world, id, (stood) => approve(stood, APPROVER, now));
      return true;
    case 'approved': {
      if (outcome.problem === null) return false;
      await edit(world, id, (stood) => {
        const change = historyApproval(stood, DPO, now, 'leave-out');
        return change === null ? stood : changed(stood, change, DPO, now);
      });
      return true;
    }
    case 'retention-pending':
      for (const one of proof(outcome.teamId ?? '', now)) await recordEvidence(world, OWNER, one);
      // Nothing proves the files of a private channel.
      if (isPrivate(move.draft.destination))
        await edit(world, id, (stood) => ({
          ...stood,
          ver: stood.ver + 1,
          outcome: { ...stood.outcome, retentionWaivedBy: APPROVER },
        }));
      return true;
    case 'notifying':
      await runActs['run.noticed'](world, actor(OWNER), { id, ver }, {});
      return true;
    case 'closing':
      return attestNext(world, id);
    default:
      return false;
  }
}

async function attestNext(world: Town['world'], id: string): Promise<boolean> {
  const all = await world.store.transact((tx) => tx.attestations(id));
  const next = all.find(({ state }) => state === 'asked');
  if (next === undefined) return false;
  await runActs['attest.confirm'](world, actor(next.person), { id, ver: next.ver }, TICKED);
  return true;
}

/** The owner presses a button. */
export async function press(
  { world }: Town,
  { id, ver }: Migration,
  verb: 'run.retry' | 'run.skip' | 'run.stop-now' | 'run.hold-now' | 'run.end-hold-now',
  person = OWNER,
): Promise<true> {
  await runActs[verb](world, actor(person), { id, ver }, {});
  return true;
}

/** An upload lies outside the store's transactions: once it is gone, an entry has to say so. */
async function assertGoneOnRecord({ world, vault }: Pick<Town, 'world' | 'vault'>, id: string): Promise<void> {
  if ((await vault.sealed(id)) !== null) return;
  const whats = (await recorded(world)).filter(({ subjectId }) => subjectId === id).map(({ what }) => what);
  assert.ok(whats.includes('history.destroyed'), `the upload of ${id} is gone without an entry`);
}

/** What the watchdog of a bot does, now. */
export async function tend({ world, vault, reports, clock }: Town): Promise<void> {
  const due = await vault.expired(clock());
  await tendHistory({ ...world, store: alwaysRecorded(world.store) }, clock(), (line) => void reports.push(line));
  for (const { migrationId } of due) await assertGoneOnRecord({ world, vault }, migrationId);
}

/** The channel of a move as the tenant has it. */
export function channelIn(tenant: Tenant, { outcome }: Migration) {
  const group = tenant.state().groups.find(({ id }) => id === outcome.teamId);
  return group?.team?.channels.find(({ id }) => id === outcome.channelId) ?? null;
}
