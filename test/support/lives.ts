import { recordEvidence } from '../../src/conversation/evidence.js';
import { runActs } from '../../src/conversation/runs.js';
import { approve } from '../../src/migration/decision.js';
import { isPrivate } from '../../src/migration/destination.js';
import type { Draft, Migration } from '../../src/migration/migration.js';
import { runMigration } from '../../src/migration/run.js';
import { edit, inTeam, proof, read, stored, submittedMove } from './migrations.js';
import { testPolicy } from './policy.js';
import { simulation } from './simulated.js';
import { alwaysRecorded } from './watched.js';
import { messengerInMemory, slowWorkplace } from './workplace.js';
import { actor, APPROVER, DPO, GUEST, OWNER, personId, recorded, TEACHER, testWorld } from './world.js';

/** Tuesday, 10:00 in London. */
export const START = new Date('2026-11-24T10:00:00Z');
/** The team is the one of the move's own Microsoft 365. */
export const PRIVATELY = {
  destination: { kind: 'existing-team', teamId: '', channelName: 'Year 6 residential', isPrivate: true },
} as const;
/** What a move goes through once it is approved. */
export const LIFE = ['provisioning', 'members', 'retention-pending', 'notifying', 'closing', 'closed'];
const TICKED = { done: ['left', 'chat', 'gallery', 'backup', 'devices'], note: '' };

/** What people do at a moment when the run waits; undefined leaves it to those who do what the card asks. */
export type Habit = (move: Migration, now: Date) => Promise<boolean | undefined>;

/** Lives of moves, from the submission to the end, on one database. */
export type Lives = Awaited<ReturnType<typeof openLives>>;

export async function openLives() {
  let clock: () => Date = () => START;
  let count = 0;
  const made = await testWorld({ policy: testPolicy(), now: () => clock() });
  for (const person of [OWNER, APPROVER, TEACHER, DPO])
    await made.store.transact((tx) => tx.putAcquaintance({ person, reference: {}, seenAt: START }));

  /** A submitted move in a Microsoft 365 of its own. `habit` is asked first whenever the run waits. */
  async function setUp(draft: Partial<Draft> = {}, habit: Habit = async () => undefined) {
    count += 1;
    const id = `mov-RUN${String(count).padStart(5, '0')}`;
    const teamId = personId(30_000 + count);
    const workplace = slowWorkplace(teamId, count);
    const messenger = messengerInMemory();
    messenger.unreachable.add(GUEST);
    const world = { ...made, workplace, messenger };
    const { destination = inTeam(teamId) } = draft;
    const here =
      destination?.kind === 'existing-team' && destination.teamId === '' ? { ...destination, teamId } : destination;
    await stored(world, submittedMove(id, START, { ...draft, destination: here }));
    const act = async (move: Migration, now: Date): Promise<boolean> => {
      const target = { id, ver: move.ver };
      switch (move.state) {
        case 'submitted':
          await edit(world, id, (stood) => approve(stood, APPROVER, now));
          return true;
        case 'retention-pending':
          for (const one of proof(move.outcome.teamId ?? '', now)) await recordEvidence(world, OWNER, one);
          // Nothing proves the files of a private channel.
          if (isPrivate(move.draft.destination)) await runActs['approval.waive'](world, actor(APPROVER), target, {});
          return true;
        case 'notifying':
          await runActs['run.noticed'](world, actor(OWNER), target, {});
          return true;
        case 'closing':
          return answerNext(id);
        default:
          return false;
      }
    };
    const answerNext = async (moveId: string): Promise<boolean> => {
      const all = await world.store.transact((tx) => tx.attestations(moveId));
      const next = all.find(({ state }) => state === 'asked');
      if (next === undefined) return false;
      await runActs['attest.confirm'](world, actor(next.person), { id: moveId, ver: next.ver }, TICKED);
      return true;
    };
    const run = async (dies?: (operation: number, name: string) => boolean) => {
      const life = simulation({
        start: START,
        sent: () => made.told.filter((told) => told === id).length,
        meanwhile: async (now) => {
          const move = await read(world, id);
          return (await habit(move, now)) ?? act(move, now);
        },
        ...(dies === undefined ? {} : { dies }),
      });
      clock = life.now;
      // Every step of the run that changes a record leaves an entry, or it fails here.
      const watching = { ...world, store: alwaysRecorded(world.store) };
      const operations = await life.run((durable) => runMigration(durable, id, watching));
      const move = await read(world, id);
      const audit = (await recorded(world)).filter(({ subjectId }) => subjectId === id);
      return { move, audit, operations, deaths: life.deaths(), whats: audit.map(({ what }) => what) };
    };
    return { id, teamId, world, workplace, messenger, run };
  }

  return { made, setUp, close: made.close };
}

/** The states that a move went through. */
export function states({ milestones }: Migration) {
  return milestones.map(({ state }) => state);
}

/** The details of every entry of this name. */
export function named(audit: readonly Readonly<Record<string, unknown>>[], what: string) {
  return audit.filter((one) => one['what'] === what).map((one) => one['details']);
}
