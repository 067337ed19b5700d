import assert from 'node:assert/strict';
import type { Welcoming } from '../../src/migration/course.js';
import { isPrivate } from '../../src/migration/destination.js';
import { holdOn } from '../../src/migration/hold.js';
import type { Draft, Migration } from '../../src/migration/migration.js';
import { RUNNING } from '../../src/migration/ports.js';
import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import { oakfieldId } from '../../src/edges/sandbox/oakfield/people.js';
import { GRANTED_FOR_HISTORY, type Tenant } from '../../src/edges/sandbox/tenant.js';
import { randomFrom } from '../kill/random.js';
import { carry, channelIn, openTown, press, tend, type Carried, type Town } from '../support/histories.js';
import { NEW_TEAM } from '../support/migrations.js';
import { DPO } from '../support/world.js';

/** What an administrator, an owner or whoever reads the record can do something with. */
const EXPLAINED =
  /^(?:officer-approval|outage|other|permission-missing|not-found|not-shown|account-blocked|no-licence|history-differs|not-completed|import-not-open|import-not-begun|folder-not-ready|team-not-ready|author-missing|upload-gone)$/;
const MOST_PRESSES = 12;

type Random = () => number;
type Trouble = (tenant: Tenant, random: Random) => void;

const whole = (random: Random, most: number) => 1 + Math.floor(random() * most);
const one = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

/** What goes wrong at Microsoft 365. */
const TROUBLES: Readonly<Record<string, Trouble>> = {
  quiet: () => undefined,
  throttled: ({ faults }, random) =>
    faults.add({
      nth: whole(random, 40),
      times: whole(random, 3),
      effect: { kind: 'status', status: 429, retryAfter: whole(random, 30) },
    }),
  failing: ({ faults }, random) =>
    faults.add({
      nth: whole(random, 40),
      times: whole(random, 4),
      effect: { kind: 'status', status: one(random, [502, 503, 504]) },
    }),
  'cut after the effect': ({ faults }, random) =>
    faults.add({
      method: 'POST',
      nth: whole(random, 16),
      times: whole(random, 2),
      effect: { kind: 'cut', when: 'after' },
    }),
  'cut before the effect': ({ faults }, random) =>
    faults.add({ method: 'POST', nth: whole(random, 16), effect: { kind: 'cut', when: 'before' } }),
  outage: ({ faults }, random) =>
    faults.add({ nth: whole(random, 40), times: 20 + whole(random, 40), effect: { kind: 'status', status: 503 } }),
  'nobody can post': ({ faults }, random) =>
    faults.add({
      method: 'POST',
      path: '/messages$',
      nth: whole(random, 8),
      times: 30,
      effect: { kind: 'status', status: 503 },
    }),
  'completing fails': ({ faults }, random) =>
    faults.add({
      method: 'POST',
      path: '/completeMigration$',
      times: 8 + whole(random, 10),
      effect: { kind: 'status', status: 502 },
    }),
  'permission taken back': ({ grants }) => void grants.delete('Teamwork.Migrate.All'),
};

export type Told = {
  readonly id: string;
  readonly trouble: string;
  readonly state: string;
  readonly deaths: number;
  readonly sessions: number;
};

/** Moves, each with its own trouble, in schools of 25 moves; every second school takes up to a quarter of an hour for a new team. */
export async function carryThroughTroubles(count: number, seed: number): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (let school = 0; told.length < count; school += 1) {
    const slow = { group: 890_000, team: 600_000, member: 90_000, folder: 600_000, label: 30_000, poll: 0 };
    const town = await openTown(school % 2 === 0 ? {} : { delays: slow });
    const posts = new Map<string, number>();
    Object.assign(town.world, { welcoming: welcomingIn(town, posts) });
    try {
      for (let n = 0; n < 25 && told.length < count; n += 1) told.push(await carryOne(town, told.length, seed));
      assert.deepEqual(twice(town.tenant), []);
      assert.deepEqual(
        [...posts].filter(([, times]) => times > 1),
        [],
      );
    } finally {
      await town.close();
    }
  }
  return told;
}

/** Regroup is installed in the tenant; what it would post is counted. */
function welcomingIn({ world }: Town, posts: Map<string, number>): Welcoming {
  return {
    install: (teamId) => world.installApp(teamId, OAKFIELD.appId),
    post: async (id) => {
      posts.set(id, (posts.get(id) ?? 0) + 1);
      return 'posted';
    },
  };
}

async function carryOne(town: Town, number: number, seed: number): Promise<Told> {
  const random = randomFrom(seed + number * 7_919);
  const { tenant } = town;
  const id = `mov-TRB${String(number).padStart(5, '0')}`;
  const trouble = Object.keys(TROUBLES)[number % Object.keys(TROUBLES).length] ?? 'quiet';
  const deadly = random() < 0.5 ? 0 : 0.06;
  const isNewTeam = random() < 0.4;
  const isPrivateOne = !isNewTeam && random() < 0.4;
  const holds = random() < 0.15 ? whole(random, 6) : 0;
  const leaves = random() < 0.15;
  const isBlocked = random() < 0.15;
  const stops = random() < 0.1 ? whole(random, 4) : 0;
  tenant.faults.clear();
  TROUBLES[trouble]?.(tenant, random);
  tenant.setAccount(oakfieldId(12), !isBlocked);
  const people = { presses: 0, waits: 0, looks: 0 };
  const found = await carry(town, {
    id,
    messages: 8 + whole(random, 24),
    draft: {
      history: one(random, [
        'native-import',
        'native-import',
        'native-import',
        'sealed-transcript',
        'selected-records',
      ]),
      ...(isNewTeam ? { destination: { ...NEW_TEAM, channelName: `Trip ${id}` } } : {}),
    },
    change: (move) => ({
      ...move,
      draft: isPrivateOne ? privately(move.draft) : move.draft,
      history: { ...move.history, picked: [0, 1, 2, 3, 5, 8] },
    }),
    dies: (_, name) => {
      if (leaves && name.endsWith('note who was added')) loseSomebody(tenant);
      return random() < deadly;
    },
    habit: (move) => holding(town, move, people, holds) ?? act(town, move, people, stops),
  });
  tenant.faults.clear();
  for (const right of GRANTED_FOR_HISTORY) tenant.grants.add(right);
  town.pass(30 * 60_000);
  await tend(town);
  await judge(town, found, `${id}, ${trouble}`);
  const { state, outcome } = found.move;
  return { id, trouble, state, deaths: found.deaths, sessions: outcome.history?.sessions ?? 0 };
}

/** A member is taken out of the newest team that has one, behind everybody's back. */
function loseSomebody(tenant: Tenant): void {
  const person = oakfieldId(8);
  for (const { id, members } of tenant.state().groups)
    if (members.some((member) => member.person === person)) tenant.removeMember(id, person);
}

function privately(draft: Draft): Draft {
  const { destination } = draft;
  return destination?.kind === 'existing-team' ? { ...draft, destination: { ...destination, isPrivate: true } } : draft;
}

type People = { presses: number; waits: number; looks: number };

/** Somebody asks for what the group holds, at some moment; some looks later the officer ends the hold. Null when nobody does. */
function holding(town: Town, move: Migration, people: People, holds: number): Promise<boolean> | null {
  people.looks += 1;
  if (holds === 0 || !RUNNING.includes(move.state)) return null;
  if (move.outcome.holds === undefined) return people.looks === holds ? press(town, move, 'run.hold-now') : null;
  if (holdOn(move) === null) return null;
  return people.looks > holds + 4 ? press(town, move, 'run.end-hold-now', DPO) : null;
}

/** What owner and administrator do when something is wrong; undefined when nothing is. */
async function act(town: Town, move: Migration, people: People, stops: number): Promise<boolean | undefined> {
  const { problem } = move.outcome;
  if (['provisioning', 'objecting', 'importing', 'members'].includes(move.state)) people.waits += 1;
  if (stops > 0 && people.waits >= stops && ['provisioning', 'objecting', 'importing', 'members'].includes(move.state))
    return press(town, move, 'run.stop-now');
  if (problem === null || problem.step !== move.state || problem.code === 'officer-approval') return undefined;
  // First Regroup tries by itself what may pass by itself.
  people.presses += 1;
  if (people.presses % 2 === 1 && problem.who === 'us') return false;
  if (people.presses > MOST_PRESSES) return press(town, move, 'run.stop-now');
  for (const right of GRANTED_FOR_HISTORY) town.tenant.grants.add(right);
  return press(town, move, move.state === 'members' && problem.who === 'person' ? 'run.skip' : 'run.retry');
}

/** A move ends closed, with everything in its place, or stopped, with the reason on the record; and nothing is left behind. */
async function judge(town: Town, found: Carried, what: string): Promise<void> {
  const { move, audit, remembered } = found;
  const { state, outcome } = move;
  const channel = channelIn(town.tenant, move);
  const failed = audit.filter((entry) => entry['what'] === 'migration.failed');
  const codes = failed.map(({ details }) => String((details as { problem: string }).problem));
  assert.ok(state === 'closed' || state === 'stopped', `${what}: ${state}`);
  assert.notEqual(channel?.migration, 'inProgress', what);
  assert.equal(await town.vault.sealed(move.id), null, what);
  assert.deepEqual(
    codes.filter((code) => !EXPLAINED.test(code)),
    [],
    what,
  );
  assert.equal(remembered.includes('secretword'), false, what);
  assert.equal(new Set(channel?.messages.map(({ createdAt }) => createdAt)).size, channel?.messages.length ?? 0, what);
  const history = outcome.history;
  assert.ok(history === null || history.startedAt === null || history.completedAt !== null, what);
  if (state === 'stopped') {
    assert.ok(
      audit.some((entry) => entry['what'] === 'migration.stopped'),
      what,
    );
    return;
  }
  assert.ok(history !== null && history.reconciledAt !== null && history.destroyedAt !== null, what);
  assert.deepEqual(history.differences, {}, what);
  if (move.draft.history === 'native-import') assert.equal(channel?.messages.length, history.posts, what);
  else assert.equal(history.file?.label, 'Keep 1 year', what);
  assert.deepEqual(outcome.readBack?.missing, [], what);
  assert.ok(outcome.welcome !== undefined, what);
  if (isPrivate(move.draft.destination)) assert.ok(channel?.members !== undefined, what);
}

/** What stands in the journal of the tenant twice. Somebody who was taken out can be added again. */
function twice(tenant: Tenant): readonly string[] {
  const entries = tenant
    .journal()
    .filter(({ what }) =>
      /^(?:group|team|channel)\.created$|^message\.posted$|^app\.installed$|^channel\.member/.test(what),
    );
  const names = entries.map(({ what, facts }) => {
    if (what === 'channel.member.added') return `${what} ${facts['channel']} ${facts['person']}`;
    if (what === 'message.posted') return `${what} ${facts['channel']} ${facts['message']}`;
    return `${what} ${facts['alias'] ?? facts['team']} ${facts['name']}`;
  });
  return names.filter((name, index) => names.indexOf(name) !== index);
}
