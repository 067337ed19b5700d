import type { Migration } from '../migration/migration.js';
import { isApproverFor } from './approver.js';
import { isOfficer } from './officer.js';
import type { Actor, World } from './world.js';

/**
 * Whether somebody sees a move, and so can stop it or put it on hold: its owner, its approver for as long as they are one, and, once it
 * was submitted, the data protection officers, who answer for what becomes of a group's messages.
 */
export async function inTheMove(world: World, actor: Actor, id: string): Promise<(migration: Migration) => boolean> {
  const { person } = actor;
  const found = await world.store.transact((tx) => tx.migration(id));
  // The owner can stop their move also while the directory does not answer.
  const isApprover = found?.approver === person && (await isApproverFor(world, found, person));
  return ({ owner, approver, state }) =>
    owner === person ||
    (isApprover && approver === person) ||
    (isOfficer(world, actor) && state !== 'draft' && state !== 'cancelled');
}
