import { count } from '../../../../calendar/words.js';
import type { Migration } from '../../../../migration/migration.js';
import { bold, line, plain, shortened, type Line } from '../runs.js';
import type { Scene } from '../scene.js';
import { teamName } from '../wizard/destination.js';

/** What the run has made in Microsoft 365 so far. A stop takes nothing of it back. */
export function madeLines({ draft, outcome }: Migration, scene: Scene): readonly Line[] {
  const team = teamName(draft.destination, scene);
  const made: Line[] = [];
  if (outcome.teamId !== null && draft.destination?.kind === 'new-team')
    made.push(line(plain('The team '), bold(team), plain('.')));
  if (outcome.channelId !== null && draft.destination !== null) {
    const channel = shortened(draft.destination.channelName, 50);
    made.push(line(plain('The channel '), bold(channel), plain(' in '), plain(team), plain('.')));
  }
  const added = outcome.added.filter(({ result }) => result === 'added').length;
  if (added > 0) made.push(line(plain(`${count(added, 'person', 'people')} in the team. Regroup takes nobody out.`)));
  return made.length > 0 ? made : [line(plain('Nothing was created yet.'))];
}
