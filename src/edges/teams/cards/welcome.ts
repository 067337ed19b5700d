import type { View } from '../../../conversation/view.js';
import { isPrivate } from '../../../migration/destination.js';
import { nameOf, plain, shortened } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';
import { periodOf } from './wizard/destination.js';

/** What does not belong in a channel: as many as are read. */
const MOST = 8;

const filled = template('welcome');

/** For everybody in the new channel: what it is for, who looks after it, how long things are kept, and what goes elsewhere. */
export function welcomeCard({ migration }: Extract<View, { readonly kind: 'welcome' }>, scene: Scene): Card {
  const { draft, owner } = migration;
  const { schedule } = scene.policy;
  const purpose = schedule.find(({ id }) => id === draft.purpose) ?? null;
  const elsewhere = schedule.flatMap(({ label, never }) => (never === null ? [] : [{ label, lead: never.lead }]));
  const fact = (title: string, text: string) => ({ title, runs: [plain(text)] });
  return filled({
    fallbackText:
      'This channel takes the place of a WhatsApp group. It says what it is for, and what does not belong here.',
    facts: [
      fact('For', purpose?.label ?? 'work of this group'),
      fact('Looked after by', nameOf(scene.person(owner))),
      fact(
        'Who reads it',
        isPrivate(draft.destination) ? 'Only the members of this channel' : 'Everybody in this team',
      ),
      fact('Kept', `${periodOf(purpose)}, then deleted, by the schedule of ${shortened(scene.organisation.name, 60)}`),
    ],
    elsewhere: elsewhere.slice(0, MOST),
    dsl: scene.organisation.phones.dsl,
  });
}
