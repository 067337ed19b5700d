import { approve, passOn, reasonProblem, sendBack } from '../migration/decision.js';
import type { Migration, State } from '../migration/migration.js';
import { cut } from '../migration/text.js';
import type { Verb } from './actions.js';
import { approverComplaint, approverProblem } from './approver.js';
import type { Handlers, Target } from './handlers.js';
import { commit, inPrivate, OUT_OF_DATE, wake, type Done } from './moves.js';
import { refuse } from './refusal.js';
import type { Complaint, View } from './view.js';
import type { Actor, World } from './world.js';

/** States in which there is nothing for an approver to see: the owner has not submitted, or gave it up. */
const UNSEEN: readonly State[] = ['draft', 'cancelled'];

/** Whoever asks about a move that is not there is measured against the general group. */
const NO_MOVE = { owner: '', draft: { purpose: null } } as const;

const SAID = {
  owner: 'You started this move, so somebody else has to decide about it.',
  'no-approver': 'You are not in the group of people who decide about this.',
  'not-the-approver': 'Somebody else was asked to decide about this move.',
  'unknown-move': 'There is no such move to decide about.',
} as const;

/** The approver's card. */
export const approvalActs = {
  'approval.approve': (world, actor, target) =>
    onDecision(world, actor, target, 'approval.approve', (migration) => {
      const approved = approve(migration, actor.person, world.now());
      return decided(approved, 'migration.approved');
    }),

  'approval.send-back': (world, actor, target, { reason }) =>
    onDecision(world, actor, target, 'approval.send-back', (migration) => {
      const text = reasonProblem(reason);
      if (text !== null) {
        const complaints = [{ field: 'reason', label: 'Reason', text }];
        const notice = `Not sent back yet: ${text}`;
        return { view: approval(migration, { notice, complaints, typed: { reason: cut(reason, 600) } }) };
      }
      return decided(sendBack(migration, actor.person, reason, world.now()), 'migration.sent-back');
    }),

  'approval.pass': (world, actor, target) =>
    onDecision(world, actor, target, 'approval.pass', (migration) => ({ view: approval(migration, { mode: 'pass' }) })),

  'approval.pass-to': (world, actor, target, { approver }) =>
    onDecision(world, actor, target, 'approval.pass-to', async (migration) => {
      const complaint =
        approver === actor.person
          ? { field: 'approver', label: 'Approver', text: 'choose somebody else than yourself.' }
          : await approverComplaint(world, migration, approver);
      if (complaint !== null) {
        const notice = `Not passed on yet: ${complaint.text}`;
        return { view: approval(migration, { mode: 'pass', notice, complaints: [complaint] }) };
      }
      const { daysToDecide, schoolHolidays } = world.organisation;
      const passed = passOn(migration, approver, world.now(), daysToDecide, schoolHolidays);
      return {
        migration: passed,
        events: [{ what: 'migration.delegated', details: { from: actor.person, to: approver } }],
        view: approval(passed, { notice: 'Passed on. You do not need to act.' }),
        also: wake(passed),
      };
    }),

  'approval.open': async (world, actor, target) => {
    const found = await moveToDecide(world, actor, target, 'approval.open');
    return 'refused' in found ? found.refused : approval(found.migration, {});
  },
} satisfies Handlers<
  'approval.approve' | 'approval.send-back' | 'approval.pass' | 'approval.pass-to' | 'approval.open'
>;

/** Does what the current approver asks. A stale card and the second of two clicks change nothing and show the present state. */
export async function onDecision(
  world: World,
  actor: Actor,
  target: Target,
  verb: Verb,
  work: (migration: Migration) => Promise<Done> | Done,
): Promise<View> {
  const found = await moveToDecide(world, actor, target, verb);
  if ('refused' in found) return found.refused;
  const { migration } = found;
  if (migration.ver !== target.ver || migration.state !== 'submitted')
    return approval(migration, { notice: OUT_OF_DATE });
  const present = async () => {
    const again = await moveToDecide(world, actor, target, verb);
    return 'refused' in again ? again.refused : approval(again.migration, { notice: OUT_OF_DATE });
  };
  return commit(world, actor, await work(migration), present);
}

/**
 * The move, for somebody who may decide about it at this moment: not its owner, in the directory's group of approvers for its purpose, and the
 * one who was asked. Anybody else is refused and the attempt recorded. An approver whose card is one version behind has just
 * passed the decision on and clicked twice: they see how it stands.
 */
async function moveToDecide(
  world: World,
  actor: Actor,
  { id, ver }: Target,
  action: Verb,
): Promise<{ readonly migration: Migration } | { readonly refused: View }> {
  if (actor.place === 'shared') return { refused: await inPrivate(world, actor, id, action) };
  const migration = await world.store.transact((tx) => tx.migration(id));
  const reason = await obstacle(world, actor, migration, ver);
  if (migration !== null && reason === null) return { migration };
  const attempt = { action, reason: reason ?? 'unknown-move', subjectType: 'migration', subjectId: id } as const;
  const next = 'You do not need to act. Write “status” to see what waits for you.';
  return { refused: await refuse(world, actor, attempt, { why: SAID[attempt.reason], next }) };
}

async function obstacle(
  world: World,
  actor: Actor,
  migration: Migration | null,
  ver: number,
): Promise<keyof typeof SAID | null> {
  const problem = await approverProblem(world, migration ?? NO_MOVE, actor.person);
  if (problem !== null) return problem;
  if (migration === null || UNSEEN.includes(migration.state)) return 'unknown-move';
  return migration.approver === actor.person || ver === migration.ver - 1 ? null : 'not-the-approver';
}

function decided(migration: Migration, what: 'migration.approved' | 'migration.sent-back'): Done {
  return { migration, events: [{ what, details: {} }], view: approval(migration, {}), also: wake(migration) };
}

/** The approver's card. */
export function approval(
  migration: Migration,
  rest: {
    readonly mode?: 'decide' | 'pass' | 'edit';
    readonly notice?: string | null;
    readonly complaints?: readonly Complaint[];
    readonly typed?: Readonly<Record<string, string>>;
  },
): View {
  return { kind: 'approval', migration, mode: 'decide', notice: null, ...rest };
}
