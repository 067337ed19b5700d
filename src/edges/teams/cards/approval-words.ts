import { isPrivate } from '../../../migration/destination.js';
import type { Migration } from '../../../migration/migration.js';
import { nameOf, shortened } from './runs.js';
import type { Scene } from './scene.js';

/** A name for a sentence, when there is one. */
export function groupOf(name: string): string {
  return name.trim() === '' ? 'a group without a name' : shortened(name, 60);
}

/** What follows, and what it means for the approver. */
export function ifApproved({ draft, owner }: Migration, people: string, scene: Scene): string {
  const where = isPrivate(draft.destination) ? ' to the team and the channel' : '';
  const named = scene.organisation.channels?.secondOwner;
  const second = named === undefined || named === owner ? 'you' : nameOf(scene.person(named));
  const owners = draft.destination?.kind === 'new-team' ? ` The second owner of the new team is ${second}.` : '';
  return `Regroup creates the channel and adds ${people}${where}.${owners} Then members are asked to leave WhatsApp. The owner can stop it before the group is closed.`;
}
